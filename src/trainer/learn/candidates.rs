//! The strongest associates of each product, by cosine of the weighted counts.

use super::super::progress::{Progress, step};
use super::super::settings::Settings;
use super::baskets::Baskets;
use super::buyers::Buyers;
use super::by_weight;
use super::gram::{Gram, Row};
use super::ragged::Ragged;

/// For each product two choices among those it shares orders with. A pair needs [`Settings::min_orders`]
/// distinct orders of [`Settings::min_customers`] distinct customers: the evidence floor, and the privacy floor.
pub(super) struct Candidates {
    /// For each target the products that may speak for it, ascending, with G[p,target] / √G[p,p].
    pub cart: Ragged,
    /// For each product those with the greatest G[product,p], greatest first: what its page list is chosen from.
    pub page: Ragged,
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
    let few = settings.min_customers > 1;
    let (cart, page) = Ragged::pair(
        baskets.products(),
        || (Row::new(baskets.products()), few.then(|| Buyers::new(baskets.products()))),
        |(row, buyers), target, by_cosine, by_count| {
            buyers.iter_mut().for_each(|buyers| buyers.look(baskets, target));
            let enough = |p, orders| {
                buyers.as_ref().is_none_or(|buyers| buyers.behind(p, orders) >= settings.min_customers)
            };
            row.each(baskets, target, settings.min_orders, |p, weight, orders| {
                if p as usize != target && enough(p, orders) {
                    by_cosine.push((p, weight * inverse.get(p as usize).copied().unwrap_or(0.0)));
                    by_count.push((p, weight));
                }
            });
            best(by_cosine, settings.candidates);
            by_cosine.sort_unstable_by_key(|(p, _)| *p);
            best(by_count, settings.page_candidates);
            by_count.sort_unstable_by(by_weight);
            step(progress, target);
        },
    );
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
pub(super) fn start(gram: &Gram, candidates: Ragged) -> Ragged {
    let own = |target: usize| gram.diagonal.get(target).copied().unwrap_or(0.0).max(1e-20).sqrt();
    candidates.map(|target, cosine| COSINE_SHARE * cosine / own(target))
}
