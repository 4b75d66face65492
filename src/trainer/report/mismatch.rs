//! Sample ratio mismatch: do the arms have the sizes that were asked for?

use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Below this probability the split is taken for broken. Stricter than the reports' level: the test runs
/// every week, and a false alarm costs a whole experiment.
pub const ALARM: f64 = 0.001;

/// The result of the test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Mismatch {
    /// What was counted: visitors, or only customers.
    pub of_visitors: bool,
    /// Share held out that was asked for, 0 to 1.
    pub expected: f64,
    /// Share held out that was found.
    pub found: f64,
    /// Probability of at least so large a deviation by chance.
    pub p: f64,
}

impl Mismatch {
    /// Whether the split is taken for broken.
    pub fn alarm(&self) -> bool {
        self.p < ALARM
    }
}

/// Pearson's chi-square test, one degree of freedom. `None` where nothing was counted or `expected` is no
/// share.
pub fn test(shown: f64, held_out: f64, expected: f64, of_visitors: bool) -> Option<Mismatch> {
    let total = shown + held_out;
    if total <= 0.0 || !(expected > 0.0 && expected < 1.0) {
        return None;
    }
    let away = |found: f64, share: f64| (found - total * share).powi(2) / (total * share);
    let statistic = away(held_out, expected) + away(shown, 1.0 - expected);
    let p = ChiSquared::new(1.0).ok()?.sf(statistic);
    Some(Mismatch { of_visitors, expected, found: held_out / total, p })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_probability_is_that_of_the_table() {
        // A statistic of 3.841459 has probability .05: 1,000 visitors, half expected, 469.01 found.
        let deviation = (3.841_459f64 * 1000.0 / 4.0).sqrt();
        let found = test(500.0 + deviation, 500.0 - deviation, 0.5, true).unwrap();
        assert!((found.p - 0.05).abs() < 1e-4, "{found:?}");
        assert!(!found.alarm());
        assert!(test(9_000.0, 1_200.0, 0.1, true).unwrap().alarm());
        assert!(!test(9_000.0, 1_010.0, 0.1, true).unwrap().alarm());
        assert!(test(0.0, 0.0, 0.1, true).is_none());
        assert!(test(5.0, 5.0, 1.0, true).is_none());
    }
}
