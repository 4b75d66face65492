//! Plain pair counts: in how many orders two products stand together. For views, and for the
//! classical methods that an evaluation holds the model against; the model itself weighs orders
//! (see [`super::learn`]).

use rayon::prelude::*;

use super::learn::baskets::Baskets;
use super::learn::gram::{Row, Which};
use super::orders::Orders;
use super::settings::Settings;

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
///
/// Products are numbered by popularity while it counts, and each pair is counted in the row of the more popular
/// of the two: a row is counted in a few hundred kilobytes that stay in the cache.
pub fn count(orders: &Orders, products: usize, least: u32) -> PairCounts {
    let baskets = Baskets::of(orders, products, &Settings::default());
    let half: Vec<Vec<(u32, u32)>> = (0..products)
        .into_par_iter()
        .map_init(
            || Row::new(products),
            |row, product| {
                let mut found = Vec::new();
                row.each(&baskets, product, Which::LessPopular, least, |with, _, orders| {
                    found.push((with, orders));
                });
                found
            },
        )
        .collect();
    let (inside, outside) = baskets.numbers();
    let mut pairs: Vec<Vec<Pair>> = vec![Vec::new(); products];
    for (row, one) in half.iter().zip(&outside) {
        for (other, orders) in row {
            let Some(other) = outside.get(*other as usize) else { continue };
            for (from, with) in [(*one, *other), (*other, *one)] {
                if let Some(list) = pairs.get_mut(from as usize) {
                    list.push(Pair { with, orders: *orders });
                }
            }
        }
    }
    pairs.par_iter_mut().for_each(|list| {
        list.sort_unstable_by_key(|pair| pair.with);
        list.shrink_to_fit();
    });
    let orders = inside.iter().map(|p| baskets.orders_of(*p as usize) as u32).collect();
    PairCounts { orders, pairs }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::trainer::orders::OrderBook;

    #[test]
    fn every_pair_is_counted_once_for_each_of_its_products() {
        const PRODUCTS: u32 = 150;
        let mut book = OrderBook::default();
        let mut expected: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        let mut single = vec![0u32; PRODUCTS as usize];
        for n in 0..600u32 {
            let mut basket: Vec<u32> =
                (1..=n % 9).map(|k| (n * n / 7 + k * k * (n % 5 + 1)) % PRODUCTS).collect();
            basket.sort_unstable();
            basket.dedup();
            let order = book.order(&format!("{n}"), None, "");
            for a in &basket {
                book.line(order, *a);
                single[*a as usize] += 1;
                basket.iter().filter(|b| *b != a).for_each(|b| *expected.entry((*a, *b)).or_insert(0) += 1);
            }
        }
        let orders = book.finish();
        for least in [1, 2, 3] {
            let counts = count(&orders, PRODUCTS as usize, least);
            let found: BTreeMap<(u32, u32), u32> = (0u32..)
                .zip(&counts.pairs)
                .flat_map(|(a, row)| row.iter().map(move |pair| ((a, pair.with), pair.orders)))
                .collect();
            let wanted = expected.iter().filter(|(_, n)| **n >= least).map(|(pair, n)| (*pair, *n)).collect();
            assert_eq!(found, wanted, "least {least}");
            assert_eq!(counts.orders, single);
            assert!(counts.pairs.iter().all(|row| row.is_sorted_by_key(|pair| pair.with)));
        }
    }
}
