//! Fitting the kept weights anew, by likelihood.
//!
//! Given the other products of an order, product `j` is expected at the rate
//! `r_j = base · popularity_j + Σ w_ij`. The weights that make the orders most likely under a
//! Poisson law are found by multiplicative updates
//! `w_ij ← w_ij · (Σ over orders with both of weight / r_j) / (weighted orders of i + pseudo-orders)`
//! (an EM step, as for Richardson-Lucy or non-negative factorisation under Kullback-Leibler loss):
//! no step size, never negative, and only orders that hold both products are touched.

#![allow(clippy::indexing_slicing)] // inner loops over arrays this module sizes itself

use std::hint::black_box;

use rayon::prelude::*;

use super::super::progress::Progress;
use super::super::settings::Settings;
use super::Rows;
use super::baskets::Baskets;
use super::gram::Gram;

/// Orders are summed in this many blocks, whatever the number of threads, so that the result does
/// not depend on it.
const BLOCKS: usize = 8;

/// Weights below this are as good as none.
const LEAST: f32 = 1e-5;

/// `passes` updates of the weights of `rows` (by source).
pub(super) fn fit(
    baskets: &Baskets,
    gram: &Gram,
    rows: &Rows,
    passes: usize,
    settings: &Settings,
    progress: &dyn Progress,
) -> Rows {
    let n = rows.len();
    let mut starts = vec![0usize; n + 1];
    for (source, row) in rows.iter().enumerate() {
        starts[source + 1] = starts[source] + row.len();
    }
    let targets: Vec<u32> = rows.iter().flatten().map(|(target, _)| *target).collect();
    let mut weights: Vec<f32> = rows.iter().flatten().map(|(_, weight)| *weight).collect();
    let base: Vec<f32> = gram
        .diagonal
        .iter()
        .map(|own| (settings.refit_base * f64::from(*own) / gram.total.max(1e-12)) as f32)
        .collect();
    let pseudo = (baskets.derived.refit_pseudo * gram.line) as f32;
    let each = baskets.len().div_ceil(BLOCKS).max(1);
    for _ in 0..passes {
        let sums: Vec<Vec<f32>> = (0..BLOCKS)
            .into_par_iter()
            .map(|block| {
                let range = (block * each).min(baskets.len())..((block + 1) * each).min(baskets.len());
                gather(baskets, range, &starts, &targets, &weights, &base)
            })
            .collect();
        for source in 0..n {
            let evidence = gram.diagonal[source] + pseudo;
            for edge in starts[source]..starts[source + 1] {
                weights[edge] *= sums.iter().map(|block| block[edge]).sum::<f32>() / evidence;
            }
        }
        progress.advance(1);
    }
    (0..n)
        .map(|source| {
            (starts[source]..starts[source + 1])
                .map(|edge| (targets[edge], weights[edge]))
                .filter(|(_, weight)| *weight > LEAST)
                .collect()
        })
        .collect()
}

/// The refitted weights mixed with the ridge's own, and lowered for targets that are bought anyway:
/// `w = ((1 − share) · refit + share · max(0, ridge)) / (popularity + 10⁻⁴)^lift`. Likelihood and
/// squared loss err on different pairs, and the mean of both errs less.
pub(super) fn blend(refitted: &Rows, ridge: &Rows, gram: &Gram, settings: &Settings) -> Rows {
    let share = settings.ridge_share as f32;
    let lowered: Vec<f32> = gram
        .diagonal
        .iter()
        .map(|own| (f64::from(*own) / gram.total.max(1e-12) + 1e-4).powf(-settings.lift) as f32)
        .collect();
    refitted
        .par_iter()
        .zip(ridge)
        .map(|(row, ridge)| {
            row.iter()
                .map(|(target, weight)| {
                    let own =
                        ridge.iter().find(|(other, _)| other == target).map_or(0.0, |(_, w)| w.max(0.0));
                    (*target, ((1.0 - share) * weight + share * own) * lowered[*target as usize])
                })
                .collect()
        })
        .collect()
}

/// Σ over the orders of `range` that hold both ends of an edge of weight / rate, for every edge.
fn gather(
    baskets: &Baskets,
    range: std::ops::Range<usize>,
    starts: &[usize],
    targets: &[u32],
    weights: &[f32],
    base: &[f32],
) -> Vec<f32> {
    let mut sums = vec![0f32; targets.len()];
    // Which products are in the present order, a bit each, and the place of each that is: most targets of
    // most sources are not, and the bits of a whole catalog stay in the nearest cache.
    let mut present = vec![0u64; base.len() / 64 + 1];
    let mut place = vec![0u32; base.len()];
    let (mut rate, mut hits, mut spans): (Vec<f32>, Vec<u32>, Vec<(usize, usize)>) = Default::default();
    for order in range {
        let (weight, items) = baskets.row(order);
        if items.len() < 2 {
            continue;
        }
        for (item, at) in items.iter().zip(0..) {
            present[*item as usize / 64] |= 1 << (item % 64);
            place[*item as usize] = at;
        }
        // The edges with both ends in this order. Without a branch: whether a target is there cannot be foretold.
        let mut found = 0;
        // Sources lie anywhere in memory: their rows are asked for together before the first is looked at.
        spans.clear();
        spans.extend(items.iter().map(|item| (starts[*item as usize], starts[*item as usize + 1])));
        let begin = |edge: usize| targets.get(edge).copied().unwrap_or(0);
        black_box(spans.iter().fold(0, |sum, (from, to)| sum ^ begin(*from) ^ begin(to.saturating_sub(1))));
        for (from, to) in &spans {
            let edges = *from..*to;
            if hits.len() < found + edges.len() {
                hits.resize(found + edges.len(), 0);
            }
            for (target, edge) in targets[edges.clone()].iter().zip(edges) {
                hits[found] = edge as u32;
                found += (present[*target as usize / 64] >> (target % 64) & 1) as usize;
            }
        }
        let hits = &hits[..found];
        rate.clear();
        rate.extend(items.iter().map(|item| base[*item as usize]));
        let at = |edge: u32| place[targets[edge as usize] as usize] as usize;
        hits.iter().for_each(|edge| rate[at(*edge)] += weights[*edge as usize]);
        rate.iter_mut().for_each(|r| *r = weight / r.max(1e-12));
        hits.iter().for_each(|edge| sums[*edge as usize] += rate[at(*edge)]);
        items.iter().for_each(|item| present[*item as usize / 64] = 0);
    }
    sums
}
