//! Pair counts: in how many orders, and with what weight, two products stand together.

use rayon::prelude::*;

use super::orders::Orders;
use super::settings::Settings;

/// One pair, seen from one of its products.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The other product.
    pub with: u32,
    /// Distinct orders that contain both.
    pub orders: u32,
    /// Their weights, added up.
    pub weight: f64,
}

/// Counts of a shop's orders.
#[derive(Debug, Default)]
pub struct PairCounts {
    /// For each product the orders that contain it.
    pub orders: Vec<u32>,
    /// For each product the weights of those orders, added up.
    pub weights: Vec<f64>,
    /// For each product its pairs, by the other product's number.
    pub pairs: Vec<Vec<Pair>>,
}

/// The weight of an order of `size` products.
fn order_weight(size: usize, settings: &Settings) -> f64 {
    (size.saturating_sub(1).max(1) as f64).powf(-settings.size_damping)
}

/// Counts the pairs of `orders` over `products` products. Every product is counted by itself, in
/// the order of its orders, so the sums do not depend on the number of threads.
pub fn count(orders: &Orders, products: usize, settings: &Settings) -> PairCounts {
    let mut containing: Vec<Vec<u32>> = vec![Vec::new(); products];
    for order in 0..orders.len() {
        for product in orders.basket(order) {
            if let Some(list) = containing.get_mut(*product as usize) {
                list.push(order as u32);
            }
        }
    }
    let rows: Vec<(u32, f64, Vec<Pair>)> = containing
        .par_iter()
        .enumerate()
        .map_init(
            || Row::new(products),
            |row, (product, list)| row.count(product as u32, list, orders, settings),
        )
        .collect();
    let mut counts = PairCounts::default();
    for (orders, weight, pairs) in rows {
        counts.orders.push(orders);
        counts.weights.push(weight);
        counts.pairs.push(pairs);
    }
    counts
}

/// A dense row that is cleared by the list of what was touched: no hashing in the inner loop.
struct Row {
    cells: Vec<(u32, f64)>,
    touched: Vec<u32>,
}

impl Row {
    fn new(products: usize) -> Self {
        Self { cells: vec![(0, 0.0); products], touched: Vec::new() }
    }

    fn count(
        &mut self,
        product: u32,
        list: &[u32],
        orders: &Orders,
        settings: &Settings,
    ) -> (u32, f64, Vec<Pair>) {
        let mut total = 0.0;
        for order in list {
            let basket = orders.basket(*order as usize);
            let weight = order_weight(basket.len(), settings);
            total += weight;
            if basket.len() > settings.max_order_size {
                continue;
            }
            for other in basket {
                if let Some(cell) = self.cells.get_mut(*other as usize) {
                    if cell.0 == 0 {
                        self.touched.push(*other);
                    }
                    cell.0 += 1;
                    cell.1 += weight;
                }
            }
        }
        self.touched.sort_unstable();
        let mut pairs = Vec::new();
        for with in self.touched.drain(..) {
            if let Some(cell) = self.cells.get_mut(with as usize) {
                let (orders, weight) = std::mem::take(cell);
                if with != product && orders >= settings.min_orders {
                    pairs.push(Pair { with, orders, weight });
                }
            }
        }
        (list.len() as u32, total, pairs)
    }
}
