//! Keeping the strongest pairs of each product out of a stream of all.
//!
//! A row may keep some hundreds of pairs, in whatever sequence they come: memory grows with the products and not with the
//! pairs. The result does not depend on that sequence, as it is the greatest of a total order.

#![allow(clippy::indexing_slicing)] // by numbers that `add` has checked

use super::Pair;
use super::marginals::Marginals;

/// One product's pair, seen from that product.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    other: u32,
    /// Weight in millionths.
    weight: u64,
}

/// Takes pairs and keeps the strongest.
pub struct Gather<'a> {
    marginals: &'a Marginals,
    /// Pairs a row keeps at most.
    most: usize,
    /// 1 / √n of each product.
    inverse: Vec<f64>,
    rows: Vec<Vec<Entry>>,
    /// Pairs taken.
    pub pairs: u64,
}

/// Weighted counts of the kept pairs: row by product, ascending by the other product.
#[derive(Debug, Default)]
pub struct Kept {
    /// (other product, weight in orders).
    pub rows: Vec<Vec<(u32, f32)>>,
}

impl<'a> Gather<'a> {
    /// An empty one that keeps `most` pairs of each product.
    pub fn new(marginals: &'a Marginals, most: usize) -> Self {
        let inverse = marginals.weight.iter().map(|own| 1.0 / own.max(1e-12).sqrt()).collect();
        Self { marginals, most: most.max(1), inverse, rows: vec![Vec::new(); marginals.len()], pairs: 0 }
    }

    /// Takes a pair, by the numbers outside. A pair with itself, or of a product that there is none of, is passed over.
    pub fn add(&mut self, pair: &Pair) {
        let number = |p: u32| self.marginals.inside.get(p as usize).copied();
        let (Some(a), Some(b)) = (number(pair.a), number(pair.b)) else { return };
        if a == b {
            return;
        }
        self.pairs += 1;
        self.put(a, b, pair.weight);
        self.put(b, a, pair.weight);
    }

    fn put(&mut self, own: u32, other: u32, weight: u64) {
        let row = &mut self.rows[own as usize];
        row.push(Entry { other, weight });
        // Cut down at twice the length, so that the cost a pair stays constant.
        if row.len() >= 2 * self.most {
            cut(row, self.most, &self.inverse);
        }
    }

    /// What was kept.
    pub fn finish(mut self) -> Kept {
        let rows = self.rows.iter_mut().map(|row| {
            if row.len() > self.most {
                cut(row, self.most, &self.inverse);
            }
            row.sort_unstable_by_key(|entry| (entry.other, entry.weight));
            // A product that goes by several ids in the counts has a pair from each.
            row.dedup_by(|next, kept| {
                let same = next.other == kept.other;
                kept.weight += if same { next.weight } else { 0 };
                same
            });
            row.iter().map(|entry| (entry.other, super::count::in_orders(entry.weight) as f32)).collect()
        });
        Kept { rows: rows.collect() }
    }
}

/// Leaves the `most` of greatest weight over the root of the other product's own, which ranks as the cosine does.
fn cut(row: &mut Vec<Entry>, most: usize, inverse: &[f64]) {
    let strength = |entry: &Entry| entry.weight as f64 * inverse[entry.other as usize];
    row.select_nth_unstable_by(most, |a, b| {
        strength(b).total_cmp(&strength(a)).then(a.other.cmp(&b.other)).then(a.weight.cmp(&b.weight))
    });
    row.truncate(most);
}

impl Kept {
    /// The pairs of product `p`, ascending by the other.
    pub fn row(&self, p: usize) -> &[(u32, f32)] {
        self.rows.get(p).map_or(&[], Vec::as_slice)
    }

    /// Makes a pair that either end has kept known from both.
    pub fn mirror(&mut self) {
        let kept = |rows: &[Vec<(u32, f32)>], own: u32, other: u32| {
            rows[own as usize].binary_search_by_key(&other, |(p, _)| *p).is_ok()
        };
        let mut missing: Vec<(u32, u32, f32)> = Vec::new();
        for (row, own) in self.rows.iter().zip(0u32..) {
            let one_sided = row.iter().filter(|(other, _)| !kept(&self.rows, *other, own));
            missing.extend(one_sided.map(|(other, weight)| (*other, own, *weight)));
        }
        for (own, other, weight) in missing {
            self.rows[own as usize].push((other, weight));
        }
        self.rows.iter_mut().for_each(|row| row.sort_unstable_by_key(|(other, _)| *other));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_does_not_depend_on_the_sequence() {
        let own = |p: u32| Pair {
            a: p,
            b: p,
            orders: 100 - u64::from(p),
            weight: 90_000_000 - u64::from(p) * 1_000_000,
        };
        let marginals = Marginals::of((0..40).map(own), 40, (100, 90_000_000));
        let mut pairs: Vec<Pair> = (1..40)
            .flat_map(|b| (0..b).map(move |a| (a, b)))
            .map(|(a, b)| Pair { a, b, orders: 2, weight: u64::from((a * 7 + b * 13) % 11 + 1) * 100_000 })
            .collect();
        let kept = |pairs: &[Pair]| {
            let mut gather = Gather::new(&marginals, 5);
            pairs.iter().for_each(|pair| gather.add(pair));
            gather.finish().rows
        };
        let first = kept(&pairs);
        assert!(first.iter().all(|row| row.len() == 5));
        pairs.reverse();
        assert_eq!(first, kept(&pairs));
        pairs.sort_by_key(|pair| (u64::from(pair.a) * 7919 + u64::from(pair.b) * 104_729) % 101);
        assert_eq!(first, kept(&pairs));
    }
}
