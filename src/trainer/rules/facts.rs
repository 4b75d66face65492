//! What the shop's files say of each product, as rules ask for it. For use at the merchant's: costs and
//! stock are looked at here, and nothing of them is written.

use std::path::Path;

use rustc_hash::FxHashMap;

use crate::trainer::catalog::Product;
use crate::trainer::input::{BytesRead, InputError};
use crate::trainer::load::Loaded;
use crate::trainer::rejects::Rejects;
use crate::trainer::shelf::{self, Shelves};
use crate::trainer::shopify_products::{self, GIFT_CARD};
use crate::trainer::table::Table;

const DAY: i64 = 86_400;

/// One product.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// Its key: the handle, or the id in the orders.
    pub key: String,
    /// Product type (category), empty if none.
    pub kind: String,
    /// Vendor (brand), empty if none.
    pub vendor: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Collections.
    pub collections: Vec<String>,
    /// Price in major units.
    pub price: Option<f64>,
    /// Pieces in stock, where stock is tracked.
    pub stock: Option<f64>,
    /// Margin in per cent of the price.
    pub margin: Option<f64>,
    /// Days from its first order to the latest order of all.
    pub age: Option<f64>,
    /// Whether the export marks it as a gift card.
    pub gift_card: bool,
}

/// What is known of a shop's products.
#[derive(Debug, Default)]
pub struct Facts {
    /// The products.
    pub items: Vec<Item>,
    /// Whether a products export was given: without one types, vendors, tags and stock are not known.
    pub catalog: bool,
    /// Whether it has collections.
    pub collections: bool,
    /// Whether orders say since when products sell.
    pub ages: bool,
    by_name: FxHashMap<String, usize>,
}

impl Facts {
    /// Of loaded orders, and the products export that was loaded with them.
    ///
    /// # Errors
    ///
    /// [`InputError`] when the export cannot be read again.
    pub fn of_loaded(
        loaded: &Loaded,
        export: Option<&Path>,
        rejects: &mut Rejects,
    ) -> Result<Self, InputError> {
        let orders = &loaded.orders;
        let mut first = vec![None; loaded.products.len()];
        // Orders stand by time: the first one met is the earliest.
        for order in 0..orders.len() {
            let Some(time) = orders.head(order).and_then(|head| head.time) else { continue };
            for product in orders.basket(order) {
                first.get_mut(*product as usize).into_iter().for_each(|slot| {
                    slot.get_or_insert(time);
                });
            }
        }
        let latest = orders.latest();
        let ages: Vec<Option<f64>> =
            first.iter().map(|first| Some(((latest? - (*first)?).max(0) / DAY) as f64)).collect();
        let mut facts = Self::of(&loaded.products, loaded.minor_digits, export, rejects)?;
        facts.ages = latest.is_some();
        facts.items.iter_mut().zip(ages).for_each(|(item, age)| item.age = age);
        Ok(facts)
    }

    /// Of a products export alone: all that is for sale, gift cards too.
    ///
    /// # Errors
    ///
    /// [`InputError`] when it cannot be read.
    pub fn of_export(export: &Path, digits: u32, rejects: &mut Rejects) -> Result<Self, InputError> {
        let catalog = shopify_products::read(export, &BytesRead::default(), "/{key}", digits, rejects)?;
        let sold = |product: &Product| product.left_out.is_none_or(|reason| reason == GIFT_CARD);
        let products: Vec<Product> = catalog.products.into_iter().filter(sold).collect();
        Self::of(&products, digits, Some(export), rejects)
    }

    fn of(
        products: &[Product],
        digits: u32,
        export: Option<&Path>,
        rejects: &mut Rejects,
    ) -> Result<Self, InputError> {
        let (mut shelves, mut collections) = (Shelves::default(), None);
        if let Some(path) = export {
            shelves = shelf::read(path, rejects)?;
            collections = read_collections(path)?;
        }
        let mut facts =
            Self { catalog: export.is_some(), collections: collections.is_some(), ..Self::default() };
        for product in products {
            let card = &product.card;
            let shelf = shelves.get(&card.key);
            let price = card.price.map(|minor| f64::from(minor) / 10f64.powi(digits as i32));
            let cost = shelf.and_then(|shelf| shelf.cost);
            let margin = price
                .filter(|price| *price > 0.0)
                .zip(cost)
                .map(|(price, cost)| (price - cost) / price * 100.0);
            let number = facts.items.len();
            facts.items.push(Item {
                key: card.key.clone(),
                kind: card.kind.clone(),
                vendor: card.vendor.clone(),
                tags: product.tags.clone(),
                collections: collections
                    .as_ref()
                    .and_then(|all| all.get(&card.key))
                    .cloned()
                    .unwrap_or_default(),
                price,
                stock: shelf.and_then(|shelf| shelf.quantity).map(|pieces| pieces as f64),
                margin,
                age: None,
                gift_card: product.left_out == Some(GIFT_CARD),
            });
            facts.by_name.insert(card.key.clone(), number);
        }
        for (product, number) in products.iter().zip(0..) {
            for variant in &product.card.variants {
                facts.by_name.entry(variant.clone()).or_insert(number);
            }
        }
        Ok(facts)
    }

    /// The number of the product with this handle, id or SKU.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// All handles, ids and SKUs.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

/// The collections of each product by handle, where the export has a column of them: several are
/// separated by commas. Shopify's own export has none; its CSV import and several apps' exports do.
fn read_collections(path: &Path) -> Result<Option<FxHashMap<String, Vec<String>>>, InputError> {
    let mut table = Table::open(path, &BytesRead::default())?;
    let handle = table.column(&["URL handle", "Handle"]);
    let Some(column) = table.column(&["Collection", "Collections", "Custom Collections"]) else {
        return Ok(None);
    };
    let mut all: FxHashMap<String, Vec<String>> = FxHashMap::default();
    while let Some(row) = table.next_row()? {
        let text = row.text(Some(column));
        let names = text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        let known = all.entry(row.text(handle).into_owned()).or_default();
        names.for_each(|name| {
            if !known.contains(&name) {
                known.push(name);
            }
        });
    }
    Ok(Some(all))
}
