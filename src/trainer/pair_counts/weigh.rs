//! What an order counts, in whole millionths.
//!
//! The trainer's rule (see [`Settings::derive`](crate::trainer::Settings::derive)) in integers: an order of s products that is a
//! days older than the latest weighs `s^−½ · (keep + (1 − keep) · ½^(a / half))`. `sql/pair_counts.sql` says the same, and a
//! test holds them against each other, so whoever changes one changes both.

use super::MILLION;

/// ½^(k / 32) in millionths.
const FRACTIONS: [u64; 32] = [
    1000000, 978572, 957603, 937084, 917004, 897355, 878126, 859310, 840896, 822878, 805245, 787990, 771105,
    754582, 738413, 722590, 707107, 691955, 677128, 662618, 648420, 634525, 620929, 607624, 594604, 581862,
    569394, 557193, 545254, 533570, 522137, 510949,
];

/// After so many halvings nothing is left of a million.
const HALVINGS: u64 = 20;

/// What follows from the amount of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// Days after which an order counts half.
    pub half: u64,
    /// What never fades of an order's weight, in millionths.
    pub keep: u64,
}

impl Evidence {
    /// For `line_items` line items of `products` products: with x = 100 / line items a product, within 1 … 16, half = 120 · √x
    /// and keep = .05 · x, at most .5.
    pub fn of(products: u64, line_items: u64) -> Self {
        let share = |of: u64| of * products / line_items.max(1);
        Self { half: share(1_440_000).isqrt().clamp(120, 480), keep: share(5_000_000).clamp(50_000, 500_000) }
    }

    /// The weight of an order of `size` distinct products, `age` whole days older than the latest.
    pub fn weight(&self, size: u64, age: u64) -> u64 {
        let by_size = (MILLION * MILLION / size.max(1)).isqrt();
        let age = age * 32 / self.half.max(1);
        let fraction = FRACTIONS.get((age % 32) as usize).copied().unwrap_or(0);
        let faded = if age / 32 < HALVINGS { fraction >> (age / 32) } else { 0 };
        by_size * (self.keep + (MILLION - self.keep) * faded / MILLION) / MILLION
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trainer::Settings;

    #[test]
    fn integers_follow_the_rule_of_the_trainer() {
        for (products, lines) in
            [(4_700u64, 1_000_000u64), (4_000, 20_000), (3_300, 400_000), (10, 1_000_000)]
        {
            let evidence = Evidence::of(products, lines);
            let rule = Settings::default().derive(lines as usize, products as usize, 1);
            assert!((evidence.half as f64 - rule.half_life).abs() <= 1.0, "{evidence:?} {rule:?}");
            assert!((evidence.keep as f64 / 1e6 - rule.recency_floor).abs() < 2e-6);
            for (size, age) in [(1u64, 0u64), (2, 10), (7, 119), (40, 365), (1000, 3_000), (3, 30_000)] {
                let fade = 0.5f64.powf(age as f64 / evidence.half as f64);
                let exact =
                    (size as f64).powf(-0.5) * (rule.recency_floor + (1.0 - rule.recency_floor) * fade);
                let ours = evidence.weight(size, age) as f64 / 1e6;
                assert!(
                    (ours / exact - 1.0).abs() < 0.025,
                    "{size} products, {age} days: {ours} against {exact}"
                );
            }
        }
    }

    #[test]
    fn fractions_are_powers_of_a_half() {
        for (k, fraction) in FRACTIONS.iter().enumerate() {
            assert_eq!(*fraction, (1e6 * 0.5f64.powf(k as f64 / 32.0)).round() as u64);
        }
    }
}
