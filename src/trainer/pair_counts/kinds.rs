//! Which product types complete which, from pair counts: `trainer/kinds.rs` without the orders.
//!
//! That counts orders which hold both types. Here every pair of products speaks for its two types, so large orders count more;
//! what is asked is the same: how much more often than by chance two types stand together. When types sell is not known.

use crate::model::kinds::KindSource;

/// Pulls a pair of types towards "nothing in particular" as so many pairs of products would.
const PRIOR_PAIRS: f64 = 100.0;

/// Complementary types kept for each.
const KEPT: usize = 12;

/// With more types than this nothing is learned of them: the table grows with the square.
const MOST_KINDS: usize = 4_000;

/// Counts types while pairs stream by.
pub struct KindTally {
    kinds: usize,
    /// Type of each product by its number outside, 1 … kinds; 0: none.
    of: Vec<u32>,
    both: Vec<f64>,
    single: Vec<f64>,
}

impl KindTally {
    /// Of products with the types `of`, of which there are `kinds`.
    pub fn new(of: Vec<u32>, kinds: usize) -> Self {
        let kinds = if kinds > MOST_KINDS { 0 } else { kinds };
        Self { kinds, of, both: vec![0.0; (kinds + 1) * (kinds + 1)], single: vec![0.0; kinds + 1] }
    }

    /// Takes a pair that so many orders hold.
    pub fn add(&mut self, a: u32, b: u32, orders: u64) {
        let kind = |p: u32| self.of.get(p as usize).map_or(0, |kind| *kind as usize);
        let (x, y) = (kind(a), kind(b));
        if self.kinds == 0 || x == 0 || y == 0 {
            return;
        }
        for (from, to) in [(x, y), (y, x)] {
            let cell = self.both.get_mut(from * (self.kinds + 1) + to);
            cell.into_iter().chain(self.single.get_mut(from)).for_each(|n| *n += orders as f64);
        }
    }

    /// For each type those of highest lift beside it.
    pub fn finish(self) -> KindSource {
        let at = |table: &[f64], at: usize| table.get(at).copied().unwrap_or(0.0);
        let all: f64 = self.single.iter().sum();
        let complements = (1..=self.kinds)
            .map(|a| {
                let mut row: Vec<(u32, f32)> = (1..=self.kinds)
                    .filter(|b| *b != a)
                    .map(|b| {
                        let expected = at(&self.single, a) * at(&self.single, b) / all.max(1.0);
                        let seen = at(&self.both, a * (self.kinds + 1) + b);
                        (b as u32, ((seen + PRIOR_PAIRS) / (expected + PRIOR_PAIRS)) as f32)
                    })
                    .filter(|(_, lift)| *lift > 1.0)
                    .collect();
                row.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
                row.truncate(KEPT);
                row
            })
            .collect();
        KindSource { complements, calendar: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_that_stand_together_complete_each_other() {
        // Products 0 and 1: cups; 2: saucers; 3: chairs; 4: of no type.
        let mut tally = KindTally::new(vec![1, 1, 2, 3, 0], 3);
        for (a, b, orders) in [(0, 2, 900), (1, 2, 700), (0, 1, 400), (2, 3, 90), (1, 3, 400), (3, 4, 10_000)]
        {
            tally.add(a, b, orders);
        }
        let found = tally.finish();
        assert_eq!(found.complements[0].first().map(|c| c.0), Some(2), "{:?}", found.complements);
        assert!(found.complements[1].iter().all(|(kind, _)| *kind == 1), "{:?}", found.complements);
    }
}
