//! Writing Parquet, column by column.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use tempfile::{NamedTempFile, TempDir};

use super::super::super::orders::Orders;
use super::CountsError;

/// Rows of a row group: what readers hold at a time.
const GROUP: usize = 1 << 18;

const COUNTS: &str = "message pair_counts {
  optional binary product_id (STRING);
  optional binary other_id (STRING);
  required int64 orders;
  required int64 weight;
}";

/// Times have no zone in the file, as an engine's own zone would shift the days; they are UTC.
const LINES: &str = "message orders {
  required binary order_id (STRING);
  required binary product_id (STRING);
  optional int64 customer_id;
  optional int64 timestamp (TIMESTAMP(MICROS, false));
}";

/// Writes counts into the files of a directory, which comes to be whole or not at all.
pub struct CountWriter {
    directory: PathBuf,
    /// Files in the making, beside the directory.
    making: TempDir,
    rows_a_file: usize,
    file: Option<SerializedFileWriter<File>>,
    rows: usize,
    files: usize,
    group: Group,
}

#[derive(Default)]
struct Group {
    products: Vec<Option<ByteArray>>,
    others: Vec<Option<ByteArray>>,
    orders: Vec<i64>,
    weights: Vec<i64>,
}

impl CountWriter {
    /// For files of at most `rows_a_file` rows in `directory`, which must not exist or be empty: counts of two runs in one
    /// directory would be added up.
    ///
    /// # Errors
    ///
    /// When it is not empty, or nothing can be written beside it.
    pub fn new(directory: &Path, rows_a_file: usize) -> Result<Self, CountsError> {
        let fail = |error: std::io::Error| CountsError::new(directory, format!("cannot write: {error}"));
        if fs::read_dir(directory).is_ok_and(|mut entries| entries.next().is_some()) {
            let what = "the directory is not empty: counts of two runs would be added up. Name another one or empty it";
            return Err(CountsError::new(directory, what));
        }
        let parent = directory.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(fail)?;
        let making = tempfile::Builder::new().prefix(".pairwell-counts-").tempdir_in(parent).map_err(fail)?;
        Ok(Self {
            directory: directory.to_owned(),
            making,
            rows_a_file: rows_a_file.max(1),
            file: None,
            rows: 0,
            files: 0,
            group: Group::default(),
        })
    }

    /// Adds a row; `names` are the two products, in the sequence of their bytes.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn add(&mut self, names: Option<(&str, &str)>, orders: u64, weight: u64) -> Result<(), CountsError> {
        let text = |name: &str| ByteArray::from(name.as_bytes().to_vec());
        self.group.products.push(names.map(|(product, _)| text(product)));
        self.group.others.push(names.map(|(_, other)| text(other)));
        self.group.orders.push(i64::try_from(orders).unwrap_or(i64::MAX));
        self.group.weights.push(i64::try_from(weight).unwrap_or(i64::MAX));
        let held = self.group.orders.len();
        let full = self.rows + held >= self.rows_a_file;
        if full || held >= GROUP { self.flush(full) } else { Ok(()) }
    }

    fn flush(&mut self, last: bool) -> Result<(), CountsError> {
        self.write_group(last)
            .map_err(|error| CountsError::new(&self.directory, format!("cannot write: {error}")))
    }

    /// Writes what is held, and ends the file if it is its `last`.
    fn write_group(&mut self, last: bool) -> ParquetResult<()> {
        let group = std::mem::take(&mut self.group);
        if !group.orders.is_empty() {
            let file = match &mut self.file {
                Some(file) => file,
                none => {
                    let name = format!("part-{:05}.parquet", self.files);
                    self.files += 1;
                    none.insert(create(File::create(self.making.path().join(name))?, COUNTS)?)
                }
            };
            self.rows += group.orders.len();
            let mut out = file.next_row_group()?;
            texts(&mut out, &group.products)?;
            texts(&mut out, &group.others)?;
            integers(&mut out, &group.orders, None)?;
            integers(&mut out, &group.weights, None)?;
            out.close()?;
        }
        if let Some(file) = self.file.take_if(|_| last) {
            self.rows = 0;
            file.into_inner()?.sync_all()?;
        }
        Ok(())
    }

    /// Puts the files into their place and says how many they are.
    ///
    /// # Errors
    ///
    /// When that cannot be done; then nothing is there.
    pub fn finish(mut self) -> Result<usize, CountsError> {
        self.flush(true)?;
        let fail =
            |error: std::io::Error| CountsError::new(&self.directory, format!("cannot write: {error}"));
        readable(self.making.path()).map_err(fail)?;
        // An empty directory of that name gives way.
        fs::remove_dir(&self.directory).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(fail(error)),
        })?;
        fs::rename(self.making.path(), &self.directory).map_err(fail)?;
        Ok(self.files)
    }
}

/// Temporary directories are their owner's alone; this one is to be as any other.
#[cfg(unix)]
fn readable(directory: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(directory, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Writes the line items of `orders` that count, as `sql/pair_counts.sql` reads them, to a file that only its owner may read:
/// it says who bought what, if by numbers alone. `key` names a product.
///
/// # Errors
///
/// When the file cannot be written.
pub fn write_lines<'k>(
    path: &Path,
    orders: &Orders,
    key: impl Fn(u32) -> &'k str,
) -> Result<(), CountsError> {
    let attempt = || -> ParquetResult<()> {
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent)?;
        let place = NamedTempFile::with_prefix_in(".pairwell-", parent)?;
        let mut file = create(place.reopen()?, LINES)?;
        let mut from = 0;
        while from < orders.len() {
            let (mut names, mut products, mut customers, mut times) = (vec![], vec![], vec![], vec![]);
            while from < orders.len() && names.len() < GROUP {
                let (name, head) =
                    (ByteArray::from(orders.name(from).as_bytes().to_vec()), orders.head(from));
                for product in orders.basket(from) {
                    names.push(Some(name.clone()));
                    products.push(Some(ByteArray::from(key(*product).as_bytes().to_vec())));
                    customers.push(head.and_then(|head| head.customer).map(i64::from));
                    times.push(
                        head.and_then(|head| head.time).map(|seconds| seconds.saturating_mul(1_000_000)),
                    );
                }
                from += 1;
            }
            let mut out = file.next_row_group()?;
            required(&mut out, &names)?;
            required(&mut out, &products)?;
            optional(&mut out, &customers)?;
            optional(&mut out, &times)?;
            out.close()?;
        }
        file.into_inner()?.sync_all()?;
        place.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    attempt().map_err(|error| CountsError::new(path, format!("cannot write: {error}")))
}

fn create(file: File, schema: &str) -> ParquetResult<SerializedFileWriter<File>> {
    let properties =
        WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?)).build();
    let properties: WriterPropertiesPtr = Arc::new(properties);
    SerializedFileWriter::new(file, Arc::new(parse_message_type(schema)?), properties)
}

type Out<'a> = SerializedRowGroupWriter<'a, File>;

fn no_column() -> ParquetError {
    ParquetError::General("the schema has no further column".to_owned())
}

fn texts(out: &mut Out<'_>, values: &[Option<ByteArray>]) -> ParquetResult<()> {
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let there: Vec<ByteArray> = values.iter().flatten().cloned().collect();
    let mut column = out.next_column()?.ok_or_else(no_column)?;
    column.typed::<ByteArrayType>().write_batch(&there, Some(&levels), None)?;
    column.close()
}

fn required(out: &mut Out<'_>, values: &[Option<ByteArray>]) -> ParquetResult<()> {
    let there: Vec<ByteArray> = values.iter().flatten().cloned().collect();
    let mut column = out.next_column()?.ok_or_else(no_column)?;
    column.typed::<ByteArrayType>().write_batch(&there, None, None)?;
    column.close()
}

fn optional(out: &mut Out<'_>, values: &[Option<i64>]) -> ParquetResult<()> {
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let there: Vec<i64> = values.iter().flatten().copied().collect();
    integers(out, &there, Some(&levels))
}

fn integers(out: &mut Out<'_>, values: &[i64], levels: Option<&[i16]>) -> ParquetResult<()> {
    let mut column = out.next_column()?.ok_or_else(no_column)?;
    column.typed::<Int64Type>().write_batch(values, levels, None)?;
    column.close()
}
