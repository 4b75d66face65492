//! Lists for a context of one product, chosen like a set cover without the sets.
//!
//! `learn/page.rs` goes through a product's orders: each next product of the list is the one most bought in orders that those
//! before it have not answered. Pair counts do not say how many orders hold three products. They bound and predict it: where
//! nothing but pairs ties three products, `P(k | i, j) = P(k | i) · P(j, k) / (P(j) P(k))`. So a candidate j loses, for each k
//! that is on the list, the share of its orders with i which k is expected to have answered.

#![allow(clippy::indexing_slicing)] // inner loops over arrays this module sizes itself

use rayon::prelude::*;

use super::super::learn::{Rows, by_weight, flip_rows};
use super::super::settings::Settings;
use super::gather::Kept;
use super::marginals::Marginals;

const ABSENT: u32 = u32::MAX;

/// For each product its list; weights are shares of its orders, strictly falling.
pub fn lists(marginals: &Marginals, kept: &Kept, cart: &Rows, settings: &Settings) -> Rows {
    let n = marginals.len();
    let back = flip_rows(cart);
    (0..n)
        .into_par_iter()
        .map_init(
            || vec![ABSENT; n],
            |place, product| {
                let mut candidates: Vec<(u32, f32)> = kept.row(product).to_vec();
                candidates.sort_unstable_by(by_weight);
                candidates.truncate(settings.page_candidates);
                let stored =
                    |p: u32| cart[product].iter().chain(&back[product]).any(|(other, _)| *other == p);
                let favour: Vec<f32> = candidates
                    .iter()
                    .map(|(p, _)| if stored(*p) { settings.page_stored as f32 } else { 1.0 })
                    .collect();
                candidates.iter().zip(0..).for_each(|((p, _), at)| place[*p as usize] = at);
                let list = cover(marginals, kept, product, &candidates, &favour, place, settings);
                candidates.iter().for_each(|(p, _)| place[*p as usize] = ABSENT);
                list
            },
        )
        .collect()
}

fn cover(
    marginals: &Marginals,
    kept: &Kept,
    product: usize,
    candidates: &[(u32, f32)],
    favour: &[f32],
    place: &[u32],
    settings: &Settings,
) -> Vec<(u32, f32)> {
    let own = marginals.weight[product].max(1e-12);
    let answered = 1.0 - settings.page_left;
    let mut gain: Vec<f64> = candidates.iter().map(|(_, weight)| f64::from(*weight)).collect();
    let mut used = vec![false; candidates.len()];
    let (mut list, mut last) = (Vec::new(), f32::INFINITY);
    for _ in 0..settings.page_list.min(candidates.len()) {
        let worth = |c: usize| gain[c] * f64::from(favour[c]);
        let free = (0..candidates.len()).filter(|c| !used[*c]);
        let Some(best) = free.max_by(|a, b| worth(*a).total_cmp(&worth(*b)).then(b.cmp(a))) else { break };
        used[best] = true;
        // Scores must fall along the list, so that it comes back in the order it was chosen in.
        last = ((gain[best] / own) as f32).min(last * 0.999);
        list.push((candidates[best].0, last));
        let (chosen, with) = candidates[best];
        let beside = f64::from(with) / own;
        for (other, weight) in kept.row(chosen as usize) {
            let at = place[*other as usize];
            if at == ABSENT {
                continue;
            }
            let both = f64::from(*weight) * marginals.total;
            let lift =
                both / (marginals.weight[chosen as usize] * marginals.weight[*other as usize]).max(1e-12);
            gain[at as usize] *= 1.0 - answered * (beside * lift).min(1.0);
        }
    }
    list
}
