//! Ridge regression of each product on its candidates: a local EASE^R (Steck 2019).
//!
//! For target `j` with candidates `S`: `w = (G[S,S] + share · diag(G[S,S]) + λ I)⁻¹ G[S,j]`. Unlike
//! raw co-occurrence it accounts for popularity and for candidates that say the same. `λ` is in
//! orders of typical line items, so it weighs more where there is less evidence.

#![allow(clippy::indexing_slicing)] // dense arithmetic on matrices this module sizes itself

use faer::Mat;
use faer::prelude::Solve;
use rayon::prelude::*;

use super::super::settings::Settings;
use super::Rows;
use super::gram::{Gram, PairBlock};
use super::ragged::Ragged;

/// Rows by target: the weights of its candidates.
pub(super) fn solve(gram: &Gram, pairs: &PairBlock, candidates: &Ragged, settings: &Settings) -> Rows {
    let lambda = (settings.ridge * gram.line) as f32;
    let share = 1.0 + settings.diagonal as f32;
    (0..candidates.len())
        .into_par_iter()
        .map(|target| {
            let support = candidates.row(target);
            let m = support.len();
            if m == 0 {
                return Vec::new();
            }
            let at = |n: usize| support[n].0 as usize;
            let mut matrix = Mat::<f32>::zeros(m, m);
            for row in 0..m {
                for column in 0..row {
                    matrix[(row, column)] = pairs.get(at(column), at(row));
                }
                matrix[(row, row)] = gram.diagonal[at(row)] * share + lambda;
            }
            let right = Mat::<f32>::from_fn(m, 1, |row, _| pairs.get(at(row), target));
            // Only the lower triangle is read. A matrix that is not positive definite, which the
            // diagonal prevents but for rounding, leaves the product without neighbours.
            let Ok(factor) = matrix.llt(faer::Side::Lower) else { return Vec::new() };
            let weights = factor.solve(&right);
            support.iter().enumerate().map(|(row, (p, _))| (*p, weights[(row, 0)])).collect()
        })
        .collect()
}
