//! Popularity of each product as one small level.

use super::baskets::Baskets;
use crate::model::priors::STEPS;

/// Level of each product: its share of all weighted orders is 2^(−level / [`STEPS`]).
pub(super) fn levels(baskets: &Baskets) -> Vec<u8> {
    let total: f64 = (0..baskets.len()).map(|order| f64::from(baskets.weight_of(order))).sum();
    (0..baskets.products())
        .map(|p| {
            let mut own = 0.0;
            baskets.each_order(p, |weight, _| own += f64::from(weight));
            let share = (own / total.max(1e-12)).max(1e-12);
            (-share.log2() * f64::from(STEPS)).round().clamp(0.0, 254.0) as u8
        })
        .collect()
}
