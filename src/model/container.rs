//! The frame of a model file: a head and named sections.
//!
//! ```text
//! file
//! ├─ 4  "PWM1"
//! ├─ 1  major version: a reader refuses another one
//! ├─ 1  minor version: a reader ignores sections that it does not know
//! ├─ 2  number of sections n                                     u16
//! ├─ 4  products of the whole shop                               u32, below 2³¹
//! ├─ 4  0
//! ├─ 4  products of this file                                    u32
//! ├─ n × { 4 name, 4 length in bytes as u32 }, no name twice
//! └─ the sections, in that order, without gaps
//! ```
//!
//! All integers are little-endian. A whole file has all products of the shop; an entry has a few of
//! them, and a section `RANK` that says which.

use super::bits::ByteReader;
use super::{ModelError, Part};

/// The first bytes of every model file.
pub const MAGIC: [u8; 4] = *b"PWM1";

/// Format version this build writes. Major: a reader of another major refuses the file. Minor:
/// raised when a section is added that older readers may ignore.
pub const VERSION: (u8, u8) = (1, 1);

/// The minor version of files without a `RANK`, as older readers know them.
const WHOLE_MINOR: u8 = 0;

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
        let (products, zero, count) = (r.u32(), r.u32(), r.u32());
        // A product takes more than a byte: later readers may go through `count` without asking.
        r.check(products < MAX_PRODUCTS && zero == 0 && count <= products && count as usize <= bytes.len());
        r.check(number <= MAX_SECTIONS);
        let mut sections: Vec<(Tag, &[u8])> = Vec::new();
        let mut lengths = Vec::new();
        for _ in 0..number.min(MAX_SECTIONS) {
            let tag = r.u32().to_le_bytes();
            r.check(!sections.iter().any(|(seen, _)| *seen == tag));
            sections.push((tag, &[]));
            lengths.push(r.u32());
        }
        for ((_, body), length) in sections.iter_mut().zip(lengths) {
            *body = r.take(length as usize);
        }
        r.finish().map_or(Ok(Self { products, count, sections }), Err)
    }

    /// Writes a file of `count` products, in a shop of `products`.
    pub fn encode(products: u32, count: u32, sections: &[(Tag, Vec<u8>)]) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let entry = sections.iter().any(|(tag, _)| *tag == super::tags::RANK);
        out.extend([VERSION.0, if entry { VERSION.1 } else { WHOLE_MINOR }]);
        out.extend((sections.len() as u16).to_le_bytes());
        for number in [products, 0, count] {
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
