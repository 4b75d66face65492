//! Pair counts that were made elsewhere: training where one machine cannot hold the orders.
//!
//! ```text
//! orders ─▶ weigh ─▶ count ─▶ files ──┐            (`pairwell counts`)
//! orders ─▶ sql/pair_counts.sql ──────┤            (Spark, DuckDB, DataFusion)
//!                                     ▼
//!                      marginals ─▶ gather ─▶ learn (ridge, page) ─▶ the trainer's own packing
//! ```
//!
//! A pair's counts are integers ([`weigh`]), so every engine comes to the same sums, in whatever sequence it adds them. A
//! product's own counts are those of its pair with itself: the diagonal of `G = Xᵀ W X`.
//!
//! What needs whole orders has no place here: the refit by likelihood, lists that cover a product's orders, later orders,
//! trends, the calendar. [`learn`] says what stands in for the first two.

pub mod count;
#[cfg(feature = "parquet")]
pub mod files;
mod gather;
mod kinds;
mod learn;
pub mod marginals;
mod page;
pub mod products;
mod ridge;
pub mod train;
pub mod weigh;

/// Millionths: weights are counted in these.
pub const MILLION: u64 = 1_000_000;

/// The counts of two products, or of one and itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Number of one product.
    pub a: u32,
    /// Number of the other.
    pub b: u32,
    /// Distinct orders that hold both.
    pub orders: u64,
    /// Their weight in millionths.
    pub weight: u64,
}
