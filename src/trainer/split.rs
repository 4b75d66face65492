//! Taking a delimited file apart, block by block, with several threads.
//!
//! ```text
//!  reader ──block 0──▶ splitter 0 ──rows──▶ caller
//!         ──block 1──▶ splitter 1 ──rows──▶   (in the file's sequence)
//!         ──block 2──▶ splitter 0 …
//! ```
//!
//! A block ends with a line. Whether that line ends a record, or lies in a quoted field, is known only when all that comes
//! before has been split: so each block is split as if it began with a record, and where the one before turns out to end in
//! the middle of one, what is left of that and the block are split again, together. Files of orders seldom have such fields;
//! those of products, whose descriptions have lines, are small.

use std::io::{self, BufRead, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::memrchr2;

use super::input::{MAX_RECORD, explain};

/// A block has this many bytes and what is left of its last line.
const BLOCK: usize = 1 << 17;

/// Threads that split at most: behind them is one who looks at the rows.
const SPLITTERS: usize = 4;

/// Blocks on their way to and from each of them at most.
const WAITING: usize = 2;

/// Why a file is read no further.
const TOO_LONG: &str =
    "this record does not end within 1 MiB: look for an opening quote (\") that is never closed";
const UNCLOSED: &str = "this record does not end: look for an opening quote (\") that is never closed";
const BROKEN: &str = "reading ended before the file did, by a fault of this program: please report it";

/// Rows behind each other.
#[derive(Default)]
pub(super) struct Batch {
    /// All fields of all rows, without their quotes.
    pub(super) fields: Fields,
    /// For each row the end of each of its fields, counted from the start of the row.
    pub(super) ends: Vec<usize>,
    /// For each row its line, counted from 0 in the block, and where its fields and its ends begin.
    pub(super) rows: Vec<(u64, usize, usize)>,
    /// The line of the file with which the block begins, counted from 1.
    pub(super) line: u64,
    /// What stopped the reading behind these rows, and in which line that began.
    pub(super) failed: Option<(String, u64)>,
    block: Block,
    /// Lines of the block that end before `rest`.
    lines: u64,
    /// Where in the block a record begins that does not end in it, or is too long.
    rest: Option<usize>,
}

/// The fields' bytes; as text where they are one, so that this is found out once.
pub(super) enum Fields {
    Utf8(String),
    Other(Vec<u8>),
}

impl Default for Fields {
    fn default() -> Self {
        Self::Utf8(String::new())
    }
}

impl Fields {
    fn new(bytes: Vec<u8>) -> Self {
        String::from_utf8(bytes).map_or_else(|error| Self::Other(error.into_bytes()), Self::Utf8)
    }

    fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Utf8(text) => text.into_bytes(),
            Self::Other(bytes) => bytes,
        }
    }
}

/// Whole lines of the file.
#[derive(Default)]
struct Block {
    bytes: Vec<u8>,
    /// Behind it the file ends.
    last: bool,
    /// Behind it the file cannot be read.
    failed: Option<String>,
}

/// The threads that take one file apart. They end when this is dropped.
pub(super) struct Splitting {
    splitters: Vec<Splitter>,
    /// Whose rows come next.
    turn: usize,
    delimiter: u8,
    /// A record that has begun in the last block and has not ended there.
    rest: Vec<u8>,
    /// Lines of the file before the next block, or before `rest`.
    lines: u64,
    /// The last block has come, or nothing can be read behind it.
    ended: bool,
}

struct Splitter {
    full: Receiver<Batch>,
    spare: Sender<Batch>,
}

impl Splitting {
    /// Starts to read what `reader` gives.
    ///
    /// # Errors
    ///
    /// When there is no thread to be had.
    pub(super) fn start(reader: Box<dyn BufRead + Send>, delimiter: u8) -> io::Result<Self> {
        let spawn = |work: Box<dyn FnOnce() + Send>| {
            thread::Builder::new().name("pairwell-read".to_owned()).spawn(work).map(drop)
        };
        let threads = thread::available_parallelism().map_or(1, usize::from).min(SPLITTERS);
        let (mut splitters, mut blocks) = (Vec::new(), Vec::new());
        for _ in 0..threads {
            let (block, next_block) = sync_channel(WAITING);
            let (full, next_full) = sync_channel(WAITING);
            let (spare, next_spare) = channel();
            spawn(Box::new(move || split_all(&next_block, &full, &next_spare, delimiter)))?;
            splitters.push(Splitter { full: next_full, spare });
            blocks.push(block);
        }
        spawn(Box::new(move || read_all(reader, &blocks)))?;
        Ok(Self { splitters, turn: 0, delimiter, rest: Vec::new(), lines: 0, ended: false })
    }

    /// The rows of the next block, of which there may be none; `None` behind the last. `done` is used again.
    pub(super) fn next(&mut self, done: Batch) -> Option<Batch> {
        let before = self.turn.checked_sub(1).unwrap_or(self.splitters.len() - 1);
        if let Some(splitter) = self.splitters.get(before) {
            // Nobody there to take it back: the file has ended.
            drop(splitter.spare.send(done));
        }
        if self.ended {
            return None;
        }
        let Ok(mut batch) = self.splitters.get(self.turn)?.full.recv() else {
            // A thread that panics ends as one does whose file has ended.
            self.ended = true;
            return Some(Batch { failed: Some((BROKEN.to_owned(), self.lines + 1)), ..Batch::default() });
        };
        self.turn = (self.turn + 1) % self.splitters.len();
        if !self.rest.is_empty() {
            self.rest.extend_from_slice(&batch.block.bytes);
            batch.block.bytes = std::mem::take(&mut self.rest);
            batch.split(self.delimiter);
        }
        batch.line = self.lines + 1;
        self.lines += batch.lines;
        let failed = batch.block.failed.take();
        if let Some(from) = batch.rest {
            self.rest = batch.block.bytes.split_off(from);
        }
        let failed = failed
            .or_else(|| (self.rest.len() as u64 > MAX_RECORD).then(|| TOO_LONG.to_owned()))
            .or_else(|| (batch.block.last && !self.rest.is_empty()).then(|| UNCLOSED.to_owned()));
        self.ended = batch.block.last || failed.is_some();
        batch.failed = failed.map(|what| (what, self.lines + 1));
        Some(batch)
    }
}

/// Reads blocks and hands them out in turn, until the file ends or nobody wants them any more.
fn read_all(mut reader: Box<dyn BufRead + Send>, splitters: &[SyncSender<Block>]) {
    let mut begun = Vec::new();
    for splitter in splitters.iter().cycle() {
        let mut block = read_block(&mut reader, std::mem::take(&mut begun), &mut begun);
        let ends = block.last || block.failed.is_some();
        if block.last && !block.bytes.ends_with(b"\n") {
            block.bytes.push(b'\n');
        }
        if splitter.send(block).is_err() || ends {
            return;
        }
    }
}

/// The next whole lines, of which `bytes` have been read before; what is read of a further one is put into `begun`.
fn read_block(reader: &mut dyn BufRead, mut bytes: Vec<u8>, begun: &mut Vec<u8>) -> Block {
    let failed = |bytes, what| Block { bytes, last: false, failed: Some(what) };
    bytes.reserve(BLOCK + (BLOCK >> 3));
    loop {
        let from = bytes.len();
        let most = BLOCK.saturating_sub(from).max(BLOCK >> 3);
        match Read::take(&mut *reader, most as u64).read_to_end(&mut bytes) {
            Err(error) => {
                let whole = memrchr2(b'\n', b'\r', &bytes).map_or(0, |end| end + 1);
                bytes.truncate(whole);
                return failed(bytes, explain(&error));
            }
            Ok(0) => return Block { bytes, last: true, failed: None },
            Ok(_) => {}
        }
        let end = bytes.get(from..).and_then(|new| memrchr2(b'\n', b'\r', new));
        if let Some(end) = end {
            *begun = bytes.split_off(from + end + 1);
            return Block { bytes, last: false, failed: None };
        }
        if bytes.len() as u64 > MAX_RECORD {
            return failed(Vec::new(), TOO_LONG.to_owned());
        }
    }
}

/// Splits blocks until no more come or nobody wants them any more.
fn split_all(blocks: &Receiver<Block>, full: &SyncSender<Batch>, spare: &Receiver<Batch>, delimiter: u8) {
    for block in blocks {
        let mut batch = spare.try_recv().unwrap_or_default();
        batch.block = block;
        batch.split(delimiter);
        if full.send(batch).is_err() {
            return;
        }
    }
}

/// Ends of fields for which there is room at first.
const FIELDS: usize = 1 << 14;

impl Batch {
    /// Splits the block as if a record began with it.
    fn split(&mut self, delimiter: u8) {
        let mut core = ReaderBuilder::new().delimiter(delimiter).build();
        // What looks like a byte order mark is one at the beginning of a file only, and there it is gone already.
        core.read_record(b"\n", &mut [0], &mut [0]);
        core.set_line(1);
        let block = &self.block.bytes;
        // Splitting only leaves out.
        let mut out = std::mem::take(&mut self.fields).into_bytes();
        out.resize(block.len(), 0);
        self.ends.resize(self.ends.capacity().max(FIELDS), 0);
        self.rows.clear();
        self.rest = None;
        let (mut place, mut skipped) = (Place::default(), 0);
        loop {
            // Ends of lines before a record are none of its own.
            while let Some(b'\n' | b'\r') = block.get(place.read) {
                skipped += u64::from(block.get(place.read) == Some(&b'\n'));
                place.read += 1;
            }
            self.lines = skipped + core.line() - 1;
            if place.read >= block.len() {
                break;
            }
            let begin = place;
            let ended = split_one(&mut core, block, &mut out, &mut self.ends, &mut place);
            if !ended || (place.read - begin.read) as u64 > MAX_RECORD {
                self.rest = Some(begin.read);
                place = begin;
                break;
            }
            self.rows.push((self.lines, begin.wrote, begin.ended));
        }
        out.truncate(place.wrote);
        self.fields = Fields::new(out);
        self.ends.truncate(place.ended);
    }
}

/// How far a block is split: bytes read, bytes of fields written, and ends of fields.
#[derive(Clone, Copy, Default)]
struct Place {
    read: usize,
    wrote: usize,
    ended: usize,
}

/// Splits one record; whether it ends in the block.
fn split_one(
    core: &mut Reader,
    block: &[u8],
    out: &mut [u8],
    ends: &mut Vec<usize>,
    place: &mut Place,
) -> bool {
    loop {
        let (result, read, wrote, ended) = core.read_record(
            block.get(place.read..).unwrap_or(&[]),
            out.get_mut(place.wrote..).unwrap_or(&mut []),
            ends.get_mut(place.ended..).unwrap_or(&mut []),
        );
        *place = Place { read: place.read + read, wrote: place.wrote + wrote, ended: place.ended + ended };
        match result {
            ReadRecordResult::Record => return true,
            ReadRecordResult::OutputEndsFull => ends.resize(2 * ends.len().max(FIELDS), 0),
            // There is as much room for fields as there is block.
            ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::End => {
                return false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rows with their lines, then what stopped the reading.
    type Rows = (Vec<(u64, Vec<Vec<u8>>)>, Option<(String, u64)>);

    fn rows(text: &[u8]) -> Rows {
        let reader = Box::new(io::Cursor::new(text.to_vec()));
        let mut splitting = Splitting::start(reader, b',').expect("threads");
        let (mut rows, mut batch) = (Vec::new(), Batch::default());
        while let Some(next) = splitting.next(batch) {
            batch = next;
            let all = std::mem::take(&mut batch.fields).into_bytes();
            for (n, (line, from, first)) in batch.rows.iter().enumerate() {
                let last = batch.rows.get(n + 1).map_or(batch.ends.len(), |row| row.2);
                let mut start = 0;
                let fields = batch.ends[*first..last].iter().map(|end| {
                    let field = all[from + start..from + end].to_vec();
                    start = *end;
                    field
                });
                rows.push((batch.line + line, fields.collect()));
            }
            if batch.failed.is_some() {
                return (rows, batch.failed);
            }
        }
        (rows, None)
    }

    /// What the csv crate makes of it, read from its beginning to its end.
    fn expected(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
        // A byte order mark is gone already, so what looks like one is none.
        let text = [b"\n", text].concat();
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(&text[..]);
        reader.byte_records().map(|row| row.unwrap().iter().map(<[u8]>::to_vec).collect()).collect()
    }

    /// Fields with everything that may stand in them, long enough for blocks to meet everywhere in them.
    fn texts() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop::sample::select(vec![
            "a",
            "bc",
            "12\" plate",
            "\"",
            "\"\"",
            ",",
            ",",
            ",",
            "\n",
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            "\"a\nb\"",
            "\",\"",
            "é",
            "\u{feff}",
            "\n\"",
            "\",",
            "\"\n",
        ]);
        (prop::collection::vec(piece, 0..60), 1usize..4000, 0usize..3).prop_map(|(pieces, times, cut)| {
            let one = pieces.concat();
            let mut text = one.repeat(times.min((3 * BLOCK) / one.len().max(1) + 1)).into_bytes();
            text.truncate(text.len().saturating_sub(cut));
            text
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn blocks_are_split_as_the_file_would_be(text in texts()) {
            let (found, failed) = rows(&text);
            let found: Vec<Vec<Vec<u8>>> = found.into_iter().map(|(_, fields)| fields).collect();
            let whole = expected(&text);
            match failed {
                None => prop_assert_eq!(found, whole),
                // Up to there it is the same. What was swallowed by a quote, the csv crate gives as one more.
                Some((what, _)) => {
                    prop_assert!(what == UNCLOSED || what == TOO_LONG, "{}", what);
                    prop_assert_eq!(&found[..], &whole[..found.len()]);
                    prop_assert!(what == TOO_LONG || whole.len() == found.len() + 1);
                }
            }
        }
    }

    #[test]
    fn rows_have_the_lines_they_begin_on() {
        let (found, failed) = rows(b"a,b\r\n\r\n1,\"x\r\ny\"\r\n\n2,z");
        let lines: Vec<u64> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!((lines, failed), (vec![1, 3, 6], None));
        let mut text = Vec::new();
        for n in 0..60_000 {
            text.extend_from_slice(format!("{n},\"of two\nlines\"\n").as_bytes());
        }
        let (found, failed) = rows(&text);
        assert_eq!((found.len(), failed), (60_000, None));
        for (n, (line, fields)) in found.iter().enumerate() {
            assert_eq!((*line, &fields[0][..]), (2 * n as u64 + 1, n.to_string().as_bytes()));
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found_where_its_record_begins() {
        let (found, failed) = rows(b"a,b\n1,x\n2,\"y\n3,z\n");
        assert_eq!((found.len(), failed), (2, Some((UNCLOSED.to_owned(), 3))));
        let text = ["a,b\n1,x\n\n2,\"", &"y\n".repeat(1 << 20)].concat();
        let (found, failed) = rows(text.as_bytes());
        assert_eq!((found.len(), failed), (2, Some((TOO_LONG.to_owned(), 4))));
        let (found, failed) = rows(["a,b\n1,", &"y".repeat(3 << 20)].concat().as_bytes());
        assert_eq!((found.len(), failed), (1, Some((TOO_LONG.to_owned(), 2))));
        // Closed, but far behind.
        let text = ["a,b\n1,\"", &"y\n".repeat(500_000), &"z".repeat(500_000), "\"\n2,x\n"].concat();
        let (found, failed) = rows(text.as_bytes());
        assert_eq!((found.len(), failed), (1, Some((TOO_LONG.to_owned(), 2))));
    }

    #[test]
    fn a_file_that_stops_being_readable_gives_its_whole_lines_first() {
        let text: Vec<u8> = (0..40_000).flat_map(|n| format!("{n},x\n").into_bytes()).collect();
        let half = io::Cursor::new(text.clone()).chain(Broken);
        let mut splitting = Splitting::start(Box::new(io::BufReader::new(half)), b',').expect("threads");
        let (mut seen, mut batch) = (0, Batch::default());
        while let Some(next) = splitting.next(batch) {
            seen += next.rows.len();
            batch = next;
            if let Some((what, line)) = &batch.failed {
                assert_eq!((what.as_str(), *line, seen), ("broken", 40_001, 40_000));
                return;
            }
        }
        panic!("nothing failed");
    }

    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("broken"))
        }
    }
}
