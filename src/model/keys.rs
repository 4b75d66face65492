//! Product key → product index.
//!
//! The page knows a product by a text (handle, id); rows are numbered. The texts themselves stand
//! in the cards, so this part stores only a hash of each, which costs the same for a four-digit id
//! and an eighty-letter handle and needs no text to be fetched before a row can be found.
//!
//! ```text
//! KEYS
//! ├─ 1  hash bits H (8…48)
//! ├─ 1  Rice parameter r of the gaps
//! ├─ 1  index bits b
//! ├─ varint  number of keys M
//! └─ bits, M times, in ascending order of hash:
//!    ├─ Rice(r)  gap to the hash before (first: the hash), low and high half when H > 32
//!    └─ b        product index − first index of the file
//! ```
//!
//! H is ⌈log₂ M⌉ + 16 in files we write: an unknown key is taken for a known one with
//! probability M / 2^H ≤ 2⁻¹⁶. The writer refuses two products with one hash (see
//! [`Keys::encode`]), so a known key is never mistaken.

use super::ModelError;
use super::bits::{BitReader, BitWriter, ByteReader, best_rice, put_varint};

/// Bits beyond log₂ of the number of keys: 2⁻¹⁶ is the chance of a false match.
const SPARE_BITS: u32 = 16;

/// Widest hash a file may use; gaps of more than 32 bits do not occur in a sorted table of a
/// sensible size and are refused.
const MAX_HASH_BITS: u32 = 48;

/// 64-bit hash of a product key: FNV-1a, then the finaliser of MurmurHash3 so that the top bits,
/// which are the ones used, depend on every byte.
pub fn hash_key(key: &str) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for byte in key.bytes() {
        h = (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

/// The key table of one file.
pub struct Keys {
    hash_bits: u32,
    /// (hash, product index), ascending by hash.
    entries: Vec<(u64, u32)>,
}

impl Keys {
    /// Reads the table of a file whose products are `first .. first + count`.
    pub(super) fn decode(bytes: &[u8], first: u32, count: u32) -> Result<Self, ModelError> {
        const PART: &str = "key table";
        let mut head = ByteReader::new(bytes, PART);
        let hash_bits = u32::from(head.byte()?);
        let rice = u32::from(head.byte()?);
        let index_bits = u32::from(head.byte()?);
        let total = head.varint()?;
        if !(8..=MAX_HASH_BITS).contains(&hash_bits) || rice > 31 || index_bits > 32 {
            return Err(ModelError::Invalid(PART));
        }
        let body = head.rest();
        // A key takes at least one bit: refuse a count that the bytes cannot hold before
        // memory is set aside for it.
        if total as usize > body.len().saturating_mul(8) {
            return Err(ModelError::Truncated(PART));
        }
        let mut bits = BitReader::new(body, PART);
        let mut entries = Vec::with_capacity(total as usize);
        let mut hash = 0u64;
        for n in 0..total {
            let gap = u64::from(bits.rice(rice)?);
            hash += if n == 0 { gap } else { gap + 1 };
            let offset = bits.bits(index_bits)?;
            if hash >> hash_bits != 0 || offset >= count {
                return Err(ModelError::Invalid(PART));
            }
            entries.push((hash, first + offset));
        }
        bits.finish()?;
        Ok(Self { hash_bits, entries })
    }

    /// Writes the table. `keys` are (text, product index − first index); `count` is the number of
    /// products.
    ///
    /// # Errors
    ///
    /// The two keys that no hash of the permitted width tells apart.
    pub fn encode<'k>(keys: &[(&'k str, u32)], count: u32) -> Result<Vec<u8>, (&'k str, &'k str)> {
        let total = keys.len() as u32;
        let log = u32::BITS - total.max(1).leading_zeros();
        let mut hash_bits = (log + SPARE_BITS).clamp(8, MAX_HASH_BITS);
        let (entries, hash_bits) = loop {
            let mut entries: Vec<(u64, u32, &str)> =
                keys.iter().map(|(key, index)| (hash_key(key) >> (64 - hash_bits), *index, *key)).collect();
            entries.sort_unstable();
            // The same key for the same product twice is harmless; anything else is a collision.
            entries.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
            match entries.iter().zip(entries.iter().skip(1)).find(|(a, b)| a.0 == b.0) {
                None => break (entries, hash_bits),
                Some((a, b)) if hash_bits == MAX_HASH_BITS => return Err((a.2, b.2)),
                Some(_) => hash_bits += 1,
            }
        };
        let gaps: Vec<u32> = entries
            .iter()
            .scan(None, |before, (hash, ..)| {
                let gap = before.map_or(*hash, |b: u64| hash - b - 1);
                *before = Some(*hash);
                // A gap beyond 32 bits needs fewer than 2^16 keys in a 48-bit space: such a
                // table uses fewer hash bits in the first place.
                Some(u32::try_from(gap).unwrap_or(u32::MAX))
            })
            .collect();
        let rice = best_rice(gaps.iter().copied());
        let index_bits = u32::BITS - count.saturating_sub(1).leading_zeros();
        let mut out = vec![hash_bits as u8, rice as u8, index_bits as u8];
        put_varint(&mut out, entries.len() as u32);
        let mut bits = BitWriter::default();
        for (gap, (_, index, _)) in gaps.iter().zip(&entries) {
            bits.rice(*gap, rice);
            bits.bits(*index, index_bits);
        }
        out.extend(bits.into_bytes());
        Ok(out)
    }

    /// The index of the product with this key.
    pub fn find(&self, key: &str) -> Option<u32> {
        let hash = hash_key(key) >> (64 - self.hash_bits);
        let at = self.entries.binary_search_by(|entry| entry.0.cmp(&hash)).ok()?;
        self.entries.get(at).map(|entry| entry.1)
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_finds_its_product_and_strangers_find_none() {
        let texts: Vec<String> = (0..5000).map(|n| format!("product-{n}")).collect();
        let keys: Vec<(&str, u32)> = texts.iter().map(String::as_str).zip(0..).collect();
        let bytes = Keys::encode(&keys, 5000).unwrap();
        let table = Keys::decode(&bytes, 100, 5000).unwrap();
        for (key, index) in &keys {
            assert_eq!(table.find(key), Some(index + 100));
        }
        let strangers = (0..10_000).filter(|n| table.find(&format!("stranger-{n}")).is_some()).count();
        assert!(strangers <= 3, "{strangers} of 10,000 unknown keys matched");
        assert!(bytes.len() < 5000 * 4, "{} bytes", bytes.len());
    }

    #[test]
    fn an_index_beyond_the_file_is_refused() {
        let bytes = Keys::encode(&[("a", 0), ("b", 3)], 4).unwrap();
        assert!(Keys::decode(&bytes, 0, 4).is_ok());
        assert_eq!(Keys::decode(&bytes, 0, 3).err(), Some(ModelError::Invalid("key table")));
    }

    #[test]
    fn one_key_for_two_products_is_reported() {
        assert_eq!(Keys::encode(&[("a", 0), ("a", 1)], 2), Err(("a", "a")));
    }
}
