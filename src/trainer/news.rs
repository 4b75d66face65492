//! What is rising and what is new, from when orders were placed.

use super::orders::Orders;
use crate::model::news::News;

const DAY: i64 = 86_400;

/// "Of late": long enough for a small shop's weekly rhythm.
const RECENT_DAYS: i64 = 28;

/// What is held against it.
const BEFORE_DAYS: i64 = 84;

/// A product counts as new until this many days after its first order.
const NEW_DAYS: f32 = 60.0;

/// Orders begin to tell new products from old ones only this long after the export's start:
/// everything is "first seen" at the beginning.
const SETTLING_DAYS: i64 = 90;

/// Pulls a trend to steady as this many orders would.
const PRIOR_ORDERS: f64 = 8.0;

/// Trend and newness of each product; all steady and old where the orders have no times.
pub fn learn(orders: &Orders, products: usize) -> Vec<News> {
    let (Some(start), Some(end)) = (orders.earliest(), orders.latest()) else {
        return vec![News::default(); products];
    };
    let mut recent = vec![0.0f64; products];
    let mut before = vec![0.0f64; products];
    let mut first = vec![i64::MAX; products];
    for order in 0..orders.len() {
        let Some(time) = orders.head(order).and_then(|head| head.time) else { continue };
        let age = (end - time) / DAY;
        for product in orders.basket(order) {
            let at = *product as usize;
            let count = if age < RECENT_DAYS {
                recent.get_mut(at)
            } else if age < RECENT_DAYS + BEFORE_DAYS {
                before.get_mut(at)
            } else {
                None
            };
            count.into_iter().for_each(|n| *n += 1.0);
            first.get_mut(at).into_iter().for_each(|f| *f = (*f).min(time));
        }
    }
    // A shop that sells more of everything this month has no trend in any one product.
    let rise = (recent.iter().sum::<f64>() + 1.0) / (before.iter().sum::<f64>() + 1.0);
    (0..products)
        .map(|p| {
            let (recent, before) =
                (recent.get(p).copied().unwrap_or(0.0), before.get(p).copied().unwrap_or(0.0));
            let trend = ((recent + PRIOR_ORDERS) / (before * rise + PRIOR_ORDERS)).log2() as f32;
            let seen = first.get(p).copied().unwrap_or(i64::MAX);
            let known = seen == i64::MAX || seen - start < SETTLING_DAYS * DAY;
            let age = ((end - seen.min(end)) / DAY) as f32;
            News { trend, newness: if known { 0.0 } else { (1.0 - age / NEW_DAYS).max(0.0) } }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trainer::orders::OrderBook;

    #[test]
    fn rising_and_new_products_are_told_from_steady_ones() {
        let mut book = OrderBook::default();
        for day in 0..300i64 {
            for k in 0..4 {
                let order = book.order(&format!("{day}-{k}"), Some(day * DAY), "");
                book.line(order, 0);
                if day >= 272 {
                    book.line(order, 1);
                }
                if day < 250 {
                    book.line(order, 2);
                }
                if day >= 290 {
                    book.line(order, 3);
                }
            }
        }
        let news = learn(&book.finish(), 5);
        assert!(news[0].trend.abs() < 0.5 && news[0].newness == 0.0, "{news:?}");
        assert!(news[1].trend > 2.0 && news[1].newness > 0.4, "{news:?}");
        assert!(news[2].trend < -2.0, "{news:?}");
        assert!(news[3].newness > 0.8, "{news:?}");
        assert_eq!(news[4], News::default(), "never bought is not new: nothing is known of it");
    }
}
