//! The built binary, with keys for the S3 server.

use std::process::{Child, Command, Output, Stdio};

use crate::models::Models;
use crate::place::Place;
use crate::{proxy::Proxy, server};

/// What a run printed, and its exit code (`None`: killed).
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let run =
            Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        run
    }
}

impl Run {
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub fn fails(self, words: &str) -> Self {
        assert_eq!(self.code, Some(1), "{}{}", self.stdout, self.stderr);
        assert!(self.stderr.contains(words), "{}", self.stderr);
        self
    }

    #[track_caller]
    pub fn lost(self) -> Self {
        assert_eq!(self.code, Some(4), "{}{}", self.stdout, self.stderr);
        assert!(self.stderr.starts_with("lost: "), "{}", self.stderr);
        self
    }

    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.stdout.contains(words), "no {words:?} in:\n{}", self.stdout);
        self
    }
}

/// `pairwell ARGS`, talking to the store at `endpoint`.
pub fn command(endpoint: &str, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pairwell"));
    command
        .args(args)
        .env("AWS_ACCESS_KEY_ID", "key")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("AWS_ENDPOINT_URL", endpoint)
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Straight to the server.
pub fn pairwell(args: &[&str]) -> Run {
    let bucket = args.iter().find_map(|arg| arg.strip_prefix("s3:/")).unwrap_or_default();
    command(&format!("http://127.0.0.1:{}", server::port(bucket)), args).output().unwrap().into()
}

/// Through a proxy.
pub fn through(proxy: &Proxy, args: &[&str]) -> Run {
    command(&proxy.url(), args).output().unwrap().into()
}

/// Started, through a proxy.
pub fn start(proxy: &Proxy, args: &[&str]) -> Child {
    command(&proxy.url(), args).spawn().unwrap()
}

pub fn wait(child: Child) -> Run {
    child.wait_with_output().unwrap().into()
}

/// `["publish", DIR, URL]`.
pub fn publish(model: usize, place: &Place) -> [String; 3] {
    ["publish".into(), Models::get(model).to_str().unwrap().into(), place.url()]
}

pub fn strs<const N: usize>(args: &[String; N]) -> [&str; N] {
    std::array::from_fn(|at| args[at].as_str())
}
