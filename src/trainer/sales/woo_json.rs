//! WooCommerce orders as its REST interface answers (`/wp-json/wc/v3/orders`): one JSON array, or an order
//! a line.

use serde::Deserialize;
use serde_json::Value;

use super::super::input::{Input, InputError};
use super::super::orders::LeftOut;
use super::super::values::{number, time};
use super::arm::Arm;
use super::shopify::MOST;
use super::{SaleLine, SalesBook};

#[derive(Deserialize)]
struct Order {
    id: Value,
    #[serde(default)]
    number: Option<Value>,
    #[serde(default, alias = "date_created")]
    date_created_gmt: Option<String>,
    #[serde(default)]
    status: String,
    #[serde(default)]
    currency: String,
    #[serde(default)]
    customer_id: Option<Value>,
    #[serde(default)]
    billing: Option<Billing>,
    #[serde(default)]
    line_items: Vec<Item>,
    #[serde(default)]
    meta_data: Vec<Meta>,
}

#[derive(Deserialize)]
struct Billing {
    #[serde(default)]
    email: String,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    product_id: Option<Value>,
    #[serde(default)]
    sku: Option<String>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    quantity: Option<Value>,
    #[serde(default)]
    total: Option<Value>,
    #[serde(default)]
    price: Option<Value>,
}

#[derive(Deserialize)]
struct Meta {
    key: String,
    value: Value,
}

/// Reads all orders of `input`.
pub(super) fn read(input: Input, arm_key: &str, book: &mut SalesBook) -> Result<(), InputError> {
    let path = input.path.clone();
    let array = input.is_json_array();
    let fail = |error: serde_json::Error| {
        InputError::at(&path, error.line() as u64, format!("column {}: not JSON: {error}", error.column()))
    };
    let reader = std::io::BufReader::new(input.into_reader());
    let values: Vec<Value> = if array {
        serde_json::from_reader(reader).map_err(fail)?
    } else {
        serde_json::Deserializer::from_reader(reader).into_iter().collect::<Result<_, _>>().map_err(fail)?
    };
    for (value, at) in values.into_iter().zip(1u64..) {
        let shown: String = value.to_string().chars().take(300).collect();
        match serde_json::from_value::<Order>(value) {
            Ok(order) => take(order, arm_key, book, |why, book| {
                book.rejects.add(&path, at, format!("order {at}: {why}"), shown.clone());
            }),
            Err(error) => book.rejects.add(&path, at, format!("order {at}: {error}"), shown),
        }
    }
    Ok(())
}

fn take(order: Order, arm_key: &str, book: &mut SalesBook, note: impl Fn(String, &mut SalesBook)) {
    let mut notes = Vec::new();
    let mut odd = None;
    let name = plain(order.number.as_ref().unwrap_or(&order.id));
    let Some(sale) = book.order(&name) else { return };
    let email = order.billing.map_or_else(String::new, |billing| billing.email.trim().to_lowercase());
    // Customer 0 is WooCommerce's word for a guest.
    let id = order.customer_id.as_ref().map(plain).filter(|id| id != "0").unwrap_or_default();
    sale.customer = if email.is_empty() { id } else { email };
    sale.currency = order.currency.to_uppercase();
    sale.left_out = why_left_out(&order.status);
    let when = order.date_created_gmt.unwrap_or_default();
    sale.time = time(&when).map_err(|why| notes.push(why)).ok();
    if let Some(meta) = order.meta_data.iter().find(|meta| meta.key.eq_ignore_ascii_case(arm_key)) {
        let said = plain(&meta.value);
        sale.arm = Arm::parse(&said);
        odd = sale.arm.is_none().then_some(said);
    }
    for item in order.line_items {
        let amount = |value: &Option<Value>| value.as_ref().and_then(|v| number(&plain(v)).ok());
        let quantity = amount(&item.quantity).unwrap_or(1.0);
        let total = amount(&item.total).or_else(|| amount(&item.price).map(|each| each * quantity));
        let total = total.unwrap_or(0.0);
        let sku = item.sku.unwrap_or_default();
        let id = if sku.is_empty() { item.product_id.as_ref().map(plain).unwrap_or_default() } else { sku };
        if quantity > 0.0
            && quantity < MOST
            && (0.0..MOST).contains(&total)
            && !(id.is_empty() && item.name.is_empty())
        {
            sale.value += total;
            sale.lines.push(SaleLine { id, title: item.name, quantity, price: total / quantity });
        }
    }
    odd.into_iter().for_each(|value| book.odd_arm(&value));
    notes.into_iter().for_each(|why| note(why, book));
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What a status of WooCommerce says of an order: paid or not.
pub(super) fn why_left_out(status: &str) -> Option<LeftOut> {
    match status.trim().to_lowercase().trim_start_matches("wc-") {
        "cancelled" | "failed" | "pending" | "pending payment" | "trash" | "checkout-draft" => {
            Some(LeftOut::Cancelled)
        }
        "refunded" => Some(LeftOut::Refunded),
        _ => None,
    }
}
