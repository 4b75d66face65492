//! Lists for a context of one product.
//!
//! A product page shows a few products and is answered when the shopper buys *one* of them. So the
//! list is chosen greedily, like a set cover: each next product is the one most bought in orders
//! that those before it have not answered yet; an answered order keeps the share
//! [`Settings::page_left`] of its weight. A list of ten kinds of what everybody buys gives way to
//! one that has something for each kind of shopper who came here.

#![allow(clippy::indexing_slicing)] // inner loops over arrays this module sizes itself

use rayon::prelude::*;

use super::super::progress::{Progress, step};
use super::super::settings::{MOST_CANDIDATES, Settings};
use super::baskets::Baskets;
use super::gram::Gram;
use super::ragged::Ragged;
use super::{Rows, flip_rows};

/// For each product its list, chosen from `candidates`; weights are shares of its orders, strictly falling.
pub(super) fn lists(
    baskets: &Baskets,
    gram: &Gram,
    cart: &Rows,
    candidates: &Ragged,
    settings: &Settings,
    progress: &dyn Progress,
) -> Rows {
    let n = baskets.products();
    let back = flip_rows(cart);
    (0..n)
        .into_par_iter()
        .map_init(
            || Cover::new(n),
            |cover, product| {
                let candidates = candidates.row(product);
                let stored =
                    |p: u32| cart[product].iter().chain(&back[product]).any(|(other, _)| *other == p);
                let favour: Vec<f32> = candidates
                    .iter()
                    .map(|(p, _)| if stored(*p) { settings.page_stored as f32 } else { 1.0 })
                    .collect();
                step(progress, product);
                cover.choose(baskets, gram, product, candidates, &favour, settings)
            },
        )
        .collect()
}

/// What one thread needs to choose lists, kept from one product to the next.
struct Cover {
    /// Place of each product among the candidates, or [`ABSENT`].
    place: Vec<u8>,
    /// For each order that has a candidate which ones, a bit each, and the weight that is left of it.
    orders: Vec<(u64, f32)>,
}

/// The place of a product that is no candidate: the bit that no candidate has.
const ABSENT: u8 = MOST_CANDIDATES as u8;

impl Cover {
    fn new(products: usize) -> Self {
        Self { place: vec![ABSENT; products], orders: Vec::new() }
    }

    /// Gathers which candidates are in which orders of `product`. No branches: whether a product is a
    /// candidate cannot be foretold, and there are hundreds of millions to look at.
    fn gather(&mut self, baskets: &Baskets, product: usize, candidates: &[(u32, f32)]) {
        candidates.iter().zip(0..ABSENT).for_each(|((p, _), at)| self.place[*p as usize] = at);
        self.orders.clear();
        let Self { place, orders } = self;
        baskets.each_order(product, |weight, items| {
            let within = items.iter().fold(0u64, |within, item| within | 1 << place[*item as usize]);
            let within = within & !(1 << ABSENT);
            if within != 0 {
                orders.push((within, weight));
            }
        });
        candidates.iter().for_each(|(p, _)| place[*p as usize] = ABSENT);
    }

    fn choose(
        &mut self,
        baskets: &Baskets,
        gram: &Gram,
        product: usize,
        candidates: &[(u32, f32)],
        favour: &[f32],
        settings: &Settings,
    ) -> Vec<(u32, f32)> {
        let candidates = &candidates[..candidates.len().min(MOST_CANDIDATES)];
        self.gather(baskets, product, candidates);
        let mut gain: Vec<f32> = candidates.iter().map(|(_, weight)| *weight).collect();
        let scale = 1.0 / gram.diagonal[product].max(1e-12);
        let mut used = vec![false; candidates.len()];
        let (mut list, mut last) = (Vec::new(), f32::INFINITY);
        for _ in 0..settings.page_list.min(candidates.len()) {
            let free = (0..candidates.len()).filter(|c| !used[*c]);
            let Some(best) = free
                .max_by(|a, b| (gain[*a] * favour[*a]).total_cmp(&(gain[*b] * favour[*b])).then(b.cmp(a)))
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
            for (within, left) in self.orders.iter_mut().filter(|(within, _)| within >> best & 1 == 1) {
                let answered = *left * (1.0 - settings.page_left as f32);
                *left -= answered;
                let mut rest = *within;
                while rest != 0 {
                    gain[rest.trailing_zeros() as usize] -= answered;
                    rest &= rest - 1;
                }
            }
        }
        list
    }
}
