//! Weighted edges from each product to its neighbours.
//!
//! ```text
//! EDGE
//! ├─ 1  greatest number of neighbours of a row K
//! ├─ 1  bits of a weight b (1…8)
//! ├─ 1  Rice parameter s of a row's first neighbour
//! ├─ 1  Rice parameter g of the gaps
//! └─ bits, one row a product, in the order of products:
//!    ├─ ⌈log₂(K+1)⌉  number of neighbours n; nothing more when 0
//!    ├─ 8            scale e: the row's greatest weight is STEP[e mod 8] · 2^(e div 8 − 24)
//!    └─ n times, neighbours in ascending order:
//!       ├─ Rice   first: zigzag(neighbour − product) with s; then the gap − 1 with g
//!       └─ b      level q: weight = scale · ((q + 1) / 2^b)²
//! ```
//!
//! Products are numbered so that those bought together lie together, which keeps the gaps short.
//! The square ("companding") spends levels where most weights are, near zero: measured to cost
//! less quality at three and four bits than even steps.

use super::ModelError;
use super::bits::{BitReader, BitWriter, ByteReader, best_rice, unzigzag, zigzag};

/// 2^(i/8) rounded to f32: written out, because `powf` may differ in its last bit between
/// platforms and scores must not.
const STEP: [f32; 8] = [
    1.0,
    1.090_507_7,
    1.189_207_1,
    1.296_839_6,
    core::f32::consts::SQRT_2,
    1.542_210_8,
    1.681_792_9,
    1.834_008,
];

/// The scale that a row's scale byte stands for.
fn scale(code: u8) -> f32 {
    let step = STEP.get(usize::from(code & 7)).copied().unwrap_or(1.0);
    let exponent = i32::from(code >> 3) - 24;
    // Powers of two are exact in f32: build them from their bits.
    step * f32::from_bits(((exponent + 127) as u32) << 23)
}

/// The smallest scale code whose scale is at least `weight`.
fn scale_code(weight: f32) -> u8 {
    (0..=u8::MAX).find(|code| scale(*code) >= weight).unwrap_or(u8::MAX)
}

/// One neighbour of a row that is to be written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// Index of the neighbour.
    pub to: u32,
    /// Weight; only positive, finite ones are kept.
    pub weight: f32,
}

/// The rows of one file.
pub struct Edges {
    /// Row `p` is `ids[starts[p] .. starts[p + 1]]`; one more entry than there are rows.
    starts: Vec<u32>,
    ids: Vec<u32>,
    weights: Vec<f32>,
}

const PART: &str = "edges";

impl Edges {
    /// Reads `count` rows, the first of which belongs to product `first`, in a shop of `products`.
    pub(super) fn decode(bytes: &[u8], first: u32, count: u32, products: u32) -> Result<Self, ModelError> {
        let mut head = ByteReader::new(bytes, PART);
        let most = u32::from(head.byte()?);
        let weight_bits = u32::from(head.byte()?);
        let first_rice = u32::from(head.byte()?);
        let gap_rice = u32::from(head.byte()?);
        if most == 0 || !(1..=8).contains(&weight_bits) || first_rice > 31 || gap_rice > 31 {
            return Err(ModelError::Invalid(PART));
        }
        let body = head.rest();
        let count_bits = u32::BITS - most.leading_zeros();
        if count as usize * count_bits as usize > body.len() * 8 {
            return Err(ModelError::Truncated(PART));
        }
        let mut bits = BitReader::new(body, PART);
        let mut starts = Vec::with_capacity(count as usize + 1);
        let (mut ids, mut weights) = (Vec::new(), Vec::new());
        starts.push(0);
        let levels = (1u32 << weight_bits) as f32;
        for row in 0..count {
            let product = first + row;
            let neighbours = bits.bits(count_bits)?;
            if neighbours > most {
                return Err(ModelError::Invalid(PART));
            }
            let scale = if neighbours > 0 { scale(bits.bits(8)? as u8) } else { 0.0 };
            let mut id = 0i64;
            for n in 0..neighbours {
                id = if n == 0 {
                    i64::from(product) + unzigzag(u64::from(bits.rice(first_rice)?))
                } else {
                    id + 1 + i64::from(bits.rice(gap_rice)?)
                };
                let level = bits.bits(weight_bits)?;
                if id < 0 || id >= i64::from(products) || id == i64::from(product) {
                    return Err(ModelError::Invalid(PART));
                }
                let root = (level + 1) as f32 / levels;
                ids.push(id as u32);
                weights.push(scale * (root * root));
            }
            starts.push(ids.len() as u32);
        }
        bits.finish()?;
        Ok(Self { starts, ids, weights })
    }

    /// Writes `rows`, the first of which belongs to product `first`, with `weight_bits` (1…8) a
    /// weight. Every row is cut to its 255 greatest weights; edges without a positive finite
    /// weight and edges to the row's own product are left out.
    pub fn encode(rows: &[Vec<Edge>], first: u32, weight_bits: u32) -> Vec<u8> {
        let weight_bits = weight_bits.clamp(1, 8);
        let rows: Vec<Vec<Edge>> =
            rows.iter().zip(first..).map(|(row, product)| tidy(row, product)).collect();
        let most = rows.iter().map(Vec::len).max().unwrap_or(0).max(1) as u32;
        let leads = || {
            rows.iter()
                .zip(first..)
                .filter_map(|(row, product)| row.first().map(|edge| lead(edge.to, product)))
        };
        let gaps =
            || rows.iter().flat_map(|row| row.iter().zip(row.iter().skip(1)).map(|(a, b)| b.to - a.to - 1));
        let (first_rice, gap_rice) = (best_rice(leads()), best_rice(gaps()));
        let mut out = vec![most as u8, weight_bits as u8, first_rice as u8, gap_rice as u8];
        let mut bits = BitWriter::default();
        for (row, product) in rows.iter().zip(first..) {
            bits.bits(row.len() as u32, u32::BITS - most.leading_zeros());
            let greatest = row.iter().fold(0.0f32, |m, edge| m.max(edge.weight));
            let code = scale_code(greatest);
            if !row.is_empty() {
                bits.bits(u32::from(code), 8);
            }
            let mut before: Option<u32> = None;
            for edge in row {
                match before {
                    None => bits.rice(lead(edge.to, product), first_rice),
                    Some(b) => bits.rice(edge.to - b - 1, gap_rice),
                }
                bits.bits(level(edge.weight, scale(code), weight_bits), weight_bits);
                before = Some(edge.to);
            }
        }
        out.extend(bits.into_bytes());
        out
    }

    /// The neighbours of row `row` (0 is the file's first product) and their weights, neighbours
    /// ascending. Empty for a row that is not in this file.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        let at = row as usize;
        let start = self.starts.get(at).copied().unwrap_or(0) as usize;
        let end = self.starts.get(at + 1).copied().unwrap_or(0) as usize;
        let ids = self.ids.get(start..end).unwrap_or(&[]);
        let weights = self.weights.get(start..end).unwrap_or(&[]);
        ids.iter().copied().zip(weights.iter().copied())
    }

    /// Number of edges.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether no product has a neighbour.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

fn lead(to: u32, product: u32) -> u32 {
    // Both are below 2^31 (see the container's limit), so the zigzag fits.
    zigzag(i64::from(to) - i64::from(product)) as u32
}

pub(super) fn tidy(row: &[Edge], product: u32) -> Vec<Edge> {
    let mut row: Vec<Edge> =
        row.iter().copied().filter(|e| e.to != product && e.weight.is_finite() && e.weight > 0.0).collect();
    row.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.to.cmp(&b.to)));
    row.truncate(255);
    row.sort_by_key(|edge| edge.to);
    row.dedup_by_key(|edge| edge.to);
    row
}

/// The level whose weight is nearest to `weight` on the square-root scale.
fn level(weight: f32, scale: f32, weight_bits: u32) -> u32 {
    let levels = (1u32 << weight_bits) as f32;
    let root = (weight / scale).clamp(0.0, 1.0).sqrt();
    ((root * levels).round() as u32).clamp(1, levels as u32) - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(count: u32) -> impl Strategy<Value = Vec<Vec<Edge>>> {
        let edge = (0..count, 1e-4f32..10.0).prop_map(|(to, weight)| Edge { to, weight });
        prop::collection::vec(prop::collection::vec(edge, 0..20), count as usize)
    }

    proptest! {
        #[test]
        fn rows_come_back_with_weights_within_a_level(rows in rows(40), bits in 2u32..=8) {
            let bytes = Edges::encode(&rows, 0, bits);
            let edges = Edges::decode(&bytes, 0, 40, 40).unwrap();
            for (product, row) in rows.iter().enumerate() {
                let kept = tidy(row, product as u32);
                let back: Vec<(u32, f32)> = edges.row(product as u32).collect();
                prop_assert_eq!(kept.iter().map(|e| e.to).collect::<Vec<_>>(), back.iter().map(|e| e.0).collect::<Vec<_>>());
                let greatest = kept.iter().fold(0.0f32, |m, e| m.max(e.weight));
                for (edge, (_, weight)) in kept.iter().zip(back) {
                    let step = 1.1 / (1u32 << bits) as f32;
                    prop_assert!(((edge.weight / greatest).sqrt() - (weight / greatest).sqrt()).abs() <= step + 0.05);
                }
            }
        }
    }

    #[test]
    fn the_scale_covers_its_weight_and_little_more() {
        for weight in [1e-6f32, 0.003, 0.5, 1.0, 7.7, 100.0] {
            let covered = scale(scale_code(weight));
            assert!(covered >= weight && covered <= weight * 1.1, "{weight} {covered}");
        }
    }

    #[test]
    fn an_edge_to_nowhere_or_to_itself_is_refused() {
        let bytes = Edges::encode(&[vec![Edge { to: 1, weight: 1.0 }], vec![]], 0, 4);
        assert!(Edges::decode(&bytes, 0, 2, 2).is_ok());
        assert!(Edges::decode(&bytes, 0, 2, 1).is_err());
        assert!(Edges::decode(&bytes, 1, 2, 3).is_ok());
    }
}
