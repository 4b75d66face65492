//! At what discount a bundle stops paying.
//!
//! A bundle is a product and the first of its "often bought together" list. Of the product's buyers a share
//! `s` takes the whole bundle already and would get the discount `g = d · price` for nothing. One more buyer
//! who takes it brings the others' margin less the discount, `m − g`. So it pays when more than
//! `s · g / (m − g)` of the buyers are won, and never once `g ≥ m`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::together;
use crate::model::Model;
use crate::recommend::Weights;
use crate::trainer::load::Loaded;

/// What one product sells for and costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Money {
    /// Price of one.
    pub price: f64,
    /// What one costs the shop.
    pub cost: f64,
}

/// One bundle.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bundle {
    /// Keys: the product, then what goes with it.
    pub products: Vec<String>,
    /// Price of all.
    pub price: f64,
    /// Cost of all.
    pub cost: f64,
    /// Orders with the product.
    pub buyers: u64,
    /// Share of them that hold the whole bundle already.
    pub already: f64,
    /// The discount from which on every further bundle loses money: 0.25 is 25 %.
    pub deepest: f64,
    /// At each discount asked for: the share of the buyers that must be won besides; `None`: none is enough.
    pub break_even: Vec<(f64, Option<f64>)>,
}

/// Bundles of the most popular products.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bundles {
    /// The bundles, the most popular product first.
    pub bundles: Vec<Bundle>,
    /// Products passed over because a price or a cost is not known.
    pub without_money: u64,
}

/// The share of buyers that must be won for a discount of `discount` on `price`, when `already` of them take
/// the bundle anyway and the others' margin in it is `margin`; `None` where no share is enough.
pub fn break_even(price: f64, margin: f64, already: f64, discount: f64) -> Option<f64> {
    let given = discount * price;
    let gain = margin - given;
    let needed = already * given / gain;
    // More than those who do not take it yet cannot be won.
    (gain > 0.0 && needed <= 1.0 - already).then_some(needed)
}

/// Bundles of `size` products around the `most` most popular ones that have money, judged at `discounts`.
pub fn bundles(
    loaded: &Loaded,
    model: &Model,
    weights: &Weights,
    money: &dyn Fn(&str) -> Option<Money>,
    (size, most): (usize, usize),
    discounts: &[f64],
) -> Bundles {
    let numbers: BTreeMap<&str, u32> =
        loaded.products.iter().zip(0..).map(|(product, n)| (product.card.key.as_str(), n)).collect();
    let mut out = Bundles { bundles: Vec::new(), without_money: 0 };
    for product in model.indexes() {
        if out.bundles.len() >= most {
            break;
        }
        let key = |p: u32| model.card(p).map(|card| card.key.to_owned());
        let list = together(model, weights, product, size.saturating_sub(1));
        if list.len() + 1 < size {
            continue;
        }
        let products: Vec<String> = std::iter::once(product).chain(list).filter_map(key).collect();
        let amounts: Option<Vec<Money>> = products.iter().map(|key| money(key)).collect();
        let Some(amounts) = amounts else {
            out.without_money += 1;
            continue;
        };
        let members: Vec<u32> =
            products.iter().filter_map(|key| numbers.get(key.as_str()).copied()).collect();
        let Some((own, rest)) = members.split_first() else { continue };
        let (mut buyers, mut all) = (0u64, 0u64);
        for order in 0..loaded.orders.len() {
            let basket = loaded.orders.basket(order);
            if basket.binary_search(own).is_ok() {
                buyers += 1;
                all += u64::from(rest.iter().all(|p| basket.binary_search(p).is_ok()));
            }
        }
        let price: f64 = amounts.iter().map(|m| m.price).sum();
        let margin: f64 = amounts.iter().skip(1).map(|m| m.price - m.cost).sum();
        let already = all as f64 / buyers.max(1) as f64;
        out.bundles.push(Bundle {
            products,
            price,
            cost: amounts.iter().map(|m| m.cost).sum(),
            buyers,
            already,
            deepest: (margin / price).max(0.0),
            break_even: discounts.iter().map(|d| (*d, break_even(price, margin, already, *d))).collect(),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::break_even;

    #[test]
    fn at_the_break_even_the_shop_earns_what_it_earned() {
        let (price, margin, already, discount) = (40.0, 14.0, 0.1, 0.15);
        let won = break_even(price, margin, already, discount).unwrap();
        // Of 1,000 buyers: 100 get 6.00 for nothing, each one won brings 14.00 − 6.00.
        assert!((1000.0 * won * 8.0 - 100.0 * 6.0).abs() < 1e-9, "{won}");
        assert_eq!(break_even(price, margin, already, 0.35), None, "the discount eats the margin");
        assert_eq!(break_even(price, margin, 0.9, 0.15), None, "there are not so many to be won");
        assert_eq!(break_even(price, margin, 0.0, 0.15), Some(0.0), "nobody gets it for nothing");
    }
}
