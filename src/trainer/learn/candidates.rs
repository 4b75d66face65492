//! The strongest associates of each product, by cosine of the weighted counts.

use rayon::prelude::*;

use super::super::settings::Settings;
use super::baskets::Baskets;
use super::gram::{Gram, Row};
use super::{Rows, by_weight};

/// For each target the products that may speak for it, ascending, with G[p,target] / √G[p,p]. A pair needs
/// [`Settings::min_orders`] distinct orders: the evidence floor, and the privacy floor.
pub(super) fn strongest(baskets: &Baskets, gram: &Gram, settings: &Settings) -> Vec<Vec<(u32, f32)>> {
    let inverse: Vec<f32> = gram.diagonal.iter().map(|own| 1.0 / own.max(1e-20).sqrt()).collect();
    (0..baskets.products())
        .into_par_iter()
        .map_init(
            || Row::new(baskets.products()),
            |row, target| {
                row.fill(baskets, target);
                let value = |list: &[f32], p: u32| list.get(p as usize).copied().unwrap_or(0.0);
                let shared = |p: u32| row.orders.get(p as usize).copied().unwrap_or(0);
                let mut found: Vec<(u32, f32)> = row
                    .touched
                    .iter()
                    .filter(|p| **p as usize != target && shared(**p) >= settings.min_orders)
                    .map(|p| (*p, value(&row.weight, *p) * value(&inverse, *p)))
                    .collect();
                row.clear();
                if found.len() > settings.candidates {
                    found.select_nth_unstable_by(settings.candidates, by_weight);
                    found.truncate(settings.candidates);
                }
                found.sort_unstable_by_key(|(p, _)| *p);
                found
            },
        )
        .collect()
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
