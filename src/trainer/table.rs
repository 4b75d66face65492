//! Rows of a delimited file, columns found by their names.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use csv::ByteRecord;

use super::input::{Allowance, BytesRead, InputError, RECORD_TOO_LONG, open};

/// A delimited file with a header line.
pub struct Table {
    path: PathBuf,
    reader: csv::Reader<super::input::Capped<Box<dyn std::io::BufRead + Send>>>,
    allowance: Allowance,
    names: Vec<String>,
    record: ByteRecord,
}

/// One row.
pub struct Row<'a> {
    /// Line of the file on which the row starts, counted from 1.
    pub line: u64,
    record: &'a ByteRecord,
    columns: usize,
}

/// Position of a column; `None` when the file does not have it.
pub type Column = Option<usize>;

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
        Ok(Self { path: input.path, reader, allowance: input.allowance, names, record: ByteRecord::new() })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The column names as they stand in the header.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The column that has one of `names`, upper and lower case alike; the first name that is
    /// there wins.
    pub fn column(&self, names: &[&str]) -> Column {
        names.iter().find_map(|name| self.names.iter().position(|have| have.eq_ignore_ascii_case(name)))
    }

    /// The next row; `None` at the end.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, InputError> {
        let starts_at = self.reader.position().line();
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => Ok(None),
            Ok(true) => {
                self.allowance.renew();
                let line = self.record.position().map_or(0, csv::Position::line);
                Ok(Some(Row { line, record: &self.record, columns: self.names.len() }))
            }
            Err(error) => {
                let mut failed = csv_error(&self.path, &error);
                failed.line.get_or_insert(starts_at);
                Err(failed)
            }
        }
    }
}

impl<'a> Row<'a> {
    /// The field in `column` as bytes without surrounding white space; empty when there is none.
    pub fn bytes(&self, column: Column) -> &'a [u8] {
        column.and_then(|at| self.record.get(at)).unwrap_or(b"").trim_ascii()
    }

    /// The field as text. Bytes that are not UTF-8 are read as Windows-1252, which is what
    /// spreadsheets on Windows save.
    pub fn text(&self, column: Column) -> Cow<'a, str> {
        text_of(self.bytes(column))
    }

    /// Number of fields, if it is not the header's.
    pub fn ragged(&self) -> Option<usize> {
        (self.record.len() != self.columns).then_some(self.record.len())
    }

    /// All fields joined by commas, for the rejects file; at most 300 characters.
    pub fn raw(&self) -> String {
        let fields: Vec<Cow<'_, str>> = self.record.iter().map(text_of).collect();
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
