//! CSV in which no cell is a formula.

use crate::trainer::rejects::safe;

/// Rows of cells as CSV, all made safe.
///
/// # Errors
///
/// When the CSV writer fails, which memory does not.
pub(in crate::trainer) fn csv(
    header: &[String],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(header.iter().map(|cell| safe(cell)))?;
    for row in rows {
        out.write_record(row.iter().map(|cell| safe(cell)))?;
    }
    out.into_inner().map_err(|error| error.into_error().into())
}
