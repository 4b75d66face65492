//! The shop's model and what its manifest says.

use wasm_bindgen::JsValue;

use super::price::Prices;
use super::read;
use crate::model::{Card, Model};
use crate::recommend::Weights;

/// Everything that is the same for every visitor.
pub struct Shop {
    /// The model.
    pub model: Model,
    /// How context and priors are weighed.
    pub weights: Weights,
    /// The model's build id.
    pub build: String,
    /// ISO 4217 code of all prices, empty when unknown.
    pub currency: String,
    /// Formats them.
    pub prices: Prices,
    /// Bytes of the model files read.
    pub bytes: u32,
}

impl Shop {
    /// From the manifest; the model's files are added as they come.
    pub fn new(manifest: &JsValue, language: &str) -> Self {
        let currency = read::text(manifest, "currency").unwrap_or_default();
        let minor_digits = read::number(manifest, "minor_digits").map_or(2, |digits| digits as u32);
        Self {
            model: Model::default(),
            weights: weights(manifest),
            build: read::text(manifest, "build").unwrap_or_default(),
            prices: Prices::new(&currency, minor_digits, language),
            currency,
            bytes: 0,
        }
    }

    /// The index of the product with this key.
    pub fn find(&self, key: &str) -> Option<u32> {
        self.model.find(key)
    }

    /// The indexes of those products that the model knows, none twice.
    pub fn find_all<'k>(&self, keys: impl IntoIterator<Item = &'k String>) -> Vec<u32> {
        let mut found = Vec::new();
        for product in keys.into_iter().filter_map(|key| self.find(key)) {
            if !found.contains(&product) {
                found.push(product);
            }
        }
        found
    }

    /// The card of `product`.
    pub fn card(&self, product: u32) -> Option<Card<'_>> {
        self.model.card(product)
    }

    /// The title of `product`, empty if unknown.
    pub fn title(&self, product: u32) -> &str {
        self.card(product).map_or("", |card| card.title)
    }
}

fn weights(manifest: &JsValue) -> Weights {
    let mut weights = Weights::default();
    let Some(scoring) = read::own(manifest, "scoring") else { return weights };
    for (name, weight) in [
        ("popularity", &mut weights.popularity),
        ("view", &mut weights.view),
        ("view_half_life", &mut weights.view_half_life),
        ("purchase", &mut weights.purchase),
        ("purchase_half_life", &mut weights.purchase_half_life),
    ] {
        if let Some(number) = read::number(&scoring, name).filter(|number| number.is_finite()) {
            *weight = number as f32;
        }
    }
    weights
}
