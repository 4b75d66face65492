//! The plain form: a row a line item; `arm`, `currency` and `order_total` may stand on any row of an order.

use super::super::input::InputError;
use super::super::orders::LeftOut;
use super::super::table::Table;
use super::super::values::time;
use super::arm::Arm;
use super::shopify::{money, pieces};
use super::{SaleLine, SalesBook};

pub(super) use super::super::generic_orders::{ORDER, PRODUCT, recognises};

/// Reads all orders of `table`.
pub(super) fn read(table: &mut Table, arm_key: &str, book: &mut SalesBook) -> Result<(), InputError> {
    let c = |names: &[&str]| table.column(names);
    let (order, product) = (c(ORDER), c(PRODUCT));
    let customer = c(&["email", "customer_email", "customer_id", "customer", "user_id"]);
    let timestamp = c(&["timestamp", "created_at", "date", "order_date", "invoicedate"]);
    let (quantity, price) = (c(&["quantity", "qty"]), c(&["unit_price", "price"]));
    let title = c(&["title", "name", "product_title", "description"]);
    let (currency, total) = (c(&["currency"]), c(&["order_value", "order_total", "subtotal"]));
    let arm = c(&["arm", arm_key]);
    let status = c(&["status", "financial_status"]);
    let path = table.path().to_owned();
    while let Some(row) = table.next_row()? {
        let (name, id) = (row.text(order), row.text(product));
        if name.is_empty() || id.is_empty() || row.ragged().is_some() {
            let reason = if row.ragged().is_some() {
                "not as many fields as the header"
            } else if name.is_empty() {
                "no order id"
            } else {
                "no product id"
            };
            book.rejects.add(&path, row.line, reason.to_owned(), row.raw());
            continue;
        }
        let mut notes = Vec::new();
        let mut odd = None;
        let Some(sale) = book.order(&name) else { continue };
        if sale.customer.is_empty() {
            sale.customer = row.text(customer).to_lowercase();
        }
        if sale.currency.is_empty() {
            sale.currency = row.text(currency).to_uppercase();
        }
        if sale.time.is_none() && !row.bytes(timestamp).is_empty() {
            sale.time =
                time(&row.text(timestamp)).map_err(|why| notes.push(format!("timestamp: {why}"))).ok();
        }
        let said = row.text(arm);
        if sale.arm.is_none() && !said.is_empty() {
            sale.arm = Arm::parse(&said);
            odd = sale.arm.is_none().then(|| said.into_owned());
        }
        match &*row.text(status).to_lowercase() {
            "cancelled" | "canceled" | "voided" | "failed" => sale.left_out = Some(LeftOut::Cancelled),
            "refunded" => sale.left_out = Some(LeftOut::Refunded),
            _ => {}
        }
        let pieces = pieces(&row.text(quantity), "quantity", &mut notes);
        let each = money(&row, price, "unit_price", &mut notes).unwrap_or(0.0);
        if pieces > 0.0 {
            match total {
                // The same on every row of the order.
                Some(_) => sale.value = money(&row, total, "order_value", &mut notes).unwrap_or(sale.value),
                None => sale.value += pieces * each,
            }
            let title = row.text(title).into_owned();
            sale.lines.push(SaleLine { id: id.into_owned(), title, quantity: pieces, price: each });
        }
        odd.into_iter().for_each(|value| book.odd_arm(&value));
        notes.into_iter().for_each(|why| book.rejects.add(&path, row.line, why, row.raw()));
    }
    Ok(())
}
