//! Weighted pair counts, the sufficient statistic: `G = Xᵀ W X`.
//!
//! All pairs at once only for catalogs where they fit; a single product's row is counted from its
//! orders whenever it is needed, which keeps the memory of large catalogs linear.

#![allow(clippy::indexing_slicing)] // dense arithmetic on arrays this module sizes itself

use rayon::prelude::*;

use super::super::met::Met;
use super::baskets::Baskets;

/// Side of the block at most: 6,000² single-precision numbers are 144 MB. Beyond, a product has too
/// few orders for a regression on 80 candidates to beat the refit that follows: on a catalog of
/// 35,000 products starting from the cosine gave recall .151 against .145, in a fraction of the time.
const LARGEST_BLOCK: usize = 6_000;

/// Weighted counts of products and, for catalogs where they fit, of pairs.
pub(super) struct Gram {
    /// Weighted orders of each product.
    pub diagonal: Vec<f32>,
    /// Mean weight of a line item: turns pseudo-orders into units of the counts.
    pub line: f64,
    /// Weight of all orders.
    pub total: f64,
    pairs: Option<PairBlock>,
}

/// Weighted counts of all pairs, dense.
pub(super) struct PairBlock {
    side: usize,
    cells: Vec<f32>,
}

impl PairBlock {
    /// Weighted orders that contain both.
    pub fn get(&self, a: usize, b: usize) -> f32 {
        self.cells[a * self.side + b]
    }
}

impl Gram {
    pub fn count(baskets: &Baskets) -> Self {
        let n = baskets.products();
        let diagonal: Vec<f32> = (0..n)
            .into_par_iter()
            .map(|p| {
                let mut sum = 0.0;
                baskets.each_order(p, |weight, _| sum += weight);
                sum
            })
            .collect();
        let (mut lines, mut weighted, mut total) = (0usize, 0.0, 0.0);
        for order in 0..baskets.len() {
            let (weight, items) = baskets.row(order);
            let (size, weight) = (items.len(), f64::from(weight));
            lines += size;
            weighted += size as f64 * weight;
            total += weight;
        }
        let pairs = (n <= LARGEST_BLOCK).then(|| {
            let mut cells = vec![0f32; n * n];
            cells.par_chunks_mut(n.max(1)).enumerate().for_each(|(p, row)| {
                baskets.each_order(p, |weight, items| {
                    items.iter().for_each(|other| row[*other as usize] += weight);
                });
            });
            PairBlock { side: n, cells }
        });
        Self { diagonal, line: weighted / lines.max(1) as f64, total, pairs }
    }

    /// The counts of pairs; `None` for a catalog so large that they are not kept.
    pub fn pairs(&self) -> Option<&PairBlock> {
        self.pairs.as_ref()
    }
}

/// What two products share.
#[derive(Clone, Copy, Default)]
struct Cell {
    /// Weight of the orders with both.
    weight: f32,
    /// Their number.
    orders: u32,
}

/// One product's row, counted from its orders.
pub(in crate::trainer) struct Row {
    cells: Vec<Cell>,
    /// Products with at least one order, where the row is thin.
    touched: Vec<u32>,
    met: Met,
    /// Those of one order that are met again.
    again: Vec<u32>,
}

impl Row {
    pub fn new(products: usize) -> Self {
        Self {
            cells: vec![Cell::default(); products],
            touched: Vec::new(),
            met: Met::new(products),
            again: Vec::new(),
        }
    }

    /// Hands each product that shares at least `least` orders with `product`, itself included, to `take`, with the weight and
    /// the number of these orders. In no particular sequence.
    pub fn each(
        &mut self,
        baskets: &Baskets,
        product: usize,
        least: u32,
        mut take: impl FnMut(u32, f32, u32),
    ) {
        let Self { cells, touched, met, again } = self;
        // A counter of each pair would be fetched from further away, twice.
        baskets.each_order(product, |_, items| met.meet(items));
        if least < 2 {
            met.take_all();
        }
        // A row with more lines than there are products is looked through as a whole: remembering what was
        // touched would cost more than it saves.
        let thick = baskets.orders_of(product) >= cells.len() / 8;
        baskets.each_order(product, |weight, items| {
            let twice = met.put_again(items, again);
            for other in &again[..twice] {
                let cell = &mut cells[*other as usize];
                if !thick && cell.orders == 0 {
                    touched.push(*other);
                }
                cell.orders += 1;
                cell.weight += weight;
            }
        });
        if thick {
            for (cell, other) in cells.iter_mut().zip(0u32..).filter(|(cell, _)| cell.orders > 0) {
                let Cell { weight, orders } = std::mem::take(cell);
                if orders >= least {
                    take(other, weight, orders);
                }
            }
        } else {
            for other in touched.drain(..) {
                let Cell { weight, orders } = std::mem::take(&mut cells[other as usize]);
                if orders >= least {
                    take(other, weight, orders);
                }
            }
        }
        // An order has some eight products.
        if met.forgets_at_once(8 * baskets.orders_of(product)) {
            met.forget_all();
        } else {
            baskets.each_order(product, |_, items| met.forget(items));
        }
    }
}
