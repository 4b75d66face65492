//! What a training can be told.

use serde::{Deserialize, Serialize};

/// Settings of a training. The defaults suit a shop of any size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Greatest number of neighbours a product keeps.
    pub neighbours: usize,
    /// Bits of a stored weight, 1 to 8.
    pub weight_bits: u32,
    /// A pair counts only when at least this many distinct orders contain it. Also what keeps a
    /// single shopper's basket from being read out of the public file.
    pub min_orders: u32,
    /// Products of an order beyond this many are not counted: they say little about each other.
    pub max_order_size: usize,
    /// An order of n products counts 1 / (n − 1)^damping to each of its pairs.
    pub size_damping: f64,
    /// Greatest number of alternatives ("similar") a product keeps.
    pub similar: usize,
    /// Greatest number of products bought in a later order that a product keeps.
    pub later: usize,
    /// Added to the denominator of the cosine of views.
    pub view_shrinkage: f64,
    /// Added to the denominator of the cosine: pulls pairs with little evidence down.
    pub shrinkage: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            neighbours: 16,
            weight_bits: 4,
            min_orders: 2,
            max_order_size: 200,
            size_damping: 0.5,
            shrinkage: 10.0,
            similar: 4,
            later: 3,
            view_shrinkage: 5.0,
        }
    }
}
