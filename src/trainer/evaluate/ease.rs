//! Dense EASE (Steck 2019): the reference that our few bytes are held against.
//!
//! `B = I − P · diag(1/diag(P))` with `P = (G + Λ)⁻¹`; `G` the weighted Gram matrix. Its size is
//! the square of the catalog, so it is only computed for shops where that fits.

use faer::Mat;
use faer::linalg::solvers::DenseSolveCore;

use super::super::counts::PairCounts;

/// Catalogs above this are not tried: 6,000² single-precision numbers are 144 MB, thrice.
pub(super) const LARGEST: usize = 6_000;

/// The weights, `[from, to]`, for regularisation `lambda + share · G[i,i]` on the diagonal.
pub(super) fn weights(counts: &PairCounts, lambda: f64, share: f64) -> Option<Mat<f32>> {
    let n = counts.weights.len();
    if n > LARGEST {
        return None;
    }
    let mut gram = Mat::<f32>::zeros(n, n);
    for (i, own) in counts.weights.iter().enumerate() {
        gram[(i, i)] = (own * (1.0 + share) + lambda) as f32;
        for pair in counts.pairs.get(i).into_iter().flatten() {
            gram[(i, pair.with as usize)] = pair.weight as f32;
        }
    }
    let mut inverse = gram.llt(faer::Side::Lower).ok()?.inverse();
    let diagonal: Vec<f32> = (0..n).map(|i| inverse[(i, i)]).collect();
    for (to, own) in diagonal.iter().enumerate() {
        for from in 0..n {
            inverse[(from, to)] = if from == to { 0.0 } else { -inverse[(from, to)] / own };
        }
    }
    Some(inverse)
}
