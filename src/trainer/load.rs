//! All input files together: orders whose lines have become product numbers.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::catalog::{Catalog, Product, page_url};
use super::input::{BytesRead, InputError, size};
use super::orders::{LeftOut, OrderBook, Orders};
use super::progress::Progress;
use super::rejects::Rejects;
use super::table::{Row, Table};
use super::values::title;
use super::views::{self, Sessions};
use super::{currency, generic_orders, shopify_orders, shopify_products};
use crate::model::CardSource;

/// Which files to read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Order exports; the format is read off each header.
    pub orders: Vec<PathBuf>,
    /// Products export. Without one the products are those in the orders.
    pub products: Option<PathBuf>,
    /// What visitors looked at, where the shop knows.
    pub events: Option<PathBuf>,
    /// Address of a product page, with `{key}` where the handle or id goes.
    pub url: String,
}

/// What was read.
pub struct Loaded {
    /// The orders.
    pub orders: Orders,
    /// Every product that may be recommended; their positions are the orders' product numbers.
    pub products: Vec<Product>,
    /// Sessions of views, where an events file was given.
    pub sessions: Option<Sessions>,
    /// ISO code of the prices, empty when no file tells.
    pub currency: String,
    /// Digits of a price after the decimal point.
    pub minor_digits: u32,
    /// Rows that could not be read.
    pub rejects: Rejects,
    /// Counts for the summary.
    pub counts: ReadCounts,
}

impl Loaded {
    /// The key of a product; empty for a number that none has.
    pub fn key(&self, product: u32) -> &str {
        self.products.get(product as usize).map_or("", |p| p.card.key.as_str())
    }

    /// The first `count` orders with only their products, and for each old product number the
    /// new one.
    pub fn first(&self, count: usize) -> (Self, Vec<Option<u32>>) {
        let mut numbers = vec![None; self.products.len()];
        for product in (0..count).flat_map(|order| self.orders.basket(order)) {
            if let Some(slot) = numbers.get_mut(*product as usize) {
                *slot = Some(0);
            }
        }
        let kept =
            numbers.iter_mut().zip(0u32..).filter_map(|(slot, old)| slot.as_mut().map(|new| (new, old)));
        let mut products = Vec::new();
        for ((new, old), next) in kept.zip(0..) {
            *new = next;
            products.extend(self.products.get(old as usize).cloned());
        }
        let part = Self {
            orders: self
                .orders
                .first(count)
                .renumber(|p| numbers.get(p as usize).copied().flatten().unwrap_or(0)),
            products,
            sessions: None,
            currency: self.currency.clone(),
            minor_digits: self.minor_digits,
            rejects: Rejects::default(),
            counts: self.counts.clone(),
        };
        (part, numbers)
    }
}

/// What was read and what was left out.
#[derive(Debug, Clone, Default)]
pub struct ReadCounts {
    /// Distinct orders, with or without a line that counts.
    pub orders: usize,
    /// Distinct customers.
    pub customers: usize,
    /// Line items.
    pub lines: u64,
    /// Line items left out, by reason.
    pub left_out: Vec<(LeftOut, u64)>,
    /// Products in the catalog that are not to be recommended, by reason.
    pub products_left_out: Vec<(&'static str, u64)>,
    /// Format of each order file.
    pub formats: Vec<(PathBuf, &'static str)>,
}

/// Where the readers of each format put their lines.
pub(super) struct Intake<'a> {
    book: OrderBook,
    catalog: &'a mut Catalog,
    /// Whether the catalog was given: then a line that is not in it is left out; otherwise lines
    /// make the catalog.
    given: bool,
    rejects: &'a mut Rejects,
    currency: String,
    url: &'a str,
    digits: u32,
    /// Products by the id that lines give them, as far as met.
    by_id: FxHashMap<Box<str>, u32>,
}

impl Intake<'_> {
    pub(super) fn order(&mut self, name: &str, time: Option<i64>, customer: &str) -> u32 {
        self.book.order(name, time, customer)
    }

    /// One line item; `reason` is set when the reader already knows that it does not count.
    pub(super) fn line(
        &mut self,
        order: u32,
        id: &str,
        name: &str,
        price: Option<f64>,
        reason: Option<LeftOut>,
    ) {
        self.book.lines_read += 1;
        if let Some(reason) = reason {
            return self.book.leave_out(reason);
        }
        match self.product(id, name, price) {
            Ok(product) => self.book.line(order, product),
            Err(reason) => self.book.leave_out(reason),
        }
    }

    fn product(&mut self, id: &str, name: &str, price: Option<f64>) -> Result<u32, LeftOut> {
        if !self.given {
            return self.learn_from_line(id, name, price);
        }
        let found = self.catalog.find(id, name);
        match found.and_then(|p| self.catalog.products.get(p as usize).map(|product| (p, product))) {
            Some((_, product)) if product.left_out.is_some() => Err(LeftOut::NotForSale),
            Some((number, _)) => Ok(number),
            None if not_a_product(id, name) => Err(LeftOut::NotAProduct),
            None => Err(LeftOut::NotInCatalog),
        }
    }

    /// The product of a line when there is no catalog: the line itself describes it.
    fn learn_from_line(&mut self, id: &str, name: &str, price: Option<f64>) -> Result<u32, LeftOut> {
        let key = if id.is_empty() { name } else { id };
        let price = price.and_then(|p| currency::minor(p, self.digits)).filter(|p| *p > 0);
        if let Some(number) = self.by_id.get(key) {
            // The latest price stands.
            if let (Some(product), Some(price)) = (self.catalog.products.get_mut(*number as usize), price) {
                product.card.price = Some(price);
            }
            return Ok(*number);
        }
        if not_a_product(id, name) {
            return Err(LeftOut::NotAProduct);
        }
        let shown = title(name);
        let card = CardSource {
            key: key.to_owned(),
            title: if shown.is_empty() { key.to_owned() } else { shown },
            url: page_url(self.url, key),
            price,
            available: true,
            ..CardSource::default()
        };
        let number = self.catalog.products.len() as u32;
        self.by_id.insert(key.into(), number);
        self.catalog.add(Product { card, tags: Vec::new(), left_out: None });
        Ok(number)
    }

    /// The first currency met is that of the prices.
    pub(super) fn currency(&mut self, code: &str) {
        if self.currency.is_empty() && code.len() == 3 {
            self.currency = code.to_uppercase();
        }
    }

    /// A row that could not be read.
    pub(super) fn reject(&mut self, path: &Path, row: &Row<'_>, reason: String) {
        self.rejects.add(path, row.line, reason, row.raw());
    }

    /// A row that was read, but not all of it.
    pub(super) fn note(&mut self, path: &Path, row: &Row<'_>, reason: String) {
        self.rejects.add(path, row.line, reason, row.raw());
    }
}

/// Lines that shops write for what is not a product, by exact name or id. Only for lines that no
/// catalog knows: a shop may well sell a "Manual".
fn not_a_product(id: &str, name: &str) -> bool {
    const NAMES: [&str; 26] = [
        "postage",
        "dotcom postage",
        "carriage",
        "shipping",
        "delivery",
        "shipping protection",
        "tip",
        "manual",
        "adjustment",
        "adjust bad debt",
        "discount",
        "bank charges",
        "amazon fee",
        "amazonfee",
        "commission",
        "cruk commission",
        "samples",
        "sample",
        "gift wrapping",
        "custom item",
        "custom amount",
        "deposit",
        "credit",
        "refund",
        "fee",
        "handling",
    ];
    let matches = |text: &str| NAMES.iter().any(|known| text.trim().eq_ignore_ascii_case(known));
    matches(name) || matches(id)
}

/// Reads all files of `source`.
///
/// # Errors
///
/// [`InputError`] when a file cannot be opened, is of no known format, or stops being readable
/// half-way. Single bad rows are no error: they are in [`Loaded::rejects`].
pub fn load(source: &Source, progress: &dyn Progress) -> Result<Loaded, InputError> {
    let mut rejects = Rejects::default();
    // Prices have the digits of the orders' currency: look for it before the catalog is read.
    let currency = source.orders.iter().find_map(|path| peek_currency(path)).unwrap_or_default();
    let digits = currency::minor_digits(&currency);
    let mut catalog = match &source.products {
        None => Catalog::default(),
        Some(path) => {
            let read = begin(path, progress)?;
            shopify_products::read(path, &read, &source.url, digits, &mut rejects)?
        }
    };
    let given = source.products.is_some();
    let mut intake = Intake {
        book: OrderBook::default(),
        catalog: &mut catalog,
        given,
        rejects: &mut rejects,
        currency,
        url: &source.url,
        digits,
        by_id: FxHashMap::default(),
    };
    let mut formats = Vec::new();
    for path in &source.orders {
        let read = begin(path, progress)?;
        let mut table = Table::open(path, &read)?;
        if shopify_orders::recognises(&table) {
            formats.push((path.clone(), "Shopify orders export"));
            shopify_orders::read(&mut table, &mut intake)?;
        } else if generic_orders::recognises(&table) {
            formats.push((path.clone(), "generic order lines"));
            generic_orders::read(&mut table, &mut intake)?;
        } else {
            return Err(unknown_format(&table));
        }
    }
    let (book, currency) = (intake.book, intake.currency);
    let mut counts = ReadCounts {
        orders: book.orders_read(),
        customers: book.customers_read(),
        lines: book.lines_read,
        left_out: book.left_out.iter().map(|(reason, n)| (*reason, *n)).collect(),
        products_left_out: Vec::new(),
        formats,
    };
    let (products, renumbered) = only_for_sale(catalog, &mut counts);
    let orders = book.finish().renumber(|p| renumbered.get(p as usize).copied().unwrap_or(p));
    let sessions = match &source.events {
        None => None,
        Some(path) => {
            let names = views::names(&products);
            Some(views::read(path, &|name| names.get(name).copied(), &mut rejects)?)
        }
    };
    Ok(Loaded { orders, products, sessions, currency, minor_digits: digits, rejects, counts })
}

/// Drops products that are not to be recommended; no order line refers to one.
fn only_for_sale(catalog: Catalog, counts: &mut ReadCounts) -> (Vec<Product>, Vec<u32>) {
    let mut renumbered = Vec::with_capacity(catalog.products.len());
    let mut kept = Vec::new();
    for product in catalog.products {
        renumbered.push(kept.len() as u32);
        match product.left_out {
            None => kept.push(product),
            Some(reason) => match counts.products_left_out.iter_mut().find(|(r, _)| *r == reason) {
                Some((_, n)) => *n += 1,
                None => counts.products_left_out.push((reason, 1)),
            },
        }
    }
    (kept, renumbered)
}

fn begin(path: &Path, progress: &dyn Progress) -> Result<BytesRead, InputError> {
    let read = BytesRead::default();
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    progress.reading(&name, size(path)?, &read);
    Ok(read)
}

/// The currency on the first row of an order file that has one; `None` also where the file cannot
/// be read, which the reader proper will report.
fn peek_currency(path: &Path) -> Option<String> {
    let mut table = Table::open(path, &BytesRead::default()).ok()?;
    let column = table.column(&["Currency"])?;
    for _ in 0..50 {
        let row = table.next_row().ok()??;
        let code = row.text(Some(column));
        if code.len() == 3 {
            return Some(code.to_uppercase());
        }
    }
    None
}

fn unknown_format(table: &Table) -> InputError {
    let have = table.names().iter().take(12).map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    InputError::at(
        table.path(),
        1,
        format!(
            "no known order format. Expected either Shopify's orders export (columns \"Name\", \"Created at\", \
             \"Lineitem name\", \"Lineitem quantity\", …) or columns \"order_id\" and \"product_id\" \
             (and, if there are any, customer_id, timestamp, quantity, unit_price, title). Found: {have}"
        ),
    )
}
