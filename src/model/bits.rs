//! Bits, least significant first, and the two variable-length integers the format uses.
//!
//! The readers are kept out of line: they are called in dozens of places, and copies of them
//! were a third of the widget's reader.
//!
//! * *varint*: seven bits a byte, low group first, high bit set on all but the last byte (LEB128).
//! * *Rice code* with parameter `r`: `n >> r` in unary (that many ones and a zero), then the low
//!   `r` bits of `n`. A quotient of [`ESCAPE`] ones means that 32 plain bits follow instead, so a
//!   far-away value costs a bounded number of bits.

use super::{ModelError, Part};

/// Number of ones that announces a plain 32-bit value.
const ESCAPE: u32 = 24;

/// Reads bits from bytes; never past their end.
pub struct BitReader<'a> {
    bytes: &'a [u8],
    /// Next bit to read, counted from the start.
    at: usize,
    part: Part,
}

impl<'a> BitReader<'a> {
    /// A reader of `bytes`; `part` names them in errors.
    pub fn new(bytes: &'a [u8], part: Part) -> Self {
        Self { bytes, at: 0, part }
    }

    /// The next `count` bits (at most 32) as an integer.
    #[inline(never)]
    pub fn bits(&mut self, count: u32) -> Result<u32, ModelError> {
        let first = self.at >> 3;
        let end = self.at + count as usize;
        if end > self.bytes.len() * 8 {
            return Err(ModelError::Truncated(self.part));
        }
        // Eight bytes hold 32 bits at any of the eight offsets.
        let mut word = 0u64;
        for (k, byte) in self.bytes.iter().skip(first).take(8).enumerate() {
            word |= u64::from(*byte) << (8 * k);
        }
        let mask = (1u64 << count) - 1;
        let value = (word >> (self.at & 7)) & mask;
        self.at = end;
        Ok(value as u32)
    }

    /// One Rice-coded integer with parameter `r` (at most 31).
    pub fn rice(&mut self, r: u32) -> Result<u32, ModelError> {
        let mut quotient = 0;
        while self.bits(1)? == 1 {
            quotient += 1;
            if quotient == ESCAPE {
                return self.bits(32);
            }
        }
        let low = self.bits(r)?;
        let high =
            quotient.checked_shl(r).filter(|h| h >> r == quotient).ok_or(ModelError::Invalid(self.part))?;
        Ok(high | low)
    }

    /// Succeeds when all that is left are the zero bits that fill the last byte.
    #[inline(never)]
    pub fn finish(mut self) -> Result<(), ModelError> {
        let left = self.bytes.len() * 8 - self.at;
        if left >= 8 {
            return Err(ModelError::Trailing(self.part));
        }
        if self.bits(left as u32)? != 0 {
            return Err(ModelError::Invalid(self.part));
        }
        Ok(())
    }
}

/// Writes what [`BitReader`] reads.
#[derive(Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    pending: u64,
    filled: u32,
}

impl BitWriter {
    /// Appends the low `count` bits (at most 32) of `value`.
    pub fn bits(&mut self, value: u32, count: u32) {
        self.pending |= (u64::from(value) & ((1u64 << count) - 1)) << self.filled;
        self.filled += count;
        while self.filled >= 8 {
            self.bytes.push(self.pending as u8);
            self.pending >>= 8;
            self.filled -= 8;
        }
    }

    /// Appends `value` as a Rice code with parameter `r` (at most 31).
    pub fn rice(&mut self, value: u32, r: u32) {
        let quotient = value >> r;
        if quotient >= ESCAPE {
            self.bits((1 << ESCAPE) - 1, ESCAPE);
            self.bits(value, 32);
        } else {
            self.bits((1u32 << quotient) - 1, quotient + 1);
            self.bits(value, r);
        }
    }

    /// The bytes, the last one filled up with zero bits.
    pub fn into_bytes(mut self) -> Vec<u8> {
        if self.filled > 0 {
            self.bytes.push(self.pending as u8);
        }
        self.bytes
    }
}

/// The Rice parameter with the fewest bits for `values`.
pub fn best_rice(values: impl Iterator<Item = u32> + Clone) -> u32 {
    let cost = |r: u32| -> u64 {
        values
            .clone()
            .map(|v| {
                let quotient = v >> r;
                u64::from(if quotient >= ESCAPE { ESCAPE + 32 } else { quotient + 1 + r })
            })
            .sum()
    };
    (0..=24).min_by_key(|r| cost(*r)).unwrap_or(0)
}

/// Signed to unsigned so that small magnitudes stay small: 0, -1, 1, -2 … become 0, 1, 2, 3 ….
pub fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// The inverse of [`zigzag`].
pub fn unzigzag(value: u64) -> i64 {
    ((value >> 1) as i64) ^ -((value & 1) as i64)
}

/// Reads bytes, varints and length-prefixed slices; never past the end.
pub struct ByteReader<'a> {
    bytes: &'a [u8],
    part: Part,
}

impl<'a> ByteReader<'a> {
    /// A reader of `bytes`; `part` names them in errors.
    pub fn new(bytes: &'a [u8], part: Part) -> Self {
        Self { bytes, part }
    }

    /// The next `count` bytes.
    #[inline(never)]
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], ModelError> {
        let (head, tail) = self.bytes.split_at_checked(count).ok_or(ModelError::Truncated(self.part))?;
        self.bytes = tail;
        Ok(head)
    }

    /// One byte.
    #[inline(never)]
    pub fn byte(&mut self) -> Result<u8, ModelError> {
        let (first, tail) = self.bytes.split_first().ok_or(ModelError::Truncated(self.part))?;
        self.bytes = tail;
        Ok(*first)
    }

    /// A little-endian 32-bit integer.
    #[inline(never)]
    pub fn u32(&mut self) -> Result<u32, ModelError> {
        let mut value = 0;
        for shift in [0, 8, 16, 24] {
            value |= u32::from(self.byte()?) << shift;
        }
        Ok(value)
    }

    /// A varint of at most 32 bits, in its shortest form.
    #[inline(never)]
    pub fn varint(&mut self) -> Result<u32, ModelError> {
        let mut value = 0u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            let group = u32::from(byte & 0x7f);
            if shift == 28 && group > 0x0f || shift > 0 && byte == 0 {
                return Err(ModelError::Invalid(self.part));
            }
            value |= group << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(ModelError::Invalid(self.part))
    }

    /// A slice that its length, a varint, precedes.
    #[inline(never)]
    pub fn slice(&mut self) -> Result<&'a [u8], ModelError> {
        let length = self.varint()?;
        self.take(length as usize)
    }

    /// A UTF-8 string that its length in bytes, a varint, precedes.
    pub fn text(&mut self) -> Result<&'a str, ModelError> {
        core::str::from_utf8(self.slice()?).map_err(|_| ModelError::Invalid(self.part))
    }

    /// All that has not been read yet.
    pub fn rest(self) -> &'a [u8] {
        self.bytes
    }

    /// Succeeds when nothing is left.
    #[inline(never)]
    pub fn finish(self) -> Result<(), ModelError> {
        if self.bytes.is_empty() { Ok(()) } else { Err(ModelError::Trailing(self.part)) }
    }
}

/// Appends `value` as a varint.
pub fn put_varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends the length of `slice` as a varint, and `slice`.
pub fn put_slice(out: &mut Vec<u8>, slice: &[u8]) {
    put_varint(out, slice.len() as u32);
    out.extend_from_slice(slice);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rice_codes_come_back(values in prop::collection::vec(any::<u32>(), 0..50), r in 0u32..=31) {
            let mut w = BitWriter::default();
            for v in &values { w.rice(*v, r); }
            let bytes = w.into_bytes();
            let mut reader = BitReader::new(&bytes, Part::Head);
            for v in &values { prop_assert_eq!(reader.rice(r).unwrap(), *v); }
            prop_assert!(reader.finish().is_ok());
        }

        #[test]
        fn varints_come_back(value in any::<u32>()) {
            let mut out = Vec::new();
            put_varint(&mut out, value);
            let mut reader = ByteReader::new(&out, Part::Head);
            prop_assert_eq!(reader.varint().unwrap(), value);
            prop_assert!(reader.finish().is_ok());
        }

        #[test]
        fn zigzag_comes_back(value in -(1i64 << 40)..(1i64 << 40)) {
            prop_assert_eq!(unzigzag(zigzag(value)), value);
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..40), r in 0u32..=31) {
            let mut reader = BitReader::new(&bytes, Part::Head);
            while reader.rice(r).is_ok() {}
            let mut reader = ByteReader::new(&bytes, Part::Head);
            while reader.text().is_ok() && reader.varint().is_ok() {}
        }
    }

    #[test]
    fn a_varint_has_one_spelling() {
        assert!(ByteReader::new(&[0x80, 0x00], Part::Head).varint().is_err());
        assert!(ByteReader::new(&[0xff, 0xff, 0xff, 0xff, 0x1f], Part::Head).varint().is_err());
    }
}
