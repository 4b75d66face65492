//! Adding up rows: the scores of all products that the context speaks for.

use super::context::{Context, Weights, faded};
use crate::model::Model;

/// Which parts of the context a block listens to.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Sources {
    /// The page's product.
    pub product: bool,
    /// The cart.
    pub cart: bool,
    /// Views and purchases of the past.
    pub past: bool,
}

/// What one product of the context adds to a score.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Contribution {
    /// The context's product.
    pub from: u32,
    /// What it adds.
    pub score: f32,
}

/// The scores of all products that at least one product of the context has as a neighbour.
pub struct Scores {
    /// (product, its weight in the context), no product twice.
    terms: Vec<(u32, f32)>,
    /// Score of each product of the shop; 0 where nothing speaks for it.
    totals: Vec<f32>,
    /// Products with a score, in the order in which they were first reached.
    touched: Vec<u32>,
    /// What popularity counts, given the size of this context.
    popularity: f32,
}

impl Scores {
    /// Scores for `context`: Σ over its products of weight × edge, plus the popularity term.
    pub fn of(model: &Model, context: &Context<'_>, weights: &Weights, sources: Sources) -> Self {
        let terms = terms(context, weights, sources);
        let mut totals = vec![0.0f32; model.len()];
        let mut touched = Vec::new();
        for (from, weight) in &terms {
            for (to, edge) in model.neighbours(*from) {
                if let Some(total) = totals.get_mut(to as usize) {
                    if *total == 0.0 {
                        touched.push(to);
                    }
                    *total += weight * edge;
                }
            }
        }
        let popularity = weights.popularity / (terms.len().max(1) as f32);
        for product in &touched {
            if let Some(total) = totals.get_mut(*product as usize) {
                *total += popularity * model.popularity(*product);
            }
        }
        Self { terms, totals, touched, popularity }
    }

    /// Products with a score, in no useful order.
    pub fn touched(&self) -> &[u32] {
        &self.touched
    }

    /// The score of `product`; 0 where nothing speaks for it.
    pub fn get(&self, product: u32) -> f32 {
        self.totals.get(product as usize).copied().unwrap_or(0.0)
    }

    /// Number of products in the context.
    pub fn terms(&self) -> usize {
        self.terms.len()
    }

    /// What each product of the context adds to the score of `product`, greatest first.
    pub fn explain(&self, model: &Model, product: u32) -> Vec<Contribution> {
        let mut out: Vec<Contribution> = Vec::new();
        for (from, weight) in &self.terms {
            if let Some((_, edge)) = model.neighbours(*from).find(|(to, _)| *to == product) {
                let entry = Contribution { from: *from, score: weight * edge };
                // Insertion keeps the few entries ordered; a general sort costs kilobytes.
                let at = out.iter().position(|o| o.score < entry.score).unwrap_or(out.len());
                out.insert(at, entry);
            }
        }
        out
    }

    /// The part of `product`'s score that is popularity.
    pub fn popularity_part(&self, model: &Model, product: u32) -> f32 {
        self.popularity * model.popularity(product)
    }
}

/// The context as (product, weight), no product twice: of several signals the strongest counts.
fn terms(context: &Context<'_>, weights: &Weights, sources: Sources) -> Vec<(u32, f32)> {
    let mut terms: Vec<(u32, f32)> = Vec::new();
    let mut add = |product: u32, weight: f32| match terms.iter_mut().find(|(p, _)| *p == product) {
        Some((_, known)) => *known = known.max(weight),
        None => terms.push((product, weight)),
    };
    if sources.product {
        context.product.into_iter().for_each(|p| add(p, 1.0));
    }
    if sources.cart {
        context.cart.iter().for_each(|p| add(*p, 1.0));
    }
    if sources.past {
        context
            .viewed
            .iter()
            .for_each(|v| add(v.product, faded(weights.view, v.days, weights.view_half_life)));
        let (purchase, half_life) = (weights.purchase, weights.purchase_half_life);
        context.purchased.iter().for_each(|p| add(p.product, faded(purchase, p.days, half_life)));
    }
    terms
}
