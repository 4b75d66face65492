//! The products as mails show them.

use crate::model::Model;
use crate::model::manifest::Manifest;
use crate::trainer::shelf::{Shelf, Shelves};

/// A model with what mails need beyond it.
pub struct Goods<'a> {
    /// The model.
    pub model: &'a Model,
    /// Its manifest.
    pub manifest: &'a Manifest,
    /// Start of every address that is not whole: `https://shop.example`.
    pub shop: String,
    /// Stock and descriptions, where a products export was given.
    pub shelves: Option<&'a Shelves>,
}

/// One product as mails show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Good {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Address of its page.
    pub url: String,
    /// Address of its picture; empty: none.
    pub image: String,
    /// Its price in whole units.
    pub price: Option<f64>,
    /// The price before the reduction.
    pub compare_at: Option<f64>,
    /// Its type.
    pub kind: String,
    /// Ids or SKUs of its variants, the default one first; its key where it has none.
    pub skus: Vec<String>,
}

/// Products that no mail shows, by why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeptOut {
    /// Sold out, with a picture or without one.
    pub sold_out: u64,
    /// To be had, but without a picture.
    pub without_picture: u64,
}

impl KeptOut {
    /// All of them.
    pub fn all(self) -> u64 {
        self.sold_out + self.without_picture
    }
}

impl Goods<'_> {
    /// A product; `None` where the model has no card of it.
    pub fn get(&self, product: u32) -> Option<Good> {
        let card = self.model.card(product)?;
        let whole = |minor: u32| f64::from(minor) / 10f64.powi(self.manifest.minor_digits as i32);
        let mut skus: Vec<String> =
            card.variants.split('\t').filter(|sku| !sku.is_empty()).map(str::to_owned).collect();
        if skus.is_empty() {
            skus.push(card.key.to_owned());
        }
        Some(Good {
            key: card.key.to_owned(),
            title: card.title.to_owned(),
            url: self.absolute(&card.url.concat()),
            image: self.absolute(&card.image.concat()),
            price: card.price.map(whole),
            compare_at: card.compare_at.map(whole),
            kind: card.kind.to_owned(),
            skus,
        })
    }

    /// Whether a mail may show it: it can be bought, and there is a picture of it.
    pub fn showable(&self, product: u32) -> bool {
        self.model.available(product)
            && self.model.card(product).is_some_and(|card| card.image.iter().any(|part| !part.is_empty()))
    }

    /// How many products no mail shows.
    pub fn kept_out(&self) -> KeptOut {
        let mut out = KeptOut::default();
        for product in self.model.indexes().filter(|p| !self.showable(*p)) {
            match self.model.available(product) {
                true => out.without_picture += 1,
                false => out.sold_out += 1,
            }
        }
        out
    }

    /// Stock and description of a product.
    pub fn shelf(&self, key: &str) -> Option<&Shelf> {
        self.shelves.and_then(|shelves| shelves.get(key))
    }

    /// Whether every address of a product's page is whole, as mails need it.
    pub fn links_are_whole(&self) -> bool {
        let first = self.model.indexes().next().and_then(|p| self.get(p));
        first.is_none_or(|good| is_whole(&good.url))
    }

    fn absolute(&self, address: &str) -> String {
        if address.is_empty() || is_whole(address) {
            return address.to_owned();
        }
        if let Some(rest) = address.strip_prefix("//") {
            return format!("https://{rest}");
        }
        if self.shop.is_empty() {
            return address.to_owned();
        }
        format!("{}/{}", self.shop.trim_end_matches('/'), address.trim_start_matches('/'))
    }

    /// A price as it is written: with the currency's digits.
    pub fn amount(&self, price: f64) -> String {
        format!("{price:.*}", self.manifest.minor_digits as usize)
    }
}

/// Whether an address names its host.
pub fn is_whole(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}
