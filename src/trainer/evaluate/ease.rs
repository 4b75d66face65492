//! Dense EASE (Steck 2019): the reference that our few bytes are held against.
//!
//! `B = I − P · diag(1/diag(P))` with `P = (G + Λ)⁻¹`; `G` the weighted Gram matrix. Its size is
//! the square of the catalog, so it is only computed for shops where that fits.

use faer::Mat;
use faer::linalg::solvers::DenseSolveCore;

use super::super::learn::baskets::Baskets;

/// Catalogs above this are not tried: 6,000² single-precision numbers are 144 MB, thrice.
pub(super) const LARGEST: usize = 6_000;

/// The weights, `[from, to]`, for regularisation `lambda + share · G[i,i]` on the diagonal; orders
/// weigh as `settings` say. Products are numbered as in `baskets`.
pub(super) fn weights(baskets: &Baskets, lambda: f32, share: f32) -> Option<Mat<f32>> {
    let n = baskets.products();
    if n > LARGEST {
        return None;
    }
    let mut gram = Mat::<f32>::zeros(n, n);
    for order in 0..baskets.len() {
        let (weight, items) = baskets.row(order);
        for (at, a) in items.iter().enumerate() {
            for b in items.iter().take(at + 1) {
                // Ascending, so this is the lower triangle, which is all that is read.
                gram[(*a as usize, *b as usize)] += weight;
            }
        }
    }
    for i in 0..n {
        gram[(i, i)] = gram[(i, i)] * (1.0 + share) + lambda;
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
