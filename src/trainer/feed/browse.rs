//! Views of known customers, from an events file: GA4's JSON lines with a `user_id`, or CSV with a column
//! for the customer, the product and the time. Views of strangers are nobody's to write to.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::people::People;
use crate::trainer::events::{self, Ecommerce, Item, is_view};
use crate::trainer::input::{self, BytesRead, InputError};
use crate::trainer::rejects::Rejects;
use crate::trainer::table::Table;
use crate::trainer::values::time;

#[derive(Deserialize)]
struct Event {
    #[serde(alias = "event")]
    event_name: Option<String>,
    #[serde(alias = "email", alias = "customer_email")]
    user_id: Option<Value>,
    customer_id: Option<Value>,
    #[serde(alias = "timestamp", alias = "time")]
    event_timestamp: Option<Value>,
    product_id: Option<String>,
    #[serde(default)]
    items: Vec<Item>,
    ecommerce: Option<Ecommerce>,
}

/// Views that were read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct ViewCounts {
    /// Views of known customers of known products.
    pub views: u64,
    /// Views of nobody known.
    pub strangers: u64,
}

/// Adds the views of the events file at `path`; `find` gives the number of a product's id, handle or SKU.
///
/// # Errors
///
/// [`InputError`] when the file cannot be read or is of no known form. Single bad rows go to `rejects`.
pub fn read(
    path: &Path,
    find: &dyn Fn(&str) -> Option<u32>,
    people: &mut People,
    rejects: &mut Rejects,
) -> Result<ViewCounts, InputError> {
    let mut found: Vec<(String, u32, i64)> = Vec::new();
    let mut counts = ViewCounts::default();
    let mut view = |who: &str, product: &str, at: &str| -> Result<(), String> {
        if who.is_empty() {
            counts.strangers += 1;
        } else if let Some(number) = find(product) {
            found.push((who.trim().to_lowercase(), number, when(at)?));
            counts.views += 1;
        }
        Ok(())
    };
    if input::open(path, &BytesRead::default())?.is_json() {
        read_lines(path, &mut view, rejects)?;
    } else {
        read_table(path, &mut view, rejects)?;
    }
    found.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| (&a.0, a.1).cmp(&(&b.0, b.1))));
    for (who, product, at) in found {
        people.entry(who).or_default().views.push((product, at));
    }
    Ok(counts)
}

/// Takes a view: who, which product, when.
type View<'a> = dyn FnMut(&str, &str, &str) -> Result<(), String> + 'a;

/// GA4 counts microseconds.
fn when(text: &str) -> Result<i64, String> {
    match text.parse::<i64>() {
        Ok(micros) if micros > 100_000_000_000_000 => Ok(micros / 1_000_000),
        _ => time(text),
    }
}

fn read_lines(path: &Path, view: &mut View<'_>, rejects: &mut Rejects) -> Result<(), InputError> {
    events::each(path, rejects, |event: Event| {
        if !is_view(event.event_name.as_deref()) {
            return Ok(());
        }
        let plain = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let who =
            event.user_id.or(event.customer_id).filter(|v| !v.is_null()).map_or_else(String::new, plain);
        let at = event.event_timestamp.map_or_else(String::new, plain);
        events::products(event.product_id, event.items, event.ecommerce)
            .try_for_each(|product| view(&who, &product, &at))
    })
}

fn read_table(path: &Path, view: &mut View<'_>, rejects: &mut Rejects) -> Result<(), InputError> {
    let mut table = Table::open(path, &BytesRead::default())?;
    let who = table.column(&["email", "customer_email", "customer_id", "customer", "user_id"]);
    let product = table.column(&["product_id", "item_id", "product", "sku", "handle"]);
    let at = table.column(&["timestamp", "event_timestamp", "time", "date", "created_at"]);
    let event = table.column(&["event", "event_name", "type"]);
    if who.is_none() || product.is_none() || at.is_none() {
        let what = "views of known customers need the columns \"email\" (or \"customer_id\"), \"product_id\" and \
                    \"timestamp\", or GA4's JSON lines with \"user_id\"";
        return Err(InputError::at(path, 1, what));
    }
    while let Some(row) = table.next_row()? {
        if is_view(Some(&row.text(event)))
            && let Err(why) = view(&row.text(who), &row.text(product), &row.text(at))
        {
            rejects.add(path, row.line, why, row.raw());
        }
    }
    Ok(())
}
