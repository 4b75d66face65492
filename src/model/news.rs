//! What is rising and what is new.
//!
//! ```text
//! NEWS
//! └─ 1 byte a product  low nibble: trend t, orders of late over orders expected = 2^((t − 8) / 2);
//!                      high nibble: newness n, 15: first bought this week, 0: long known
//! ```

use super::Part;
use super::bits::{ByteReader, Fault, first_fault};

/// Trend and newness of one product, as the writer takes them.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct News {
    /// Orders of late over those expected, as a power of two: 0 is steady, 1 twice as many.
    pub trend: f32,
    /// 1 for a product first bought just now, 0 for one long known.
    pub newness: f32,
}

/// Trend and newness of the products of one file.
pub struct NewsTable(Vec<u8>);

impl NewsTable {
    pub(super) fn decode(bytes: &[u8], count: u32, fault: &mut Fault) -> Self {
        let mut r = ByteReader::new(bytes, Part::Trends);
        let table = r.take(count as usize).to_vec();
        first_fault(fault, r.finish());
        Self(table)
    }

    /// Writes the section.
    pub fn encode(news: &[News]) -> Vec<u8> {
        news.iter()
            .map(|n| {
                let trend = ((n.trend * 2.0).round() + 8.0).clamp(0.0, 15.0) as u8;
                let newness = (n.newness * 15.0).round().clamp(0.0, 15.0) as u8;
                newness << 4 | trend
            })
            .collect()
    }

    /// The byte of row `row`.
    pub fn code(&self, row: u32) -> u8 {
        self.0.get(row as usize).copied().unwrap_or(8)
    }

    /// Trend and newness of row `row`.
    pub fn get(&self, row: u32) -> News {
        self.0.get(row as usize).map_or(News::default(), |byte| News {
            trend: (f32::from(byte & 15) - 8.0) / 2.0,
            newness: f32::from(byte >> 4) / 15.0,
        })
    }
}
