//! Lists for a context of one product.
//!
//! A product page shows a few products and is answered when the shopper buys *one* of them. So the
//! list is chosen greedily, like a set cover: each next product is the one most bought in orders
//! that those before it have not answered yet; an answered order keeps the share
//! [`Settings::page_left`] of its weight. A list of ten kinds of what everybody buys gives way to
//! one that has something for each kind of shopper who came here.

#![allow(clippy::indexing_slicing)] // inner loops over arrays this module sizes itself

use rayon::prelude::*;

use super::super::settings::Settings;
use super::baskets::Baskets;
use super::gram::{Gram, Row};
use super::{Rows, by_weight};

const ABSENT: u32 = u32::MAX;

/// For each product its list; weights are shares of its orders, strictly falling.
pub(super) fn lists(baskets: &Baskets, gram: &Gram, cart: &Rows, settings: &Settings) -> Rows {
    let n = baskets.products();
    let back = super::flip(cart);
    (0..n)
        .into_par_iter()
        .map_init(
            || (Row::new(n), vec![ABSENT; n]),
            |(row, place), product| {
                row.fill(baskets, product);
                let mut candidates: Vec<(u32, f32)> = row
                    .touched
                    .iter()
                    .filter(|p| **p as usize != product && row.orders[**p as usize] >= settings.min_orders)
                    .map(|p| (*p, row.weight[*p as usize]))
                    .collect();
                row.clear();
                candidates.sort_unstable_by(by_weight);
                candidates.truncate(settings.page_candidates);
                candidates.iter().zip(0..).for_each(|((p, _), at)| place[*p as usize] = at);
                let stored =
                    |p: u32| cart[product].iter().chain(&back[product]).any(|(other, _)| *other == p);
                let favour: Vec<f32> = candidates
                    .iter()
                    .map(|(p, _)| if stored(*p) { settings.page_stored as f32 } else { 1.0 })
                    .collect();
                let list = cover(baskets, gram, product, &candidates, &favour, place, settings);
                candidates.iter().for_each(|(p, _)| place[*p as usize] = ABSENT);
                list
            },
        )
        .collect()
}

fn cover(
    baskets: &Baskets,
    gram: &Gram,
    product: usize,
    candidates: &[(u32, f32)],
    favour: &[f32],
    place: &[u32],
    settings: &Settings,
) -> Vec<(u32, f32)> {
    let mut gain: Vec<f32> = candidates.iter().map(|(_, weight)| *weight).collect();
    // Orders of each candidate, and candidates and weight left of each order.
    let mut holding: Vec<Vec<u32>> = vec![Vec::new(); candidates.len()];
    let (mut within, mut left): (Vec<Vec<u32>>, Vec<f32>) = (Vec::new(), Vec::new());
    for (order, at) in baskets.orders_of(product).iter().zip(0u32..) {
        let inside: Vec<u32> = baskets
            .basket(*order as usize)
            .iter()
            .map(|p| place[*p as usize])
            .filter(|place| *place != ABSENT)
            .collect();
        inside.iter().for_each(|candidate| holding[*candidate as usize].push(at));
        within.push(inside);
        left.push(baskets.weight_of(*order));
    }
    let scale = 1.0 / gram.diagonal[product].max(1e-12);
    let mut used = vec![false; candidates.len()];
    let (mut list, mut last) = (Vec::new(), f32::INFINITY);
    for _ in 0..settings.page_list.min(candidates.len()) {
        let free = (0..candidates.len()).filter(|c| !used[*c]);
        let Some(best) =
            free.max_by(|a, b| (gain[*a] * favour[*a]).total_cmp(&(gain[*b] * favour[*b])).then(b.cmp(a)))
        else {
            break;
        };
        if gain[best] <= 0.0 {
            break;
        }
        used[best] = true;
        // Scores must fall along the list, so that it comes back in the order it was chosen in.
        last = (gain[best] * scale).min(last * 0.999);
        list.push((candidates[best].0, last));
        for order in &holding[best] {
            let order = *order as usize;
            let answered = left[order] * (1.0 - settings.page_left as f32);
            left[order] -= answered;
            within[order].iter().for_each(|candidate| gain[*candidate as usize] -= answered);
        }
    }
    list
}
