//! Opening an export: plain or gzip, UTF-8, UTF-16 or Windows-1252, comma, semicolon or tab.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
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

/// An export that is open for reading as UTF-8 (or bytes that are not valid UTF-8, see
/// [`super::table::Row::text`]).
pub(super) struct Input {
    pub(super) path: PathBuf,
    reader: Box<dyn BufRead + Send>,
    pub(super) delimiter: u8,
    /// How the file differs from plain UTF-8, in words.
    pub(super) dress: Vec<&'static str>,
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

    /// The text. Who reads it bounds its lines.
    pub(super) fn into_reader(self) -> Box<dyn BufRead + Send> {
        self.reader
    }
}

/// Opens `path`, counting the bytes read from the file itself into `read`.
pub(super) fn open(path: &Path, read: &BytesRead) -> Result<Input, InputError> {
    let fail = |error: io::Error| InputError::new(path, explain(&error));
    let file = File::open(path).map_err(fail)?;
    let mut raw = BufReader::with_capacity(1 << 17, Counting { inner: file, read: read.clone() });
    let mut dress: Vec<&str> = Vec::new();
    let mut plain: Box<dyn BufRead + Send> = if raw.fill_buf().map_err(fail)?.starts_with(&[0x1f, 0x8b]) {
        Box::new(BufReader::with_capacity(1 << 17, MultiGzDecoder::new(raw)))
    } else {
        Box::new(raw)
    };
    let utf16 = utf16(plain.fill_buf().map_err(fail)?);
    dress.extend(utf16.map(|_| "UTF-16"));
    // Drops byte order marks. What is not UTF-16 passes as it is.
    let decoded = DecodeReaderBytesBuilder::new()
        .encoding(utf16)
        .bom_sniffing(true)
        .strip_bom(true)
        .utf8_passthru(true)
        .build(plain);
    let mut decoded = BufReader::with_capacity(1 << 17, decoded);
    // The first read may bring only a byte order mark: ask for the whole first line.
    let mut head = Vec::new();
    decoded.by_ref().take(MAX_RECORD).read_until(b'\n', &mut head).map_err(fail)?;
    if head.is_empty() {
        return Err(InputError::new(path, "the file is empty"));
    }
    let delimiter = delimiter(&head);
    let first = head.iter().copied().find(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    match delimiter {
        b';' => dress.push("semicolons"),
        b'\t' => dress.push("tabs"),
        _ => {}
    }
    let reader = io::Cursor::new(head).chain(decoded);
    Ok(Input { path: path.to_owned(), reader: Box::new(reader), delimiter, dress, first })
}

/// UTF-16, if the text begins with its mark, or with a letter of two bytes of which one is 0, as every header and
/// every JSON does.
fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xff, 0xfe, ..] | [1..=0xff, 0, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] | [0, 1..=0xff, ..] => Some(UTF_16BE),
        _ => None,
    }
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
