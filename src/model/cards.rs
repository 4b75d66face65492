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

use super::Part;
use super::bits::{ByteReader, Fault, first_fault, put_slice, put_varint};
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

    /// Writes the cards of `products`, in the order of their indexes.
    pub fn encode(products: &[CardSource]) -> Vec<u8> {
        Self::write(products, &[], false)
    }

    /// As [`Cards::encode`] for an entry: with the product types `first` numbered as they stand there, and without keys
    /// that follow from their titles, which are a quarter of a small file.
    pub fn encode_entry(products: &[CardSource], first: &[&str]) -> Vec<u8> {
        Self::write(products, first, true)
    }

    fn write(products: &[CardSource], first: &[&str], entry: bool) -> Vec<u8> {
        let url = Pattern::of(products.iter().map(|p| (p.key.as_str(), p.url.as_str())));
        let image = Pattern::of(products.iter().map(|p| (p.key.as_str(), p.image.as_str())));
        let kinds = Dictionary::of(products.iter().map(|p| p.kind.as_str())).behind(first);
        let vendors = Dictionary::of(products.iter().map(|p| p.vendor.as_str()));
        let variants: Vec<String> = products.iter().map(|p| p.variants.join("\t")).collect();

        let mut out = Vec::new();
        for part in [&url.before, &url.behind, &image.before, &image.behind] {
            put_slice(&mut out, part.as_bytes());
        }
        put_slice(&mut out, &Lines::encode(kinds.names.iter().copied()));
        put_slice(&mut out, &Lines::encode(vendors.names.iter().copied()));
        let follows = |p: &CardSource| {
            let mut made = String::new();
            slug(&p.title, &mut made);
            entry && made == p.key
        };
        let keys = products.iter().map(|p| if follows(p) { "" } else { p.key.as_str() });
        put_slice(&mut out, &Lines::encode(keys));
        put_slice(&mut out, &Lines::encode(products.iter().map(|p| p.title.as_str())));
        put_slice(&mut out, &Lines::encode(products.iter().map(|p| url.remainder(&p.key, &p.url))));
        let image_of = |p: &'_ CardSource| if p.image.is_empty() { "-" } else { "" };
        let images: Vec<&str> = products
            .iter()
            .map(|p| if p.image.is_empty() { image_of(p) } else { image.remainder(&p.key, &p.image) })
            .collect();
        put_slice(&mut out, &Lines::encode(images.into_iter()));
        put_slice(&mut out, &Lines::encode(variants.iter().map(String::as_str)));
        let numbers = |out: &mut Vec<u8>, values: &mut dyn Iterator<Item = u32>| {
            let mut column = Vec::new();
            values.for_each(|v| put_varint(&mut column, v));
            put_slice(out, &column);
        };
        numbers(&mut out, &mut products.iter().map(|p| p.price.map_or(0, |price| price.saturating_add(1))));
        numbers(
            &mut out,
            &mut products.iter().map(|p| match (p.price, p.compare_at) {
                (Some(price), Some(before)) => before.saturating_sub(price),
                _ => 0,
            }),
        );
        numbers(&mut out, &mut products.iter().map(|p| kinds.number(&p.kind)));
        numbers(&mut out, &mut products.iter().map(|p| vendors.number(&p.vendor)));
        let flags: Vec<u8> = products.iter().map(|p| u8::from(p.available)).collect();
        put_slice(&mut out, &flags);
        out
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

/// The product types in the order in which [`Cards::encode`] numbers them: the first is type 1.
pub fn kind_names(products: &[CardSource]) -> Vec<&str> {
    Dictionary::of(products.iter().map(|p| p.kind.as_str())).names
}

/// What addresses have in common around the product's key.
struct Pattern {
    before: String,
    behind: String,
}

impl Pattern {
    /// The pattern that fits most of `pairs` of key and address.
    fn of<'t>(pairs: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        let mut counts = std::collections::BTreeMap::new();
        for (key, address) in pairs.filter(|(key, _)| !key.is_empty()) {
            if let Some((before, behind)) = address.rsplit_once(key) {
                *counts.entry((before, behind)).or_insert(0u32) += 1;
            }
        }
        let best = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
        let (before, behind) = best.map_or(("", ""), |(pattern, _)| pattern);
        Self { before: before.to_owned(), behind: behind.to_owned() }
    }

    /// What must be stored for `address`: nothing when the pattern gives it.
    fn remainder<'t>(&self, key: &str, address: &'t str) -> &'t str {
        let built = address
            .strip_prefix(self.before.as_str())
            .and_then(|rest| rest.strip_suffix(self.behind.as_str()))
            .is_some_and(|rest| rest == key);
        if built { "" } else { address }
    }
}

/// Distinct names, the most frequent first so that their numbers are short.
struct Dictionary<'t> {
    names: Vec<&'t str>,
    numbers: std::collections::BTreeMap<&'t str, u32>,
}

impl<'t> Dictionary<'t> {
    fn of(values: impl Iterator<Item = &'t str>) -> Self {
        let mut counts = std::collections::BTreeMap::new();
        values.filter(|v| !v.is_empty()).for_each(|v| *counts.entry(v).or_insert(0u32) += 1);
        let mut names: Vec<(&str, u32)> = counts.into_iter().collect();
        names.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let names: Vec<&str> = names.into_iter().map(|(name, _)| name).collect();
        let numbers = names.iter().copied().zip(1..).collect();
        Self { names, numbers }
    }

    /// With the names `first` before all others, in their order.
    fn behind(mut self, first: &[&'t str]) -> Self {
        self.names.retain(|name| !first.contains(name));
        self.names.splice(0..0, first.iter().copied());
        self.numbers = self.names.iter().copied().zip(1..).collect();
        self
    }

    fn number(&self, name: &str) -> u32 {
        self.numbers.get(name).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8], count: u32) -> Cards {
        let mut fault = None;
        let cards = Cards::decode(bytes, count, &mut fault);
        assert_eq!(fault, None);
        cards
    }

    fn text() -> impl Strategy<Value = String> {
        "[a-zA-Z0-9 äß€'\"<>&/-]{0,12}"
    }

    fn source() -> impl Strategy<Value = CardSource> {
        let price = prop::option::of(0u32..100_000);
        (
            // Every product has a key.
            ("[a-zA-Z0-9 äß€'/-]{1,12}", text(), text(), text()),
            prop::collection::vec("[A-Z0-9]{1,6}", 0..3),
            price.clone(),
            price,
            (text(), text(), any::<bool>()),
        )
            .prop_map(
                |((key, title, url, image), variants, price, compare_at, (kind, vendor, available))| {
                    CardSource {
                        key,
                        title,
                        url,
                        image,
                        variants,
                        price,
                        compare_at,
                        kind,
                        vendor,
                        available,
                    }
                },
            )
    }

    proptest! {
        #[test]
        fn cards_come_back(products in prop::collection::vec(source(), 0..20)) {
            let bytes = Cards::encode(&products);
            let cards = read(&bytes, products.len() as u32);
            for (row, product) in products.iter().enumerate() {
                let card = cards.get(row as u32).unwrap();
                prop_assert_eq!(card.key, &product.key);
                prop_assert_eq!(card.title, &product.title);
                prop_assert_eq!(card.variants, product.variants.join("\t"));
                prop_assert_eq!(card.price, product.price);
                let before = product.compare_at.filter(|c| product.price.is_some_and(|p| *c > p));
                prop_assert_eq!(card.compare_at, before);
                prop_assert_eq!(card.kind, &product.kind);
                prop_assert_eq!(card.vendor, &product.vendor);
                prop_assert_eq!(card.available, product.available);
                if product.image != "-" {
                    prop_assert_eq!(card.image.concat(), product.image.clone());
                }
            }
            prop_assert!(cards.get(products.len() as u32).is_none());
        }
    }

    #[test]
    fn keys_that_follow_from_titles_are_left_out_of_entries() {
        let card = |key: &str, title: &str| CardSource {
            key: key.into(),
            title: title.into(),
            ..CardSource::default()
        };
        let products = [
            card("childrens-mug-small", "Children's  Mug (small)"),
            card("childrens-mug-small-2", "Children's Mug (small)"),
            card("tasse-grün", "Tasse grün"),
            card("10002", "10002"),
            card("plain", "!?"),
        ];
        let (whole, entry) = (Cards::encode(&products), Cards::encode_entry(&products, &[]));
        assert_eq!(whole.len() - entry.len(), "childrens-mug-small".len() + "10002".len());
        for bytes in [&whole, &entry] {
            let cards = read(bytes, products.len() as u32);
            for (row, product) in (0u32..).zip(&products) {
                assert_eq!(cards.key(row), Some(product.key.as_str()));
                assert_eq!(cards.get(row).map(|card| card.key), Some(product.key.as_str()));
            }
        }
    }

    #[test]
    fn addresses_that_follow_a_pattern_are_stored_once() {
        let product = |key: &str| CardSource {
            key: key.into(),
            url: format!("/products/{key}"),
            image: format!("/pictures/{key}.svg"),
            ..CardSource::default()
        };
        let products = [
            product("red-mug"),
            product("blue-mug"),
            CardSource { url: "/special".into(), ..product("tin") },
        ];
        let bytes = Cards::encode(&products);
        let cards = read(&bytes, 3);
        assert_eq!(cards.get(0).unwrap().url.concat(), "/products/red-mug");
        assert_eq!(cards.get(1).unwrap().image.concat(), "/pictures/blue-mug.svg");
        assert_eq!(cards.get(2).unwrap().url.concat(), "/special");
        assert_eq!(bytes.windows(10).filter(|w| w == b"/products/").count(), 1);
    }

    #[test]
    fn a_line_feed_inside_a_title_does_not_shift_the_others() {
        let products = [
            CardSource { title: "a\nb".into(), ..CardSource::default() },
            CardSource { title: "c".into(), ..CardSource::default() },
        ];
        let cards = read(&Cards::encode(&products), 2);
        assert_eq!(cards.get(0).unwrap().title, "a b");
        assert_eq!(cards.get(1).unwrap().title, "c");
    }
}
