//! Counting pairs on one machine, in integers.

#![allow(clippy::indexing_slicing)] // inner loops over arrays this module sizes itself

use rayon::prelude::*;

use super::super::orders::Orders;
use super::weigh::Evidence;
use super::{MILLION, Pair};

/// The evidence floor, and what is no order to learn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Floor {
    /// Distinct orders that must hold a pair.
    pub orders: u32,
    /// Distinct customers that must have placed them. An order whose customer is not known counts as a customer of its own.
    pub customers: u32,
    /// Orders of more distinct products are left out.
    pub largest: usize,
}

impl Default for Floor {
    fn default() -> Self {
        Self { orders: 2, customers: 2, largest: 1_000 }
    }
}

/// Products that are counted at once, before their pairs are handed on.
const CHUNK: usize = 512;

/// Orders that count, weighted.
pub struct Counter {
    /// The distinct products of each order, ascending: `items[starts[n] .. starts[n + 1]]`.
    starts: Vec<usize>,
    items: Vec<u32>,
    /// Weight of each order in millionths.
    weights: Vec<u64>,
    buyers: Vec<u32>,
    /// The orders of each product, those of one buyer together.
    lists: Vec<Vec<u32>>,
    floor: Floor,
    /// Orders that were left out for their size.
    pub too_large: usize,
}

impl Counter {
    /// Weighs `orders` over `products` products.
    pub fn of(orders: &Orders, products: usize, floor: Floor) -> Self {
        let fits = |n: &usize| (1..=floor.largest).contains(&orders.basket(*n).len());
        let mut kept: Vec<usize> = (0..orders.len()).filter(fits).collect();
        let too_large = orders.len() - kept.len();
        let customer = |n: usize| orders.head(n).and_then(|head| head.customer);
        let known = (0..orders.len()).filter_map(customer).max().map_or(0, |last| last + 1);
        let buyer = |n: usize| customer(n).unwrap_or(known + n as u32);
        // Distinct buyers of a pair can then be counted by looking at the one before.
        kept.sort_by_key(|n| buyer(*n));

        let mut seen = vec![false; products];
        let (mut starts, mut items) = (vec![0], Vec::new());
        for n in &kept {
            items.extend(orders.basket(*n));
            starts.push(items.len());
        }
        items.iter().for_each(|p| seen[*p as usize] = true);
        let evidence = Evidence::of(seen.iter().filter(|s| **s).count() as u64, items.len() as u64);
        let day = |n: usize| orders.head(n).and_then(|head| head.time).map(|time| time.div_euclid(86_400));
        let latest = kept.iter().filter_map(|n| day(*n)).max();
        let weight = |n: &usize| {
            let age = latest.zip(day(*n)).map_or(0, |(latest, day)| (latest - day) as u64);
            evidence.weight(orders.basket(*n).len() as u64, age)
        };
        let mut lists = vec![Vec::new(); products];
        for order in 0..kept.len() {
            items[starts[order]..starts[order + 1]]
                .iter()
                .for_each(|p| lists[*p as usize].push(order as u32));
        }
        Self {
            weights: kept.iter().map(weight).collect(),
            buyers: kept.iter().map(|n| buyer(*n)).collect(),
            starts,
            items,
            lists,
            floor,
            too_large,
        }
    }

    /// Number of orders that count, and their weight in millionths.
    pub fn total(&self) -> (u64, u64) {
        (self.weights.len() as u64, self.weights.iter().sum())
    }

    /// Each product that is in an order, with its own counts.
    pub fn products(&self) -> impl Iterator<Item = Pair> + '_ {
        self.lists.iter().zip(0..).filter(|(list, _)| !list.is_empty()).map(|(list, p)| Pair {
            a: p,
            b: p,
            orders: list.len() as u64,
            weight: list.iter().map(|order| self.weights[*order as usize]).sum(),
        })
    }

    /// Hands every pair that passes the floor to `each`, a < b, in ascending sequence.
    ///
    /// # Errors
    ///
    /// The first one of `each`, which ends the counting.
    pub fn pairs<E>(&self, mut each: impl FnMut(Pair) -> Result<(), E>) -> Result<(), E> {
        let products = self.lists.len();
        for from in (0..products).step_by(CHUNK) {
            let rows: Vec<Vec<Pair>> = (from..products.min(from + CHUNK))
                .into_par_iter()
                .map_init(|| Cells::new(products), |cells, product| self.row(product, cells))
                .collect();
            rows.into_iter().flatten().try_for_each(&mut each)?;
        }
        Ok(())
    }

    fn row(&self, product: usize, cells: &mut Cells) -> Vec<Pair> {
        for order in &self.lists[product] {
            let order = *order as usize;
            let (weight, buyer) = (self.weights[order], self.buyers[order]);
            let basket = &self.items[self.starts[order]..self.starts[order + 1]];
            let after = basket.partition_point(|p| *p as usize <= product);
            for other in &basket[after..] {
                let cell = &mut cells.of[*other as usize];
                if cell.orders == 0 {
                    cells.touched.push(*other);
                    cell.last = buyer;
                    cell.buyers = 1;
                } else if cell.last != buyer {
                    cell.last = buyer;
                    cell.buyers += 1;
                }
                cell.orders += 1;
                cell.weight += weight;
            }
        }
        cells.touched.sort_unstable();
        let mut row = Vec::new();
        for other in cells.touched.drain(..) {
            let cell = std::mem::take(&mut cells.of[other as usize]);
            if cell.orders >= self.floor.orders && cell.buyers >= self.floor.customers {
                row.push(Pair {
                    a: product as u32,
                    b: other,
                    orders: u64::from(cell.orders),
                    weight: cell.weight,
                });
            }
        }
        row
    }
}

/// One thread's counts of one product's pairs.
struct Cells {
    of: Vec<Cell>,
    touched: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    weight: u64,
    orders: u32,
    buyers: u32,
    last: u32,
}

impl Cells {
    fn new(products: usize) -> Self {
        Self { of: vec![Cell::default(); products], touched: Vec::new() }
    }
}

/// A weight in orders.
pub fn in_orders(weight: u64) -> f64 {
    weight as f64 / MILLION as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trainer::orders::OrderBook;

    fn counted(orders: &[(&str, &[u32])], floor: Floor) -> Vec<(u32, u32, u64)> {
        let mut book = OrderBook::default();
        for (n, (customer, products)) in orders.iter().enumerate() {
            let order = book.order(&n.to_string(), Some(0), customer);
            products.iter().for_each(|p| book.line(order, *p));
        }
        let mut found = Vec::new();
        let counter = Counter::of(&book.finish(), 6, floor);
        let kept: Result<(), ()> = counter.pairs(|pair| {
            assert!(pair.weight > 0 && pair.weight <= pair.orders * MILLION);
            found.push((pair.a, pair.b, pair.orders));
            Ok(())
        });
        kept.unwrap();
        found
    }

    #[test]
    fn a_pair_needs_orders_and_customers() {
        let orders: &[(&str, &[u32])] = &[
            ("ann", &[0, 1, 2]),
            ("bob", &[0, 1]),
            ("ann", &[1, 2]),
            // Unknown customers are as many as their orders.
            ("", &[3, 4]),
            ("", &[3, 4]),
            ("cid", &[0, 5]),
        ];
        assert_eq!(counted(orders, Floor::default()), [(0, 1, 2), (3, 4, 2)], "1 and 2 are one customer's");
        let orders_only = Floor { customers: 1, ..Floor::default() };
        assert_eq!(counted(orders, orders_only), [(0, 1, 2), (1, 2, 2), (3, 4, 2)]);
        assert_eq!(counted(orders, Floor { orders: 3, ..Floor::default() }), []);
    }

    #[test]
    fn orders_that_are_too_large_count_nowhere() {
        let orders: &[(&str, &[u32])] = &[("a", &[0, 1]), ("b", &[0, 1, 2]), ("c", &[0, 1])];
        let floor = Floor { largest: 2, ..Floor::default() };
        assert_eq!(counted(orders, floor), [(0, 1, 2)]);
    }
}
