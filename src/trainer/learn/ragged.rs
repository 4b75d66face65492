//! Rows of different lengths in few pieces of memory.
//!
//! Fifty thousand rows that many threads allocate one by one lie among what these threads have long freed, and keep
//! the system from having it back.

use rayon::prelude::*;

/// (other product, value) of some products that follow each other.
#[derive(Debug, Default)]
struct Block {
    /// Where each product's row ends in `items`.
    ends: Vec<usize>,
    items: Vec<(u32, f32)>,
}

/// A row of (other product, value) for each product.
#[derive(Debug, Default)]
pub(super) struct Ragged {
    /// Products in each block but the last.
    size: usize,
    blocks: Vec<Block>,
}

impl Block {
    fn push(&mut self, row: &[(u32, f32)]) {
        self.items.extend_from_slice(row);
        self.ends.push(self.items.len());
    }

    fn span(&self, n: usize) -> Option<std::ops::Range<usize>> {
        let start = n.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        Some(start..*self.ends.get(n)?)
    }

    fn row(&self, n: usize) -> &[(u32, f32)] {
        self.span(n).and_then(|span| self.items.get(span)).unwrap_or(&[])
    }
}

impl Ragged {
    /// Two rows for each of `count` products, by what `fill` leaves in the two lists it gets; `begin` makes what a
    /// thread keeps from one product to the next.
    pub fn pair<T: Send>(
        count: usize,
        begin: impl Fn() -> T + Send + Sync,
        fill: impl Fn(&mut T, usize, &mut Vec<(u32, f32)>, &mut Vec<(u32, f32)>) + Send + Sync,
    ) -> (Self, Self) {
        // The first products are in most orders: blocks are small enough for threads to share these out.
        let size = (count / 128).clamp(16, 256);
        let (first, second): (Vec<Block>, Vec<Block>) = (0..count.div_ceil(size))
            .into_par_iter()
            .map_init(
                || (begin(), Vec::new(), Vec::new()),
                |(state, one, other), block| {
                    let (mut first, mut second) = (Block::default(), Block::default());
                    for product in block * size..count.min((block + 1) * size) {
                        one.clear();
                        other.clear();
                        fill(state, product, one, other);
                        first.push(one);
                        second.push(other);
                    }
                    first.items.shrink_to_fit();
                    second.items.shrink_to_fit();
                    (first, second)
                },
            )
            .unzip();
        (Self { size, blocks: first }, Self { size, blocks: second })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.blocks.iter().map(|block| block.ends.len()).sum()
    }

    /// The row of product `n`.
    pub fn row(&self, n: usize) -> &[(u32, f32)] {
        let block = n.checked_div(self.size).and_then(|at| self.blocks.get(at));
        block.map_or(&[], |block| block.row(n % self.size))
    }

    /// All rows.
    pub fn iter(&self) -> impl Iterator<Item = &[(u32, f32)]> + Clone {
        self.blocks.iter().flat_map(|block| (0..block.ends.len()).map(|n| block.row(n)))
    }

    /// The same with each value replaced by what `change` makes of the row's product and the value.
    pub fn map(mut self, change: impl Fn(usize, f32) -> f32) -> Self {
        let mut product = 0;
        for block in &mut self.blocks {
            for n in 0..block.ends.len() {
                let row = block.span(n).and_then(|span| block.items.get_mut(span)).unwrap_or(&mut []);
                row.iter_mut().for_each(|(_, value)| *value = change(product, *value));
                product += 1;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_whatever_the_number_of_products() {
        for count in [0usize, 1, 15, 16, 17, 5_000, 40_001] {
            let (first, second) = Ragged::pair(
                count,
                || (),
                |(), product, first, second| {
                    first.extend((0..product as u32 % 5).map(|n| (n, product as f32)));
                    second.push((product as u32, 1.0));
                },
            );
            let doubled = first.map(|product, value| value + product as f32);
            assert_eq!((doubled.len(), second.len()), (count, count));
            for product in 0..count {
                let expected: Vec<(u32, f32)> =
                    (0..product as u32 % 5).map(|n| (n, 2.0 * product as f32)).collect();
                assert_eq!(doubled.row(product), expected);
                assert_eq!(second.row(product), [(product as u32, 1.0)]);
            }
            assert_eq!(doubled.iter().count(), count);
            assert!(doubled.iter().zip(0..).all(|(row, product)| row == doubled.row(product)));
            assert!(doubled.row(count).is_empty());
        }
    }
}
