//! Weighted pairs of products: complements, likenesses, what is bought later.
//!
//! A pair's ids are stored once for both directions, in the row of the lower index, with up to
//! four small levels: two for each direction. What the two mean is the section's business:
//!
//! | section | first level | second level |
//! |---|---|---|
//! | `EDGE` | cart weight | page weight |
//! | `SIML` | likeness | – |
//! | `LATR` | strength | days until the later order |
//!
//! ```text
//! pairs
//! ├─ varint  number of pairs m
//! ├─ 1       number of first levels a (1…16), level 0 is none
//! ├─ 1       number of second levels b (1…16)
//! ├─ a × 4   what each first level stands for, f32
//! ├─ b × 4   what each second level stands for, f32
//! ├─ 1       number of combinations c
//! ├─ c × 2   combination, u16: first →, first ←, second →, second ←, four bits each from the low end
//! ├─ slice   degrees: a byte a row; 255: 255 and a varint more, behind the bytes
//! ├─ slice   gap classes: a byte a pair; below 16 the gap itself, else eight classes an octave
//! ├─ slice   the gaps' low bits, (octave − 3) bits each, low bit first
//! └─ slice   levels: a byte a pair, the index of its combination; 255: a u16 of its own, behind
//! ```
//!
//! A gap is the difference to the pair before in the row (first: to the row's own index), less 1.
//! Everything is laid out in bytes, because the transport's compression models bytes: measured on
//! real orders it takes these streams to within a few percent of an adaptive arithmetic coder,
//! whose decoder the widget would have to carry. Products are numbered by falling popularity, so
//! gaps are short where pairs are many.

use super::Part;
use super::bits::{BitReader, BitWriter, ByteReader, Fault, first_fault, put_slice, put_varint};

/// Four levels of a pair `low < high`: first →, first ←, second →, second ←.
pub type Levels = [u8; 4];

/// One directed edge that is to be written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// Index of the neighbour.
    pub to: u32,
    /// First level, 0 to 15.
    pub first: u8,
    /// Second level, 0 to 15.
    pub second: u8,
}

/// What the writer takes: directed edges and what the levels stand for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PairSource {
    /// Neighbours of each product.
    pub rows: Vec<Vec<Edge>>,
    /// What each first level stands for; the first entry is level 0.
    pub first: Vec<f32>,
    /// What each second level stands for.
    pub second: Vec<f32>,
}

/// One neighbour of a product.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Neighbour {
    /// Its index.
    pub to: u32,
    /// What the first level stands for.
    pub first: f32,
    /// What the second level stands for.
    pub second: f32,
}

/// The rows of one file, both directions spread out.
pub struct Pairs {
    rows: Vec<Vec<Neighbour>>,
    pairs: usize,
    /// What the levels stand for, for who cuts a file into entries.
    #[cfg(feature = "trainer")]
    tables: [Vec<f32>; 2],
}

/// Greatest value a level may stand for.
const LARGEST: f32 = 1e6;

impl Pairs {
    /// Reads the pairs of a file of `count` products. Pairs join products of one file.
    pub(super) fn decode(bytes: &[u8], count: u32, part: Part, fault: &mut Fault) -> Self {
        let mut r = ByteReader::new(bytes, part);
        let total = r.varint() as usize;
        let (firsts, seconds) = (r.byte(), r.byte());
        let (first, second) = (table(&mut r, firsts), table(&mut r, seconds));
        let combinations: Vec<u16> = (0..r.byte()).map(|_| r.u16()).collect();
        let mut degrees = ByteReader::new(r.slice(), part);
        let classes = r.slice();
        r.check(classes.len() == total);
        let mut low = BitReader::new(r.slice(), part);
        let mut levels = ByteReader::new(r.slice(), part);

        // A row takes a byte at least, and so does a pair: what is there bounds both loops.
        let mut rows: Vec<Vec<Neighbour>> = Vec::new();
        rows.resize_with(count as usize, Vec::new);
        let mut next = classes.iter().zip(levels.take(classes.len()));
        for (row, degree) in (0..count).zip(degrees.take(count as usize)) {
            let more = if *degree == u8::MAX { degrees.varint() } else { 0 };
            let mut to = row;
            for _ in 0..u32::from(*degree).saturating_add(more) {
                let Some((class, index)) = next.next() else {
                    r.check(false);
                    break;
                };
                to = to.saturating_add(gap(*class, &mut low)).saturating_add(1);
                let level = match combinations.get(usize::from(*index)) {
                    Some(level) => *level,
                    None => {
                        r.check(*index == u8::MAX);
                        levels.u16()
                    }
                };
                r.check(to < count);
                // Pairs come by the lower and then by the higher row, so each row's neighbours ascend.
                for (end, other, level) in [(row, to, level), (to, row, level >> 4)] {
                    let levels = [usize::from(level & 15), usize::from(level >> 8 & 15)];
                    let value = |table: &Table, level: usize| table.get(level).copied().unwrap_or(0.0);
                    if let Some(row) = rows.get_mut(end as usize).filter(|_| levels != [0, 0]) {
                        let [a, b] = levels;
                        row.push(Neighbour { to: other, first: value(&first, a), second: value(&second, b) });
                    }
                }
            }
        }
        r.check(next.next().is_none());
        for rest in [r.finish(), degrees.finish(), levels.finish(), low.finish()] {
            first_fault(fault, rest);
        }
        Self {
            rows,
            pairs: total,
            #[cfg(feature = "trainer")]
            tables: [(first, firsts), (second, seconds)]
                .map(|(table, length)| table.iter().copied().take(usize::from(length)).collect()),
        }
    }

    /// Writes the pairs of `source`, one row a product. Edges to the row's own product and edges
    /// of level 0 are left out.
    pub fn encode(source: &PairSource) -> Vec<u8> {
        let rows = undirected(&source.rows);
        let code =
            |levels: &Levels| levels.iter().rev().fold(0u16, |code, level| code << 4 | u16::from(level & 15));
        let mut counts = std::collections::BTreeMap::new();
        rows.iter().flatten().for_each(|(_, levels)| *counts.entry(code(levels)).or_insert(0u32) += 1);
        let mut combinations: Vec<(u16, u32)> = counts.into_iter().filter(|(_, n)| *n > 1).collect();
        combinations.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        combinations.truncate(255);

        let mut out = Vec::new();
        put_varint(&mut out, rows.iter().map(Vec::len).sum::<usize>() as u32);
        out.extend([source.first.len() as u8, source.second.len() as u8]);
        source.first.iter().chain(&source.second).for_each(|value| out.extend(value.to_le_bytes()));
        out.push(combinations.len() as u8);
        combinations.iter().for_each(|(code, _)| out.extend(code.to_le_bytes()));

        let (mut degrees, mut more) = (Vec::new(), Vec::new());
        let (mut classes, mut low) = (Vec::new(), BitWriter::default());
        let (mut indexes, mut own_levels) = (Vec::new(), Vec::new());
        for (row, pairs) in (0u32..).zip(&rows) {
            degrees.push(pairs.len().min(255) as u8);
            if let Some(rest) = pairs.len().checked_sub(255) {
                put_varint(&mut more, rest as u32);
            }
            let mut before = row;
            for (to, levels) in pairs {
                classes.push(put_gap(to - before - 1, &mut low));
                before = *to;
                match combinations.iter().position(|(known, _)| *known == code(levels)) {
                    Some(index) => indexes.push(index as u8),
                    None => {
                        indexes.push(255);
                        own_levels.extend(code(levels).to_le_bytes());
                    }
                }
            }
        }
        degrees.extend(more);
        indexes.extend(own_levels);
        for stream in [degrees, classes, low.into_bytes(), indexes] {
            put_slice(&mut out, &stream);
        }
        out
    }

    /// The neighbours of row `row`, ascending. Empty for a row that is not in this file.
    pub fn row(&self, row: u32) -> &[Neighbour] {
        self.rows.get(row as usize).map_or(&[], Vec::as_slice)
    }

    /// Names each neighbour anew: `ids` has the number of each row.
    pub(super) fn renumber(&mut self, ids: &[u32]) {
        for neighbour in self.rows.iter_mut().flatten() {
            neighbour.to = ids.get(neighbour.to as usize).copied().unwrap_or(u32::MAX);
        }
    }

    /// Number of undirected pairs.
    pub fn len(&self) -> usize {
        self.pairs
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pairs == 0
    }
}

#[cfg(feature = "trainer")]
impl Pairs {
    /// What the first and what the second levels stand for.
    pub fn tables(&self) -> &[Vec<f32>; 2] {
        &self.tables
    }

    /// The levels of a neighbour of this file.
    pub fn levels(&self, neighbour: &Neighbour) -> (u8, u8) {
        let level = |table: &[f32], value: f32| table.iter().position(|v| *v == value).unwrap_or(0) as u8;
        let [first, second] = &self.tables;
        (level(first, neighbour.first), level(second, neighbour.second))
    }
}

/// What each of 16 levels stands for; those the file does not have stand for 0.
type Table = [f32; 16];

/// The next `entries` values of a table of levels.
#[inline(never)]
fn table(r: &mut ByteReader<'_>, entries: u8) -> Table {
    let mut out = [0.0; 16];
    r.check(usize::from(entries) <= out.len());
    for slot in out.iter_mut().take(usize::from(entries)) {
        *slot = f32::from_bits(r.u32());
        // Written so that a value that is not a number fails too.
        r.check((0.0..LARGEST).contains(slot));
    }
    out
}

/// Exact below 16; above, the class says the octave and the next three bits, `low` has the rest.
fn gap(class: u8, low: &mut BitReader<'_>) -> u32 {
    let class = u32::from(class);
    if class < 16 {
        return class;
    }
    // The highest octave of 32 bits has class 16 + 8 · 27 + 7; what is above is far out of any
    // shop, and found out by that.
    let rest = (class - 16) / 8 + 1;
    if rest > 28 {
        return u32::MAX;
    }
    (8 + (class - 16) % 8) << rest | low.bits(rest)
}

fn put_gap(gap: u32, low: &mut BitWriter) -> u8 {
    if gap < 16 {
        return gap as u8;
    }
    let rest = 28 - gap.leading_zeros();
    low.bits(gap & ((1 << rest) - 1), rest);
    (16 + (rest - 1) * 8 + (gap >> rest & 7)) as u8
}

/// Both directions of each pair together, in the row of the lower index, ascending.
fn undirected(rows: &[Vec<Edge>]) -> Vec<Vec<(u32, Levels)>> {
    let mut all: Vec<(u32, u32, usize, Edge)> = Vec::new();
    for (own, row) in (0u32..).zip(rows) {
        for edge in row.iter().filter(|e| e.to != own && (e.to as usize) < rows.len()) {
            let (low, high, backward) = if own < edge.to { (own, edge.to, 0) } else { (edge.to, own, 1) };
            if (edge.first, edge.second) != (0, 0) {
                all.push((low, high, backward, *edge));
            }
        }
    }
    all.sort_unstable_by_key(|(low, high, backward, _)| (*low, *high, *backward));
    let mut out: Vec<Vec<(u32, Levels)>> = vec![Vec::new(); rows.len()];
    for (low, high, backward, edge) in all {
        let Some(row) = out.get_mut(low as usize) else { continue };
        if row.last().is_none_or(|(to, _)| *to != high) {
            row.push((high, [0; 4]));
        }
        if let Some((_, levels)) = row.last_mut() {
            let (first, second) = (levels.get_mut(backward), edge.first);
            first.into_iter().for_each(|level| *level = second.min(15));
            levels.get_mut(backward + 2).into_iter().for_each(|level| *level = edge.second.min(15));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8], count: u32) -> Result<Pairs, crate::model::ModelError> {
        let mut fault = None;
        let pairs = Pairs::decode(bytes, count, Part::Head, &mut fault);
        fault.map_or(Ok(pairs), Err)
    }

    fn source(rows: Vec<Vec<Edge>>) -> PairSource {
        let table = |step: f32| (0..16).map(|q| q as f32 * step).collect();
        PairSource { rows, first: table(0.5), second: table(2.0) }
    }

    fn rows(count: u32) -> impl Strategy<Value = Vec<Vec<Edge>>> {
        let edge = (0..count, 0u8..16, 0u8..16).prop_map(|(to, first, second)| Edge { to, first, second });
        prop::collection::vec(prop::collection::vec(edge, 0..20), count as usize)
    }

    proptest! {
        #[test]
        fn every_direction_comes_back(rows in rows(60)) {
            let bytes = Pairs::encode(&source(rows.clone()));
            let pairs = read(&bytes, 60).unwrap();
            for (own, row) in (0u32..).zip(&rows) {
                // Of two edges between the same products the later one stands.
                let mut expected = std::collections::BTreeMap::new();
                for edge in row.iter().filter(|e| e.to != own && (e.first, e.second) != (0, 0)) {
                    expected.insert(edge.to, (f32::from(edge.first) * 0.5, f32::from(edge.second) * 2.0));
                }
                let back: Vec<_> = pairs.row(own).iter().map(|n| (n.to, (n.first, n.second))).collect();
                prop_assert_eq!(back.len(), expected.len());
                prop_assert!(back.iter().all(|(to, _)| expected.contains_key(to)));
                prop_assert!(back.windows(2).all(|w| w[0].0 < w[1].0));
            }
        }

        #[test]
        fn gaps_come_back(gaps in prop::collection::vec(0u32..u32::MAX, 0..50)) {
            let mut low = BitWriter::default();
            let classes: Vec<u8> = gaps.iter().map(|g| put_gap(*g, &mut low)).collect();
            let bytes = low.into_bytes();
            let mut reader = BitReader::new(&bytes, Part::Head);
            for (class, expected) in classes.iter().zip(&gaps) {
                prop_assert_eq!(gap(*class, &mut reader), *expected);
            }
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = read(&bytes, 10);
        }
    }

    #[test]
    fn a_row_of_many_neighbours_comes_back() {
        let mut rows = vec![Vec::new(); 700];
        rows[0] = (1..700).map(|to| Edge { to, first: (to % 15 + 1) as u8, second: 0 }).collect();
        let pairs = read(&Pairs::encode(&source(rows)), 700).unwrap();
        assert_eq!(pairs.row(0).len(), 699);
        assert_eq!(pairs.row(0)[698].first, f32::from(699u16 % 15 + 1) * 0.5);
        assert!(pairs.row(5).is_empty(), "the other direction was not written");
    }

    #[test]
    fn a_neighbour_beyond_the_shop_is_refused() {
        let rows = vec![vec![Edge { to: 2, first: 1, second: 0 }], vec![], vec![]];
        let bytes = Pairs::encode(&source(rows));
        assert!(read(&bytes, 3).is_ok());
        assert!(read(&bytes, 2).is_err());
    }
}
