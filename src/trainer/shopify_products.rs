//! Shopify's products export, the header of today and the one before.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::catalog::{Catalog, Product, page_url};
use super::currency;
use super::input::{BytesRead, InputError};
use super::rejects::Rejects;
use super::table::{Column, Row, Table};
use super::values::{number, title};
use crate::model::CardSource;

/// Why a gift card is not to be recommended.
pub(super) const GIFT_CARD: &str = "gift card";

struct Columns {
    handle: Column,
    title: Column,
    vendor: Column,
    kind: Column,
    tags: Column,
    published: Column,
    status: Column,
    sku: Column,
    price: Column,
    compare_at: Column,
    tracker: Column,
    quantity: Column,
    policy: Column,
    image: Column,
    image_position: Column,
    gift_card: Column,
}

impl Columns {
    fn of(table: &Table) -> Self {
        let c = |names: &[&str]| table.column(names);
        Self {
            handle: c(&["URL handle", "Handle"]),
            title: c(&["Title"]),
            vendor: c(&["Vendor"]),
            kind: c(&["Type"]),
            tags: c(&["Tags"]),
            published: c(&["Published on online store", "Published"]),
            status: c(&["Status"]),
            sku: c(&["SKU", "Variant SKU"]),
            price: c(&["Price", "Variant Price"]),
            compare_at: c(&["Compare-at price", "Variant Compare At Price"]),
            tracker: c(&["Inventory tracker", "Variant Inventory Tracker"]),
            quantity: c(&["Inventory quantity", "Variant Inventory Qty"]),
            policy: c(&["Continue selling when out of stock", "Variant Inventory Policy"]),
            image: c(&["Product image URL", "Image Src"]),
            image_position: c(&["Image position"]),
            gift_card: c(&["Gift card"]),
        }
    }
}

/// A product whose rows are being gathered.
struct Draft {
    product: Product,
    /// The position of the picture held so far: a lower one replaces it.
    image_position: u32,
    any_available: bool,
}

/// Whether the header is that of a Shopify products export.
pub(super) fn recognises(table: &Table) -> bool {
    table.column(&["URL handle", "Handle"]).is_some()
        && table.column(&["Title"]).is_some()
        && table.column(&["SKU", "Variant SKU", "Price", "Variant Price"]).is_some()
}

/// Reads the products of `path`. `url` is the pattern of product pages, `digits` those of a price
/// after the decimal point.
pub(super) fn read(
    path: &Path,
    read: &BytesRead,
    url: &str,
    digits: u32,
    rejects: &mut Rejects,
) -> Result<Catalog, InputError> {
    let mut table = Table::open(path, read)?;
    if !recognises(&table) {
        return Err(InputError::at(
            path,
            1,
            "this is not a Shopify products export: it needs the columns \"URL handle\" (or \"Handle\"), \
             \"Title\" and \"SKU\" (or \"Variant SKU\"). In Shopify: Products → Export → CSV",
        ));
    }
    let columns = Columns::of(&table);
    let path = table.path().to_owned();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut by_handle: FxHashMap<String, usize> = FxHashMap::default();
    let mut last: Option<usize> = None;
    while let Some(row) = table.next_row()? {
        let handle = row.text(columns.handle).into_owned();
        let at = match (by_handle.get(&handle), last) {
            (Some(at), _) => *at,
            // A row without a handle goes on with the product above it.
            (None, Some(at)) if handle.is_empty() && row.bytes(columns.title).is_empty() => at,
            _ if handle.is_empty() => {
                rejects.add(&path, row.line, "no handle".to_owned(), row.raw());
                continue;
            }
            _ => {
                drafts.push(start(&row, &columns, handle.clone(), url));
                by_handle.insert(handle, drafts.len() - 1);
                drafts.len() - 1
            }
        };
        last = Some(at);
        if let Some(draft) = drafts.get_mut(at)
            && let Err(reason) = draft.take(&row, &columns, digits)
        {
            rejects.add(&path, row.line, reason, row.raw());
        }
    }
    let mut catalog = Catalog::default();
    for mut draft in drafts {
        draft.product.card.available = draft.any_available;
        // Handles are distinct: rows of one handle were gathered above.
        catalog.add(draft.product);
    }
    Ok(catalog)
}

fn start(row: &Row<'_>, columns: &Columns, handle: String, url: &str) -> Draft {
    let is = |column: Column, wanted: &str| row.text(column).eq_ignore_ascii_case(wanted);
    let left_out = if is(columns.gift_card, "true") {
        Some(GIFT_CARD)
    } else if is(columns.status, "archived") || is(columns.status, "draft") || is(columns.status, "unlisted")
    {
        Some("no longer on sale (archived or draft)")
    } else if is(columns.published, "false") {
        Some("not published in the online store")
    } else {
        None
    };
    let shown = title(&row.text(columns.title));
    let card = CardSource {
        url: page_url(url, &handle),
        title: if shown.is_empty() { handle.clone() } else { shown },
        kind: title(&row.text(columns.kind)),
        vendor: title(&row.text(columns.vendor)),
        key: handle,
        ..CardSource::default()
    };
    let tags = row
        .text(columns.tags)
        .split(',')
        .map(|tag| tag.trim().to_owned())
        .filter(|tag| !tag.is_empty())
        .collect();
    Draft { product: Product { card, tags, left_out }, image_position: u32::MAX, any_available: false }
}

impl Draft {
    /// Takes what a row says of the product: a variant, a picture, or both.
    fn take(&mut self, row: &Row<'_>, columns: &Columns, digits: u32) -> Result<(), String> {
        let card = &mut self.product.card;
        let image = row.text(columns.image);
        let position = row.text(columns.image_position).parse().unwrap_or(u32::MAX - 1);
        if !image.is_empty() && position < self.image_position {
            card.image = image.into_owned();
            self.image_position = position;
        }
        let (sku, price) = (row.text(columns.sku), row.text(columns.price));
        if sku.is_empty() && price.is_empty() {
            return Ok(()); // a row that only brings a further picture
        }
        let amount = |text: &str| match text {
            "" => Ok(None),
            text => match number(text)? {
                value if value < 0.0 => Err(format!("\"{text}\" is a negative price")),
                value => Ok(currency::minor(value, digits)),
            },
        };
        let (price, compare_at) = (amount(&price)?, amount(&row.text(columns.compare_at))?);
        let available = sellable(row, columns);
        // The default variant, which an "add" takes, is the first that can be bought.
        let first = card.price.is_none() && card.variants.is_empty();
        let better = available && !self.any_available;
        if first || better {
            (card.price, card.compare_at) = (price, compare_at);
        }
        if !sku.is_empty() && !card.variants.iter().any(|v| *v == sku) {
            if better {
                card.variants.insert(0, sku.into_owned())
            } else {
                card.variants.push(sku.into_owned())
            }
        }
        self.any_available |= available;
        Ok(())
    }
}

/// A variant can be bought unless stock is tracked, none is left, and overselling is off. Exports
/// of shops with several locations have no quantity: there it counts as available.
fn sellable(row: &Row<'_>, columns: &Columns) -> bool {
    let tracked = !row.bytes(columns.tracker).is_empty();
    let policy = row.text(columns.policy);
    let oversell = policy.eq_ignore_ascii_case("continue") || policy.eq_ignore_ascii_case("true");
    let quantity = row.text(columns.quantity).parse::<i64>().ok();
    !tracked || oversell || quantity.is_none_or(|n| n > 0)
}
