//! The native benchmarks: `cargo bench --bench native -- GROUP`. What they find goes into the file that `BENCH_OUT` names;
//! `make bench` runs them beside their alternatives in other languages (`tools/bench/run.mjs`).
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod counting;
mod encodings;
mod reading;
mod scoring;
mod start;
mod training;

use common::Results;

/// A group's name and what it runs.
type Group = (&'static str, fn(&mut Results));

const GROUPS: [Group; 5] = [
    ("scoring", scoring::run),
    ("start", start::run),
    ("encodings", encodings::run),
    ("counting", counting::run),
    ("reading", reading::run),
];

/// Those that take gigabytes and minutes: by name only.
const LARGE: [Group; 2] = [("training", training::run), ("million", training::run_million)];

fn main() {
    // Cargo adds an argument of its own.
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    for name in &wanted {
        assert!(GROUPS.iter().chain(&LARGE).any(|(known, _)| known == name), "there is no group {name}");
    }
    let mut results = Results::default();
    for (name, run) in GROUPS.iter().chain(LARGE.iter().filter(|_| !wanted.is_empty())) {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            println!("\n{name}");
            run(&mut results);
        }
    }
    results.write();
}
