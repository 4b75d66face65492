//! WooCommerce orders as the common export plugins write them: one row an order, its lines in the columns
//! `line_item_1`, `line_item_2`, …, each `name:…|product_id:…|sku:…|quantity:…|total:…`.

use super::super::input::InputError;
use super::super::table::Table;
use super::super::values::{number, time};
use super::arm::Arm;
use super::shopify::MOST;
use super::woo_json::why_left_out;
use super::{SaleLine, SalesBook};

/// Whether the header is that of such an export.
pub(super) fn recognises(table: &Table) -> bool {
    table.column(&["order_id", "order_number"]).is_some() && table.column(&["line_item_1"]).is_some()
}

/// Reads all orders of `table`.
pub(super) fn read(table: &mut Table, arm_key: &str, book: &mut SalesBook) -> Result<(), InputError> {
    let c = |names: &[&str]| table.column(names);
    let (order, date) =
        (c(&["order_id", "order_number"]), c(&["order_date", "date_created_gmt", "paid_date"]));
    let (status, currency) = (c(&["status", "order_status"]), c(&["order_currency", "currency"]));
    let customer = c(&["customer_email", "billing_email", "customer_user", "customer_id"]);
    let meta = format!("meta:{arm_key}");
    let arm = c(&[&meta, arm_key]);
    let lines: Vec<usize> = (1..).map_while(|n| table.column(&[&format!("line_item_{n}")])).collect();
    let path = table.path().to_owned();
    while let Some(row) = table.next_row()? {
        let name = row.text(order);
        if name.is_empty() {
            book.rejects.add(&path, row.line, "no order_id".to_owned(), row.raw());
            continue;
        }
        let mut notes = Vec::new();
        let mut odd = None;
        let Some(sale) = book.order(&name) else { continue };
        sale.customer = row.text(customer).to_lowercase();
        sale.currency = row.text(currency).to_uppercase();
        sale.time = time(&row.text(date)).map_err(|why| notes.push(format!("order_date: {why}"))).ok();
        sale.left_out = why_left_out(&row.text(status));
        let said = row.text(arm);
        if !said.is_empty() {
            sale.arm = Arm::parse(&said);
            odd = sale.arm.is_none().then(|| said.into_owned());
        }
        for cell in lines.iter().map(|at| row.text(Some(*at))).filter(|cell| !cell.is_empty()) {
            match line(&cell) {
                Ok((line, total)) => {
                    sale.value += total;
                    sale.lines.push(line);
                }
                Err(why) => notes.push(why),
            }
        }
        odd.into_iter().for_each(|value| book.odd_arm(&value));
        notes.into_iter().for_each(|why| book.rejects.add(&path, row.line, why, row.raw()));
    }
    Ok(())
}

/// One `name:…|product_id:…|…` cell: the line, and what it cost in all.
fn line(cell: &str) -> Result<(SaleLine, f64), String> {
    let value = |key: &str| {
        cell.split('|')
            .find_map(|part| part.split_once(':').filter(|(name, _)| name.trim() == key))
            .map(|(_, v)| v.trim())
    };
    let (sku, product) = (value("sku").unwrap_or(""), value("product_id").unwrap_or(""));
    let id = if sku.is_empty() { product } else { sku };
    let title = value("name").unwrap_or("");
    if id.is_empty() && title.is_empty() {
        return Err(format!("\"{}\" names no product", cell.chars().take(60).collect::<String>()));
    }
    let quantity = number(value("quantity").unwrap_or("1")).map_err(|why| format!("quantity: {why}"))?;
    let total = number(value("total").unwrap_or("0")).map_err(|why| format!("total: {why}"))?;
    if !(quantity > 0.0 && quantity < MOST && (0.0..MOST).contains(&total)) {
        return Err(format!("quantity {quantity}, total {total}: no line of goods that were bought"));
    }
    let line = SaleLine { id: id.to_owned(), title: title.to_owned(), quantity, price: total / quantity };
    Ok((line, total))
}
