//! Popularity of each product as one small level.

use super::baskets::Baskets;
use crate::model::priors::STEPS;

/// Level of each product: its share of all weighted orders is 2^(−level / [`STEPS`]).
pub(super) fn levels(baskets: &Baskets) -> Vec<u8> {
    let total: f64 = baskets.weight.iter().map(|w| f64::from(*w)).sum();
    (0..baskets.products())
        .map(|p| {
            let own: f64 =
                baskets.orders_of(p).iter().map(|order| f64::from(baskets.weight_of(*order))).sum();
            let share = (own / total.max(1e-12)).max(1e-12);
            (-share.log2() * f64::from(STEPS)).round().clamp(0.0, 254.0) as u8
        })
        .collect()
}
