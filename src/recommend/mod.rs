//! From a context to a list: which products, in which order, and why.
//!
//! [`score`] adds up the rows of the context's products; [`kind`] says what each kind of block is
//! made of, [`block`] makes it; [`list`] follows the chain of fallbacks. Everything is handed in:
//! no clock, no input or output, no randomness. Arithmetic is `+ − × ÷` on `f32` in a fixed order,
//! so that WebAssembly and native builds give the same bits.

#![deny(clippy::indexing_slicing)]

pub mod block;
pub mod context;
pub mod kind;
pub mod rules;
pub mod score;

pub use context::{Context, Past, Weights, Within};
pub use kind::Kind;
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
}

/// A list and what it truly is.
pub struct List {
    /// The kind that was found: the one asked for, or one of its fallbacks. Headings follow it.
    pub kind: Kind,
    /// The products, best first; empty when no kind of the chain has enough.
    pub picks: Vec<Pick>,
    /// What speaks for them.
    pub scores: Scores,
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
    let scores = Scores::of(model, context, weights, kind);
    block::choose(model, context, &scores, weights, kind, limit, hidden)
}

/// As [`recommend`], but where `kind` has too little its fallbacks are tried one after the other.
pub fn list(
    model: &Model,
    context: &Context<'_>,
    weights: &Weights,
    kind: Kind,
    limit: usize,
    hidden: &[u32],
) -> List {
    let mut kind = kind;
    // What the merchant's rules say of a kind comes before its recipe.
    let setting = |kind: Kind| rules::setting(model, kind);
    let mut chain = setting(kind).map(|rule| rule.of.listed.iter());
    // Every chain ends: a test in `kind` follows them all.
    loop {
        let scores = Scores::of(model, context, weights, kind);
        let mut picks = block::choose(model, context, &scores, weights, kind, limit, hidden);
        let recipe = kind.recipe();
        let least = setting(kind).map_or(recipe.least, |rule| rule.amount as usize);
        if picks.len() < least.min(limit) {
            let next = match &mut chain {
                Some(chain) => chain.find_map(|kind| Kind::ALL.get(*kind as usize)).map(|(kind, _)| *kind),
                None => recipe.fallback,
            };
            if let Some(next) = next {
                kind = next;
                continue;
            }
            picks.clear();
        }
        return List { kind, picks, scores };
    }
}
