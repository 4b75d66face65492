//! Shopify's orders export: one row a line item; what belongs to the order stands on its first
//! row only.

use super::input::InputError;
use super::load::Intake;
use super::orders::LeftOut;
use super::table::{Column, Row, Table};
use super::values::{number, time};

struct Columns {
    name: Column,
    email: Column,
    status: Column,
    created: Column,
    cancelled: Column,
    refunded: Column,
    currency: Column,
    quantity: Column,
    item: Column,
    price: Column,
    sku: Column,
}

/// An order whose rows are being gathered.
struct Draft {
    name: String,
    time: Option<i64>,
    customer: String,
    currency: String,
    cancelled: bool,
    status: String,
    refunded: f64,
    lines: Vec<Line>,
}

struct Line {
    sku: String,
    title: String,
    quantity: f64,
    price: f64,
}

/// Whether the header is that of a Shopify orders export.
pub(super) fn recognises(table: &Table) -> bool {
    ["Name", "Created at", "Lineitem name", "Lineitem quantity"]
        .iter()
        .all(|name| table.column(&[name]).is_some())
}

/// Reads all orders of `table`.
pub(super) fn read(table: &mut Table, intake: &mut Intake<'_>) -> Result<(), InputError> {
    let c = |names: &[&str]| table.column(names);
    let columns = Columns {
        name: c(&["Name"]),
        email: c(&["Email"]),
        status: c(&["Financial Status"]),
        created: c(&["Created at"]),
        cancelled: c(&["Cancelled at"]),
        refunded: c(&["Refunded Amount"]),
        currency: c(&["Currency"]),
        quantity: c(&["Lineitem quantity"]),
        item: c(&["Lineitem name"]),
        price: c(&["Lineitem price"]),
        sku: c(&["Lineitem sku"]),
    };
    let path = table.path().to_owned();
    let mut draft: Option<Draft> = None;
    while let Some(row) = table.next_row()? {
        if let Some(fields) = row.ragged() {
            intake.reject(&path, &row, format!("{fields} fields where the header has another number"))?;
            continue;
        }
        let name = row.text(columns.name);
        if name.is_empty() {
            intake.reject(&path, &row, "no order name".to_owned())?;
            continue;
        }
        if draft.as_ref().is_none_or(|d| d.name != name) {
            draft.take().into_iter().for_each(|d| d.deliver(intake));
        }
        // An order that cannot be dated still tells what goes together; the row is listed.
        let order = match &mut draft {
            Some(order) => order,
            None => {
                let created = row.text(columns.created);
                let when = if created.is_empty() { Ok(None) } else { time(&created).map(Some) };
                let when = match when {
                    Ok(when) => when,
                    Err(reason) => {
                        let what = format!("Created at: {reason}; the order is taken as undated");
                        intake.reject(&path, &row, what)?;
                        None
                    }
                };
                draft.insert(Draft {
                    name: name.into_owned(),
                    time: when,
                    customer: row.text(columns.email).to_lowercase(),
                    currency: row.text(columns.currency).into_owned(),
                    cancelled: !row.bytes(columns.cancelled).is_empty(),
                    status: row.text(columns.status).to_lowercase(),
                    refunded: number(&row.text(columns.refunded)).unwrap_or(0.0),
                    lines: Vec::new(),
                })
            }
        };
        match line(&row, &columns) {
            Ok(line) => order.lines.push(line),
            Err(reason) => intake.reject(&path, &row, reason)?,
        }
    }
    draft.take().into_iter().for_each(|d| d.deliver(intake));
    Ok(())
}

fn line(row: &Row<'_>, columns: &Columns) -> Result<Line, String> {
    let title = row.text(columns.item).into_owned();
    let sku = row.text(columns.sku).into_owned();
    if title.is_empty() && sku.is_empty() {
        return Err("neither Lineitem name nor Lineitem sku".to_owned());
    }
    let quantity = match &*row.text(columns.quantity) {
        "" => 1.0,
        text => number(text).map_err(|reason| format!("Lineitem quantity: {reason}"))?,
    };
    let price = match &*row.text(columns.price) {
        "" => 0.0,
        text => match number(text).map_err(|reason| format!("Lineitem price: {reason}"))? {
            price if price < 0.0 => return Err("Lineitem price: negative".to_owned()),
            price => price,
        },
    };
    Ok(Line { sku, title, quantity, price })
}

impl Draft {
    /// Hands the order's lines to `intake`, less what was cancelled, refunded or returned.
    fn deliver(self, intake: &mut Intake<'_>) {
        let whole = if self.cancelled || self.status == "voided" {
            Some(LeftOut::Cancelled)
        } else if self.status == "refunded" {
            Some(LeftOut::Refunded)
        } else {
            None
        };
        let order = intake.order(&self.name, self.time, &self.customer, &self.currency);
        let refunded = if self.refunded > 0.0 { self.refunded_line() } else { None };
        for (n, line) in self.lines.iter().enumerate() {
            let reason = whole.or_else(|| (refunded == Some(n)).then_some(LeftOut::Refunded)).or({
                if line.quantity < 0.0 {
                    Some(LeftOut::Returned)
                } else if line.quantity == 0.0 {
                    Some(LeftOut::NoQuantity)
                } else {
                    None
                }
            });
            intake.line(order, &line.sku, &line.title, Some(line.price), reason);
        }
    }

    /// The export tells the amount that was refunded but not for what. Where exactly one line has
    /// that amount it was this one; otherwise all lines are kept.
    fn refunded_line(&self) -> Option<usize> {
        let matches = |line: &Line| (line.quantity * line.price - self.refunded).abs() < 0.005;
        let mut found = self.lines.iter().enumerate().filter(|(_, line)| matches(line));
        match (found.next(), found.next()) {
            (Some((n, _)), None) => Some(n),
            _ => None,
        }
    }
}
