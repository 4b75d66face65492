//! Weights in few levels, on one scale for all rows.
//!
//! Level `q` of `m` stands for `scale · (q/m)^(1/companding)`: most weights are small, so most
//! levels are spent there. One scale, because a level then means the same everywhere, which the
//! transport's compression finds; a scale for each row cost more bytes than it gave quality.

use super::Rows;

/// The scale is this quantile of all weights; the few above it are cut.
const TOP: f64 = 0.995;

/// Rows in levels, and what each level stands for.
pub struct Levels {
    /// (other product, level ≥ 1).
    pub rows: Vec<Vec<(u32, u8)>>,
    /// Weight of each level; level 0 is none.
    pub table: Vec<f32>,
}

/// `rows` in `2^bits` levels, `bits` from 1 to 4.
pub(in crate::trainer) fn quantise(rows: Rows, bits: u32, companding: f64) -> Levels {
    let most = ((1u32 << bits.clamp(1, 4)) - 1) as f64;
    let mut all: Vec<f32> = rows.iter().flatten().map(|(_, weight)| *weight).collect();
    all.sort_unstable_by(f32::total_cmp);
    let at = (all.len() as f64 * TOP) as usize;
    let scale = all.get(at.min(all.len().saturating_sub(1))).map_or(1.0, |w| f64::from(w.max(1e-6)));
    let table =
        (0..=most as u32).map(|q| (scale * (f64::from(q) / most).powf(1.0 / companding)) as f32).collect();
    let level =
        |weight: f32| ((f64::from(weight) / scale).clamp(0.0, 1.0).powf(companding) * most).round() as u8;
    let rows = rows
        .into_iter()
        .map(|row| {
            row.into_iter().map(|(other, weight)| (other, level(weight))).filter(|(_, q)| *q > 0).collect()
        })
        .collect();
    Levels { rows, table }
}

impl Levels {
    /// Rows with the weights that the levels stand for.
    pub fn weights(&self) -> Rows {
        let weight = |q: u8| self.table.get(usize::from(q)).copied().unwrap_or(0.0);
        self.rows.iter().map(|row| row.iter().map(|(other, q)| (*other, weight(*q))).collect()).collect()
    }
}
