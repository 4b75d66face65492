//! Orders as a merchant counts them: who bought when, for how much, and in which arm of an experiment.
//!
//! [`super::load`] keeps of an order only what a model needs, its distinct products. Reports and mails
//! need its value, its customer and its experiment's arm as well; they are read here, from the same files
//! and from WooCommerce's. Nothing of this ever goes into a model.

mod arm;
mod generic;
mod shopify;
mod woo_json;
mod woo_table;

pub use arm::{Arm, DEFAULT_KEY};

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::input::{self, BytesRead, InputError, size};
use super::orders::LeftOut;
use super::progress::Progress;
use super::rejects::Rejects;
use super::table::Table;

/// One order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sale {
    /// Its name or number in the export.
    pub name: String,
    /// Seconds since 1970; `None` where the export has no time.
    pub time: Option<i64>,
    /// The customer's e-mail address in small letters, or id; empty where none is known.
    pub customer: String,
    /// ISO 4217 code, empty where the export names none.
    pub currency: String,
    /// What the goods cost after discounts, without shipping.
    pub value: f64,
    /// The experiment's arm, where the order carries one.
    pub arm: Option<Arm>,
    /// What was bought; lines of no or negative quantity are not here.
    pub lines: Vec<SaleLine>,
    /// Why the order does not count, if so.
    pub left_out: Option<LeftOut>,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SaleLine {
    /// SKU or id of the product, empty where the export has none.
    pub id: String,
    /// Its name in the order.
    pub title: String,
    /// How many; above zero.
    pub quantity: f64,
    /// Price of one.
    pub price: f64,
}

/// All orders of some files.
#[derive(Debug, Default)]
pub struct SalesBook {
    /// By time and then by name; those without a time come first.
    pub sales: Vec<Sale>,
    /// Rows that could not be read.
    pub rejects: Rejects,
    /// Orders whose arm has a value that is no arm: the first such value, and how many.
    pub odd_arms: Option<(String, u64)>,
    /// Format of each file, and how it is written.
    pub formats: Vec<(PathBuf, String)>,
    by_name: FxHashMap<String, (usize, usize)>,
    file: usize,
}

impl SalesBook {
    /// The order called `name`, to be filled in; `None` where an earlier file has it already, as
    /// overlapping exports do.
    fn order(&mut self, name: &str) -> Option<&mut Sale> {
        let (at, file) = match self.by_name.get(name) {
            Some(known) => *known,
            None => {
                let entry = (self.sales.len(), self.file);
                self.by_name.insert(name.to_owned(), entry);
                self.sales.push(Sale { name: name.to_owned(), ..Sale::default() });
                entry
            }
        };
        if file == self.file { self.sales.get_mut(at) } else { None }
    }

    fn odd_arm(&mut self, value: &str) {
        self.odd_arms.get_or_insert_with(|| (value.chars().take(40).collect(), 0)).1 += 1;
    }

    /// The orders that count.
    pub fn counted(&self) -> impl Iterator<Item = &Sale> {
        self.sales.iter().filter(|sale| sale.left_out.is_none())
    }

    /// How many orders do not count, by reason.
    pub fn left_out(&self) -> Vec<(LeftOut, u64)> {
        let mut out = std::collections::BTreeMap::new();
        self.sales.iter().filter_map(|s| s.left_out).for_each(|reason| *out.entry(reason).or_insert(0) += 1);
        out.into_iter().collect()
    }
}

/// Reads all orders of `files`; `arm_key` is the name of the attribute or column with the arm.
///
/// # Errors
///
/// [`InputError`] when a file cannot be opened, is of no known format, or stops being readable half-way.
/// Single bad rows are no error: they are in [`SalesBook::rejects`].
pub fn read(files: &[PathBuf], arm_key: &str, progress: &dyn Progress) -> Result<SalesBook, InputError> {
    let mut book = SalesBook::default();
    for path in files {
        book.file += 1;
        let bytes = BytesRead::default();
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        progress.reading(&name, size(path)?, &bytes);
        let format = read_one(path, &bytes, arm_key, &mut book)?;
        book.formats.push((path.clone(), format));
    }
    for sale in book.sales.iter_mut().filter(|sale| sale.left_out.is_none() && sale.lines.is_empty()) {
        sale.left_out = Some(LeftOut::NoQuantity);
    }
    for sale in &mut book.sales {
        // What is no code of a currency is no currency.
        if !(sale.currency.len() == 3 && sale.currency.bytes().all(|b| b.is_ascii_uppercase())) {
            sale.currency.clear();
        }
    }
    book.by_name.clear();
    book.sales.sort_by(|a, b| a.time.cmp(&b.time).then_with(|| a.name.cmp(&b.name)));
    Ok(book)
}

fn read_one(
    path: &Path,
    bytes: &BytesRead,
    arm_key: &str,
    book: &mut SalesBook,
) -> Result<String, InputError> {
    let opened = input::open(path, bytes)?;
    if opened.is_json() || opened.is_json_array() {
        woo_json::read(opened, arm_key, book)?;
        return Ok("WooCommerce orders (REST JSON)".to_owned());
    }
    drop(opened);
    let mut table = Table::open(path, bytes)?;
    if shopify::recognises(&table) {
        shopify::read(&mut table, arm_key, book)?;
        Ok(table.described("Shopify orders export"))
    } else if woo_table::recognises(&table) {
        woo_table::read(&mut table, arm_key, book)?;
        Ok(table.described("WooCommerce orders export"))
    } else if generic::recognises(&table) {
        generic::read(&mut table, arm_key, book)?;
        Ok(table.described("generic order lines"))
    } else {
        let besides = ", WooCommerce's (order_id, line_item_1, …; or REST JSON)";
        Err(super::load::unknown_format_of(&table, besides))
    }
}

#[cfg(test)]
mod tests;
