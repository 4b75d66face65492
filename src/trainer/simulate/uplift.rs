//! How much the average order value could grow at most.
//!
//! In later orders, which the model has not seen, one product is taken for the one being looked at (by the
//! hash that `evaluate` uses). A share `r` of the orders holds a product of its list anyway, found unaided.
//! Suppose all the others were extended by one product of the list at the very rate `r`, at the list's
//! average price, and nobody left out anything for it. Whoever did not take it unaided wants it no more than
//! those who did, so this is an upper bound. The lower one is 0: whoever wants it may be finding it already.

use std::collections::BTreeMap;

use serde::Serialize;

use super::together;
use crate::model::Model;
use crate::recommend::Weights;
use crate::trainer::evaluate::bootstrap::interval;
use crate::trainer::evaluate::cases::{Protocol, cases};
use crate::trainer::evaluate::split::Split;
use crate::trainer::sales::SalesBook;

/// The range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Uplift {
    /// Later orders that were looked at.
    pub orders: usize,
    /// Share of them that holds a product of the list unaided.
    pub unaided: f64,
    /// Its 95 % interval.
    pub unaided_interval: (f64, f64),
    /// Average order value of these orders.
    pub order_value: f64,
    /// Least growth of the average order value.
    pub least: f64,
    /// Upper bound of its growth, with chance in favour of the bound: 0.03 is 3 %.
    pub most: f64,
}

/// The range on the later orders of `split`; `None` where none of them can be judged. `model` is trained on
/// the earlier ones, `price` is that of a product by key.
pub fn uplift(
    split: &Split,
    book: &SalesBook,
    model: &Model,
    weights: &Weights,
    price: &dyn Fn(&str) -> Option<f64>,
    length: usize,
) -> Option<Uplift> {
    let values: BTreeMap<&str, f64> =
        book.counted().map(|sale| (sale.name.as_str(), sale.value)).filter(|(_, v)| *v > 0.0).collect();
    // (looked at, the rest of the order, value)
    let mut questions: Vec<(u32, Vec<u32>, f64)> = Vec::new();
    for case in cases(&split.baskets, Protocol::Product) {
        if let (Some(value), Some(own)) = (values.get(case.order.as_str()), case.cart.first()) {
            questions.push((*own, case.answers, *value));
        }
    }
    for order in split.baskets.iter().filter(|order| order.products.len() == 1) {
        if let (Some(value), Some(own)) = (values.get(order.name.as_str()), order.products.first()) {
            questions.push((*own, Vec::new(), *value));
        }
    }
    let mut hits: Vec<f64> = Vec::new();
    // For each order without a hit the list's average price, for the others 0.
    let mut prices: Vec<f64> = Vec::new();
    for (own, rest, _) in &questions {
        let Some(index) = model.find(split.fit.key(*own)) else { continue };
        let list: Vec<String> = together(model, weights, index, length)
            .iter()
            .filter_map(|p| model.card(*p).map(|card| card.key.to_owned()))
            .collect();
        let hit = rest.iter().any(|p| list.iter().any(|key| key == split.fit.key(*p)));
        let known: Vec<f64> = list.iter().filter_map(|key| price(key)).collect();
        let average = known.iter().sum::<f64>() / known.len().max(1) as f64;
        hits.push(f64::from(u8::from(hit)));
        prices.push(if hit { 0.0 } else { average });
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let all: Vec<f64> = questions.iter().map(|(.., value)| *value).collect();
    if hits.is_empty() {
        return None;
    }
    let (unaided, order_value) = (mean(&hits), mean(&all));
    let unaided_interval = interval(&hits);
    let (_, dearest) = interval(&prices);
    let most = unaided_interval.1 * dearest / order_value;
    Some(Uplift { orders: hits.len(), unaided, unaided_interval, order_value, least: 0.0, most })
}
