//! `pairwell publish`, `rollback` and `prune` against a real S3 server and into folders, with real processes: killed at
//! every request, racing each other, and left alone.
//!
//! `PAIRWELL_TEST_ROUNDS=1000` asks for that many races instead of some hundreds, and for both kinds of kills everywhere.
#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod entries;
mod faults;
mod folder;
mod http;
mod keeping;
mod kills;
mod models;
mod place;
mod proxy;
mod races;
mod run;
mod server;
mod storing;

/// How many of what is repeated: `usual`, or what the environment asks for.
fn rounds(usual: usize) -> usize {
    std::env::var("PAIRWELL_TEST_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Whether to take the long way.
fn thorough() -> bool {
    std::env::var_os("PAIRWELL_TEST_ROUNDS").is_some()
}
