//! What is bought in a later order, after how many days, and what is bought again.
//!
//! ```text
//! LATR
//! ├─ slice   edges, as in EDGE: neighbours bought in a later order
//! ├─ slice   lags: 4 bits an edge in the order of rows and neighbours, low nibble first,
//! │          an index into LAGS
//! └─ count × 1  again: high nibble: share of buyers who buy it again, (n / 15)²;
//!               low nibble: after how long, an index into LAGS
//! ```
//!
//! Nobody plans a mail to the hour: sixteen lags that grow by about 1.5 are fine enough.

use super::ModelError;
use super::bits::{ByteReader, put_slice};
use super::edges::{Edge, Edges};

/// Days that a lag index stands for.
pub const LAGS: [f32; 16] =
    [0.5, 1.0, 2.0, 4.0, 7.0, 10.0, 14.0, 21.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 270.0, 365.0];

const PART: &str = "later orders";

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

/// The later edges of one file.
pub struct Later {
    edges: Edges,
    /// First edge of each row.
    starts: Vec<u32>,
    lags: Vec<u8>,
    again: Vec<u8>,
}

impl Later {
    pub(super) fn decode(bytes: &[u8], first: u32, count: u32, products: u32) -> Result<Self, ModelError> {
        let mut r = ByteReader::new(bytes, PART);
        let edges = Edges::decode(r.slice()?, first, count, products)?;
        let lags = r.slice()?.to_vec();
        let again = r.take(count as usize)?.to_vec();
        r.finish()?;
        if lags.len() != edges.len().div_ceil(2) {
            return Err(ModelError::Invalid(PART));
        }
        let starts = (0..count)
            .scan(0u32, |at, row| {
                let start = *at;
                *at += edges.row(row).count() as u32;
                Some(start)
            })
            .collect();
        Ok(Self { edges, starts, lags, again })
    }

    /// Writes the section: `rows` one a product, `again` likewise.
    pub fn encode(rows: &[Vec<LaterEdge>], again: &[Again], first: u32, weight_bits: u32) -> Vec<u8> {
        let plain: Vec<Vec<Edge>> = rows
            .iter()
            .map(|row| row.iter().map(|e| Edge { to: e.to, weight: e.weight }).collect())
            .collect();
        let mut out = Vec::new();
        put_slice(&mut out, &Edges::encode(&plain, first, weight_bits));
        let mut nibbles = Vec::new();
        for (row, product) in plain.iter().zip(first..) {
            for edge in super::edges::tidy(row, product) {
                let lag = rows
                    .get((product - first) as usize)
                    .and_then(|row| row.iter().find(|e| e.to == edge.to))
                    .map_or(0, |e| lag_index(e.days));
                nibbles.push(lag);
            }
        }
        let lags: Vec<u8> = nibbles
            .chunks(2)
            .map(|pair| pair.iter().zip([0, 4]).fold(0, |byte, (lag, shift)| byte | lag << shift))
            .collect();
        put_slice(&mut out, &lags);
        out.extend(again.iter().map(|a| {
            let rate = (a.rate.clamp(0.0, 1.0).sqrt() * 15.0).round() as u8;
            rate << 4 | lag_index(a.days)
        }));
        out
    }

    /// What is bought after row `row`, ascending by product: (product, weight, days).
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, f32, f32)> + '_ {
        let start = self.starts.get(row as usize).copied().unwrap_or(0);
        self.edges.row(row).zip(start..).map(|((to, weight), at)| {
            let byte = self.lags.get((at / 2) as usize).copied().unwrap_or(0);
            let nibble = if at % 2 == 0 { byte & 15 } else { byte >> 4 };
            (to, weight, LAGS.get(usize::from(nibble)).copied().unwrap_or(0.0))
        })
    }

    /// Whether and when row `row` is bought again.
    pub fn again(&self, row: u32) -> Again {
        let byte = self.again.get(row as usize).copied().unwrap_or(0);
        let root = f32::from(byte >> 4) / 15.0;
        Again { rate: root * root, days: LAGS.get(usize::from(byte & 15)).copied().unwrap_or(0.0) }
    }

    /// Number of edges.
    pub fn len(&self) -> usize {
        self.edges.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
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
        let rows = vec![vec![edge(3, 30.0), edge(1, 7.2)], vec![], vec![edge(0, 400.0)], vec![edge(2, 0.0)]];
        let again = [
            Again { rate: 0.5, days: 30.0 },
            Again::default(),
            Again { rate: 0.04, days: 9.0 },
            Again::default(),
        ];
        let bytes = Later::encode(&rows, &again, 0, 4);
        let later = Later::decode(&bytes, 0, 4, 4).map_err(|e| e.to_string()).unwrap();
        let days = |row: u32| later.row(row).map(|(to, _, days)| (to, days)).collect::<Vec<_>>();
        assert_eq!(days(0), [(1, 7.0), (3, 30.0)]);
        assert_eq!(days(2), [(0, 365.0)]);
        assert_eq!(days(3), [(2, 0.5)]);
        assert!((later.again(0).rate - 0.5).abs() < 0.05 && later.again(0).days == 30.0);
        assert!((later.again(2).rate - 0.04).abs() < 0.01 && later.again(2).days == 10.0);
        for end in 0..bytes.len() {
            assert!(Later::decode(&bytes[..end], 0, 4, 4).is_err());
        }
    }
}
