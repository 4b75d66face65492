//! How sure a difference between the arms is, by drawing customers anew.
//!
//! A figure is a ratio of sums over customers: value over orders is the average order value. Whole
//! customers are drawn, because one who buys often would else be taken for many who agree. The lift is
//! `shown / held out − 1`.
//!
//! Order values have heavy tails, so the interval is the studentised bootstrap (bootstrap-t) of the
//! logarithm of the lift: each draw is judged by its own standard error, which makes the interval follow
//! the skewness that a normal one ignores (Efron and Tibshirani, *An Introduction to the Bootstrap*,
//! chapter 12). The standard error is that of a ratio, linearised.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

/// One customer of one arm: what is summed above and below the line.
pub type Part = (f64, f64);

/// An arm's customers, and how many visitors it had where the figure is per visitor.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    /// One for each customer.
    pub parts: &'a [Part],
    /// Visitors: the sum below the line is then this number, and how many customers there are is chance
    /// too.
    pub visitors: Option<f64>,
}

/// A lift with its interval; 0.05 is 5 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Lift {
    /// `shown / held out − 1`.
    pub lift: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Lift {
    /// Whether the interval leaves 0 out, and on which side of 0 it then is.
    pub fn sign(&self) -> i8 {
        i8::from(self.low > 0.0) - i8::from(self.high < 0.0)
    }
}

/// Sums of a sample, drawn with weights.
#[derive(Clone, Copy, Default)]
struct Sums {
    over: f64,
    under: f64,
    squares: f64,
    products: f64,
    under_squares: f64,
}

impl Sums {
    fn add(&mut self, (over, under): Part) {
        self.over += over;
        self.under += under;
        self.squares += over * over;
        self.products += over * under;
        self.under_squares += under * under;
    }

    /// Logarithm of the ratio and the square of its standard error; `None` where there is no ratio.
    fn log_ratio(&self, visitors: Option<f64>) -> Option<(f64, f64)> {
        let (under, spread) = match visitors {
            // Poisson many customers: the variance of the sum is the sum of the squares.
            Some(visitors) => (visitors, self.squares),
            None => {
                let ratio = self.over / self.under;
                (self.under, self.squares - 2.0 * ratio * self.products + ratio * ratio * self.under_squares)
            }
        };
        let ratio = self.over / under;
        (ratio > 0.0 && ratio.is_finite()).then(|| (ratio.ln(), spread.max(0.0) / (self.over * self.over)))
    }
}

/// Standard error of the logarithm of a sample's ratio; `None` where there is no ratio.
pub fn log_error(sample: Sample<'_>) -> Option<f64> {
    let mut sums = Sums::default();
    sample.parts.iter().for_each(|part| sums.add(*part));
    sums.log_ratio(sample.visitors).map(|(_, variance)| variance.sqrt())
}

/// The ratio of a sample; `None` where there is none.
pub fn ratio(sample: Sample<'_>) -> Option<f64> {
    let over: f64 = sample.parts.iter().map(|(over, _)| over).sum();
    let under = sample.visitors.unwrap_or_else(|| sample.parts.iter().map(|(_, under)| under).sum());
    let ratio = over / under;
    ratio.is_finite().then_some(ratio)
}

/// Lift of `shown` over `held`, with an interval that holds the truth with probability `level`.
/// `draws` samples are drawn, the same in every run with the same `seed`. `None` where an arm has too
/// little: fewer than ten customers, or a sum of 0.
pub fn lift(shown: Sample<'_>, held: Sample<'_>, level: f64, draws: usize, seed: u64) -> Option<Lift> {
    if shown.parts.len() < 10 || held.parts.len() < 10 {
        return None;
    }
    let whole = |sample: Sample<'_>| {
        let mut sums = Sums::default();
        sample.parts.iter().for_each(|part| sums.add(*part));
        sums.log_ratio(sample.visitors)
    };
    let ((a, va), (b, vb)) = (whole(shown)?, whole(held)?);
    let (log, error) = (a - b, (va + vb).sqrt());
    if error == 0.0 {
        return Some(Lift { lift: log.exp_m1(), low: log.exp_m1(), high: log.exp_m1() });
    }
    let mut students: Vec<f64> = (0..draws as u64)
        .into_par_iter()
        .filter_map(|draw| {
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_add(draw));
            let ((a, va), (b, vb)) = (redraw(shown, &mut rng)?, redraw(held, &mut rng)?);
            let error = (va + vb).sqrt();
            (error > 0.0).then(|| (a - b - log) / error)
        })
        .collect();
    if students.len() * 2 < draws {
        return None;
    }
    students.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - level) / 2.0;
    let (low, high) =
        (log - quantile(&students, 1.0 - tail) * error, log - quantile(&students, tail) * error);
    Some(Lift { lift: log.exp_m1(), low: low.exp_m1(), high: high.exp_m1() })
}

fn redraw(sample: Sample<'_>, rng: &mut Xoshiro256PlusPlus) -> Option<(f64, f64)> {
    let n = sample.parts.len();
    let times = match sample.visitors {
        None => n,
        Some(_) => around(n, rng),
    };
    let mut sums = Sums::default();
    for _ in 0..times {
        // The upper half of a product: even to within n / 2^64.
        let at = ((u128::from(rng.next_u64()) * n as u128) >> 64) as usize;
        if let Some(part) = sample.parts.get(at) {
            sums.add(*part);
        }
    }
    sums.log_ratio(sample.visitors)
}

/// A Poisson number of mean `n` (at least 10), by the normal approximation of its square root.
fn around(n: usize, rng: &mut Xoshiro256PlusPlus) -> usize {
    let uniform = ((rng.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
    let root = (n as f64).sqrt() + Normal::standard().inverse_cdf(uniform) / 2.0;
    (root.max(0.0) * root.max(0.0)).round() as usize
}

/// The `share` quantile of sorted values, between neighbours in proportion. The kth of n draws stands for
/// k / (n + 1), without which few draws would make intervals too narrow.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = (share * (sorted.len() + 1) as f64 - 1.0).clamp(0.0, sorted.len().max(1) as f64 - 1.0);
    let value = |n: f64| sorted.get(n as usize).copied().unwrap_or(0.0);
    value(at.floor()) + (value(at.ceil()) - value(at.floor())) * at.fract()
}
