//! The same question without the largest orders: a check that a handful of them does not decide.
//!
//! Yuen's test with Welch's degrees of freedom on trimmed means: the lowest and the highest fifth of each
//! arm's customers are left out, and their spread enters by winsorising (Yuen, *The two-sample trimmed t
//! for unequal population variances*, Biometrika 61, 1974).

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::resample::Lift;

/// Share that is cut off at each end.
pub const TRIM: f64 = 0.2;

/// Trimmed means of both arms, and the lift between them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Trimmed {
    /// Trimmed mean where blocks were shown.
    pub shown: f64,
    /// Trimmed mean where they were held out.
    pub held_out: f64,
    /// The one over the other, with its interval.
    pub lift: Lift,
}

/// Compares the trimmed means of two samples; `None` where one has fewer than ten values or no spread.
pub fn yuen_welch(shown: &[f64], held_out: &[f64], level: f64) -> Option<Trimmed> {
    let (a, b) = (Arm::of(shown)?, Arm::of(held_out)?);
    let error = (a.variance + b.variance).sqrt();
    let freedom = (a.variance + b.variance).powi(2)
        / (a.variance.powi(2) / (a.kept - 1.0) + b.variance.powi(2) / (b.kept - 1.0));
    let t = StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(0.5 + level / 2.0);
    let difference = a.mean - b.mean;
    let over = |value: f64| value / b.mean;
    let lift = Lift {
        lift: over(difference),
        low: over(difference - t * error),
        high: over(difference + t * error),
    };
    (b.mean > 0.0 && lift.low.is_finite()).then_some(Trimmed { shown: a.mean, held_out: b.mean, lift })
}

struct Arm {
    mean: f64,
    /// Of the trimmed mean.
    variance: f64,
    kept: f64,
}

impl Arm {
    fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let n = sorted.len();
        let cut = (n as f64 * TRIM) as usize;
        let kept = sorted.get(cut..n - cut).filter(|_| n >= 10)?;
        let (lowest, highest) = (*kept.first()?, *kept.last()?);
        let winsorised = |value: &f64| value.clamp(lowest, highest);
        let mean = sorted.iter().map(winsorised).sum::<f64>() / n as f64;
        let squares: f64 = sorted.iter().map(|v| (winsorised(v) - mean).powi(2)).sum();
        let h = kept.len() as f64;
        let variance = squares / (h * (h - 1.0));
        (variance > 0.0).then(|| Self { mean: kept.iter().sum::<f64>() / h, variance, kept: h })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_those_of_the_definition() {
        // By hand: of 1 … 10, the middle six are 3 … 8; winsorised 3,3,3,4,5,6,7,8,8,8 has mean 5.5 and a sum
        // of squares of 42.5, so the variance of the trimmed mean is 42.5 / (6 · 5).
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        let arm = Arm::of(&values).unwrap();
        assert_eq!((arm.mean, arm.kept), (5.5, 6.0));
        assert!((arm.variance - 42.5 / 30.0).abs() < 1e-12, "{}", arm.variance);
        // Equal arms: difference 0, 10 degrees of freedom, t = 2.2281.
        let same = yuen_welch(&values, &values, 0.95).unwrap();
        let half = 2.228_138_85 * (2.0f64 * 42.5 / 30.0).sqrt() / 5.5;
        assert!((same.lift.high - half).abs() < 1e-6 && same.lift.lift == 0.0, "{same:?}");
    }

    #[test]
    fn one_giant_order_changes_nothing_here() {
        let held: Vec<f64> = (0..200).map(|n| 20.0 + f64::from(n % 37)).collect();
        let mut shown = held.clone();
        shown[7] = 1e6;
        let trimmed = yuen_welch(&shown, &held, 0.95).unwrap();
        assert_eq!(trimmed.lift.sign(), 0);
        assert!(trimmed.lift.lift.abs() < 0.01);
        assert!(yuen_welch(&[1.0; 50], &held, 0.95).is_none(), "no spread, no test");
    }
}
