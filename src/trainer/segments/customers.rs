//! What an order export says of each customer.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::catalog::Catalog;
use super::super::currency::{minor, minor_digits};
use super::super::feed::browse;
use super::super::feed::people::People;
use super::super::input::{BytesRead, InputError};
use super::super::rejects::Rejects;
use super::super::sales::SalesBook;
use super::super::shopify_products;
use super::judge::{Bought, Facts, Viewed};

/// Customers by e-mail address in small letters, or id.
pub type Customers = BTreeMap<String, Facts>;

/// Reads the products export at `path`, for the types of products.
///
/// # Errors
///
/// [`InputError`] when it cannot be read or is none. Single bad values go to `rejects`.
pub fn catalog(path: &Path, rejects: &mut Rejects) -> Result<Catalog, InputError> {
    shopify_products::read(path, &BytesRead::default(), "/{key}", 2, rejects)
}

/// The product types of `catalog`, each once.
pub fn kinds(catalog: &Catalog) -> Vec<&str> {
    let mut all: Vec<&str> =
        catalog.products.iter().map(|p| p.card.kind.as_str()).filter(|k| !k.is_empty()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The customers of the orders in `book` that count. Orders of nobody known, or without a time, say nothing here.
pub fn customers(book: &SalesBook, catalog: &Catalog) -> Customers {
    let mut found = Customers::new();
    for sale in book.counted().filter(|sale| !sale.customer.is_empty()) {
        let Some(at) = sale.time else { continue };
        let digits = minor_digits(&sale.currency);
        // Distinct products, as the browser's history has them.
        let mut products: Vec<(String, String)> = Vec::new();
        for line in &sale.lines {
            let product = catalog.find(&line.id, &line.title).and_then(|p| catalog.products.get(p as usize));
            let (key, kind) = match product {
                Some(product) => (product.card.key.clone(), product.card.kind.clone()),
                None => (format!("\n{}\n{}", line.id, line.title), String::new()),
            };
            if products.iter().all(|(known, _)| *known != key) {
                products.push((key, kind));
            }
        }
        found.entry(sale.customer.clone()).or_default().orders.push(Bought {
            at,
            spend: minor(sale.value.max(0.0), digits).map_or(0, u64::from),
            currency: sale.currency.clone(),
            types: products.into_iter().map(|(_, kind)| kind).collect(),
        });
    }
    found
}

/// Adds the views in the events file at `path`, of customers who are known there by the same address or id. Views of
/// customers without an order count, too.
///
/// # Errors
///
/// [`InputError`] when it cannot be read. Single bad rows go to `rejects`.
pub fn add_views(
    path: &Path,
    catalog: &Catalog,
    customers: &mut Customers,
    rejects: &mut Rejects,
) -> Result<browse::ViewCounts, InputError> {
    let mut people = People::new();
    let counts = browse::read(path, &|id| catalog.find(id, ""), &mut people, rejects)?;
    for (who, person) in people {
        let views = person.views.into_iter().filter_map(|(product, at)| {
            let card = &catalog.products.get(product as usize)?.card;
            Some(Viewed { at, product: card.key.clone(), kind: card.kind.clone() })
        });
        customers.entry(who).or_default().views.extend(views);
    }
    Ok(counts)
}

/// The currency of most orders; empty where none is named.
pub fn main_currency(book: &SalesBook) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    book.counted()
        .filter(|s| !s.currency.is_empty())
        .for_each(|s| *counts.entry(&s.currency).or_default() += 1);
    counts
        .into_iter()
        .max_by_key(|(code, n)| (*n, std::cmp::Reverse(*code)))
        .map_or_else(String::new, |(c, _)| c.to_owned())
}

/// When the last order that counts was placed.
pub fn last_order(book: &SalesBook) -> Option<i64> {
    book.counted().filter_map(|sale| sale.time).max()
}
