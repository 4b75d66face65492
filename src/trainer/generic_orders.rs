//! The plain form: a row a line item, only the order and the product required.

use super::input::InputError;
use super::load::Intake;
use super::orders::LeftOut;
use super::table::Table;
use super::values::{number, time};

const ORDER: &[&str] = &["order_id", "order", "invoice", "invoice_no", "transaction_id"];
const PRODUCT: &[&str] = &["product_id", "product", "sku", "item_id", "stockcode", "handle"];

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
    let path = table.path().to_owned();
    // Lines of an order mostly follow each other: its number and time are looked up once.
    let mut last: Option<(Vec<u8>, Vec<u8>, u32)> = None;
    while let Some(row) = table.next_row()? {
        if let Some(fields) = row.ragged() {
            intake.reject(&path, &row, format!("{fields} fields where the header has another number"));
            continue;
        }
        let (name, id) = (row.bytes(order), row.text(product));
        if name.is_empty() || id.is_empty() {
            let missing = if name.is_empty() { "no order id" } else { "no product id" };
            intake.reject(&path, &row, missing.to_owned());
            continue;
        }
        let stamp = row.bytes(timestamp);
        let known = last.as_ref().filter(|(n, s, _)| n == name && s == stamp).map(|(.., number)| *number);
        let number_of_order = match known {
            Some(number) => number,
            None => {
                let when = if stamp.is_empty() { Ok(None) } else { time(&row.text(timestamp)).map(Some) };
                let when = match when {
                    Ok(when) => when,
                    Err(reason) => {
                        intake.reject(&path, &row, format!("timestamp: {reason}"));
                        continue;
                    }
                };
                let number = intake.order(&row.text(order), when, &row.text(customer));
                last = Some((name.to_vec(), stamp.to_vec(), number));
                number
            }
        };
        let amount = |column, what: &str| match &*row.text(column) {
            "" => Ok(None),
            text => number(text).map(Some).map_err(|reason| format!("{what}: {reason}")),
        };
        let (quantity, price) = match (amount(quantity, "quantity"), amount(price, "unit_price")) {
            (Ok(quantity), Ok(price)) => (quantity.unwrap_or(1.0), price),
            (Err(reason), _) | (_, Err(reason)) => {
                intake.reject(&path, &row, reason);
                continue;
            }
        };
        if price.is_some_and(|p| p < 0.0) {
            intake.reject(&path, &row, "unit_price: negative".to_owned());
            continue;
        }
        intake.currency(&row.text(currency));
        let reason = if quantity < 0.0 {
            Some(LeftOut::Returned)
        } else if quantity == 0.0 {
            Some(LeftOut::NoQuantity)
        } else {
            None
        };
        intake.line(number_of_order, &id, &row.text(title), price, reason);
    }
    Ok(())
}
