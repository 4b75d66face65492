//! Plain pair counts: in how many orders two products stand together. For views, and for the
//! classical methods that an evaluation holds the model against; the model itself weighs orders
//! (see [`super::learn`]).

use rayon::prelude::*;

use super::met::Met;
use super::orders::{Orders, inverse, most_ordered_first};

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
    let half = each_row(orders, products, least, |of, row| (of, row.to_vec()));
    let mut pairs: Vec<Vec<Pair>> = vec![Vec::new(); products];
    for (one, row) in half {
        for Pair { with: other, orders } in row {
            for (from, with) in [(one, other), (other, one)] {
                if let Some(list) = pairs.get_mut(from as usize) {
                    list.push(Pair { with, orders });
                }
            }
        }
    }
    pairs.par_iter_mut().for_each(|list| {
        list.sort_unstable_by_key(|pair| pair.with);
        list.shrink_to_fit();
    });
    PairCounts { orders: orders.counts(products), pairs }
}

/// Pairs that are gathered together: 16 MB, of which most stay in a cache ...
const GATHERED: usize = 1 << 22;

/// ... but not in more than so many turns, for all orders are looked through in each.
const TURNS: usize = 48;

/// Hands each product with its pairs of at least `least` orders to `take`, each pair in the row of the less popular of
/// the two; in no particular sequence. Gives what `take` gives, of rows with pairs.
///
/// Products are numbered by popularity meanwhile, and the products of an order stand in that sequence: what an order adds to
/// the row of its k-th product is its first k − 1, so that a row is gathered by copying whole stretches. How long rows become
/// is known beforehand. A gathered row is then counted at one place of memory, among numbers of which most are small.
pub fn each_row<T: Send>(
    orders: &Orders,
    products: usize,
    least: u32,
    take: impl Fn(u32, &[Pair]) -> T + Sync,
) -> Vec<T> {
    let outside = most_ordered_first(&orders.counts(products));
    let orders = orders.clone().renumber_sorted(&inverse(&outside));
    let mut lengths = vec![0usize; products];
    for basket in orders.baskets() {
        for (before, product) in basket.iter().enumerate() {
            lengths.get_mut(*product as usize).into_iter().for_each(|length| *length += before);
        }
    }
    let most = GATHERED.max(lengths.iter().sum::<usize>() / TURNS);
    turns(&lengths, most)
        .into_par_iter()
        .map_init(
            || Row::new(products),
            |row, turn| {
                let mut found = Vec::new();
                for (product, gathered) in Gathered::of(&orders, &lengths, turn).rows() {
                    let pairs = row.count(gathered, least);
                    for pair in &mut *pairs {
                        pair.with = outside.get(pair.with as usize).copied().unwrap_or(pair.with);
                    }
                    let of = outside.get(product).copied().unwrap_or_default();
                    if !pairs.is_empty() {
                        found.push(take(of, pairs));
                    }
                }
                found
            },
        )
        .flatten_iter()
        .collect()
}

/// Ranges of products whose rows are together about `most` long.
fn turns(lengths: &[usize], most: usize) -> Vec<std::ops::Range<usize>> {
    let mut turns = Vec::new();
    let (mut start, mut sum) = (0, 0);
    for (product, length) in lengths.iter().enumerate() {
        if sum + length > most && product > start {
            turns.push(start..product);
            (start, sum) = (product, 0);
        }
        sum += length;
    }
    turns.push(start..lengths.len());
    turns
}

/// What stands in orders with some products, before them.
struct Gathered {
    first: usize,
    /// Row n is `all[starts[n]..starts[n + 1]]`.
    starts: Vec<usize>,
    all: Vec<u32>,
}

impl Gathered {
    fn of(orders: &Orders, lengths: &[usize], range: std::ops::Range<usize>) -> Self {
        let mut starts = vec![0];
        let mut sum = 0;
        for length in lengths.get(range.clone()).unwrap_or(&[]) {
            sum += length;
            starts.push(sum);
        }
        let mut all = vec![0u32; sum];
        let mut ends = starts.clone();
        for basket in orders.baskets() {
            for (before, product) in basket.iter().enumerate() {
                let row = (*product as usize).wrapping_sub(range.start);
                let (Some(end), true) = (ends.get_mut(row), range.contains(&(*product as usize))) else {
                    continue;
                };
                if let (Some(to), Some(from)) = (all.get_mut(*end..*end + before), basket.get(..before)) {
                    to.copy_from_slice(from);
                    *end += before;
                }
            }
        }
        Self { first: range.start, starts, all }
    }

    /// Product and row of each.
    fn rows(&self) -> impl Iterator<Item = (usize, &[u32])> {
        self.starts
            .windows(2)
            .enumerate()
            .map(|(n, ends)| (self.first + n, self.all.get(ends[0]..ends[1]).unwrap_or(&[])))
    }
}

/// Room for counting one row.
struct Row {
    counts: Vec<u32>,
    met: Met,
    /// Those of the row that are met again.
    again: Vec<u32>,
    pairs: Vec<Pair>,
}

impl Row {
    fn new(products: usize) -> Self {
        Self { counts: vec![0; products], met: Met::new(products), again: Vec::new(), pairs: Vec::new() }
    }

    /// How often each number stands in `gathered`, of those that stand there at least `least` times.
    #[allow(clippy::indexing_slicing)] // arrays this module sizes itself, for numbers below their size
    fn count(&mut self, gathered: &[u32], least: u32) -> &mut [Pair] {
        let Self { counts, met, again, pairs } = self;
        met.meet(gathered);
        if least < 2 {
            met.take_all();
        }
        let twice = met.put_again(gathered, again);
        pairs.clear();
        for number in &again[..twice] {
            let count = &mut counts[*number as usize];
            if *count == 0 {
                pairs.push(Pair { with: *number, orders: 0 });
            }
            *count += 1;
        }
        pairs.retain_mut(|pair| {
            pair.orders = std::mem::take(&mut counts[pair.with as usize]);
            pair.orders >= least
        });
        if met.forgets_at_once(gathered.len()) {
            met.forget_all();
        } else {
            met.forget(gathered);
        }
        pairs
    }
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
