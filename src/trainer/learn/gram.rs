//! Weighted pair counts, the sufficient statistic: `G = Xᵀ W X`.
//!
//! All pairs at once only for catalogs where they fit; a single product's row is counted from its
//! orders whenever it is needed, which keeps the memory of large catalogs linear.

#![allow(clippy::indexing_slicing)] // dense arithmetic on arrays this module sizes itself

use rayon::prelude::*;

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
    /// Products met once, and met again, a bit each.
    once: Vec<u64>,
    twice: Vec<u64>,
    /// Those of one order that are met again.
    again: Vec<u32>,
}

impl Row {
    pub fn new(products: usize) -> Self {
        let bits = vec![0; products / 64 + 1];
        Self {
            cells: vec![Cell::default(); products],
            touched: Vec::new(),
            once: bits.clone(),
            twice: bits,
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
        // Most pairs stand in one order alone. Which do not is found out first, with a bit a product, which
        // stays in the nearest cache; a counter of each pair would be fetched from further away, twice.
        self.meet(baskets, product, least);
        // A row with more lines than there are products is looked through as a whole: remembering what was
        // touched would cost more than it saves.
        let thick = baskets.orders_of(product) >= self.cells.len() / 8;
        let Self { cells, touched, twice, again, .. } = self;
        baskets.each_order(product, |weight, items| {
            if again.len() < items.len() {
                again.resize(items.len(), 0);
            }
            // Without a branch: what comes cannot be foretold.
            let mut met = 0;
            for item in items {
                again[met] = *item;
                met += (twice[*item as usize / 64] >> (item % 64) & 1) as usize;
            }
            for other in &again[..met] {
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
        self.forget(baskets, product);
    }

    /// Marks what stands in at least two orders of `product`; all that stands in any, where one is enough.
    fn meet(&mut self, baskets: &Baskets, product: usize, least: u32) {
        let (once, twice) = (&mut self.once, &mut self.twice);
        baskets.each_order(product, |_, items| {
            for item in items {
                let (at, bit) = (*item as usize / 64, 1u64 << (item % 64));
                twice[at] |= once[at] & bit;
                once[at] |= bit;
            }
        });
        if least < 2 {
            twice.copy_from_slice(once);
        }
    }

    fn forget(&mut self, baskets: &Baskets, product: usize) {
        if baskets.orders_of(product) >= self.once.len() / 8 {
            self.once.fill(0);
            self.twice.fill(0);
            return;
        }
        baskets.each_order(product, |_, items| {
            for item in items {
                self.once[*item as usize / 64] = 0;
                self.twice[*item as usize / 64] = 0;
            }
        });
    }
}
