//! Where choices come from: a fuzzer's bytes, so that it can steer them, or a seed.

/// A source of choices.
pub trait Draw {
    /// A number below `n`; 0 for n = 0.
    fn below(&mut self, n: u32) -> u32;

    /// Whether something happens that happens once in `n` times.
    fn once_in(&mut self, n: u32) -> bool {
        self.below(n) == 1
    }

    /// One of `all`.
    fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u32) as usize]
    }
}

/// A fuzzer's bytes. When they are used up, every choice is the first one.
pub struct Bytes<'a>(pub &'a [u8]);

impl Draw for Bytes<'_> {
    fn below(&mut self, n: u32) -> u32 {
        let width = if n <= 1 << 8 { 1 } else { 4 };
        let (head, rest) = self.0.split_at(width.min(self.0.len()));
        self.0 = rest;
        head.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)).checked_rem(n).unwrap_or(0)
    }
}

/// Numbers that follow from a seed: SplitMix64.
pub struct Seeded(pub u64);

impl Draw for Seeded {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ z >> 31) >> 32) as u32).checked_rem(n).unwrap_or(0)
    }
}
