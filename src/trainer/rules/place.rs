//! Where in a file something stands.

use std::ops::Range;
use std::path::PathBuf;

/// Line and column, both from 1, the column in characters; 0 and 0: the file as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize)]
pub struct Place {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// Something wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What is wrong and what to do.
    pub what: String,
}

/// A file's name and text.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// All of it.
    pub text: String,
}

impl Source {
    /// The place of the byte offset `at`.
    pub fn place(&self, at: usize) -> Place {
        let before = self.text.get(..at.min(self.text.len())).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |feed| feed + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        Place { line, column: before.get(line_start..).map_or(0, |part| part.chars().count()) + 1 }
    }

    /// A problem at the start of `span`.
    pub fn problem(&self, span: Range<usize>, what: impl Into<String>) -> Problem {
        Problem { place: self.place(span.start), what: what.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = Source { text: "a = 1\nbé = 2".into(), ..Source::default() };
        assert_eq!(source.place(0), Place { line: 1, column: 1 });
        assert_eq!(source.place(source.text.find('=').unwrap()), Place { line: 1, column: 3 });
        assert_eq!(source.place(source.text.rfind('=').unwrap()), Place { line: 2, column: 4 });
        assert_eq!(source.place(999), Place { line: 2, column: 7 });
    }
}
