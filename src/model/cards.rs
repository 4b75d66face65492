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
//! ├─ slice  keys, text column
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

/// What a block shows of one product.
#[derive(Clone, Copy, PartialEq)]
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
        let ends = text.bytes().zip(0u32..).filter(|(byte, _)| *byte == b'\n').map(|(_, at)| at).collect();
        Self { text, ends }
    }

    /// The next column of `count` lines.
    #[inline(never)]
    fn column(r: &mut ByteReader<'_>, count: u32) -> Self {
        let lines = Self::read(r);
        r.check(lines.ends.len() == count as usize);
        lines
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

/// The cards of one file.
pub struct Cards {
    url: [String; 2],
    image: [String; 2],
    kind_names: Lines,
    vendor_names: Lines,
    keys: Lines,
    titles: Lines,
    urls: Lines,
    images: Lines,
    variants: Lines,
    prices: Vec<u32>,
    reductions: Vec<u32>,
    kinds: Vec<u32>,
    vendors: Vec<u32>,
    flags: Vec<u8>,
}

impl Cards {
    /// Reads the cards of `count` products.
    pub(super) fn decode(bytes: &[u8], count: u32, fault: &mut Fault) -> Self {
        let mut reader = ByteReader::new(bytes, Part::Cards);
        let r = &mut reader;
        let (url, image) = ([r.text(), r.text()], [r.text(), r.text()]);
        let (kind_names, vendor_names) = (Lines::read(r), Lines::read(r));
        let (kinds, vendors) = (kind_names.ends.len() as u32, vendor_names.ends.len() as u32);
        let cards = Self {
            url,
            image,
            kind_names,
            vendor_names,
            keys: Lines::column(r, count),
            titles: Lines::column(r, count),
            urls: Lines::column(r, count),
            images: Lines::column(r, count),
            variants: Lines::column(r, count),
            prices: numbers(r, count, u32::MAX),
            reductions: numbers(r, count, u32::MAX),
            kinds: numbers(r, count, kinds),
            vendors: numbers(r, count, vendors),
            flags: r.slice().to_vec(),
        };
        r.check(cards.flags.len() == count as usize);
        first_fault(fault, reader.finish());
        cards
    }

    /// Writes the cards of `products`, in the order of their indexes.
    pub fn encode(products: &[CardSource]) -> Vec<u8> {
        let url = Pattern::of(products.iter().map(|p| (p.key.as_str(), p.url.as_str())));
        let image = Pattern::of(products.iter().map(|p| (p.key.as_str(), p.image.as_str())));
        let kinds = Dictionary::of(products.iter().map(|p| p.kind.as_str()));
        let vendors = Dictionary::of(products.iter().map(|p| p.vendor.as_str()));
        let variants: Vec<String> = products.iter().map(|p| p.variants.join("\t")).collect();

        let mut out = Vec::new();
        for part in [&url.before, &url.behind, &image.before, &image.behind] {
            put_slice(&mut out, part.as_bytes());
        }
        put_slice(&mut out, &Lines::encode(kinds.names.iter().copied()));
        put_slice(&mut out, &Lines::encode(vendors.names.iter().copied()));
        put_slice(&mut out, &Lines::encode(products.iter().map(|p| p.key.as_str())));
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

    /// The card of row `row`; `None` for a row that is not in this file.
    pub fn get(&self, row: u32) -> Option<Card<'_>> {
        let at = row as usize;
        let key = self.keys.get(row)?;
        let price = self.prices.get(at)?.checked_sub(1);
        let reduction = *self.reductions.get(at)?;
        Some(Card {
            key,
            title: self.titles.get(row)?,
            url: join(&self.url, key, self.urls.get(row)?),
            image: match self.images.get(row)? {
                "-" => ["", "", ""],
                image => join(&self.image, key, image),
            },
            variants: self.variants.get(row)?,
            price,
            compare_at: price.filter(|_| reduction > 0).map(|p| p.saturating_add(reduction)),
            kind: name(&self.kind_names, *self.kinds.get(at)?),
            vendor: name(&self.vendor_names, *self.vendors.get(at)?),
            available: self.flags.get(at)? & 1 != 0,
        })
    }

    /// The product type of row `row` as a number that is equal for equal types; 0: none.
    pub fn kind_number(&self, row: u32) -> u32 {
        self.kinds.get(row as usize).copied().unwrap_or(0)
    }

    /// Whether row `row` can be bought.
    pub fn available(&self, row: u32) -> bool {
        self.flags.get(row as usize).is_some_and(|flags| flags & 1 != 0)
    }

    /// The row of the product of which `id` is a variant: a scan, for the rare page that names
    /// products by SKU.
    pub fn find_variant(&self, id: &str) -> Option<u32> {
        (0..self.flags.len() as u32)
            .find(|row| self.variants.get(*row).is_some_and(|line| line.split('\t').any(|v| v == id)))
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

/// The product types in the order in which [`Cards::encode`] numbers them: the first is type 1.
pub fn kind_names(products: &[CardSource]) -> Vec<&str> {
    Dictionary::of(products.iter().map(|p| p.kind.as_str())).names
}

fn name(names: &Lines, number: u32) -> &str {
    number.checked_sub(1).and_then(|line| names.get(line)).unwrap_or("")
}

fn join<'a>(pattern: &'a [String; 2], key: &'a str, own: &'a str) -> [&'a str; 3] {
    let [before, behind] = pattern;
    if own.is_empty() { [before, key, behind] } else { [own, "", ""] }
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
            (text(), text(), text(), text()),
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
