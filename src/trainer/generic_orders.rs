//! The plain form: a row a line item, only the order and the product required.

use super::input::InputError;
use super::load::Intake;
use super::orders::LeftOut;
use super::table::Table;
use super::values::{number, time};

pub(super) const ORDER: &[&str] = &["order_id", "order", "invoice", "invoice_no", "transaction_id"];
pub(super) const PRODUCT: &[&str] = &["product_id", "product", "sku", "item_id", "stockcode", "handle"];

/// Whether the header has an order and a product.
pub(super) fn recognises(table: &Table) -> bool {
    table.column(ORDER).is_some() && table.column(PRODUCT).is_some()
}

/// Reads all orders of `table`.
pub(super) fn read(table: &mut Table, intake: &mut Intake<'_>) -> Result<(), InputError> {
    let (order, product) = (table.column(ORDER), table.column(PRODUCT));
    let customer = table.column(&["customer_id", "customer", "email", "user_id"]);
    let timestamp = table.column(&["timestamp", "created_at", "date", "order_date", "invoicedate"]);
    let quantity = table.column(&["quantity", "qty"]);
    let price = table.column(&["unit_price", "price"]);
    let title = table.column(&["title", "name", "product_title", "description"]);
    let currency = table.column(&["currency"]);
    let status = table.column(&["status", "financial_status"]);
    // What a bad row is told by is the column's name in this file.
    let named = |column| table.name(column).to_owned();
    let (quantity_name, price_name, time_name) = (named(quantity), named(price), named(timestamp));
    let path = table.path().to_owned();
    // Lines of an order mostly follow each other: its number and time are looked up once.
    let mut last = Last::default();
    while let Some(row) = table.next_row()? {
        if let Some(fields) = row.ragged() {
            intake.reject(&path, &row, format!("{fields} fields where the header has another number"))?;
            continue;
        }
        let (name, id) = (row.bytes(order), row.text(product));
        if name.is_empty() || id.is_empty() {
            let missing = if name.is_empty() { "no order id" } else { "no product id" };
            intake.reject(&path, &row, missing.to_owned())?;
            continue;
        }
        let stamp = row.bytes(timestamp);
        let number_of_order = match last.number {
            Some(number) if last.name == name && last.stamp == stamp => number,
            _ => {
                let when = if stamp.is_empty() { Ok(None) } else { time(&row.text(timestamp)).map(Some) };
                let when = match when {
                    Ok(when) => when,
                    Err(reason) => {
                        intake.reject(&path, &row, format!("{time_name}: {reason}"))?;
                        continue;
                    }
                };
                let number = intake.order(&row.text(order), when, &row.text(customer), &row.text(currency));
                last.remember(name, stamp, number);
                number
            }
        };
        let amount = |column, what: &str| match &*row.text(column) {
            "" => Ok(None),
            text => number(text).map(Some).map_err(|reason| format!("{what}: {reason}")),
        };
        let (quantity, price) = match (amount(quantity, &quantity_name), amount(price, &price_name)) {
            (Ok(quantity), Ok(price)) => (quantity.unwrap_or(1.0), price),
            (Err(reason), _) | (_, Err(reason)) => {
                intake.reject(&path, &row, reason)?;
                continue;
            }
        };
        if price.is_some_and(|p| p < 0.0) {
            intake.reject(&path, &row, format!("{price_name}: negative"))?;
            continue;
        }
        let reason = gone(row.bytes(status)).or(if quantity < 0.0 {
            Some(LeftOut::Returned)
        } else if quantity == 0.0 {
            Some(LeftOut::NoQuantity)
        } else {
            None
        });
        intake.line(number_of_order, &id, &row.text(title), price, reason);
    }
    Ok(())
}

/// The order of the row before.
#[derive(Default)]
struct Last {
    name: Vec<u8>,
    stamp: Vec<u8>,
    number: Option<u32>,
}

impl Last {
    fn remember(&mut self, name: &[u8], stamp: &[u8], number: u32) {
        self.name.clear();
        self.name.extend_from_slice(name);
        self.stamp.clear();
        self.stamp.extend_from_slice(stamp);
        self.number = Some(number);
    }
}

/// Why an order of this status does not count.
fn gone(status: &[u8]) -> Option<LeftOut> {
    if ["cancelled", "canceled", "voided", "failed"]
        .iter()
        .any(|word| status.eq_ignore_ascii_case(word.as_bytes()))
    {
        Some(LeftOut::Cancelled)
    } else {
        status.eq_ignore_ascii_case(b"refunded").then_some(LeftOut::Refunded)
    }
}
