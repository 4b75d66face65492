//! What a training can be told.

use serde::{Deserialize, Serialize};

/// Settings of a training. The defaults suit a shop of any size: strengths are counted in orders,
/// so they weigh more where there is less evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Most neighbours that a product may nominate.
    pub neighbours: usize,
    /// Pairs kept over the whole shop, for each product.
    pub pairs: f64,
    /// Bits of a stored cart weight, 1 to 4.
    pub weight_bits: u32,
    /// Bits of a stored page weight, 1 to 4.
    pub page_bits: u32,
    /// Exponent of the levels: below 1, more levels for small weights.
    pub companding: f64,
    /// A pair counts only when at least this many distinct orders contain it. Also what keeps a
    /// single shopper's basket from being read out of the public file.
    pub min_orders: u32,
    /// A pair counts only when at least this many distinct customers placed those orders. An order whose customer is not known
    /// counts as one of a customer of its own.
    pub min_customers: u32,
    /// An order of n products weighs n^−damping.
    pub size_damping: f64,
    /// Days after which an order counts half; 0: all alike; none: from the amount of evidence.
    pub half_life: Option<f64>,
    /// Share of an order's weight that never fades; none: from the amount of evidence.
    pub recency_floor: Option<f64>,
    /// Associates a product is regressed on.
    pub candidates: usize,
    /// Ridge: pseudo-orders on the diagonal.
    pub ridge: f64,
    /// Ridge: share of its own count added to the diagonal.
    pub diagonal: f64,
    /// Exponent of a source's orders in what a pair is worth.
    pub worth_exponent: f64,
    /// Passes of the refit after pruning.
    pub refit_passes: usize,
    /// Refit: pseudo-orders without the target; none: from the number of orders.
    pub refit_pseudo: Option<f64>,
    /// Refit: what popularity alone explains.
    pub refit_base: f64,
    /// Share of the ridge's own weight that is mixed into the refitted one.
    pub ridge_share: f64,
    /// Weights are divided by this power of their target's popularity.
    pub lift: f64,
    /// Length of the list for a single product of context.
    pub page_list: usize,
    /// Share of its weight that an order keeps once the list answers it.
    pub page_left: f64,
    /// Associates looked at for that list, at most [`MOST_CANDIDATES`].
    pub page_candidates: usize,
    /// What a pair that is stored anyway is preferred by in that list: its ids are paid for.
    pub page_stored: f64,
    /// Greatest number of alternatives ("similar") a product keeps.
    pub similar: usize,
    /// Greatest number of products bought in a later order that a product keeps.
    pub later: usize,
    /// Added to the denominator of the cosine of views.
    pub view_shrinkage: f64,
}

/// A page list is chosen among so many at most: a bit each, and one for all others.
pub const MOST_CANDIDATES: usize = 63;

impl Default for Settings {
    fn default() -> Self {
        Self {
            neighbours: 24,
            pairs: 5.0,
            weight_bits: 4,
            page_bits: 2,
            companding: 0.4,
            min_orders: 2,
            min_customers: 1,
            size_damping: 0.5,
            half_life: None,
            recency_floor: None,
            candidates: 80,
            ridge: 30.0,
            diagonal: 0.7,
            worth_exponent: 0.5,
            refit_passes: 2,
            refit_pseudo: None,
            refit_base: 0.1,
            ridge_share: 0.5,
            lift: 0.1,
            page_list: 10,
            page_left: 0.65,
            page_candidates: 60,
            page_stored: 1.1,
            similar: 4,
            later: 3,
            view_shrinkage: 5.0,
        }
    }
}

/// Settings that follow the amount of evidence, worked out once for a set of orders.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Derived {
    /// Days after which an order counts half; 0: all alike.
    pub half_life: f64,
    /// Share of an order's weight that never fades.
    pub recency_floor: f64,
    /// Refit: pseudo-orders without the target.
    pub refit_pseudo: f64,
}

/// Line items a product at which orders fade at the usual pace: with less, older ones are needed.
const PLENTY: f64 = 100.0;

impl Settings {
    /// What is derived for `lines` line items of `products` products in `orders` orders. The rules
    /// were fitted on the validation slices of shops from 1,000 to 35,000 orders and from 94 to
    /// 35,000 products: with little evidence a product, recency costs more than it gives.
    pub fn derive(&self, lines: usize, products: usize, orders: usize) -> Derived {
        let per_product = (lines as f64 / products.max(1) as f64).max(1e-9);
        let slow = (PLENTY / per_product).sqrt().clamp(1.0, 4.0);
        Derived {
            half_life: self.half_life.unwrap_or(120.0 * slow),
            recency_floor: self.recency_floor.unwrap_or((0.05 * slow * slow).min(0.5)),
            refit_pseudo: self
                .refit_pseudo
                .unwrap_or((12.0 + 8.0 * (orders.max(1) as f64 / 1000.0).log10()).clamp(8.0, 40.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_evidence_fades_slower_and_a_setting_wins_over_the_rule() {
        let settings = Settings::default();
        let (rich, poor) = (settings.derive(900_000, 4_600, 35_000), settings.derive(20_000, 4_000, 1_000));
        assert_eq!(rich.half_life, 120.0);
        assert!(poor.half_life > 400.0 && poor.recency_floor > rich.recency_floor);
        assert!(poor.refit_pseudo < rich.refit_pseudo);
        assert_eq!(Settings { half_life: Some(7.0), ..settings }.derive(1, 1, 1).half_life, 7.0);
    }
}
