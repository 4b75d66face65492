//! How many orders it takes to see a lift.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

/// How often a lift that is there is to be found.
pub const CHANCE: f64 = 0.8;

/// How long it takes to see a lift.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Wait {
    /// The lift; 0.05 is 5 %.
    pub lift: f64,
    /// Share of visitors held out.
    pub held_out: f64,
    /// Orders of both arms together.
    pub orders: f64,
    /// Weeks at the present number of orders.
    pub weeks: f64,
}

/// Orders of both arms together at which a lift of `lift` is found with probability [`CHANCE`], where the
/// order values have the coefficient of variation `spread` (standard deviation over mean) and `held_out` of
/// them are held out: (z + z')² · spread² / (ln²(1 + lift) · share · (1 − share)).
pub fn orders(lift: f64, spread: f64, held_out: f64, level: f64) -> f64 {
    factor(level) * spread * spread / (lift.ln_1p().powi(2) * held_out * (1.0 - held_out))
}

/// The smallest lift that `orders` find with probability [`CHANCE`].
pub fn smallest(orders: f64, spread: f64, held_out: f64, level: f64) -> f64 {
    (factor(level) * spread * spread / (orders * held_out * (1.0 - held_out))).sqrt().exp_m1()
}

/// The same in weeks of `a_week` orders.
pub fn wait(lift: f64, spread: f64, held_out: f64, level: f64, a_week: f64) -> Wait {
    let orders = orders(lift, spread, held_out, level);
    Wait { lift, held_out, orders, weeks: orders / a_week }
}

/// For the share held out and the usual ones, and for usual lifts; empty where the spread is not known.
pub fn waits(spread: Option<f64>, share: Option<f64>, level: f64, a_week: f64) -> Vec<Wait> {
    let Some(spread) = spread.filter(|s| *s > 0.0) else { return Vec::new() };
    let mut shares: Vec<f64> = share.into_iter().filter(|s| *s > 0.0 && *s < 1.0).collect();
    for usual in [0.1, 0.5] {
        if shares.iter().all(|s| (s - usual).abs() > 0.03) {
            shares.push(usual);
        }
    }
    let lifts = [0.02, 0.05, 0.1, 0.2];
    shares.iter().flat_map(|share| lifts.map(|lift| wait(lift, spread, *share, level, a_week))).collect()
}

fn factor(level: f64) -> f64 {
    let normal = Normal::standard();
    (normal.inverse_cdf(0.5 + level / 2.0) + normal.inverse_cdf(CHANCE)).powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_orders_is_the_textbooks() {
        // Two equal arms, 80 % power at 5 %: 15.7 · cv² / ln²(1.05) an arm.
        let both = orders(0.05, 1.0, 0.5, 0.95);
        let expected = 2.0 * 2.0 * (1.959_964f64 + 0.841_621).powi(2) / 1.05f64.ln().powi(2);
        assert!((both / expected - 1.0).abs() < 1e-5, "{both} {expected}");
        assert!((smallest(both, 1.0, 0.5, 0.95) - 0.05).abs() < 1e-9);
        assert!(orders(0.05, 1.0, 0.1, 0.95) > 2.7 * both, "a small holdout waits longer");
    }
}
