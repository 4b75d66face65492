//! The strongest associates of each product, by cosine of the weighted counts.

use rayon::prelude::*;

use super::super::progress::Progress;
use super::super::settings::Settings;
use super::baskets::Baskets;
use super::gram::{Gram, Row, Which};
use super::{Rows, by_weight, step};

/// For each product two choices among those it shares orders with. A pair needs [`Settings::min_orders`]
/// distinct orders: the evidence floor, and the privacy floor.
pub(super) struct Candidates {
    /// For each target the products that may speak for it, ascending, with G[p,target] / √G[p,p].
    pub cart: Vec<Vec<(u32, f32)>>,
    /// For each product those with the greatest G[product,p], greatest first: what its page list is chosen from.
    pub page: Vec<Vec<(u32, f32)>>,
}

/// Counts each product's pairs once, and chooses. The pairs themselves are not kept: memory stays linear in
/// products and orders.
pub(super) fn strongest(
    baskets: &Baskets,
    gram: &Gram,
    settings: &Settings,
    progress: &dyn Progress,
) -> Candidates {
    let inverse: Vec<f32> = gram.diagonal.iter().map(|own| 1.0 / own.max(1e-20).sqrt()).collect();
    let (cart, page) = (0..baskets.products())
        .into_par_iter()
        .map_init(
            || (Row::new(baskets.products()), Vec::new(), Vec::new()),
            |(row, by_cosine, by_count), target| {
                by_cosine.clear();
                by_count.clear();
                row.each(baskets, target, Which::All, settings.min_orders, |p, weight, _| {
                    if p as usize != target {
                        by_cosine.push((p, weight * inverse.get(p as usize).copied().unwrap_or(0.0)));
                        by_count.push((p, weight));
                    }
                });
                best(by_cosine, settings.candidates);
                by_cosine.sort_unstable_by_key(|(p, _)| *p);
                best(by_count, settings.page_candidates);
                by_count.sort_unstable_by(by_weight);
                step(progress, target);
                (by_cosine.clone(), by_count.clone())
            },
        )
        .unzip();
    Candidates { cart, page }
}

/// Keeps the `most` greatest.
fn best(found: &mut Vec<(u32, f32)>, most: usize) {
    if found.len() > most {
        found.select_nth_unstable_by(most, by_weight);
        found.truncate(most);
    }
}

/// What a cosine counts as a weight where no regression is made.
const COSINE_SHARE: f32 = 0.3;

/// Weights to start the refit from without a regression: a share of the cosine.
pub(super) fn start(gram: &Gram, candidates: &[Vec<(u32, f32)>]) -> Rows {
    candidates
        .iter()
        .zip(&gram.diagonal)
        .map(|(row, own)| {
            row.iter().map(|(p, value)| (*p, COSINE_SHARE * value / own.max(1e-20).sqrt())).collect()
        })
        .collect()
}
