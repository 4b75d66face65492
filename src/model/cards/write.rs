//! Writing cards: addresses as a pattern and what does not follow it, names as numbers.

use super::{CardSource, Cards, Lines, slug};
use crate::model::bits::{put_slice, put_varint};

impl Cards {
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
