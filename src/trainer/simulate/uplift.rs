//! How much the average order value could grow at most.
//!
//! In later orders, which the model has not seen, one product is taken for the one being looked at (by the
//! hash that `evaluate` uses). A share `r` of the orders holds products of its list anyway, found unaided, and
//! spends on them, over all orders, `s` an order. Suppose all the others did the same: at the very rate `r`,
//! for as much, and nobody left out anything for it. Whoever did not take it unaided wants it no more than
//! those who did, so `(1 − r) · s` is an upper bound of what is gained an order. The lower one is 0: whoever wants
//! it may be finding it already.
//!
//! What such orders spend is counted and not a price: where things are bought by the dozen, one piece would be no bound.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::Model;
use crate::recommend::Weights;
use crate::trainer::evaluate::bootstrap::interval;
use crate::trainer::evaluate::cases::{Protocol, cases};
use crate::trainer::evaluate::split::Split;
use crate::trainer::report::attach::Lists;
use crate::trainer::sales::{Sale, SalesBook};

/// The range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Uplift {
    /// Later orders that were looked at.
    pub orders: usize,
    /// Share of them that holds a product of the list unaided.
    pub unaided: f64,
    /// Its 95 % interval.
    pub unaided_interval: (f64, f64),
    /// What they spend on such products, over all orders.
    pub unaided_value: f64,
    /// Average order value of these orders.
    pub order_value: f64,
    /// Least growth of the average order value.
    pub least: f64,
    /// Upper bound of its growth, with chance in favour of the bound: 0.03 is 3 %.
    pub most: f64,
}

/// The range on the later orders of `split`; `None` where none of them can be judged. `model` is trained on
/// the earlier ones.
pub fn uplift(
    split: &Split,
    book: &SalesBook,
    model: &Model,
    weights: &Weights,
    length: usize,
) -> Option<Uplift> {
    let sales: BTreeMap<&str, &Sale> =
        book.counted().filter(|sale| sale.value > 0.0).map(|sale| (sale.name.as_str(), sale)).collect();
    // The order, what is looked at, and the rest of it.
    let mut questions: Vec<(&Sale, u32, Vec<u32>)> = Vec::new();
    for case in cases(&split.baskets, Protocol::Product) {
        if let (Some(sale), Some(own)) = (sales.get(case.order.as_str()), case.cart.first()) {
            questions.push((sale, *own, case.answers));
        }
    }
    for order in split.baskets.iter().filter(|order| order.products.len() == 1) {
        if let (Some(sale), Some(own)) = (sales.get(order.name.as_str()), order.products.first()) {
            questions.push((sale, *own, Vec::new()));
        }
    }
    let mut lists = Lists::new(model, *weights, length);
    let (mut hits, mut spent): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    for (sale, own, rest) in &questions {
        let Some(index) = model.find(split.fit.key(*own)) else { continue };
        let rest: Vec<u32> = rest.iter().filter_map(|p| model.find(split.fit.key(*p))).collect();
        let list: Vec<u32> = lists.of(index).iter().filter(|p| rest.contains(p)).copied().collect();
        hits.push(f64::from(u8::from(!list.is_empty())));
        let of_the_list = sale
            .lines
            .iter()
            .filter(|line| lists.find(&line.id, &line.title).is_some_and(|p| list.contains(&p)));
        // From 0.0, as a sum of nothing is -0.0.
        spent.push(of_the_list.fold(0.0, |sum, line| sum + line.quantity * line.price));
    }
    if hits.is_empty() {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let values: Vec<f64> = questions.iter().map(|(sale, ..)| sale.value).collect();
    let order_value = mean(&values);
    let unaided_interval = interval(&hits);
    let (_, dearest) = interval(&spent);
    Some(Uplift {
        orders: hits.len(),
        unaided: mean(&hits),
        unaided_interval,
        unaided_value: mean(&spent),
        order_value,
        least: 0.0,
        most: (1.0 - unaided_interval.0) * dearest / order_value,
    })
}
