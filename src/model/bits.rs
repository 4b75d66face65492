//! Bits, least significant first, and the two variable-length integers the format uses.
//!
//! The readers are kept out of line: they are called in dozens of places, and copies of them
//! were a third of the widget's reader.
//!
//! * *varint*: seven bits a byte, low group first, high bit set on all but the last byte (LEB128).

use super::{ModelError, Part};

/// What went wrong first, if anything has.
///
/// The readers are *sticky*: after a fault they go on giving zeros and empty slices, and the fault
/// is asked for once, at the end. Checking after every read instead cost the widget a third of its
/// reader: each early return has to clean up all that was read before. Callers bound their loops
/// by the bytes that are there, so a fault costs no time either.
pub type Fault = Option<ModelError>;

/// Keeps the first of two faults.
pub fn first_fault(kept: &mut Fault, next: Fault) {
    if kept.is_none() {
        *kept = next;
    }
}

/// Reads bits from bytes; never past their end.
pub struct BitReader<'a> {
    bytes: &'a [u8],
    /// Next bit to read, counted from the start.
    at: usize,
    part: Part,
    fault: Fault,
}

impl<'a> BitReader<'a> {
    /// A reader of `bytes`; `part` names them in errors.
    pub fn new(bytes: &'a [u8], part: Part) -> Self {
        Self { bytes, at: 0, part, fault: None }
    }

    /// The next `count` bits (at most 32) as an integer; 0 when they are not there.
    #[inline(never)]
    pub fn bits(&mut self, count: u32) -> u32 {
        let first = self.at >> 3;
        let end = self.at + count as usize;
        if end > self.bytes.len() * 8 {
            first_fault(&mut self.fault, Some(ModelError::Truncated(self.part)));
            return 0;
        }
        // Eight bytes hold 32 bits at any of the eight offsets.
        let mut word = 0u64;
        for (k, byte) in self.bytes.iter().skip(first).take(8).enumerate() {
            word |= u64::from(*byte) << (8 * k);
        }
        let mask = (1u64 << count) - 1;
        let value = (word >> (self.at & 7)) & mask;
        self.at = end;
        value as u32
    }

    /// What went wrong; all that may be left are the zero bits that fill the last byte.
    #[inline(never)]
    pub fn finish(mut self) -> Fault {
        let left = self.bytes.len() * 8 - self.at;
        if self.fault.is_none() && (left >= 8 || self.bits(left as u32) != 0) {
            self.fault = Some(ModelError::Trailing(self.part));
        }
        self.fault
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

    /// The bytes, the last one filled up with zero bits.
    pub fn into_bytes(mut self) -> Vec<u8> {
        if self.filled > 0 {
            self.bytes.push(self.pending as u8);
        }
        self.bytes
    }
}

/// Reads bytes, varints and length-prefixed slices; never past the end.
pub struct ByteReader<'a> {
    bytes: &'a [u8],
    part: Part,
    fault: Fault,
}

impl<'a> ByteReader<'a> {
    /// A reader of `bytes`; `part` names them in errors.
    pub fn new(bytes: &'a [u8], part: Part) -> Self {
        Self { bytes, part, fault: None }
    }

    /// Notes a fault; nothing is left to read then.
    #[inline(never)]
    pub fn fail(&mut self, fault: Fault) {
        if fault.is_some() {
            first_fault(&mut self.fault, fault);
            self.bytes = &[];
        }
    }

    /// Notes that a value is not what the specification allows, unless it is.
    #[inline(never)]
    pub fn check(&mut self, allowed: bool) {
        if !allowed {
            self.fail(Some(ModelError::Invalid(self.part)));
        }
    }

    /// The next `count` bytes; none when they are not there.
    #[inline(never)]
    pub fn take(&mut self, count: usize) -> &'a [u8] {
        match self.bytes.split_at_checked(count) {
            Some((head, tail)) => {
                self.bytes = tail;
                head
            }
            None => {
                self.fail(Some(ModelError::Truncated(self.part)));
                &[]
            }
        }
    }

    /// One byte.
    #[inline(never)]
    pub fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    /// A little-endian 16-bit integer.
    #[inline(never)]
    pub fn u16(&mut self) -> u16 {
        u16::from(self.byte()) | u16::from(self.byte()) << 8
    }

    /// A little-endian 32-bit integer.
    #[inline(never)]
    pub fn u32(&mut self) -> u32 {
        u32::from(self.u16()) | u32::from(self.u16()) << 16
    }

    /// A varint of at most 32 bits, in its shortest form.
    #[inline(never)]
    pub fn varint(&mut self) -> u32 {
        let mut value = 0u32;
        let mut shift = 0;
        loop {
            let byte = self.byte();
            let group = u32::from(byte & 0x7f);
            // No bits beyond 32, and no zero group at the end but for zero itself.
            self.check(!(shift == 28 && byte > 0x0f || shift > 0 && byte == 0));
            value |= group << shift;
            if byte < 0x80 || shift == 28 {
                return value;
            }
            shift += 7;
        }
    }

    /// A slice that its length, a varint, precedes.
    #[inline(never)]
    pub fn slice(&mut self) -> &'a [u8] {
        let length = self.varint();
        self.take(length as usize)
    }

    /// A UTF-8 string that its length in bytes, a varint, precedes.
    #[inline(never)]
    pub fn text(&mut self) -> String {
        let text = core::str::from_utf8(self.slice());
        self.check(text.is_ok());
        text.unwrap_or_default().to_owned()
    }

    /// How many bytes have not been read yet.
    pub fn left(&self) -> usize {
        self.bytes.len()
    }

    /// All that has not been read yet.
    pub fn rest(&mut self) -> &'a [u8] {
        core::mem::take(&mut self.bytes)
    }

    /// What went wrong; nothing may be left.
    #[inline(never)]
    pub fn finish(self) -> Fault {
        match self.fault {
            None if !self.bytes.is_empty() => Some(ModelError::Trailing(self.part)),
            fault => fault,
        }
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
        fn bits_come_back(values in prop::collection::vec((any::<u32>(), 0u32..=32), 0..50)) {
            let mut w = BitWriter::default();
            for (value, count) in &values { w.bits(*value, *count); }
            let bytes = w.into_bytes();
            let mut reader = BitReader::new(&bytes, Part::Head);
            for (value, count) in &values {
                let mask = ((1u64 << count) - 1) as u32;
                prop_assert_eq!(reader.bits(*count), value & mask);
            }
            prop_assert!(reader.finish().is_none());
        }

        #[test]
        fn varints_come_back(value in any::<u32>()) {
            let mut out = Vec::new();
            put_varint(&mut out, value);
            let mut reader = ByteReader::new(&out, Part::Head);
            prop_assert_eq!(reader.varint(), value);
            prop_assert!(reader.finish().is_none());
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut reader = BitReader::new(&bytes, Part::Head);
            (0..20).for_each(|n| { reader.bits(n); });
            let mut reader = ByteReader::new(&bytes, Part::Head);
            (0..20).for_each(|_| { reader.text(); reader.varint(); reader.u32(); });
            prop_assert!(reader.finish().is_some());
        }
    }

    #[test]
    fn a_varint_has_one_spelling() {
        for bytes in [&[0x80u8, 0x00][..], &[0xff, 0xff, 0xff, 0xff, 0x1f], &[0x80]] {
            let mut reader = ByteReader::new(bytes, Part::Head);
            reader.varint();
            assert!(reader.finish().is_some(), "{bytes:?}");
        }
    }

    #[test]
    fn the_first_fault_is_the_one_that_is_told() {
        let mut reader = ByteReader::new(&[1, 2], Part::Cards);
        reader.check(false);
        assert_eq!((reader.u32(), reader.take(9)), (0, &[][..]));
        assert_eq!(reader.finish(), Some(ModelError::Invalid(Part::Cards)));
    }
}
