//! Ranges of amounts, as the file writes them.

/// From a lower to an upper bound, both included; `None`: no bound.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Band {
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
}

impl Band {
    /// Whether `value` lies inside.
    pub fn holds(&self, value: f64) -> bool {
        self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value <= high)
    }
}

/// Reads "10..50", "10..", "..50" or "10"; every number may or must carry `unit` behind it. `None`:
/// it is not written so.
pub(super) fn band(text: &str, unit: &str) -> Option<Band> {
    let number = |part: &str| -> Option<Option<f64>> {
        let part = part.trim();
        if part.is_empty() {
            return Some(None);
        }
        let value: f64 = part.strip_suffix(unit)?.trim().parse().ok()?;
        value.is_finite().then_some(Some(value))
    };
    let (low, high) = match text.split_once("..") {
        Some((low, high)) => (number(low)?, number(high)?),
        None => {
            let exact = number(text)?;
            (exact, exact)
        }
    };
    let ordered = low.zip(high).is_none_or(|(low, high)| low <= high);
    (ordered && (low.is_some() || high.is_some())).then_some(Band { low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_read() {
        let of = |low, high| Some(Band { low, high });
        assert_eq!(band("10..50", ""), of(Some(10.0), Some(50.0)));
        assert_eq!(band(" .. 4.5 ", ""), of(None, Some(4.5)));
        assert_eq!(band("0", ""), of(Some(0.0), Some(0.0)));
        assert_eq!(band("0.5x..1.5x", "x"), of(Some(0.5), Some(1.5)));
        assert_eq!(band("30%..", "%"), of(Some(30.0), None));
        for (wrong, unit) in
            [("", ""), ("..", ""), ("5..1", ""), ("5", "x"), ("a..b", ""), ("1..2..3", ""), ("inf", "")]
        {
            assert_eq!(band(wrong, unit), None, "{wrong}");
        }
        let band = band("1..2", "").unwrap();
        assert!(band.holds(1.0) && band.holds(2.0) && !band.holds(2.01));
    }
}
