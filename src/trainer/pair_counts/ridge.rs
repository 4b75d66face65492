//! Ridge regression of each product on its candidates, from sparse counts: as `learn/ridge.rs`, where the counts of all pairs
//! are at hand, `w = (G[S,S] + share · diag(G[S,S]) + λ I)⁻¹ G[S,j]`.

#![allow(clippy::indexing_slicing)] // dense arithmetic on matrices this module sizes itself

use faer::Mat;
use faer::prelude::Solve;
use rayon::prelude::*;

use super::super::learn::Rows;
use super::super::settings::Settings;
use super::gather::Kept;
use super::marginals::Marginals;

const ABSENT: u32 = u32::MAX;

/// Rows by target: the weights of its `candidates`.
pub fn solve(marginals: &Marginals, kept: &Kept, candidates: &[Vec<u32>], settings: &Settings) -> Rows {
    let lambda = (settings.ridge * marginals.line) as f32;
    let share = 1.0 + settings.diagonal as f32;
    let n = marginals.len();
    candidates
        .par_iter()
        .enumerate()
        .map_init(
            || vec![ABSENT; n],
            |place, (target, support)| {
                let m = support.len();
                if m == 0 {
                    return Vec::new();
                }
                support.iter().zip(0..).for_each(|(p, at)| place[*p as usize] = at);
                let mut matrix = Mat::<f32>::zeros(m, m);
                let mut right = Mat::<f32>::zeros(m, 1);
                for (row, p) in support.iter().enumerate() {
                    matrix[(row, row)] = marginals.weight[*p as usize] as f32 * share + lambda;
                    for (other, weight) in kept.row(*p as usize) {
                        let at = place[*other as usize];
                        if at != ABSENT {
                            // Only the lower triangle is read. A pair may be known from one end alone.
                            matrix[(row.max(at as usize), row.min(at as usize))] = *weight;
                        }
                    }
                }
                for (other, weight) in kept.row(target) {
                    let at = place[*other as usize];
                    if at != ABSENT {
                        right[(at as usize, 0)] = *weight;
                    }
                }
                support.iter().for_each(|p| place[*p as usize] = ABSENT);
                // Counts that are missing may leave a matrix that is not positive definite: then the product has no neighbours.
                let Ok(factor) = matrix.llt(faer::Side::Lower) else { return Vec::new() };
                let weights = factor.solve(&right);
                support.iter().enumerate().map(|(row, p)| (*p, weights[(row, 0)])).collect()
            },
        )
        .collect()
}
