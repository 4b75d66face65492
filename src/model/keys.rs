//! Product key → product index.
//!
//! The page knows a product by a text (handle, id); rows are numbered. The texts themselves stand
//! in the cards, so this part stores only a fingerprint of each: it costs the same for a
//! four-digit id and an eighty-letter handle, and a row is found before any text is there.
//!
//! ```text
//! KEYS
//! ├─ 4  salt, u32
//! ├─ 1  fingerprint bits f (16…48)
//! └─ f bits a product, in the order of their indexes, low bit first
//! ```
//!
//! In files we write f is 2·⌈log₂ n⌉ − 2, at which about two of n products clash; the salt is one
//! at which none do, so a known key is never mistaken. An *unknown* key matches some fingerprint
//! with probability n / 2^f: the reader compares the key with the card's text where it is there.

use super::Part;
use super::bits::{BitReader, BitWriter, ByteReader, Fault, first_fault};

const FEWEST_BITS: u32 = 16;
const MOST_BITS: u32 = 48;

/// Salts tried at each width before a bit is added.
const SALTS: u32 = 64;

/// 64-bit hash of a product key: FNV-1a, then the finaliser of MurmurHash3 so that the top bits,
/// which are the ones used, depend on every byte.
pub fn hash_key(key: &str, salt: u32) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64 ^ u64::from(salt);
    for byte in key.bytes() {
        h = (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

/// The key table of a whole file. Pages read entries, which need none.
#[cfg_attr(not(feature = "trainer"), allow(dead_code))]
pub struct Keys {
    salt: u32,
    bits: u32,
    fingerprints: Vec<u64>,
    /// Open addressing: row + 1, or 0 for an empty slot; a power of two of at least 2 n slots.
    slots: Vec<u32>,
}

#[cfg_attr(not(feature = "trainer"), allow(dead_code))]
impl Keys {
    /// Reads the table of a file of `count` products.
    pub(super) fn decode(bytes: &[u8], count: u32, fault: &mut Fault) -> Self {
        const PART: Part = Part::Keys;
        let mut head = ByteReader::new(bytes, PART);
        let salt = head.u32();
        let bits = u32::from(head.byte());
        head.check((FEWEST_BITS..=MOST_BITS).contains(&bits));
        let bits = bits.clamp(FEWEST_BITS, MOST_BITS);
        let mut reader = BitReader::new(head.rest(), PART);
        let mut fingerprints = Vec::new();
        for _ in 0..count {
            let low = u64::from(reader.bits(FEWEST_BITS));
            fingerprints.push(low | u64::from(reader.bits(bits - FEWEST_BITS)) << FEWEST_BITS);
        }
        first_fault(fault, head.finish());
        first_fault(fault, reader.finish());
        let mut table = Self {
            salt,
            bits,
            fingerprints,
            slots: vec![0; (count as usize * 2).next_power_of_two().max(2)],
        };
        for row in 0..count {
            let fingerprint = table.fingerprints.get(row as usize).copied().unwrap_or(0);
            // Two rows of one fingerprint do not occur in our files; of such two the first wins.
            if let Err(slot) = table.probe(fingerprint)
                && let Some(empty) = table.slots.get_mut(slot)
            {
                *empty = row + 1;
            }
        }
        table
    }

    /// Writes the table of `keys`, in the order of their indexes.
    ///
    /// # Errors
    ///
    /// The two keys that no salt and width tells apart: one key given to two products.
    pub fn encode<'k>(keys: &[&'k str]) -> Result<Vec<u8>, (&'k str, &'k str)> {
        let log = u32::BITS - (keys.len() as u32).saturating_sub(1).leading_zeros();
        let narrow = (2 * log).saturating_sub(2).clamp(FEWEST_BITS, MOST_BITS);
        let choices = (narrow..=MOST_BITS).flat_map(|bits| (0..SALTS).map(move |salt| (bits, salt)));
        let mut clash = None;
        let mut sorted: Vec<(u64, &str)> = Vec::new();
        for (bits, salt) in choices {
            sorted.clear();
            sorted.extend(keys.iter().map(|key| (fingerprint(key, salt, bits), *key)));
            sorted.sort_unstable();
            match sorted.iter().zip(sorted.iter().skip(1)).find(|(a, b)| a.0 == b.0) {
                None => return Ok(write(keys, salt, bits)),
                Some((a, b)) if a.1 == b.1 => return Err((a.1, b.1)),
                Some((a, b)) => clash = Some((a.1, b.1)),
            }
        }
        Err(clash.unwrap_or_default())
    }

    /// The row of the product whose key has the same fingerprint.
    pub fn find(&self, key: &str) -> Option<u32> {
        let slot = self.probe(fingerprint(key, self.salt, self.bits)).ok()?;
        self.slots.get(slot)?.checked_sub(1)
    }

    /// The slot that holds `fingerprint`, or the empty one where it would go.
    fn probe(&self, fingerprint: u64) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = fingerprint as usize & mask;
        // At most half of the slots are taken, so an empty one ends the search.
        for _ in 0..self.slots.len() {
            match self.slots.get(slot).and_then(|row| row.checked_sub(1)) {
                None => return Err(slot),
                Some(row) if self.fingerprints.get(row as usize) == Some(&fingerprint) => return Ok(slot),
                Some(_) => slot = (slot + 1) & mask,
            }
        }
        Err(slot)
    }
}

fn fingerprint(key: &str, salt: u32, bits: u32) -> u64 {
    hash_key(key, salt) >> (64 - bits)
}

fn write(keys: &[&str], salt: u32, bits: u32) -> Vec<u8> {
    let mut out = salt.to_le_bytes().to_vec();
    out.push(bits as u8);
    let mut body = BitWriter::default();
    for key in keys {
        let fingerprint = fingerprint(key, salt, bits);
        body.bits(fingerprint as u32, FEWEST_BITS);
        body.bits((fingerprint >> FEWEST_BITS) as u32, bits - FEWEST_BITS);
    }
    out.extend(body.into_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], count: u32) -> Option<Keys> {
        let mut fault = None;
        let keys = Keys::decode(bytes, count, &mut fault);
        fault.is_none().then_some(keys)
    }

    #[test]
    fn every_key_finds_its_product_and_strangers_rarely_find_any() {
        let texts: Vec<String> = (0..5000).map(|n| format!("product-{n}")).collect();
        let keys: Vec<&str> = texts.iter().map(String::as_str).collect();
        let bytes = Keys::encode(&keys).unwrap();
        let table = read(&bytes, 5000).unwrap();
        for (key, row) in keys.iter().zip(0..) {
            assert_eq!(table.find(key), Some(row));
        }
        let strangers = (0..10_000).filter(|n| table.find(&format!("stranger-{n}")).is_some()).count();
        assert!(strangers < 20, "{strangers} of 10,000 unknown keys matched");
        assert!(bytes.len() <= 5000 * 3 + 8, "{} bytes", bytes.len());
    }

    #[test]
    fn a_table_of_another_size_is_refused() {
        let bytes = Keys::encode(&["a", "b", "c"]).unwrap();
        assert!(read(&bytes, 3).is_some());
        assert!(read(&bytes, 4).is_none());
        assert!(read(&bytes, 1).is_none());
    }

    #[test]
    fn one_key_for_two_products_is_reported() {
        assert_eq!(Keys::encode(&["a", "b", "a"]), Err(("a", "a")));
    }

    #[test]
    fn an_empty_shop_is_fine() {
        let table = read(&Keys::encode(&[]).unwrap(), 0).unwrap();
        assert_eq!(table.find("a"), None);
    }
}
