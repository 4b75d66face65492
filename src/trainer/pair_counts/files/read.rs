//! Reading counts from any number of Parquet files, a batch of rows at a time.

use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use rustc_hash::FxHashMap;

use super::super::Pair;
use super::super::marginals::Marginals;
use super::{COLUMNS, CountsError};

/// Rows held at a time, beside what the file's compression needs.
const BATCH: usize = 1 << 16;

/// One row of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The two products; `None`: the counts of all orders.
    pub names: Option<(&'a [u8], &'a [u8])>,
    /// Distinct orders.
    pub orders: u64,
    /// Their weight in millionths.
    pub weight: u64,
}

/// The files of a directory of counts.
pub struct CountFiles {
    directory: PathBuf,
    files: Vec<PathBuf>,
}

/// The counts of single products, by the sequence of their keys.
#[derive(Debug, Default)]
pub struct Named {
    /// The products' keys, ascending.
    pub keys: Vec<String>,
    /// Their own counts; both numbers are the key's place.
    pub diagonal: Vec<Pair>,
    /// Orders of the shop, and their weight in millionths.
    pub total: (u64, u64),
}

impl CountFiles {
    /// The Parquet files in `path` and the directories in it, or `path` itself. What begins with a dot or an underscore is no
    /// data: engines keep their own notes so.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn find(path: &Path) -> Result<Self, CountsError> {
        let mut files = Vec::new();
        if path.is_file() {
            files.push(path.to_owned());
        } else {
            collect(path, &mut files).map_err(|error| match error.kind() {
                std::io::ErrorKind::NotFound => CountsError::new(path, "there is no such directory"),
                _ => CountsError::new(path, error),
            })?;
        }
        files.sort();
        if files.is_empty() {
            let what = "no file in it ends in .parquet: is this what `pairwell counts` or sql/pair_counts.sql wrote?";
            return Err(CountsError::new(path, what));
        }
        Ok(Self { directory: path.to_owned(), files })
    }

    /// Number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Reads the counts of single products.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, a product or the shop is counted twice, or the shop is not.
    pub fn products(&self) -> Result<Named, CountsError> {
        let mut found: Vec<(Box<[u8]>, Pair)> = Vec::new();
        let mut total: Option<(u64, u64)> = None;
        self.rows(|row| {
            match row.names {
                None if total.is_some() => return Err(TWICE.to_owned()),
                None => total = Some((row.orders, row.weight)),
                Some((a, b)) if a == b => {
                    found.push((a.into(), Pair { a: 0, b: 0, orders: row.orders, weight: row.weight }));
                }
                Some(_) => {}
            }
            Ok(())
        })?;
        let fail = |what: String| CountsError::new(&self.directory, what);
        let Some(total) = total else {
            return Err(fail(
                "the row with the counts of all orders (both products null) is missing".to_owned(),
            ));
        };
        found.sort_unstable_by(|x, y| x.0.cmp(&y.0));
        if let Some((twice, _)) = found.iter().zip(found.iter().skip(1)).find(|(x, y)| x.0 == y.0) {
            let name = String::from_utf8_lossy(&twice.0).into_owned();
            return Err(fail(format!("product \"{name}\" is counted twice: {TWICE}")));
        }
        let mut named = Named { total, ..Named::default() };
        for ((key, pair), at) in found.into_iter().zip(0u32..) {
            let Ok(key) = String::from_utf8(key.into_vec()) else {
                return Err(fail("a product_id is not UTF-8 text".to_owned()));
            };
            named.keys.push(key);
            named.diagonal.push(Pair { a: at, b: at, ..pair });
        }
        Ok(named)
    }

    /// Hands each pair of two products to `each`; `number` gives the number of each key of `named`, `None` for one that does
    /// not take part. Says how many rows had a product that `named` does not have.
    ///
    /// # Errors
    ///
    /// When a file cannot be read.
    pub fn pairs(
        &self,
        named: &Named,
        number: &[Option<u32>],
        mut each: impl FnMut(Pair),
    ) -> Result<u64, CountsError> {
        let places: FxHashMap<&[u8], u32> = named.keys.iter().map(String::as_bytes).zip(0..).collect();
        let mut unknown = 0;
        self.rows(|row| {
            let Some((a, b)) = row.names.filter(|(a, b)| a != b) else { return Ok(()) };
            let (Some(a), Some(b)) = (places.get(a), places.get(b)) else {
                unknown += 1;
                return Ok(());
            };
            let number = |at: &u32| number.get(*at as usize).copied().flatten();
            if let (Some(a), Some(b)) = (number(a), number(b)) {
                each(Pair { a, b, orders: row.orders, weight: row.weight });
            }
            Ok(())
        })?;
        Ok(unknown)
    }

    /// Hands every row of every file to `each`.
    fn rows(&self, mut each: impl FnMut(Row<'_>) -> Result<(), String>) -> Result<(), CountsError> {
        for path in &self.files {
            let file = File::open(path).map_err(|error| CountsError::new(path, error))?;
            // The library trusts lengths that stand in the file's pages, and panics on some that are wrong.
            let outcome = catch_unwind(AssertUnwindSafe(|| read(file, &mut each)));
            let outcome = outcome.unwrap_or_else(|_| Err("this is no sound Parquet file".to_owned()));
            outcome.map_err(|what| CountsError::new(path, what))?;
        }
        Ok(())
    }
}

const TWICE: &str = "does the directory hold the counts of two runs?";

fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        if name.starts_with(['.', '_']) {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)?;
        } else if name.ends_with(".parquet") {
            files.push(path);
        }
    }
    Ok(())
}

fn broken(error: ParquetError) -> String {
    format!("this is no sound Parquet file: {error}")
}

fn read(file: File, each: &mut impl FnMut(Row<'_>) -> Result<(), String>) -> Result<(), String> {
    let reader = SerializedFileReader::new(file).map_err(broken)?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let place = |name: &str| schema.columns().iter().position(|c| c.name().eq_ignore_ascii_case(name));
    let mut places = [0; 4];
    for (slot, name) in places.iter_mut().zip(COLUMNS) {
        let have = || schema.columns().iter().map(|c| c.name().to_owned()).collect::<Vec<_>>().join(", ");
        *slot = place(name).ok_or_else(|| format!("there is no column \"{name}\"; it has: {}", have()))?;
    }
    let mut before = 0u64;
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).map_err(broken)?;
        let column = |at: usize| group.get_column_reader(at).map_err(broken);
        let [product, other, orders, weight] = places;
        let mut columns = (column(product)?, column(other)?, column(orders)?, column(weight)?);
        loop {
            let products = texts(&mut columns.0, COLUMNS[0])?;
            let others = texts(&mut columns.1, COLUMNS[1])?;
            let orders = integers(&mut columns.2, COLUMNS[2])?;
            let weights = integers(&mut columns.3, COLUMNS[3])?;
            if products.is_empty() && others.is_empty() && orders.is_empty() && weights.is_empty() {
                break;
            }
            let lengths = [others.len(), orders.len(), weights.len()];
            if lengths.iter().any(|n| *n != products.len()) {
                return Err("its columns are not of one length".to_owned());
            }
            for (((product, other), orders), weight) in products.iter().zip(&others).zip(orders).zip(weights)
            {
                before += 1;
                let wrong = |what: String| format!("row {before}: {what}");
                let names = match (product, other) {
                    (Some(product), Some(other)) => Some((product.data(), other.data())),
                    (None, None) => None,
                    _ => {
                        return Err(wrong(
                            "one of product_id and other_id is null and the other is not".to_owned(),
                        ));
                    }
                };
                let positive = |value: Option<i64>, name: &str| {
                    let value = value.and_then(|n| u64::try_from(n).ok()).filter(|n| *n > 0);
                    value.ok_or_else(|| wrong(format!("\"{name}\" is not a positive number")))
                };
                let row =
                    Row { names, orders: positive(orders, "orders")?, weight: positive(weight, "weight")? };
                each(row).map_err(wrong)?;
            }
        }
    }
    Ok(())
}

/// The next batch of a text column; empty at its end.
fn texts(column: &mut ColumnReader, name: &str) -> Result<Vec<Option<ByteArray>>, String> {
    match column {
        ColumnReader::ByteArrayColumnReader(reader) => batch(reader),
        _ => Err(format!("column \"{name}\" is not text")),
    }
}

/// The next batch of a column of integers.
fn integers(column: &mut ColumnReader, name: &str) -> Result<Vec<Option<i64>>, String> {
    match column {
        ColumnReader::Int64ColumnReader(reader) => batch(reader),
        ColumnReader::Int32ColumnReader(reader) => {
            Ok(batch(reader)?.into_iter().map(|value| value.map(i64::from)).collect())
        }
        _ => Err(format!("column \"{name}\" is not of integers")),
    }
}

fn batch<T: DataType>(reader: &mut ColumnReaderImpl<T>) -> Result<Vec<Option<T::T>>, String> {
    let (mut values, mut levels, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    let (records, ..) =
        reader.read_records(BATCH, Some(&mut levels), Some(&mut repeated), &mut values).map_err(broken)?;
    if !repeated.is_empty() {
        return Err("a column holds lists".to_owned());
    }
    let mut values = values.into_iter();
    if levels.is_empty() {
        return Ok(values.by_ref().take(records).map(Some).collect());
    }
    let top = levels.iter().copied().max().unwrap_or(0).max(1);
    Ok(levels.iter().map(|level| if *level == top { values.next() } else { None }).collect())
}

/// The marginals of `named` over `products` products; `number` as for [`CountFiles::pairs`].
impl Named {
    /// As [`Marginals::of`], by the numbers that `number` gives to the keys.
    pub fn marginals(&self, number: &[Option<u32>], products: usize) -> Marginals {
        let known = self.diagonal.iter().filter_map(|pair| {
            let to = number.get(pair.a as usize).copied().flatten()?;
            Some(Pair { a: to, b: to, ..*pair })
        });
        Marginals::of(known, products, self.total)
    }
}
