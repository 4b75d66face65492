//! What is bought in a later order, after how many days, and what is bought again.
//!
//! ```text
//! LATR
//! ├─ slice      pairs (see `pairs`): first level strength, second level index into LAGS
//! └─ count × 1  again: high nibble: share of buyers who buy it again, (n / 15)²;
//!               low nibble: after how long, an index into LAGS
//! ```
//!
//! Nobody plans a mail to the hour: sixteen lags that grow by about 1.5 are fine enough.

use super::Part;
use super::bits::{ByteReader, Fault, first_fault, put_slice};
use super::pairs::{Edge, PairSource, Pairs};

/// Days that a lag index stands for.
pub const LAGS: [f32; 16] =
    [0.5, 1.0, 2.0, 4.0, 7.0, 10.0, 14.0, 21.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 270.0, 365.0];

/// Levels of strength: the order of a list matters, not its sum.
const STRENGTHS: u8 = 4;

/// One product bought in a later order, as the writer takes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LaterEdge {
    /// The product.
    pub to: u32,
    /// Strength; only positive, finite ones are kept.
    pub weight: f32,
    /// Median days until then.
    pub days: f32,
}

/// Whether and when a product is bought again.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Again {
    /// Share of its buyers who buy it again, 0 to 1.
    pub rate: f32,
    /// Median days until then.
    pub days: f32,
}

/// The later orders of one file.
pub struct Later {
    pairs: Pairs,
    again: Vec<u8>,
}

impl Later {
    pub(super) fn decode(bytes: &[u8], count: u32, fault: &mut Fault) -> Self {
        let mut r = ByteReader::new(bytes, Part::Later);
        let pairs = Pairs::decode(r.slice(), count, Part::Later, fault);
        let again = r.take(count as usize).to_vec();
        first_fault(fault, r.finish());
        Self { pairs, again }
    }

    /// Writes the section: `rows` one a product, `again` likewise.
    pub fn encode(rows: &[Vec<LaterEdge>], again: &[Again]) -> Vec<u8> {
        let strongest =
            rows.iter().flatten().map(|e| e.weight).filter(|w| w.is_finite()).fold(1e-6f32, f32::max);
        // Square root: most edges are far weaker than the strongest.
        let level = |weight: f32| {
            ((weight / strongest).sqrt() * f32::from(STRENGTHS)).ceil().clamp(1.0, f32::from(STRENGTHS))
        };
        let edge = |e: &LaterEdge| Edge { to: e.to, first: level(e.weight) as u8, second: lag_index(e.days) };
        let kept = |row: &Vec<LaterEdge>| {
            row.iter().filter(|e| e.weight > 0.0 && e.weight.is_finite()).map(edge).collect()
        };
        let value = |level: u8| {
            (f32::from(level) / f32::from(STRENGTHS)) * (f32::from(level) / f32::from(STRENGTHS)) * strongest
        };
        let source = PairSource {
            rows: rows.iter().map(kept).collect(),
            first: (0..=STRENGTHS).map(value).collect(),
            second: LAGS.to_vec(),
        };
        let mut out = Vec::new();
        put_slice(&mut out, &Pairs::encode(&source));
        out.extend(again.iter().map(|a| {
            let rate = (a.rate.clamp(0.0, 1.0).sqrt() * 15.0).round() as u8;
            rate << 4 | if rate == 0 { 0 } else { lag_index(a.days) }
        }));
        out
    }

    /// What is bought after each row, ascending by product; `second` is the median days.
    pub fn pairs(&self) -> &Pairs {
        &self.pairs
    }

    /// The same, for who names the rows anew.
    pub(super) fn pairs_mut(&mut self) -> &mut Pairs {
        &mut self.pairs
    }

    /// Writes the section from what was read: levels of the pairs, and the bytes of [`Later::code`].
    pub fn encode_levels(pairs: &PairSource, again: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        put_slice(&mut out, &Pairs::encode(pairs));
        out.extend(again);
        out
    }

    /// The byte that says whether and when row `row` is bought again.
    pub fn code(&self, row: u32) -> u8 {
        self.again.get(row as usize).copied().unwrap_or(0)
    }

    /// Whether and when row `row` is bought again.
    pub fn again(&self, row: u32) -> Again {
        let byte = self.code(row);
        let root = f32::from(byte >> 4) / 15.0;
        Again { rate: root * root, days: LAGS.get(usize::from(byte & 15)).copied().unwrap_or(0.0) }
    }
}

/// The index of the nearest lag, on a logarithmic scale.
fn lag_index(days: f32) -> u8 {
    let distance = |lag: &f32| (days.max(0.1) / lag).ln().abs();
    (0u8..).zip(LAGS).min_by(|a, b| distance(&a.1).total_cmp(&distance(&b.1))).map_or(0, |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lags_stay_with_their_edges() {
        let edge = |to: u32, days: f32| LaterEdge { to, weight: 1.0 / (to + 1) as f32, days };
        let rows = vec![
            vec![edge(3, 30.0), edge(1, 7.2)],
            vec![edge(0, 14.0)],
            vec![edge(0, 400.0)],
            vec![edge(2, 0.0)],
        ];
        let again = [
            Again { rate: 0.5, days: 30.0 },
            Again::default(),
            Again { rate: 0.04, days: 9.0 },
            Again::default(),
        ];
        let bytes = Later::encode(&rows, &again);
        let mut fault = None;
        let later = Later::decode(&bytes, 4, &mut fault);
        assert_eq!(fault, None);
        let days = |row: u32| later.pairs().row(row).iter().map(|n| (n.to, n.second)).collect::<Vec<_>>();
        assert_eq!(days(0), [(1, 7.0), (3, 30.0)]);
        assert_eq!(days(1), [(0, 14.0)]);
        assert_eq!(days(2), [(0, 365.0)]);
        assert_eq!(days(3), [(2, 0.5)]);
        assert!(later.pairs().row(1)[0].first > later.pairs().row(0)[1].first);
        assert!((later.again(0).rate - 0.5).abs() < 0.05 && later.again(0).days == 30.0);
        assert!((later.again(2).rate - 0.04).abs() < 0.01 && later.again(2).days == 10.0);
        for end in 0..bytes.len() {
            Later::decode(&bytes[..end], 4, &mut fault);
            assert!(fault.take().is_some());
        }
    }
}
