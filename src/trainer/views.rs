//! What visitors looked at: an events file, where the shop has one.
//!
//! Two forms, told apart by the first character: JSON lines as GA4 exports them
//! (`event_name`, `user_pseudo_id`, `ga_session_id` or `session_id`, `items[].item_id`), and CSV
//! with the columns `session_id` (or `visitor_id`, `client_id`), `product_id`, and perhaps `event`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::events::{self, Ecommerce, Item, is_view};
use super::input::{self, BytesRead, InputError};
use super::orders::{OrderBook, Orders};
use super::rejects::Rejects;
use super::table::Table;

/// Sessions of views.
#[derive(Debug, Default, Clone)]
pub struct Sessions {
    orders: Orders,
    /// Views that count.
    pub views: u64,
    /// Views of products that the model does not know.
    pub unknown: u64,
}

impl Sessions {
    /// The sessions as baskets of what was looked at, to be counted as orders are.
    pub fn as_orders(&self) -> &Orders {
        &self.orders
    }

    /// Number of sessions with at least one view that counts.
    pub fn len(&self) -> usize {
        self.orders.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }
}

/// One event of a GA4 export: only what says who looked at what.
#[derive(Deserialize)]
struct Event {
    #[serde(alias = "event")]
    event_name: Option<String>,
    #[serde(alias = "visitor_id", alias = "client_id")]
    user_pseudo_id: Option<String>,
    #[serde(alias = "ga_session_id")]
    session_id: Option<serde_json::Value>,
    product_id: Option<String>,
    #[serde(default)]
    items: Vec<Item>,
    ecommerce: Option<Ecommerce>,
}

/// Collects views by session.
struct Gather<'a> {
    book: OrderBook,
    find: &'a dyn Fn(&str) -> Option<u32>,
    views: u64,
    unknown: u64,
}

impl Gather<'_> {
    fn view(&mut self, session: &str, product: &str) {
        match (self.find)(product) {
            Some(number) => {
                let session = self.book.order(session, None, "");
                self.book.line(session, number);
                self.views += 1;
            }
            None => self.unknown += 1,
        }
    }
}

/// Reads the events of `path`; `find` gives the number of a product's id, handle or SKU.
///
/// # Errors
///
/// [`InputError`] when the file cannot be read or is of no known form.
pub fn read(
    path: &Path,
    find: &dyn Fn(&str) -> Option<u32>,
    rejects: &mut Rejects,
) -> Result<Sessions, InputError> {
    let mut gather = Gather { book: OrderBook::default(), find, views: 0, unknown: 0 };
    let json = input::open(path, &BytesRead::default())?.is_json();
    if json {
        read_lines(path, &mut gather, rejects)?
    } else {
        read_table(path, &mut gather, rejects)?
    }
    Ok(Sessions { views: gather.views, unknown: gather.unknown, orders: gather.book.finish() })
}

fn read_lines(path: &Path, gather: &mut Gather<'_>, rejects: &mut Rejects) -> Result<(), InputError> {
    events::each(path, rejects, |event: Event| {
        if is_view(event.event_name.as_deref()) {
            let session = event.session_id.map_or_else(String::new, |id| id.to_string());
            let who = format!("{}/{session}", event.user_pseudo_id.unwrap_or_default());
            events::products(event.product_id, event.items, event.ecommerce)
                .for_each(|product| gather.view(&who, &product));
        }
        Ok(())
    })
}

fn read_table(path: &Path, gather: &mut Gather<'_>, rejects: &mut Rejects) -> Result<(), InputError> {
    let mut table = Table::open(path, &BytesRead::default())?;
    let session = table.column(&["session_id", "session", "visitor_id", "client_id", "user_pseudo_id"]);
    let product = table.column(&["product_id", "item_id", "product", "sku", "handle"]);
    let event = table.column(&["event", "event_name", "type"]);
    if session.is_none() || product.is_none() {
        let what = "no known form of events: expected JSON lines as GA4 exports them, or CSV with the columns \
                    \"session_id\" and \"product_id\" (and perhaps \"event\")";
        return Err(InputError::at(path, 1, what));
    }
    while let Some(row) = table.next_row()? {
        let (who, what) = (row.text(session), row.text(product));
        if who.is_empty() || what.is_empty() {
            rejects.add(path, row.line, "no session or no product".to_owned(), row.raw());
        } else if is_view(Some(&row.text(event))) {
            gather.view(&who, &what);
        }
    }
    Ok(())
}

/// Numbers of products by every name an events file may use: key and variants.
pub fn names(products: &[super::catalog::Product]) -> BTreeMap<String, u32> {
    let mut out = BTreeMap::new();
    for (product, number) in products.iter().zip(0u32..) {
        out.insert(product.card.key.clone(), number);
        for variant in &product.card.variants {
            out.entry(variant.clone()).or_insert(number);
        }
    }
    out
}
