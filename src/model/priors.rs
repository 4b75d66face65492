//! How popular each product is by itself, whatever the context.
//!
//! Products are numbered by falling popularity, so a count of products for each level says it all,
//! and the numbering is the fallback order of the whole catalog.
//!
//! ```text
//! PRIO
//! ├─ 1  number of levels
//! └─ varint each: products of this level; level l: a share of 2^(−l/4) of all orders
//! ```

use super::Part;
use super::bits::{ByteReader, Fault, first_fault, put_varint};

/// Levels an octave.
pub const STEPS: u32 = 4;

/// 2^(−1/4), multiplied up level by level: the same bits on every machine, as `powf` is not.
const STEP: f32 = 0.840_896_4;

/// The popularity of the products of one file.
pub struct Priors(Vec<f32>);

impl Priors {
    /// Reads the levels of `count` products.
    pub(super) fn decode(bytes: &[u8], count: u32, fault: &mut Fault) -> Self {
        let mut r = ByteReader::new(bytes, Part::Popularity);
        let mut shares = Vec::new();
        let mut share = 1.0f32;
        for _ in 0..r.byte() {
            let more = r.varint() as usize;
            let room = count as usize - shares.len();
            r.check(more <= room);
            for _ in 0..more.min(room) {
                shares.push(share);
            }
            share *= STEP;
        }
        r.check(shares.len() == count as usize);
        first_fault(fault, r.finish());
        Self(shares)
    }

    /// The level of row `row`.
    #[cfg(feature = "trainer")]
    pub fn level(&self, row: u32) -> u8 {
        let share = self.get(row);
        let mut at = 1.0f32;
        let mut level = 0;
        while at > share && level < u8::MAX {
            at *= STEP;
            level += 1;
        }
        level
    }

    /// Writes the levels of products in the order of their indexes. The levels must not fall:
    /// one that does is written as the level before it.
    pub fn encode(levels: &[u8]) -> Vec<u8> {
        let mut counts: Vec<u32> = Vec::new();
        for level in levels {
            let wanted = usize::from((*level).min(254)) + 1;
            if counts.len() < wanted {
                counts.resize(wanted, 0);
            }
            counts.last_mut().into_iter().for_each(|n| *n += 1);
        }
        let mut out = vec![counts.len() as u8];
        counts.iter().for_each(|n| put_varint(&mut out, *n));
        out
    }

    /// Share of all orders that contain row `row`, 0 to 1; recent orders count more.
    pub fn get(&self, row: u32) -> f32 {
        self.0.get(row as usize).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_come_back_as_shares() {
        let mut fault = None;
        let priors = Priors::decode(&Priors::encode(&[0, 0, 4, 9, 254]), 5, &mut fault);
        assert_eq!(fault, None);
        assert_eq!(priors.get(1), 1.0);
        assert!((priors.get(2) - 0.5).abs() < 1e-6);
        assert!((priors.get(3) - 0.2102).abs() < 1e-4);
        assert!(priors.get(4) > 0.0 && priors.get(5) == 0.0);
        for count in [1, 3] {
            Priors::decode(&Priors::encode(&[0, 1]), count, &mut fault);
            assert!(fault.take().is_some());
        }
    }
}
