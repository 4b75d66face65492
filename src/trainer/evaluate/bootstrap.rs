//! How sure a figure is: intervals by drawing cases anew.

/// Draws; enough for two digits of a 95 % interval.
const DRAWS: usize = 1_000;

/// The 2.5 % and 97.5 % quantiles of the mean of `values` over bootstrap samples. The draws are
/// the same in every run. For a difference between two methods pass each case's difference: it
/// is paired, so what makes a case hard for both cancels out.
pub fn interval(values: &[f64]) -> (f64, f64) {
    if values.is_empty() {
        return (0.0, 0.0);
    }
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut means: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let sum: f64 = (0..values.len()).filter_map(|_| values.get(draw(&mut state, values.len()))).sum();
            sum / values.len() as f64
        })
        .collect();
    means.sort_by(f64::total_cmp);
    let at = |share: f64| means.get((share * (DRAWS - 1) as f64).round() as usize).copied().unwrap_or(0.0);
    (at(0.025), at(0.975))
}

/// A number below `bound`, by SplitMix64.
fn draw(state: &mut u64, bound: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    ((u128::from(z) * bound as u128) >> 64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_share_is_the_binomial_one() {
        let values: Vec<f64> = (0..1000).map(|n| f64::from(u8::from(n % 10 < 3))).collect();
        let (low, high) = interval(&values);
        let expected = 1.96 * (0.3f64 * 0.7 / 1000.0).sqrt();
        assert!(
            (low - (0.3 - expected)).abs() < 0.006 && (high - (0.3 + expected)).abs() < 0.006,
            "{low} {high}"
        );
        assert_eq!(interval(&[]), (0.0, 0.0));
    }
}
