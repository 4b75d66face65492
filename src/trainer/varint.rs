//! Numbers in memory, one to five bytes each: most of what is kept by the ten million is small.

use crate::model::bits::put_varint;

/// Numbers behind each other.
#[derive(Debug, Clone, Default)]
pub(in crate::trainer) struct Packed(Vec<u8>);

impl Packed {
    /// Appends a number.
    pub fn push(&mut self, number: u32) {
        match u8::try_from(number) {
            Ok(byte) if byte < 0x80 => self.0.push(byte),
            _ => put_varint(&mut self.0, number),
        }
    }

    /// The place of what comes next.
    pub fn end(&self) -> usize {
        self.0.len()
    }

    /// The numbers between two places.
    pub fn between(&self, from: usize, to: usize) -> Unpacked<'_> {
        Unpacked(self.0.get(from..to).unwrap_or(&[]))
    }
}

/// Numbers that are read one after the other.
#[derive(Debug, Clone)]
pub(in crate::trainer) struct Unpacked<'a>(&'a [u8]);

impl Iterator for Unpacked<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let (mut byte, mut rest) = self.0.split_first()?;
        let mut number = u32::from(byte & 0x7f);
        let mut shift = 7;
        while *byte >= 0x80 {
            (byte, rest) = rest.split_first()?;
            number |= u32::from(byte & 0x7f) << (shift & 31);
            shift += 7;
        }
        self.0 = rest;
        Some(number)
    }
}

/// Rising numbers of many lists that are filled in turn, as the differences from one to the next.
pub(in crate::trainer) struct Lists {
    bytes: Vec<u8>,
    /// List n is `bytes[starts[n] .. starts[n + 1]]`.
    starts: Vec<usize>,
    counts: Vec<u32>,
}

impl Lists {
    /// The lists that `fill` hands over as (list, number), each list's numbers rising. It is called twice, and must
    /// do the same both times.
    pub fn of(lists: usize, fill: impl Fn(&mut dyn FnMut(u32, u32))) -> Self {
        let mut counts = vec![0u32; lists];
        // Of each list its length so far, then where its next number goes; and the number before.
        let mut next = vec![(0usize, 0u32); lists];
        fill(&mut |list, number| {
            if let (Some((length, before)), Some(count)) =
                (next.get_mut(list as usize), counts.get_mut(list as usize))
            {
                *length += bytes_of(number - *before);
                (*before, *count) = (number, *count + 1);
            }
        });
        let mut starts = Vec::with_capacity(lists + 1);
        let mut sum = 0;
        for (place, before) in &mut next {
            starts.push(sum);
            sum += std::mem::replace(place, sum);
            *before = 0;
        }
        starts.push(sum);
        let mut bytes = vec![0u8; sum];
        fill(&mut |list, number| {
            if let Some((place, before)) = next.get_mut(list as usize) {
                let mut rest = number - std::mem::replace(before, number);
                let length = bytes_of(rest);
                for byte in bytes.get_mut(*place..*place + length).into_iter().flatten() {
                    *byte = rest as u8 & 0x7f | if rest >= 0x80 { 0x80 } else { 0 };
                    rest >>= 7;
                }
                *place += length;
            }
        });
        Self { bytes, starts, counts }
    }

    /// How many numbers list `n` has.
    pub fn count(&self, n: usize) -> usize {
        self.counts.get(n).map_or(0, |count| *count as usize)
    }

    /// The numbers of list `n`.
    #[inline]
    pub fn get(&self, n: usize) -> impl Iterator<Item = u32> + '_ {
        let bytes = match (self.starts.get(n), self.starts.get(n + 1)) {
            (Some(from), Some(to)) => self.bytes.get(*from..*to).unwrap_or(&[]),
            _ => &[],
        };
        Unpacked(bytes).scan(0u32, |sum, more| {
            *sum = sum.wrapping_add(more);
            Some(*sum)
        })
    }
}

/// What [`put_varint`] takes for a number.
fn bytes_of(number: u32) -> usize {
    (38 - (number | 1).leading_zeros() as usize) / 7
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(numbers in prop::collection::vec(any::<u32>().prop_map(|n| n >> (n % 32)), 0..200)) {
            let mut packed = Packed::default();
            for number in &numbers {
                let before = packed.end();
                packed.push(*number);
                prop_assert_eq!(packed.end() - before, bytes_of(*number));
            }
            let all: Vec<u32> = packed.between(0, packed.end()).collect();
            prop_assert_eq!(all, numbers);
        }

        #[test]
        fn lists_come_back(steps in prop::collection::vec((0u32..5, 0u32..40_000_000), 0..100)) {
            let mut expected = vec![Vec::new(); 5];
            let mut number = 0;
            let all: Vec<(u32, u32)> = steps.iter().map(|(list, step)| { number += step; (*list, number) }).collect();
            all.iter().for_each(|(list, number)| expected[*list as usize].push(*number));
            let lists = Lists::of(5, |put| all.iter().for_each(|(list, number)| put(*list, *number)));
            for (n, list) in expected.iter().enumerate() {
                prop_assert_eq!(&lists.get(n).collect::<Vec<_>>(), list);
                prop_assert_eq!(lists.count(n), list.len());
            }
            prop_assert_eq!(lists.get(9).count(), 0);
        }
    }
}
