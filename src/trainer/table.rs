//! Rows of a delimited file, columns found by their names.
//!
//! A thread of its own takes the file apart while the caller looks at what came before: both cost about as
//! much. Rows come in batches of bounded size, with the lines they stand on.

use std::borrow::Cow;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use csv::ByteRecord;

use super::input::{Allowance, BytesRead, Capped, InputError, RECORD_TOO_LONG, open};

/// A delimited file with a header line.
pub struct Table {
    path: PathBuf,
    names: Vec<String>,
    /// Takes the file apart; `None` until the first row is asked for.
    reader: Option<Splitter>,
    rows: Option<Rows>,
    batch: Batch,
    next: usize,
    read: BytesRead,
}

/// One row.
pub struct Row<'a> {
    /// Line of the file on which the row starts, counted from 1.
    pub line: u64,
    bytes: &'a [u8],
    ends: &'a [usize],
    columns: usize,
}

/// Position of a column; `None` when the file does not have it.
pub type Column = Option<usize>;

/// A batch is handed over when it has this many bytes; one record may be as long as
/// [`super::input::MAX_RECORD`].
const BATCH: usize = 1 << 18;

/// Batches on their way at most.
const WAITING: usize = 4;

/// Rows behind each other.
#[derive(Default)]
struct Batch {
    /// All fields of all rows.
    bytes: Vec<u8>,
    /// For each row the end of each of its fields, counted from the start of the row.
    ends: Vec<usize>,
    /// For each row its line, and where its bytes and its ends begin.
    rows: Vec<(u64, usize, usize)>,
    /// What stopped the reading behind these rows.
    failed: Option<InputError>,
}

struct Rows {
    full: Receiver<Batch>,
    empty: Sender<Batch>,
}

struct Splitter {
    path: PathBuf,
    reader: csv::Reader<Capped<Box<dyn BufRead + Send>>>,
    allowance: Allowance,
}

impl Splitter {
    /// Hands over batches until the file ends, or nobody wants them any more.
    fn run(mut self, full: &SyncSender<Batch>, empty: &Receiver<Batch>) {
        let mut record = ByteRecord::new();
        let mut ended = false;
        while !ended {
            let mut batch = empty.try_recv().unwrap_or_default();
            batch.bytes.clear();
            batch.ends.clear();
            batch.rows.clear();
            while !ended && batch.bytes.len() < BATCH {
                let starts_at = self.reader.position().line();
                match self.reader.read_byte_record(&mut record) {
                    Ok(true) => {
                        self.allowance.renew();
                        let line = record.position().map_or(0, csv::Position::line);
                        batch.rows.push((line, batch.bytes.len(), batch.ends.len()));
                        batch.bytes.extend_from_slice(record.as_slice());
                        batch.ends.extend((0..record.len()).filter_map(|n| record.range(n)).map(|r| r.end));
                    }
                    Ok(false) => ended = true,
                    Err(error) => {
                        let mut failed = csv_error(&self.path, &error);
                        failed.line.get_or_insert(starts_at);
                        batch.failed = Some(failed);
                        ended = true;
                    }
                }
            }
            if full.send(batch).is_err() {
                return;
            }
        }
    }
}

impl Batch {
    fn row(&self, n: usize, columns: usize) -> Option<Row<'_>> {
        let (line, bytes, ends) = *self.rows.get(n)?;
        let (to_bytes, to_ends) = self
            .rows
            .get(n + 1)
            .map_or((self.bytes.len(), self.ends.len()), |(_, bytes, ends)| (*bytes, *ends));
        Some(Row {
            line,
            bytes: self.bytes.get(bytes..to_bytes)?,
            ends: self.ends.get(ends..to_ends)?,
            columns,
        })
    }
}

impl Table {
    /// Opens `path` and reads its header.
    pub fn open(path: &Path, read: &BytesRead) -> Result<Self, InputError> {
        let input = open(path, read)?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(input.delimiter)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(input.reader);
        let header = reader.byte_headers().map_err(|error| csv_error(&input.path, &error))?;
        let names = header.iter().map(|name| text_of(name).trim().to_owned()).collect();
        input.allowance.renew();
        let path = input.path;
        let reader = Splitter { path: path.clone(), reader, allowance: input.allowance };
        Ok(Self {
            path,
            names,
            reader: Some(reader),
            rows: None,
            batch: Batch::default(),
            next: 0,
            read: read.clone(),
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The column names as they stand in the header.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of a column as it stands in the header; empty for one that the file does not have.
    pub fn name(&self, column: Column) -> &str {
        column.and_then(|at| self.names.get(at)).map_or("", String::as_str)
    }

    /// The column that has one of `names`, upper and lower case alike; the first name that is
    /// there wins.
    pub fn column(&self, names: &[&str]) -> Column {
        names.iter().find_map(|name| self.names.iter().position(|have| have.eq_ignore_ascii_case(name)))
    }

    /// The next row; `None` at the end.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, InputError> {
        if let Some(splitter) = self.reader.take() {
            let (full, receive) = sync_channel(WAITING);
            let (empty, spare) = channel();
            let started = thread::Builder::new()
                .name("pairwell-read".to_owned())
                .spawn(move || splitter.run(&full, &spare));
            if let Err(error) = started {
                return Err(InputError::new(&self.path, format!("no thread to read it: {error}")));
            }
            self.rows = Some(Rows { full: receive, empty });
        }
        while self.next >= self.batch.rows.len() {
            if let Some(failed) = self.batch.failed.take() {
                self.rows = None;
                return Err(failed);
            }
            // The thread ends with the file: then there is nothing to receive any more.
            let Some(batch) = self.rows.as_ref().and_then(|rows| rows.full.recv().ok()) else {
                return Ok(None);
            };
            let done = std::mem::replace(&mut self.batch, batch);
            if let Some(rows) = &self.rows {
                // Nobody there to take it back: the file has ended.
                drop(rows.empty.send(done));
            }
            self.read.rows(self.batch.rows.len() as u64);
            self.next = 0;
        }
        self.next += 1;
        Ok(self.batch.row(self.next - 1, self.names.len()))
    }
}

impl<'a> Row<'a> {
    fn field(&self, at: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.bytes.get(start..end)
    }

    /// The field in `column` as bytes without surrounding white space; empty when there is none.
    pub fn bytes(&self, column: Column) -> &'a [u8] {
        column.and_then(|at| self.field(at)).unwrap_or(b"").trim_ascii()
    }

    /// The field as text. Bytes that are not UTF-8 are read as Windows-1252, which is what
    /// spreadsheets on Windows save.
    pub fn text(&self, column: Column) -> Cow<'a, str> {
        text_of(self.bytes(column))
    }

    /// Number of fields, if it is not the header's.
    pub fn ragged(&self) -> Option<usize> {
        (self.ends.len() != self.columns).then_some(self.ends.len())
    }

    /// All fields joined by commas, for the rejects file; at most 300 characters.
    pub fn raw(&self) -> String {
        let fields: Vec<Cow<'_, str>> =
            (0..self.ends.len()).filter_map(|at| self.field(at)).map(text_of).collect();
        fields.join(",").chars().take(300).collect()
    }
}

fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

fn csv_error(path: &Path, error: &csv::Error) -> InputError {
    let what = match error.kind() {
        csv::ErrorKind::Io(io) if io.to_string() == RECORD_TOO_LONG => {
            "this record does not end within 1 MiB: look for an opening quote (\") that is never closed"
                .to_owned()
        }
        csv::ErrorKind::Io(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => {
            "the gzip data ends too early: the file is not complete".to_owned()
        }
        _ => error.to_string(),
    };
    InputError { file: path.to_owned(), line: error.position().map(csv::Position::line), what }
}
