//! Which numbers come up again: most pairs stand in one order alone, and which do not is found out before anything is counted, with
//! a bit a product, which stays in the nearest cache.

#![allow(clippy::indexing_slicing)] // arrays this module sizes itself, for numbers below their size

/// Numbers met once, and met again, a bit each.
pub(in crate::trainer) struct Met {
    once: Vec<u64>,
    again: Vec<u64>,
}

impl Met {
    /// For numbers below `size`.
    pub fn new(size: usize) -> Self {
        let bits = vec![0; size / 64 + 1];
        Self { once: bits.clone(), again: bits }
    }

    /// Meets each of `numbers`.
    #[inline]
    pub fn meet(&mut self, numbers: &[u32]) {
        let Self { once, again } = self;
        for number in numbers {
            let (at, bit) = (*number as usize / 64, 1u64 << (number % 64));
            again[at] |= once[at] & bit;
            once[at] |= bit;
        }
    }

    /// Takes all that were met for met again.
    pub fn take_all(&mut self) {
        self.again.copy_from_slice(&self.once);
    }

    /// Puts those of `numbers` that were met again into the front of `out`, in their sequence; says how many they are. `out` is
    /// made longer where it is too short.
    #[inline]
    pub fn put_again(&self, numbers: &[u32], out: &mut Vec<u32>) -> usize {
        if out.len() < numbers.len() {
            out.resize(numbers.len(), 0);
        }
        // Without a branch: what comes cannot be foretold.
        let mut met = 0;
        for number in numbers {
            out[met] = *number;
            met += (self.again[*number as usize / 64] >> (number % 64) & 1) as usize;
        }
        met
    }

    /// Whether forgetting everything is less work than forgetting so many numbers one by one.
    pub fn forgets_at_once(&self, numbers: usize) -> bool {
        numbers >= self.once.len()
    }

    /// Has met nothing.
    pub fn forget_all(&mut self) {
        self.once.fill(0);
        self.again.fill(0);
    }

    /// Has not met `numbers`, nor any that share a word of bits with them.
    #[inline]
    pub fn forget(&mut self, numbers: &[u32]) {
        for number in numbers {
            self.once[*number as usize / 64] = 0;
            self.again[*number as usize / 64] = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_up_twice_is_met_again_until_it_is_forgotten() {
        let mut met = Met::new(200);
        let mut out = Vec::new();
        met.meet(&[3, 64, 199]);
        met.meet(&[199, 7, 3]);
        let count = met.put_again(&[199, 64, 3, 7], &mut out);
        assert_eq!(out.get(..count), Some([199, 3].as_slice()));
        met.take_all();
        assert_eq!(met.put_again(&[199, 64, 3, 7, 8], &mut out), 4);
        met.forget(&[3]);
        let count = met.put_again(&[199, 64, 3, 7], &mut out);
        assert_eq!(out.get(..count), Some([199, 64].as_slice()));
        met.forget_all();
        assert_eq!(met.put_again(&[199, 64], &mut out), 0);
        assert!(met.forgets_at_once(4) && !met.forgets_at_once(3));
    }
}
