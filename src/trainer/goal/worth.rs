//! What one piece of a product brings, and the factor that follows from it.

use serde::Serialize;

use super::super::catalog::Product;
use super::super::load::Loaded;
use super::super::shelf::Shelves;

/// What lists are to be good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// That something of the list is bought.
    Purchases,
    /// What it brings, by price.
    Revenue,
    /// What is left of that, by price less cost.
    Margin,
}

impl Objective {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Purchases => "purchases",
            Self::Revenue => "revenue",
            Self::Margin => "margin",
        }
    }
}

/// Steps an octave that factors are rounded to: who compares two models of the same orders learns at most in
/// which band of a product's worth it lies.
const STEPS: f64 = 4.0;
/// Factors go up to so many octaves either way.
const OCTAVES: f64 = 2.5;

/// What each product brings.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// By product number, in major units; `None` where price or cost is not known.
    pub of: Vec<Option<f64>>,
    /// What the median line item brings, above 0; 1 where nothing is known.
    pub typical: f64,
}

impl Worth {
    /// What `loaded`'s products bring. Costs are looked up by handle, id and SKU; `digits` is of the card's prices.
    pub fn of(loaded: &Loaded, objective: Objective, shelves: &Shelves) -> Self {
        let whole = 10f64.powi(loaded.minor_digits as i32);
        let of: Vec<Option<f64>> = loaded
            .products
            .iter()
            .map(|product| {
                let price =
                    product.card.price.filter(|price| *price > 0).map(|minor| f64::from(minor) / whole)?;
                match objective {
                    Objective::Margin => cost(product, shelves).map(|cost| price - cost),
                    _ => Some(price),
                }
            })
            .collect();
        let lines = (0..loaded.orders.len()).flat_map(|order| loaded.orders.basket(order));
        let mut brought: Vec<f64> = lines
            .filter_map(|p| of.get(*p as usize).copied().flatten())
            .filter(|worth| *worth > 0.0)
            .collect();
        brought.sort_by(f64::total_cmp);
        let typical = brought.get(brought.len() / 2).copied().unwrap_or(1.0);
        Self { of, typical }
    }

    /// How many products have one.
    pub fn known(&self) -> usize {
        self.of.iter().flatten().count()
    }

    /// What product `product` brings; `None` where that is not known.
    pub fn get(&self, product: u32) -> Option<f64> {
        self.of.get(product as usize).copied().flatten()
    }

    /// (worth / typical)^`alpha` of each product, in steps of 2^¼ from 2^−2.5 to 2^2.5. What is sold at a loss
    /// has the least factor, what is not known 1.
    pub fn factors(&self, alpha: f64) -> Vec<f32> {
        let factor = |worth: f64| {
            let octaves = if worth > 0.0 { alpha * (worth / self.typical).log2() } else { -OCTAVES };
            ((octaves.clamp(-OCTAVES, OCTAVES) * STEPS).round() / STEPS).exp2() as f32
        };
        self.of.iter().map(|worth| if alpha > 0.0 { worth.map_or(1.0, factor) } else { 1.0 }).collect()
    }
}

fn cost(product: &Product, shelves: &Shelves) -> Option<f64> {
    let keys = std::iter::once(&product.card.key).chain(&product.card.variants);
    keys.filter_map(|key| shelves.get(key)).find_map(|shelf| shelf.cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_follow_worth_in_steps_and_stay_at_one_where_nothing_is_known() {
        let worth = Worth { of: vec![Some(4.0), Some(16.0), None, Some(-1.0), Some(1e9)], typical: 4.0 };
        assert_eq!(worth.factors(0.0), [1.0; 5]);
        let half = worth.factors(0.5);
        assert_eq!(half[..3], [1.0, 2.0, 1.0]);
        assert!(half[3] < 0.2 && (half[4] - 2f32.powf(2.5)).abs() < 1e-5, "{half:?}");
        // 16 / 4 to the .3 is 1.516: in quarter octaves 2^(½).
        assert!((worth.factors(0.3)[1] - 2f32.sqrt()).abs() < 1e-6);
    }
}
