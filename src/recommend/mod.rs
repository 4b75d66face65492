//! From a context to a list: which products, in which order, and why.
//!
//! [`score`] adds up the rows of the context's products; [`block`] says what each kind of block
//! makes of the scores; [`recommend`] does both. Everything is handed in: no clock, no input or
//! output, no randomness. Arithmetic is `+ − × ÷` on `f32` in a fixed order, so that WebAssembly
//! and native builds give the same bits.

#![deny(clippy::indexing_slicing)]

pub mod block;
pub mod context;
pub mod score;

pub use block::Kind;
pub use context::{Context, Past, Weights};
pub use score::{Contribution, Scores};

use crate::model::Model;

/// One product of a list.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Pick {
    /// Index of the product.
    pub product: u32,
    /// Its score; 0 for a product that only fills the list up.
    pub score: f32,
    /// The context's product that gave most of the score.
    pub because: Option<u32>,
}

/// The best `limit` products for a block of `kind`, best first. Never one of the context's cart
/// or current product, nor one of `hidden`, nor one known to be sold out.
pub fn recommend(
    model: &Model,
    context: &Context<'_>,
    weights: &Weights,
    kind: Kind,
    limit: usize,
    hidden: &[u32],
) -> Vec<Pick> {
    let scores = Scores::of(model, context, weights, kind.sources());
    block::choose(model, context, &scores, kind, limit, hidden)
}
