//! Small shops on disk, and the built binary.
#![allow(dead_code, missing_docs, clippy::unwrap_used)] // each test file uses its own part

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A directory of its own for one test, gone afterwards.
pub struct Shop {
    dir: tempfile::TempDir,
}

impl Shop {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs `pairwell` in the directory.
    pub fn pairwell(&self, args: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_pairwell"))
            .current_dir(self.dir.path())
            .args(args)
            .output()
            .unwrap();
        Run(output)
    }

    /// Runs `pairwell` with these environment variables on top.
    pub fn pairwell_with(&self, args: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pairwell"));
        command.current_dir(self.dir.path()).args(args).envs(environment.iter().copied());
        Run(command.output().unwrap())
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }
}

/// What a run of the binary printed.
pub struct Run(Output);

impl Run {
    #[track_caller]
    pub fn ok(self) -> Self {
        assert!(self.0.status.success(), "failed: {}", self.stderr());
        self
    }

    #[track_caller]
    pub fn failed(self) -> Self {
        assert!(!self.0.status.success(), "succeeded: {}", self.stdout());
        assert!(!self.stderr().contains("panicked"), "{}", self.stderr());
        self
    }

    /// The exit code; `None` after a signal.
    pub fn code(&self) -> Option<i32> {
        assert!(!self.stderr().contains("panicked"), "{}", self.stderr());
        self.0.status.code()
    }

    pub fn stdout(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub fn stderr(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }
}

/// Generic order lines: each order is a list of products; every list is written `times` times.
pub fn orders_csv(baskets: &[(&[&str], usize)]) -> String {
    let mut out = String::from("order_id,product_id,quantity\n");
    let mut order = 1000;
    for (basket, times) in baskets {
        for _ in 0..*times {
            order += 1;
            for product in *basket {
                out.push_str(&format!("{order},{product},1\n"));
            }
        }
    }
    out
}

/// The lines of a JSONL text as values.
pub fn jsonl(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The items of one answer.
pub fn items(answer: &serde_json::Value) -> Vec<String> {
    answer["items"].as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}
