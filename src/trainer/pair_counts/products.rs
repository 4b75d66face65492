//! The products that counts speak of.

use std::path::Path;

use super::super::catalog::{Product, page_url};
use super::super::input::{BytesRead, InputError, size};
use super::super::load::{Loaded, ReadCounts, only_for_sale};
use super::super::orders::Orders;
use super::super::progress::Progress;
use super::super::rejects::Rejects;
use super::super::{currency, shopify_products, views};
use crate::model::CardSource;

/// What is known of products beside their counts.
#[derive(Debug, Clone, Copy)]
pub struct Shop<'a> {
    /// Products export. Without one the products are those in the counts.
    pub products: Option<&'a Path>,
    /// What visitors looked at.
    pub events: Option<&'a Path>,
    /// Address of a product page, with `{key}` where the handle or id goes.
    pub url: &'a str,
    /// ISO code of the prices; empty: not known.
    pub currency: &'a str,
    /// Whether gift cards are products like others.
    pub gift_cards: bool,
}

/// The products of `shop`, with no orders, and for each of the counts' `keys` the number of its product: `None` for one that
/// is not for sale or not in the export.
///
/// # Errors
///
/// [`InputError`] when a file cannot be read.
pub fn load(
    keys: &[String],
    shop: &Shop<'_>,
    progress: &dyn Progress,
) -> Result<(Loaded, Vec<Option<u32>>), InputError> {
    let mut rejects = Rejects::default();
    let mut counts = ReadCounts::default();
    let minor_digits = currency::minor_digits(shop.currency);
    let products = match shop.products {
        None => keys.iter().map(|key| named(key, shop.url)).collect(),
        Some(path) => {
            let read = BytesRead::default();
            let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
            progress.reading(&name, size(path)?, &read);
            let mut catalog = shopify_products::read(path, &read, shop.url, minor_digits, &mut rejects)?;
            if shop.gift_cards {
                for product in &mut catalog.products {
                    product.left_out =
                        product.left_out.filter(|reason| *reason != shopify_products::GIFT_CARD);
                }
            }
            only_for_sale(catalog, &mut counts).0
        }
    };
    let (numbers, sessions) = {
        let names = views::names(&products);
        let find = |name: &str| names.get(name).copied();
        let sessions = shop.events.map(|path| views::read(path, &find, &mut rejects)).transpose()?;
        (keys.iter().map(|key| find(key)).collect(), sessions)
    };
    let loaded = Loaded {
        orders: Orders::default(),
        products,
        sessions,
        currency: shop.currency.to_uppercase(),
        minor_digits,
        rejects,
        counts,
    };
    Ok((loaded, numbers))
}

/// A product of which only the key is known.
fn named(key: &str, url: &str) -> Product {
    let card = CardSource {
        key: key.to_owned(),
        title: key.to_owned(),
        url: page_url(url, key),
        available: true,
        ..CardSource::default()
    };
    Product { card, tags: Vec::new(), left_out: None }
}
