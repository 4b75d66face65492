//! Opening an export: plain or gzip, UTF-8, UTF-16 or Windows-1252, comma, semicolon or tab.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;

/// A record longer than this is taken for an unclosed quote.
pub const MAX_RECORD: u64 = 1 << 20;

/// What is wrong with an input, where, and what to do.
#[derive(Debug)]
pub struct InputError {
    /// The file.
    pub file: PathBuf,
    /// Line, counted from 1, where one is known.
    pub line: Option<u64>,
    /// What is wrong and what to do.
    pub what: String,
}

impl InputError {
    /// An error about the file as a whole.
    pub fn new(file: &Path, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, what: what.into() }
    }

    /// The same at a line.
    pub fn at(file: &Path, line: u64, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: Some(line), what: what.into() }
    }
}

impl std::fmt::Display for InputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.what)
    }
}

impl std::error::Error for InputError {}

/// How many bytes and rows of the file have been read, shared with whoever draws a progress bar.
#[derive(Clone, Default)]
pub struct BytesRead(Arc<(AtomicU64, AtomicU64)>);

impl BytesRead {
    /// Bytes so far.
    pub fn get(&self) -> u64 {
        self.0.0.load(Ordering::Relaxed)
    }

    /// Rows so far.
    pub fn rows_so_far(&self) -> u64 {
        self.0.1.load(Ordering::Relaxed)
    }

    /// Counts rows.
    pub(super) fn rows(&self, more: u64) {
        self.0.1.fetch_add(more, Ordering::Relaxed);
    }
}

struct Counting<R> {
    inner: R,
    read: BytesRead,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.read.0.0.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Lets at most [`MAX_RECORD`] bytes through between two calls of [`Allowance::renew`], so that a
/// quote that is never closed costs a bounded amount of memory.
pub(super) struct Capped<R> {
    inner: R,
    allowance: Allowance,
}

/// See [`Capped`].
#[derive(Clone)]
pub(super) struct Allowance(Arc<AtomicU64>);

impl Allowance {
    fn new() -> Self {
        Self(Arc::new(AtomicU64::new(MAX_RECORD)))
    }

    /// Starts afresh: a record is complete.
    pub(super) fn renew(&self) {
        self.0.store(MAX_RECORD, Ordering::Relaxed);
    }
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let left = self.allowance.0.load(Ordering::Relaxed);
        if n as u64 > left {
            return Err(io::Error::new(io::ErrorKind::InvalidData, RECORD_TOO_LONG));
        }
        self.allowance.0.store(left - n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Text of the error by which the table reader recognises a record that does not end.
pub(super) const RECORD_TOO_LONG: &str = "record too long";

/// An export that is open for reading as UTF-8 (or bytes that are not valid UTF-8, see
/// [`super::table::Row::text`]).
pub(super) struct Input {
    pub(super) path: PathBuf,
    pub(super) reader: Capped<Box<dyn BufRead + Send>>,
    pub(super) allowance: Allowance,
    pub(super) delimiter: u8,
    /// The first byte that is not white space.
    first: u8,
}

impl Input {
    /// Whether the text begins like a JSON object.
    pub(super) fn is_json(&self) -> bool {
        self.first == b'{'
    }

    /// Whether the text begins like a JSON array.
    pub(super) fn is_json_array(&self) -> bool {
        self.first == b'['
    }

    /// The text without a limit on records: for readers that bound their lines themselves.
    pub(super) fn into_reader(self) -> impl Read {
        self.reader.inner
    }
}

/// Opens `path`, counting the bytes read from the file itself into `read`.
pub(super) fn open(path: &Path, read: &BytesRead) -> Result<Input, InputError> {
    let fail = |error: io::Error| InputError::new(path, explain(&error));
    let file = File::open(path).map_err(fail)?;
    let mut raw = BufReader::with_capacity(1 << 17, Counting { inner: file, read: read.clone() });
    let gzip = raw.fill_buf().map_err(fail)?.starts_with(&[0x1f, 0x8b]);
    let plain: Box<dyn Read + Send> = if gzip { Box::new(MultiGzDecoder::new(raw)) } else { Box::new(raw) };
    // Follows a byte order mark to UTF-16 and drops that of UTF-8; without a mark bytes pass.
    let decoded =
        DecodeReaderBytesBuilder::new().bom_sniffing(true).strip_bom(true).utf8_passthru(true).build(plain);
    let mut decoded = BufReader::with_capacity(1 << 17, decoded);
    // The first read may bring only a byte order mark: ask for the whole first line.
    let mut head = Vec::new();
    decoded.by_ref().take(MAX_RECORD).read_until(b'\n', &mut head).map_err(fail)?;
    if head.is_empty() {
        return Err(InputError::new(path, "the file is empty"));
    }
    let delimiter = delimiter(&head);
    let first = head.iter().copied().find(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    let reader = io::Cursor::new(head).chain(decoded);
    let allowance = Allowance::new();
    let reader: Box<dyn BufRead + Send> = Box::new(reader);
    Ok(Input {
        path: path.to_owned(),
        reader: Capped { inner: reader, allowance: allowance.clone() },
        allowance,
        delimiter,
        first,
    })
}

/// Size of the file in bytes, for progress.
pub fn size(path: &Path) -> Result<u64, InputError> {
    std::fs::metadata(path).map(|meta| meta.len()).map_err(|error| InputError::new(path, explain(&error)))
}

/// Why a file cannot be opened or read, in words.
pub(super) fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "this file may not be read (permission denied)".to_owned(),
        io::ErrorKind::UnexpectedEof => "the gzip data ends too early: the file is not complete".to_owned(),
        _ => error.to_string(),
    }
}

/// The most frequent of comma, semicolon and tab in the first line, outside quotes.
fn delimiter(head: &[u8]) -> u8 {
    let mut counts = [(b',', 0u32), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => counts.iter_mut().filter(|(d, _)| d == byte).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    // On equal counts the comma, which stands first, wins.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(d, _)| *d)
}

#[cfg(test)]
mod tests {
    use super::delimiter;

    #[test]
    fn the_delimiter_is_read_off_the_header() {
        assert_eq!(delimiter(b"order_id,product_id\n1;2;3;4\n"), b',');
        assert_eq!(delimiter(b"order_id;product_id\n1,5\n"), b';');
        assert_eq!(delimiter(b"order_id\tproduct_id"), b'\t');
        assert_eq!(delimiter(b"\"a,b,c\";d\n"), b';');
        assert_eq!(delimiter(b"single"), b',');
    }
}
