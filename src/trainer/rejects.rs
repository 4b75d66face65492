//! Rows that could not be read, kept for the merchant to look at.

use std::path::{Path, PathBuf};

/// Rows are listed up to here and only counted beyond, so that a file that is wrong throughout
/// does not cost memory without bound.
const KEPT: usize = 10_000;

/// Rows that could not be read.
#[derive(Debug, Default)]
pub struct Rejects {
    rows: Vec<Reject>,
    total: u64,
}

/// One row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The file.
    pub file: PathBuf,
    /// Line, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
    /// What stood there.
    pub row: String,
}

impl Rejects {
    /// Notes a row.
    pub fn add(&mut self, file: &Path, line: u64, reason: String, row: String) {
        self.total += 1;
        if self.rows.len() < KEPT {
            self.rows.push(Reject { file: file.to_owned(), line, reason, row });
        }
    }

    /// Notes the rows of `other` behind those noted so far.
    pub fn append(&mut self, other: Self) {
        self.total += other.total;
        let room = KEPT.saturating_sub(self.rows.len());
        self.rows.extend(other.rows.into_iter().take(room));
    }

    /// Number of rows rejected.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The first of them.
    pub fn rows(&self) -> &[Reject] {
        &self.rows
    }

    /// The rows as CSV: file, line, reason, row. A field that a spreadsheet would take for a
    /// formula gets a leading apostrophe.
    ///
    /// # Errors
    ///
    /// When the CSV writer fails, which memory does not.
    pub fn to_csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(["file", "line", "reason", "row"])?;
        for reject in &self.rows {
            let file =
                reject.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            out.write_record([
                safe(&file),
                reject.line.to_string(),
                safe(&reject.reason),
                safe(&reject.row),
            ])?;
        }
        out.into_inner().map_err(|error| error.into_error().into())
    }
}

/// What begins a formula in a spreadsheet, in some languages also in its wide form.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet may take a cell with this text for a formula.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(FORMULA) || text.starts_with(['\t', '\r', '\n'])
}

/// `text` so that no spreadsheet takes it for a formula: neither as it stands, nor cut at semicolons, tabs or line
/// ends, as spreadsheets of some countries cut.
pub fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    if is_formula(text) {
        out.push('\'');
    }
    let mut cut = false;
    for c in text.chars() {
        if cut && FORMULA.contains(&c) {
            out.push('\'');
        }
        cut = matches!(c, ';' | '\t' | '\r' | '\n') || cut && (c == ' ' || c == '"');
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_defused_and_a_flood_is_counted() {
        let mut rejects = Rejects::default();
        for line in 0..KEPT as u64 + 5 {
            rejects.add(Path::new("a/orders.csv"), line, "bad".into(), "=HYPERLINK(1)".into());
        }
        assert_eq!(rejects.total(), KEPT as u64 + 5);
        let csv = String::from_utf8(rejects.to_csv().unwrap()).unwrap();
        assert_eq!(csv.lines().count(), KEPT + 1);
        assert_eq!(csv.lines().nth(1), Some("orders.csv,0,bad,'=HYPERLINK(1)"));
    }

    #[test]
    fn no_way_to_cut_a_cell_leaves_a_formula() {
        for (text, expected) in [
            ("=1", "'=1"),
            ("＝1", "'＝1"),
            ("\n=1", "'\n'=1"),
            ("Mug; =cmd", "Mug; '=cmd"),
            ("Mug;\"=cmd", "Mug;\"'=cmd"),
            ("Mug - blue; 5-pack, a@b.example", "Mug - blue; 5-pack, a@b.example"),
        ] {
            assert_eq!(safe(text), expected, "{text}");
            assert!(
                safe(text)
                    .split([';', '\t', '\n', '\r'])
                    .all(|part| !part.trim_start_matches([' ', '"']).starts_with(FORMULA))
            );
        }
    }
}
