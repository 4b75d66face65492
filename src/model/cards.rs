//! What a block shows of a product.
//!
//! Column by column, because equal things then stand side by side, where the transport's
//! compression finds them; text columns are one UTF-8 text with a line feed after each value.
//!
//! ```text
//! CARD
//! ├─ slice  URL of a product page before the key      e.g. "/products/"
//! ├─ slice  URL of a product page behind the key
//! ├─ slice  image URL before the key
//! ├─ slice  image URL behind the key
//! ├─ slice  product types, text column (its own number of lines)
//! ├─ slice  vendors, text column (its own number of lines)
//! ├─ slice  keys, text column; empty: made from the title, see [`slug`]
//! ├─ slice  titles, text column
//! ├─ slice  URLs, text column; empty: built from the key
//! ├─ slice  images, text column; empty: built from the key; "-": none
//! ├─ slice  variant ids, text column; several in a line are separated by tabs, the default first
//! ├─ slice  prices: a varint each, minor units + 1; 0: unknown
//! ├─ slice  compare-at prices: a varint each, minor units above the price; 0: none
//! ├─ slice  types: a varint each, 0: none, n: line n of the list
//! ├─ slice  vendors: likewise
//! └─ slice  flags, a byte each: bit 0 available
//! ```
//!
//! A *slice* is a varint length and so many bytes.

mod write;

pub use write::kind_names;

use super::Part;
use super::bits::{ByteReader, Fault, first_fault};
use super::pieces::pieces;

/// What a block shows of one product.
#[derive(Clone, Copy, PartialEq, Default)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Card<'a> {
    /// The product's key: its handle, or its id in the orders.
    pub key: &'a str,
    /// Title, plain text.
    pub title: &'a str,
    /// Address of the product's page, in three parts to be joined.
    pub url: [&'a str; 3],
    /// Address of the picture, in three parts to be joined; all empty: no picture.
    pub image: [&'a str; 3],
    /// Ids or SKUs of the variants, separated by tabs; the one to add to a cart first.
    pub variants: &'a str,
    /// Price in minor units (pence), if known.
    pub price: Option<u32>,
    /// The price before the reduction, in minor units.
    pub compare_at: Option<u32>,
    /// Product type (category), empty if none.
    pub kind: &'a str,
    /// Vendor (brand), empty if none.
    pub vendor: &'a str,
    /// Whether it can be bought.
    pub available: bool,
}

/// One product as the writer takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardSource {
    /// The product's key: its handle, or its id in the orders.
    pub key: String,
    /// Title, plain text.
    pub title: String,
    /// Address of the product's page.
    pub url: String,
    /// Address of the picture; empty: none.
    pub image: String,
    /// Ids or SKUs of the variants, the default one first.
    pub variants: Vec<String>,
    /// Price in minor units.
    pub price: Option<u32>,
    /// The price before the reduction, in minor units; kept only when above the price.
    pub compare_at: Option<u32>,
    /// Product type (category).
    pub kind: String,
    /// Vendor (brand).
    pub vendor: String,
    /// Whether it can be bought.
    pub available: bool,
}

/// One text with a line feed behind each value.
struct Lines {
    text: String,
    /// Byte position of each line feed.
    ends: Vec<u32>,
}

impl Lines {
    /// The next column, whatever its number of lines.
    #[inline(never)]
    fn read(r: &mut ByteReader<'_>) -> Self {
        let text = r.text();
        r.check(text.is_empty() || text.ends_with('\n'));
        let mut ends = Vec::new();
        for (at, byte) in (0u32..).zip(text.bytes()) {
            if byte == b'\n' {
                ends.push(at);
            }
        }
        Self { text, ends }
    }

    fn get(&self, line: u32) -> Option<&str> {
        let end = *self.ends.get(line as usize)? as usize;
        let start = match line.checked_sub(1) {
            None => 0,
            Some(before) => *self.ends.get(before as usize)? as usize + 1,
        };
        self.text.get(start..end)
    }

    fn encode<'t>(values: impl Iterator<Item = &'t str>) -> Vec<u8> {
        let mut out = Vec::new();
        for value in values {
            // The trainer strips control characters; should one arrive all the same, it must
            // not shift every line behind it.
            out.extend(value.bytes().map(|b| if b == b'\n' { b' ' } else { b }));
            out.push(b'\n');
        }
        out
    }
}

/// The text columns, in the order of the file.
mod column {
    pub const KIND_NAMES: usize = 0;
    pub const VENDOR_NAMES: usize = 1;
    pub const KEYS: usize = 2;
    pub const TITLES: usize = 3;
    pub const URLS: usize = 4;
    pub const IMAGES: usize = 5;
    pub const VARIANTS: usize = 6;
    pub const NUMBER: usize = 7;
}

/// The columns of numbers, in the order of the file.
mod figure {
    pub const PRICES: usize = 0;
    pub const REDUCTIONS: usize = 1;
    /// Behind it that of vendors, as with their names.
    pub const KINDS: usize = 2;
    pub const NUMBER: usize = 4;
}

/// The cards of one file. By lists of columns, as one loop reads them and another drops them.
pub struct Cards {
    /// What stands around the key: before and behind it in the address of a page, then in that of a picture.
    around: Vec<String>,
    /// See [`column`].
    columns: Vec<Lines>,
    /// See [`figure`].
    figures: Vec<Vec<u32>>,
    flags: Vec<u8>,
}

impl From<Card<'_>> for CardSource {
    fn from(card: Card<'_>) -> Self {
        Self {
            key: card.key.to_owned(),
            title: card.title.to_owned(),
            url: card.url.concat(),
            image: card.image.concat(),
            variants: card.variants.split('\t').filter(|v| !v.is_empty()).map(str::to_owned).collect(),
            price: card.price,
            compare_at: card.compare_at,
            kind: card.kind.to_owned(),
            vendor: card.vendor.to_owned(),
            available: card.available,
        }
    }
}

impl Cards {
    /// Reads the cards of `count` products.
    pub(super) fn decode(bytes: &[u8], count: u32, fault: &mut Fault) -> Self {
        let mut reader = ByteReader::new(bytes, Part::Cards);
        let r = &mut reader;
        let around = (0..4).map(|_| r.text()).collect();
        let mut columns: Vec<Lines> = Vec::new();
        for n in 0..column::NUMBER {
            let lines = Lines::read(r);
            r.check(n < column::KEYS || lines.ends.len() == count as usize);
            columns.push(lines);
        }
        if let [_, _, keys, titles, ..] = columns.as_mut_slice() {
            *keys = named(keys, titles);
        }
        let mut figures = Vec::new();
        for n in 0..figure::NUMBER {
            // Types and vendors are numbers of names; prices may be any.
            let names = n.checked_sub(figure::KINDS).and_then(|n| columns.get(n));
            figures.push(numbers(r, count, names.map_or(u32::MAX, |names| names.ends.len() as u32)));
        }
        let cards = Self { around, columns, figures, flags: r.slice().to_vec() };
        r.check(cards.flags.len() == count as usize);
        first_fault(fault, reader.finish());
        cards
    }

    fn line(&self, column: usize, line: u32) -> Option<&str> {
        self.columns.get(column)?.get(line)
    }

    fn figure(&self, column: usize, row: u32) -> u32 {
        self.figures.get(column).and_then(|figures| figures.get(row as usize)).copied().unwrap_or(0)
    }

    /// The name behind a number of row `row`: of column 0 or 1 of the texts.
    fn name(&self, column: usize, row: u32) -> &str {
        let number = self.figure(figure::KINDS + column, row);
        number.checked_sub(1).and_then(|line| self.line(column, line)).unwrap_or("")
    }

    /// An address in three parts: the file's own around the key, unless the row has one of its own.
    fn address(&self, column: usize, row: u32) -> [&str; 3] {
        let own = self.line(column, row).unwrap_or("");
        let around = |n: usize| self.around.get(2 * (column - column::URLS) + n).map_or("", String::as_str);
        match own {
            "-" if column == column::IMAGES => [""; 3],
            "" => [around(0), self.key(row).unwrap_or(""), around(1)],
            own => [own, "", ""],
        }
    }

    /// The card of row `row`; `None` for a row that is not in this file.
    pub fn get(&self, row: u32) -> Option<Card<'_>> {
        let price = self.price(row);
        let reduction = self.figure(figure::REDUCTIONS, row);
        Some(Card {
            key: self.key(row)?,
            title: self.line(column::TITLES, row)?,
            url: self.address(column::URLS, row),
            image: self.address(column::IMAGES, row),
            variants: self.line(column::VARIANTS, row)?,
            price,
            compare_at: price.filter(|_| reduction > 0).map(|p| p.saturating_add(reduction)),
            kind: self.name(column::KIND_NAMES, row),
            vendor: self.name(column::VENDOR_NAMES, row),
            available: self.available(row),
        })
    }

    /// The key of row `row`.
    #[inline(never)]
    pub fn key(&self, row: u32) -> Option<&str> {
        self.line(column::KEYS, row)
    }

    /// The names of product types (0) or vendors (1), in the order of their numbers, from 1.
    pub fn names(&self, column: usize) -> impl Iterator<Item = &str> {
        (0..).map_while(move |line| self.line(column, line))
    }

    /// The product type (0) or the vendor (1) of row `row` as a number that is equal for equal ones; 0: none.
    #[inline(never)]
    pub fn number(&self, column: usize, row: u32) -> u32 {
        self.figure(figure::KINDS + column, row)
    }

    /// The price of row `row` in minor units, if known.
    #[inline(never)]
    pub fn price(&self, row: u32) -> Option<u32> {
        self.figure(figure::PRICES, row).checked_sub(1)
    }

    /// Whether row `row` can be bought.
    pub fn available(&self, row: u32) -> bool {
        self.flags.get(row as usize).is_some_and(|flags| flags & 1 != 0)
    }

    /// The row of the product of which `id` is a variant: a scan, for the rare page that names
    /// products by SKU.
    pub fn find_variant(&self, id: &str) -> Option<u32> {
        (0..self.flags.len() as u32).find(|row| {
            self.line(column::VARIANTS, *row).is_some_and(|line| pieces(line, b'\t').any(|v| v == id))
        })
    }
}

/// The next column of `count` varints, none above `limit`.
#[inline(never)]
fn numbers(r: &mut ByteReader<'_>, count: u32, limit: u32) -> Vec<u32> {
    let mut column = ByteReader::new(r.slice(), Part::Cards);
    let mut out = Vec::new();
    for _ in 0..count {
        let value = column.varint();
        column.check(value <= limit);
        out.push(value);
    }
    r.fail(column.finish());
    out
}

/// The keys, those that are left out made from the titles.
#[inline(never)]
fn named(keys: &Lines, titles: &Lines) -> Lines {
    let mut out = Lines { text: String::new(), ends: Vec::new() };
    for row in 0..keys.ends.len() as u32 {
        match keys.get(row) {
            None | Some("") => slug(titles.get(row).unwrap_or(""), &mut out.text),
            Some(key) => out.text += key,
        }
        out.ends.push(out.text.len() as u32);
        out.text.push('\n');
    }
    out
}

/// Appends what shops make of a title for its page's address: letters and digits of ASCII, small, a hyphen for
/// whatever is between them; apostrophes are left out.
fn slug(title: &str, out: &mut String) {
    let (start, mut gap) = (out.len(), false);
    for byte in title.bytes() {
        if byte.is_ascii_alphanumeric() {
            if gap && out.len() > start {
                out.push('-');
            }
            gap = false;
            out.push(byte.to_ascii_lowercase() as char);
        } else {
            gap |= byte != b'\'';
        }
    }
}

#[cfg(test)]
mod tests;
