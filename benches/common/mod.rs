//! What the benchmarks share: random numbers, the clock, and the file that results go into.

pub mod shop;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

/// Numbers that look random and are the same in every run.
pub struct Numbers(pub u64);

impl Numbers {
    /// From 0 to below 1.
    pub fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From 0 to below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        (self.next() * count as f64) as usize % count
    }

    /// A rank, the first ones far more often than the last ones.
    pub fn rank(&mut self, count: usize) -> usize {
        (((count as f64 / 5.0).powf(self.next()) - 1.0) * 5.0) as usize % count
    }
}

/// CPU seconds of this process, all threads; elsewhere what a clock shows.
pub fn process_seconds() -> f64 {
    let of_system = || {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
        // Hundredths of a second, on every Linux there is.
        Some((fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?) / 100.0)
    };
    of_system().unwrap_or_else(wall_seconds)
}

/// Seconds since the first call.
pub fn wall_seconds() -> f64 {
    static BEGUN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    BEGUN.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// Seconds of one call of `work`: the lower quartile of batches of a third of a millisecond, which mostly pass without
/// another program having had the processor meanwhile. `benches/clock.mjs` measures in the same way.
pub fn seconds(mut work: impl FnMut()) -> f64 {
    const BATCH: f64 = 0.000_3;
    const LONGEST: Duration = Duration::from_millis(1200);
    const MOST: usize = 3000;
    let mut batch = |calls: u32| {
        let begun = Instant::now();
        (0..calls).for_each(|_| work());
        begun.elapsed().as_secs_f64()
    };
    let mut calls = 1u32;
    while batch(calls) < BATCH && calls < 1 << 24 {
        calls *= 2;
    }
    let begun = Instant::now();
    let mut times: Vec<f64> = Vec::new();
    while times.len() < 15 || (times.len() < MOST && begun.elapsed() < LONGEST) {
        times.push(batch(calls) / f64::from(calls));
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 4]
}

/// The top of the project.
pub fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder below `dist/bench/` for what one benchmark hands to another; empty.
pub fn folder(name: &str) -> PathBuf {
    let path = top().join("dist/bench").join(name);
    if path.exists() {
        fs::remove_dir_all(&path).unwrap();
    }
    fs::create_dir_all(&path).unwrap();
    path
}

/// The numbers that a script of `benches/` prints, run by the Python that `tools/install-python.sh bench` installs.
pub fn python(script: &str, arguments: &[&OsStr]) -> Vec<f64> {
    let python = top().join(".tools/python/bin/python");
    assert!(python.exists(), "the alternatives are missing: run tools/install-python.sh bench");
    let said = Command::new(python)
        .arg(top().join("benches").join(script))
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(said.status.success(), "benches/{script} failed");
    String::from_utf8(said.stdout).unwrap().split_whitespace().map(|word| word.parse().unwrap()).collect()
}

/// What one benchmark has found out.
#[derive(Default)]
pub struct Results(Map<String, Value>);

impl Results {
    /// Notes a figure and prints it. `unit` is one that `tools/bench/groups.mjs` can write: s, B, bit or nothing.
    pub fn note(&mut self, name: &str, value: f64, unit: &str) {
        println!("{name:<40} {value:>16.9} {unit}");
        self.0.insert(name.to_owned(), json!({ "value": value, "unit": unit }));
    }

    /// Writes all figures to where the variable `BENCH_OUT` says, if it does.
    pub fn write(self) {
        if let Some(path) = std::env::var_os("BENCH_OUT") {
            fs::write(Path::new(&path), Value::Object(self.0).to_string()).unwrap();
        }
    }
}
