//! All input files together: orders whose lines have become product numbers.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::catalog::{Catalog, Product, page_url};
use super::input::{BytesRead, InputError, size};
use super::ledger::state::{Staged, State};
use super::ledger::{Assortment, Ledger, Offer};
use super::orders::{LeftOut, Orders, inverse, most_ordered_first};
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
    /// Whether gift cards are products like others.
    pub gift_cards: bool,
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
    /// Line items in the files of this run, also those of orders that another file has as well.
    pub lines_read: u64,
    /// Orders that were known before this run.
    pub before: usize,
    /// Line items left out, by reason.
    pub left_out: Vec<(LeftOut, u64)>,
    /// Products in the catalog that are not to be recommended, by reason.
    pub products_left_out: Vec<(&'static str, u64)>,
    /// Format of each order file, and how it is written.
    pub formats: Vec<(PathBuf, String)>,
}

/// Where the readers of each format put their lines.
pub(super) struct Intake<'a> {
    ledger: &'a mut Ledger,
    rejects: &'a mut Rejects,
    strict: bool,
}

impl Intake<'_> {
    /// The number of an order; see [`Ledger::order`].
    pub(super) fn order(&mut self, name: &str, time: Option<i64>, customer: &str, currency: &str) -> u32 {
        self.ledger.order(name, time, customer, currency)
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
        self.ledger.line(order, &Offer { id, name, price, reason });
    }

    /// A row that could not be read, or not all of it.
    ///
    /// # Errors
    ///
    /// Where no bad row is to be passed over.
    pub(super) fn reject(&mut self, path: &Path, row: &Row<'_>, reason: String) -> Result<(), InputError> {
        self.rejects.add(path, row.line, reason, row.raw());
        if self.strict { first_reject(self.rejects) } else { Ok(()) }
    }
}

/// The first bad row as an error.
fn first_reject(rejects: &Rejects) -> Result<(), InputError> {
    match rejects.rows().first() {
        None => Ok(()),
        Some(first) => Err(InputError::at(
            &first.file,
            first.line,
            format!(
                "{}. Correct this row in the shop or in the file, or train without --strict: rows like it are then \
                 listed in rejects.csv and passed over. The row: {}",
                first.reason, first.row
            ),
        )),
    }
}

/// What lines mean: products of the catalog, or, where none was given, what the lines themselves describe.
struct Shelves<'a> {
    catalog: &'a mut Catalog,
    given: bool,
    url: &'a str,
    digits: u32,
    /// Products by the id that lines give them, where no catalog was given.
    by_id: FxHashMap<Box<str>, u32>,
}

impl Assortment for Shelves<'_> {
    fn product(&mut self, offer: &Offer<'_>) -> Result<u32, LeftOut> {
        let (id, name) = (offer.id, offer.name);
        if !self.given {
            return self.learn_from_line(id, name);
        }
        let found = self.catalog.find(id, name);
        match found.and_then(|p| self.catalog.products.get(p as usize).map(|product| (p, product))) {
            Some((_, product)) if product.left_out.is_some() => Err(LeftOut::NotForSale),
            Some((number, _)) => Ok(number),
            None if not_a_product(id, name) => Err(LeftOut::NotAProduct),
            None => Err(LeftOut::NotInCatalog),
        }
    }

    /// Without a catalog a line called "Manual" counts once its id is known for a product.
    fn is_final(&self) -> bool {
        self.given
    }

    fn price(&mut self, product: u32, offer: &Offer<'_>) {
        let price = offer.price.and_then(|p| currency::minor(p, self.digits)).filter(|p| *p > 0);
        if !self.given
            && let (Some(product), Some(price)) = (self.catalog.products.get_mut(product as usize), price)
        {
            product.card.price = Some(price);
        }
    }
}

impl Shelves<'_> {
    /// The product of a line when there is no catalog: the line itself describes it.
    fn learn_from_line(&mut self, id: &str, name: &str) -> Result<u32, LeftOut> {
        let key = if id.is_empty() { name } else { id };
        if let Some(number) = self.by_id.get(key) {
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
            available: true,
            ..CardSource::default()
        };
        let number = self.catalog.products.len() as u32;
        self.by_id.insert(key.into(), number);
        self.catalog.add(Product { card, tags: Vec::new(), left_out: None });
        Ok(number)
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

/// How files are read.
#[derive(Default)]
pub struct Reading<'a> {
    /// Whether the first bad row is an error.
    pub strict: bool,
    /// The orders of earlier runs, to which those of the files are added.
    pub state: Option<&'a State>,
    /// Whether what comes of it is to be kept.
    pub keep: bool,
}

/// Reads all files of `source`.
///
/// # Errors
///
/// [`InputError`] when a file cannot be opened, is of no known format, or stops being readable
/// half-way. Single bad rows are no error: they are in [`Loaded::rejects`].
pub fn load(source: &Source, progress: &dyn Progress) -> Result<Loaded, InputError> {
    load_with(source, &Reading::default(), progress).map(|(loaded, _)| loaded)
}

/// As [`load`], on top of what a state keeps. The state of afterwards is not in its place until
/// [`Staged::commit`].
///
/// # Errors
///
/// As [`load`]; for a state that is damaged or was written by a later version; for the first bad row, if
/// that is wanted.
pub fn load_with(
    source: &Source,
    reading: &Reading<'_>,
    progress: &dyn Progress,
) -> Result<(Loaded, Option<Staged>), InputError> {
    for path in source.products.iter().chain(&source.events) {
        // A name that was mistyped is told before much is read.
        size(path)?;
    }
    let mut ledger = match reading.state {
        None => Ledger::default(),
        Some(state) => {
            progress.stage("Reading the orders of earlier runs", 0);
            state.read()?
        }
    };
    let before = ledger.orders();
    let mut line_rejects = Rejects::default();
    let mut formats = Vec::new();
    let mut intake = Intake { ledger: &mut ledger, rejects: &mut line_rejects, strict: reading.strict };
    for path in &source.orders {
        if !intake.ledger.begin_export() {
            return Err(InputError::new(
                path,
                "more than 65,535 order files at once: feed them in several runs",
            ));
        }
        let read = begin(path, progress)?;
        let mut table = Table::open(path, &read)?;
        if shopify_orders::recognises(&table) {
            shopify_orders::read(&mut table, &mut intake)?;
            formats.push((path.clone(), table.described("Shopify orders export")));
        } else if generic_orders::recognises(&table) {
            generic_orders::read(&mut table, &mut intake)?;
            formats.push((path.clone(), table.described("generic order lines")));
        } else {
            return Err(unknown_format(&table));
        }
        if intake.ledger.is_full() {
            return Err(InputError::new(
                path,
                "more orders and line items than can be counted at once (4 billion): train on fewer",
            ));
        }
    }
    // Prices have the digits of the orders' currency.
    let currency = ledger.price_currency();
    let digits = currency::minor_digits(&currency);
    let mut rejects = Rejects::default();
    let given = source.products.is_some();
    let mut catalog = match &source.products {
        None => Catalog::default(),
        Some(path) => read_catalog(path, source, digits, &mut rejects, progress)?,
    };
    rejects.append(line_rejects);
    if reading.strict {
        first_reject(&rejects)?;
    }
    progress.stage("Putting the orders in sequence", 0);
    let staged = match reading.state {
        Some(state) if reading.keep && !source.orders.is_empty() => Some(state.stage(&ledger)?),
        _ => None,
    };
    let lines_read = ledger.lines_read;
    let mut shelves =
        Shelves { catalog: &mut catalog, given, url: &source.url, digits, by_id: FxHashMap::default() };
    let settled = ledger.settle(&mut shelves);
    let mut counts = ReadCounts {
        orders: settled.orders_read,
        customers: settled.customers_read,
        lines: settled.lines,
        lines_read,
        before,
        left_out: settled.left_out.into_iter().collect(),
        products_left_out: Vec::new(),
        formats,
    };
    let (products, renumbered) = only_for_sale(catalog, &mut counts);
    let orders = settled.orders.renumber(|p| renumbered.get(p as usize).copied().unwrap_or(p));
    // Who learns numbers products by their orders. Where they have these numbers from the start, orders are in memory
    // once.
    let sequence = most_ordered_first(&orders.counts(products.len()));
    let orders = orders.renumber_sorted(&inverse(&sequence));
    let products = sequenced(products, &sequence);
    let sessions = match &source.events {
        None => None,
        Some(path) => {
            let names = views::names(&products);
            Some(views::read(path, &|name| names.get(name).copied(), &mut rejects)?)
        }
    };
    if reading.strict {
        first_reject(&rejects)?;
    }
    let loaded = Loaded { orders, products, sessions, currency, minor_digits: digits, rejects, counts };
    Ok((loaded, staged))
}

fn read_catalog(
    path: &Path,
    source: &Source,
    digits: u32,
    rejects: &mut Rejects,
    progress: &dyn Progress,
) -> Result<Catalog, InputError> {
    let read = begin(path, progress)?;
    let mut catalog = shopify_products::read(path, &read, &source.url, digits, rejects)?;
    let wanted = |reason: &str| source.gift_cards && reason == shopify_products::GIFT_CARD;
    for product in &mut catalog.products {
        product.left_out = product.left_out.filter(|reason| !wanted(reason));
    }
    Ok(catalog)
}

/// `products` in another sequence.
fn sequenced(products: Vec<Product>, sequence: &[u32]) -> Vec<Product> {
    let mut products: Vec<Option<Product>> = products.into_iter().map(Some).collect();
    sequence.iter().filter_map(|at| products.get_mut(*at as usize)?.take()).collect()
}

/// Drops products that are not to be recommended; no order line refers to one.
pub(super) fn only_for_sale(catalog: Catalog, counts: &mut ReadCounts) -> (Vec<Product>, Vec<u32>) {
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

pub(super) fn unknown_format(table: &Table) -> InputError {
    unknown_format_of(table, "")
}

/// The same for a reader that knows further formats, which `besides` names.
pub(super) fn unknown_format_of(table: &Table, besides: &str) -> InputError {
    let have = table.names().iter().take(12).map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    InputError::at(
        table.path(),
        1,
        format!(
            "no known order format. Expected either Shopify's orders export (columns \"Name\", \"Created at\", \
             \"Lineitem name\", \"Lineitem quantity\", …){besides} or columns \"order_id\" and \"product_id\" \
             (and, if there are any, customer_id, timestamp, quantity, unit_price, title). Found: {have}"
        ),
    )
}
