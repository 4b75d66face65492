//! Plain pair counts: in how many orders two products stand together. For views, and for the
//! classical methods that an evaluation holds the model against; the model itself weighs orders
//! (see [`super::learn`]).

use rayon::prelude::*;

use super::orders::Orders;

/// One pair, seen from one of its products.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The other product.
    pub with: u32,
    /// Distinct orders that contain both.
    pub orders: u32,
}

/// Counts of a shop's orders.
#[derive(Debug, Default)]
pub struct PairCounts {
    /// For each product the orders that contain it.
    pub orders: Vec<u32>,
    /// For each product its pairs, by the other product's number.
    pub pairs: Vec<Vec<Pair>>,
}

/// Counts the pairs of `orders` over `products` products, leaving out those of fewer orders than
/// `least`.
pub fn count(orders: &Orders, products: usize, least: u32) -> PairCounts {
    let mut containing: Vec<Vec<u32>> = vec![Vec::new(); products];
    for order in 0..orders.len() {
        for product in orders.basket(order) {
            if let Some(list) = containing.get_mut(*product as usize) {
                list.push(order as u32);
            }
        }
    }
    let pairs = containing
        .par_iter()
        .enumerate()
        .map_init(
            || Row::new(products),
            |row, (product, list)| row.count(product as u32, list, orders, least),
        )
        .collect();
    PairCounts { orders: containing.iter().map(|list| list.len() as u32).collect(), pairs }
}

/// A dense row that is cleared by the list of what was touched: no hashing in the inner loop.
struct Row {
    cells: Vec<u32>,
    touched: Vec<u32>,
}

impl Row {
    fn new(products: usize) -> Self {
        Self { cells: vec![0; products], touched: Vec::new() }
    }

    fn count(&mut self, product: u32, list: &[u32], orders: &Orders, least: u32) -> Vec<Pair> {
        for other in list.iter().flat_map(|order| orders.basket(*order as usize)) {
            if let Some(cell) = self.cells.get_mut(*other as usize) {
                if *cell == 0 {
                    self.touched.push(*other);
                }
                *cell += 1;
            }
        }
        self.touched.sort_unstable();
        let mut pairs = Vec::new();
        for with in self.touched.drain(..) {
            let orders = self.cells.get_mut(with as usize).map_or(0, std::mem::take);
            if with != product && orders >= least {
                pairs.push(Pair { with, orders });
            }
        }
        pairs
    }
}
