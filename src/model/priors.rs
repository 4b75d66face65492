//! How popular each product is by itself, whatever the context.
//!
//! ```text
//! PRIO
//! └─ 1 byte a product  level p: popularity = p / 255, on a logarithmic scale of orders
//! ```

use super::ModelError;

/// The popularity of the products of one file.
pub struct Priors(Vec<u8>);

impl Priors {
    /// Reads one level for each of `count` products.
    pub(super) fn decode(bytes: &[u8], count: u32) -> Result<Self, ModelError> {
        match bytes.len().cmp(&(count as usize)) {
            core::cmp::Ordering::Less => Err(ModelError::Truncated("popularity")),
            core::cmp::Ordering::Greater => Err(ModelError::Trailing("popularity")),
            core::cmp::Ordering::Equal => Ok(Self(bytes.to_vec())),
        }
    }

    /// Writes the popularity of products from their `orders` (decayed counts of distinct orders,
    /// any scale): ln(1 + orders), the most popular at 255, a product with no order at 0.
    pub fn encode(orders: &[f64]) -> Vec<u8> {
        let greatest = orders.iter().fold(0.0f64, |m, n| m.max(n.ln_1p()));
        orders
            .iter()
            .map(|n| if greatest > 0.0 { (n.max(0.0).ln_1p() / greatest * 255.0).round() as u8 } else { 0 })
            .collect()
    }

    /// Popularity of row `row`, from 0 to 1.
    pub fn get(&self, row: u32) -> f32 {
        self.0.get(row as usize).map_or(0.0, |level| f32::from(*level) / 255.0)
    }
}
