//! `pairwell counts`, and `pairwell train --pair-counts`.

use std::path::PathBuf;

#[cfg(not(feature = "parquet"))]
use anyhow::Result;
use clap::Args;

#[cfg(feature = "parquet")]
pub use with_parquet::{run, train};

#[derive(Args)]
#[cfg_attr(not(feature = "parquet"), allow(dead_code))]
pub struct CountsArgs {
    /// Order exports, as for `train`.
    #[arg(required = true, value_name = "ORDERS")]
    pub orders: Vec<PathBuf>,
    /// Products export, as for `train`: order lines are counted by its products.
    #[arg(long, value_name = "FILE")]
    pub products: Option<PathBuf>,
    /// Directory to write to, which must not exist or be empty.
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Orders that must contain a pair before it counts.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..))]
    pub min_orders: u32,
    /// Customers who must have placed them. An order whose customer is not known counts as a customer
    /// of its own.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..))]
    pub min_customers: u32,
    /// Orders of more distinct products are left out.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(2..))]
    pub largest_order: u32,
    /// Rows of one file.
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub rows_per_file: u32,
    /// Write the line items that count to this Parquet file too: the table `orders` of
    /// sql/pair_counts.sql. Customers are numbers in it, yet it says who bought what: never public.
    #[arg(long, value_name = "FILE")]
    pub lines: Option<PathBuf>,
}

#[cfg(not(feature = "parquet"))]
const MISSING: &str = "this build reads and writes no Parquet, which takes minutes more to compile. Build it with \
    `cargo install --path . --features parquet`, or run `cargo run --release --features parquet -- …`";

#[cfg(not(feature = "parquet"))]
pub fn run(_: &CountsArgs) -> Result<()> {
    anyhow::bail!(MISSING)
}

#[cfg(not(feature = "parquet"))]
pub fn train(_: &crate::args::TrainArgs) -> Result<()> {
    anyhow::bail!(MISSING)
}

#[cfg(feature = "parquet")]
mod with_parquet;
