//! What makes a file an entry: which products of the shop its rows are.
//!
//! ```text
//! RANK
//! ├─ 4      training, u32: equal in all entries of one training
//! ├─ slice  aliases, a line each: id or SKU of a variant, tab, key of its product
//! └─ varint a row: places in the shop by popularity since the row before (the first: since the
//!           start), times 2, plus 1 if the row's neighbours are in this file
//! ```
//!
//! An entry's rows are ascending by place, so the order of rows is the order of popularity. The
//! places serve to merge several entries; products are told by the keys in the cards.

use super::Part;
use super::bits::{ByteReader, Fault, first_fault, put_slice, put_varint};
use super::pieces::lines;

/// What an entry says of its rows.
#[derive(Default)]
pub struct Rank {
    /// The training it is from.
    pub build: u32,
    aliases: String,
    /// Of each row: its place, and whether its neighbours are here.
    pub products: Vec<(u32, bool)>,
}

impl Rank {
    /// Reads the section of an entry of `count` rows, in a shop of `products`.
    pub(super) fn decode(bytes: &[u8], count: u32, products: u32, fault: &mut Fault) -> Self {
        let mut reader = ByteReader::new(bytes, Part::Rank);
        let r = &mut reader;
        let mut out = Self { build: r.u32(), aliases: r.text(), products: Vec::new() };
        // The place behind the row before.
        let mut next = 0u32;
        for _ in 0..count {
            let code = r.varint();
            let place = next.saturating_add(code >> 1);
            r.check(place < products);
            out.products.push((place, code & 1 != 0));
            next = place.saturating_add(1);
        }
        first_fault(fault, reader.finish());
        out
    }

    /// The key of the product of which `id` is a variant.
    pub fn alias(&self, id: &str) -> Option<&str> {
        lines(&self.aliases).find_map(|line| line.strip_prefix(id)?.strip_prefix('\t'))
    }
}

/// Writes the section: `aliases` as (id, key), `products` as in [`Rank::products`], ascending.
pub fn encode(build: u32, aliases: &[(&str, &str)], products: &[(u32, bool)]) -> Vec<u8> {
    let mut out = build.to_le_bytes().to_vec();
    let lines: Vec<String> = aliases.iter().map(|(id, key)| format!("{id}\t{key}\n")).collect();
    put_slice(&mut out, lines.concat().as_bytes());
    let mut next = 0;
    for (place, own) in products {
        put_varint(&mut out, (place - next) << 1 | u32::from(*own));
        next = place + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8], count: u32) -> (Rank, Fault) {
        let mut fault = None;
        let rank = Rank::decode(bytes, count, 1000, &mut fault);
        (rank, fault)
    }

    proptest! {
        #[test]
        fn places_come_back(places in prop::collection::btree_map(0u32..1000, any::<bool>(), 0..40)) {
            let places: Vec<(u32, bool)> = places.into_iter().collect();
            let bytes = encode(7, &[("SKU 1", "mug"), ("41", "lamp")], &places);
            let (rank, fault) = read(&bytes, places.len() as u32);
            prop_assert_eq!(fault, None);
            prop_assert_eq!((rank.build, rank.alias("41"), rank.alias("4")), (7, Some("lamp"), None));
            prop_assert_eq!(rank.products, places.clone());
            for end in 0..bytes.len() {
                prop_assert!(read(&bytes[..end], places.len() as u32).1.is_some());
            }
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let (rank, fault) = read(&bytes, 9);
            prop_assert!(fault.is_some() || rank.products.iter().all(|(place, _)| *place < 1000));
        }
    }

    #[test]
    fn a_place_beyond_the_shop_is_refused() {
        assert!(read(&encode(1, &[], &[(999, true)]), 1).1.is_none());
        assert!(read(&encode(1, &[], &[(1000, true)]), 1).1.is_some());
    }
}
