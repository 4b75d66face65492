//! The shop's products and how order lines find them.

use rustc_hash::FxHashMap;

use crate::model::CardSource;

/// One product of the shop.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// What a block shows of it. Its key is the handle, or the id in the orders.
    pub card: CardSource,
    /// Words the merchant filed it under.
    pub tags: Vec<String>,
    /// Why it is not to be recommended, if so.
    pub left_out: Option<&'static str>,
}

/// The shop's products.
#[derive(Debug, Default)]
pub struct Catalog {
    /// In the order of the file.
    pub products: Vec<Product>,
    by_key: FxHashMap<String, u32>,
    by_variant: FxHashMap<String, u32>,
    by_title: FxHashMap<String, u32>,
}

impl Catalog {
    /// Adds a product; one whose key is there already is passed over.
    pub fn add(&mut self, product: Product) {
        if self.by_key.contains_key(&product.card.key) {
            return;
        }
        let index = self.products.len() as u32;
        self.by_key.insert(product.card.key.clone(), index);
        for variant in &product.card.variants {
            self.by_variant.entry(variant.clone()).or_insert(index);
        }
        let title = fold(&product.card.title);
        if !title.is_empty() {
            self.by_title.entry(title).or_insert(index);
        }
        self.products.push(product);
    }

    /// The product that an order line means: by SKU or id, else by name. Shopify writes names as
    /// "Title - Variant", so the part before the last dash is tried too.
    pub fn find(&self, id: &str, name: &str) -> Option<u32> {
        let by_id = || self.by_variant.get(id).or_else(|| self.by_key.get(id));
        let by_title = |title: &str| self.by_title.get(&fold(title));
        let found = (!id.is_empty()).then(by_id).flatten();
        found
            .or_else(|| (!name.is_empty()).then(|| by_title(name)).flatten())
            .or_else(|| name.rsplit_once(" - ").and_then(|(title, _)| by_title(title)))
            .copied()
    }

    /// The product with this key, and no other that has it as a variant.
    pub fn by_key(&self, key: &str) -> Option<&Product> {
        self.by_key.get(key).and_then(|at| self.products.get(*at as usize))
    }

    /// Whether there is no product.
    pub fn is_empty(&self) -> bool {
        self.products.is_empty()
    }
}

fn fold(title: &str) -> String {
    title.trim().to_lowercase()
}

/// Builds the addresses of product pages from a pattern with `{key}` in it.
pub fn page_url(pattern: &str, key: &str) -> String {
    pattern.replace("{key}", key)
}
