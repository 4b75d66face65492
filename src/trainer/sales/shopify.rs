//! Shopify's orders export, and its abandoned checkouts, which have the same columns and may be known by an id alone: one
//! row a line item, the order's own fields on its first row.

use super::super::input::InputError;
use super::super::orders::LeftOut;
use super::super::table::{Column, Row, Table};
use super::super::values::{number, time};
use super::arm::{Arm, attribute};
use super::{Sale, SaleLine, SalesBook};

/// What an order is called by.
const NAMES: [&str; 2] = ["Name", "Id"];

/// Whether the header is that of such an export.
pub(super) fn recognises(table: &Table) -> bool {
    table.column(&NAMES).is_some()
        && ["Created at", "Lineitem name", "Lineitem quantity"].iter().all(|c| table.column(&[c]).is_some())
}

/// Reads all orders of `table`.
pub(super) fn read(table: &mut Table, arm_key: &str, book: &mut SalesBook) -> Result<(), InputError> {
    let c = |names: &[&str]| table.column(names);
    let (name, email) = (c(&NAMES), c(&["Email"]));
    let (status, cancelled) = (c(&["Financial Status"]), c(&["Cancelled at"]));
    let (created, currency, subtotal) = (c(&["Created at"]), c(&["Currency"]), c(&["Subtotal"]));
    let (attributes, own) = (c(&["Note Attributes"]), c(&[arm_key]));
    let (quantity, item) = (c(&["Lineitem quantity"]), c(&["Lineitem name"]));
    let (price, sku) = (c(&["Lineitem price"]), c(&["Lineitem sku"]));
    let by_id = c(&["Name"]).is_none();
    let path = table.path().to_owned();
    // Name of the order whose rows these are, and whether its subtotal was given.
    let mut present: Option<(String, bool)> = None;
    while let Some(row) = table.next_row()? {
        let mut order = row.text(name);
        // Where there is an id alone, it may stand on the first row only.
        if let (true, true, Some((of, _))) = (by_id, order.is_empty(), &present) {
            order = of.clone().into();
        }
        if order.is_empty() || row.ragged().is_some() {
            let reason = if order.is_empty() { "no order name" } else { "not as many fields as the header" };
            book.rejects.add(&path, row.line, reason.to_owned(), row.raw());
            continue;
        }
        let first = present.as_ref().is_none_or(|(of, _)| *of != *order);
        let mut notes: Vec<String> = Vec::new();
        let mut odd = None;
        let Some(sale) = book.order(&order) else { continue };
        if first {
            let total = money(&row, subtotal, "Subtotal", &mut notes);
            sale.value = total.unwrap_or(0.0);
            present = Some((order.clone().into_owned(), total.is_some()));
            sale.left_out = why_left_out(&row.text(status), !row.bytes(cancelled).is_empty());
        }
        // The order's fields may stand on its first row only, or on all.
        fill(&mut sale.customer, &row, email, |text| text.to_lowercase());
        fill(&mut sale.currency, &row, currency, |text| text.to_uppercase());
        if sale.time.is_none() && !row.bytes(created).is_empty() {
            sale.time = time(&row.text(created)).map_err(|why| notes.push(format!("Created at: {why}"))).ok();
        }
        if sale.arm.is_none() {
            let cell = row.text(attributes);
            let own = row.text(own);
            let said = attribute(&cell, arm_key).or((!own.is_empty()).then_some(&*own));
            sale.arm = said.and_then(Arm::parse);
            odd = said.filter(|_| sale.arm.is_none()).map(str::to_owned);
        }
        let pieces = pieces(&row.text(quantity), "Lineitem quantity", &mut notes);
        let each = money(&row, price, "Lineitem price", &mut notes).unwrap_or(0.0);
        let (id, title) = (row.text(sku).into_owned(), row.text(item).into_owned());
        if pieces > 0.0 && !(id.is_empty() && title.is_empty()) {
            if present.as_ref().is_some_and(|(_, given)| !given) {
                sale.value += pieces * each;
            }
            sale.lines.push(SaleLine { id, title, quantity: pieces, price: each });
        }
        odd.into_iter().for_each(|value| book.odd_arm(&value));
        notes.into_iter().for_each(|why| book.rejects.add(&path, row.line, why, row.raw()));
    }
    Ok(())
}

fn why_left_out(status: &str, cancelled: bool) -> Option<LeftOut> {
    if cancelled || status.eq_ignore_ascii_case("voided") {
        Some(LeftOut::Cancelled)
    } else if status.eq_ignore_ascii_case("refunded") {
        Some(LeftOut::Refunded)
    } else {
        None
    }
}

fn fill(field: &mut String, row: &Row<'_>, column: Column, make: impl Fn(&str) -> String) {
    if field.is_empty() {
        *field = make(&row.text(column));
    }
}

/// No order costs as much, and no line has as many pieces; sums of squares of greater numbers would overflow.
pub(super) const MOST: f64 = 1e12;

/// A number of pieces; 1 where none is given, 0, and noted, where it cannot be read.
pub(super) fn pieces(text: &str, what: &str, notes: &mut Vec<String>) -> f64 {
    match text {
        "" => 1.0,
        text => match number(text) {
            Ok(n) if n < MOST => n,
            Ok(_) => {
                notes.push(format!("{what}: \"{text}\" is no quantity"));
                0.0
            }
            Err(why) => {
                notes.push(format!("{what}: {why}"));
                0.0
            }
        },
    }
}

/// An amount that may be missing; one that cannot be read, or is negative, is noted.
pub(super) fn money(row: &Row<'_>, column: Column, what: &str, notes: &mut Vec<String>) -> Option<f64> {
    match &*row.text(column) {
        "" => None,
        text => match number(text) {
            Ok(value) if (0.0..MOST).contains(&value) => Some(value),
            Ok(value) if value >= MOST => {
                notes.push(format!("{what}: \"{text}\" is no amount of money"));
                None
            }
            Ok(_) => {
                notes.push(format!("{what}: \"{text}\" is negative"));
                None
            }
            Err(why) => {
                notes.push(format!("{what}: {why}"));
                None
            }
        },
    }
}

impl Sale {
    /// Number of pieces over all lines.
    pub fn items(&self) -> f64 {
        self.lines.iter().map(|line| line.quantity).sum()
    }
}
