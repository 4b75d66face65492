//! Pair counts, and cleaned order lines, as Parquet files.
//!
//! | column | type | |
//! |---|---|---|
//! | `product_id`, `other_id` | text | a pair, `product_id` first in the sequence of their bytes; one product's own counts: both are it; the shop's: both null |
//! | `orders` | 64-bit integer | distinct orders |
//! | `weight` | 64-bit integer | their weight in millionths |
//!
//! `sql/pair_counts.sql` gives the same columns on other engines. Rows may stand in any sequence, in any number of files.

mod read;
mod write;

use std::path::{Path, PathBuf};

pub use read::{CountFiles, Named, Row};
pub use write::{CountWriter, write_lines};

/// The columns, in the sequence they are written in.
pub(super) const COLUMNS: [&str; 4] = ["product_id", "other_id", "orders", "weight"];

/// What is wrong with a file of counts.
#[derive(Debug)]
pub struct CountsError {
    /// The file or directory.
    pub path: PathBuf,
    /// What is wrong and what to do.
    pub what: String,
}

impl CountsError {
    fn new(path: &Path, what: impl ToString) -> Self {
        Self { path: path.to_owned(), what: what.to_string() }
    }
}

impl std::fmt::Display for CountsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.what)
    }
}

impl std::error::Error for CountsError {}
