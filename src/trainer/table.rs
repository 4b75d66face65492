//! Rows of a delimited file, columns found by their names.
//!
//! Threads of its own take the file apart ([`super::split`]) while the caller looks at what came before.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::input::{BytesRead, InputError, open};
use super::split::{Batch, Fields, Splitting};

/// A delimited file with a header line.
pub struct Table {
    path: PathBuf,
    names: Vec<String>,
    splitting: Splitting,
    batch: Batch,
    next: usize,
    read: BytesRead,
    /// How the file differs from plain UTF-8 with commas, as far as is known by now.
    dress: Vec<&'static str>,
}

/// One row.
pub struct Row<'a> {
    /// Line of the file on which the row starts, counted from 1.
    pub line: u64,
    fields: &'a Fields,
    /// Where in `fields` the row begins.
    from: usize,
    ends: &'a [usize],
    columns: usize,
}

/// What a file is taken for that has bytes that are not UTF-8.
const WINDOWS: &str = "Windows-1252";

/// Position of a column; `None` when the file does not have it.
pub type Column = Option<usize>;

impl Batch {
    fn row(&self, n: usize, columns: usize) -> Option<Row<'_>> {
        let (line, from, first) = *self.rows.get(n)?;
        let last = self.rows.get(n + 1).map_or(self.ends.len(), |row| row.2);
        Some(Row {
            line: self.line + line,
            fields: &self.fields,
            from,
            ends: self.ends.get(first..last)?,
            columns,
        })
    }
}

impl Table {
    /// Opens `path` and reads its header.
    pub fn open(path: &Path, read: &BytesRead) -> Result<Self, InputError> {
        let input = open(path, read)?;
        let (delimiter, dress) = (input.delimiter, input.dress.clone());
        let splitting = Splitting::start(input.into_reader(), delimiter)
            .map_err(|error| InputError::new(path, format!("no thread to read it: {error}")))?;
        let mut table = Self {
            path: path.to_owned(),
            names: Vec::new(),
            splitting,
            batch: Batch::default(),
            next: 0,
            read: read.clone(),
            dress,
        };
        table.names = table
            .next_row()?
            .map(|row| row.all().map(|name| text_of(name).trim().to_owned()).collect())
            .unwrap_or_default();
        Ok(table)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// `format`, and how the file is written where that is not plain UTF-8 with commas: once it is read.
    pub fn described(&self, format: &str) -> String {
        if self.dress.is_empty() {
            format.to_owned()
        } else {
            format!("{format} ({})", self.dress.join(", "))
        }
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
        while self.next >= self.batch.rows.len() {
            if let Some((what, line)) = self.batch.failed.take() {
                return Err(InputError::at(&self.path, line, what));
            }
            let Some(batch) = self.splitting.next(std::mem::take(&mut self.batch)) else {
                return Ok(None);
            };
            self.batch = batch;
            self.read.rows(self.batch.rows.len() as u64);
            if matches!(self.batch.fields, Fields::Other(_)) && !self.dress.contains(&WINDOWS) {
                self.dress.push(WINDOWS);
            }
            self.next = 0;
        }
        self.next += 1;
        Ok(self.batch.row(self.next - 1, self.names.len()))
    }
}

impl<'a> Row<'a> {
    /// Where a field lies.
    fn range(&self, column: Column) -> Option<Range<usize>> {
        let at = column?;
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        Some(self.from + start..self.from + end)
    }

    /// A field as it stands in the file.
    fn field(&self, column: Column) -> &'a [u8] {
        let all = match self.fields {
            Fields::Utf8(text) => text.as_bytes(),
            Fields::Other(bytes) => bytes,
        };
        self.range(column).and_then(|range| all.get(range)).unwrap_or(b"")
    }

    fn all(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        (0..self.ends.len()).map(|at| self.field(Some(at)))
    }

    /// The field in `column` as bytes without surrounding white space; empty when there is none.
    pub fn bytes(&self, column: Column) -> &'a [u8] {
        self.field(column).trim_ascii()
    }

    /// The same as text. Bytes that are not UTF-8 are read as Windows-1252, which is what
    /// spreadsheets on Windows save.
    pub fn text(&self, column: Column) -> Cow<'a, str> {
        match self.fields {
            // Bytes of two fields of Windows-1252 may make a letter of UTF-8, where the one ends and the other begins.
            Fields::Utf8(text) => match self.range(column).and_then(|range| text.get(range)) {
                Some(field) => Cow::Borrowed(field.trim_ascii()),
                None => text_of(self.bytes(column)),
            },
            Fields::Other(_) => text_of(self.bytes(column)),
        }
    }

    /// Number of fields, if it is not the header's.
    pub fn ragged(&self) -> Option<usize> {
        (self.ends.len() != self.columns).then_some(self.ends.len())
    }

    /// All fields joined by commas, for the rejects file; at most 300 characters.
    pub fn raw(&self) -> String {
        let fields: Vec<Cow<'_, str>> = self.all().map(text_of).collect();
        fields.join(",").chars().take(300).collect()
    }
}

fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}
