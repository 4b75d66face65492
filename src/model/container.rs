//! The frame of a model file: a head and named sections.
//!
//! ```text
//! file
//! ├─ 4  "PWM1"
//! ├─ 1  major version: a reader refuses another one
//! ├─ 1  minor version: a reader ignores sections that it does not know
//! ├─ 2  number of sections n                                     u16
//! ├─ 4  products of the whole shop                               u32, below 2³¹
//! ├─ 4  first product of this file                               u32
//! ├─ 4  products of this file                                    u32
//! ├─ n × { 4 name, 4 length in bytes as u32 }, no name twice
//! └─ the sections, in that order, without gaps
//! ```
//!
//! All integers are little-endian. A shop of a few thousand products is one file that holds
//! `0 .. products`; a larger one is cut into files of consecutive products, which is all that
//! sharding changes.

use super::bits::ByteReader;
use super::{ModelError, Part};

/// The first bytes of every model file.
pub const MAGIC: [u8; 4] = *b"PWM1";

/// Format version this build writes. Major: a reader of another major refuses the file. Minor:
/// raised when a section is added that older readers may ignore.
pub const VERSION: (u8, u8) = (1, 0);

/// Product counts stay below this, so that differences of indexes fit 32 bits.
const MAX_PRODUCTS: u32 = 1 << 31;

/// Sections a file may have: a bound on what a hostile head can ask for.
const MAX_SECTIONS: u16 = 64;

/// Name of a section.
pub type Tag = [u8; 4];

/// A file's head and the bytes of its sections.
pub struct Container<'a> {
    /// Products of the whole shop.
    pub products: u32,
    /// First product of this file.
    pub first: u32,
    /// Products of this file.
    pub count: u32,
    sections: Vec<(Tag, &'a [u8])>,
}

impl<'a> Container<'a> {
    /// Reads the frame; the sections' contents are not looked at.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, ModelError> {
        if !bytes.starts_with(&MAGIC) {
            return Err(ModelError::NotAModel);
        }
        let mut r = ByteReader::new(bytes, Part::Head);
        r.take(MAGIC.len());
        let major = r.byte();
        if major != VERSION.0 {
            return Err(ModelError::Version { expected: VERSION.0, got: major });
        }
        let _minor = r.byte();
        let number = r.u16();
        let (products, first, count) = (r.u32(), r.u32(), r.u32());
        let end = first.saturating_add(count);
        // A product takes more than a byte: later readers may go through `count` without asking.
        r.check(products < MAX_PRODUCTS && end <= products && count as usize <= bytes.len());
        r.check(number <= MAX_SECTIONS);
        let mut lengths: Vec<(Tag, u32)> = Vec::new();
        for _ in 0..number.min(MAX_SECTIONS) {
            let tag = r.u32().to_le_bytes();
            r.check(!lengths.iter().any(|(seen, _)| *seen == tag));
            lengths.push((tag, r.u32()));
        }
        let sections = lengths.iter().map(|(tag, length)| (*tag, r.take(*length as usize))).collect();
        r.finish().map_or(Ok(Self { products, first, count, sections }), Err)
    }

    /// Writes a file of `count` products from `first` on, in a shop of `products`.
    pub fn encode(products: u32, first: u32, count: u32, sections: &[(Tag, Vec<u8>)]) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend([VERSION.0, VERSION.1]);
        out.extend((sections.len() as u16).to_le_bytes());
        for number in [products, first, count] {
            out.extend(number.to_le_bytes());
        }
        for (tag, body) in sections {
            out.extend(tag);
            out.extend((body.len() as u32).to_le_bytes());
        }
        for (_, body) in sections {
            out.extend(body);
        }
        out
    }

    /// The bytes of the section with this name.
    pub fn section(&self, tag: Tag) -> Option<&'a [u8]> {
        self.sections.iter().find(|(name, _)| *name == tag).map(|(_, body)| *body)
    }

    /// Names and lengths in bytes of all sections, in the order of the file.
    pub fn sections(&self) -> impl Iterator<Item = (Tag, usize)> + '_ {
        self.sections.iter().map(|(tag, body)| (*tag, body.len()))
    }
}
