//! What goes out to JavaScript on request: lists for themes that draw their own, and everything
//! there is for whoever wants to see behind the scenes.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::block::Wish;
use super::core::{Core, now};
use super::dom::Js;
use super::url;
use crate::recommend::{Context, Scores, recommend};

#[derive(Serialize)]
struct Answer<'a> {
    product: &'a str,
    title: &'a str,
    url: String,
    image: Option<String>,
    price: Option<f64>,
    #[serde(rename = "compareAt")]
    compare_at: Option<f64>,
    currency: &'a str,
    variant: &'a str,
    score: f32,
    because: Vec<Because<'a>>,
}

#[derive(Serialize)]
struct Because<'a> {
    product: &'a str,
    title: &'a str,
    share: f32,
}

#[derive(Serialize)]
struct Report<'a> {
    history: Vec<Happened>,
    model: ModelFacts<'a>,
    blocks: Vec<BlockFacts<'a>>,
}

#[derive(Serialize)]
struct Happened {
    kind: &'static str,
    product: String,
    at: f64,
}

#[derive(Serialize)]
struct ModelFacts<'a> {
    build: &'a str,
    bytes: u32,
    products: usize,
    edges: usize,
}

#[derive(Serialize)]
struct BlockFacts<'a> {
    kind: &'static str,
    ms: f64,
    items: Vec<ItemFacts<'a>>,
}

#[derive(Serialize)]
struct ItemFacts<'a> {
    product: &'a str,
    title: &'a str,
    score: f32,
    because: Vec<Because<'a>>,
}

impl Core {
    /// See [`Core::recommend`].
    pub(super) fn answer(&self, options: &JsValue) -> Js<JsValue> {
        let mut answers = Vec::new();
        if let Some(wish) = Wish::of_options(options) {
            let (product, cart) = self.surroundings(wish.product.as_ref(), wish.cart.as_ref());
            let past = self.past();
            let context = Context { product, cart: &cart, viewed: &past.viewed, purchased: &past.purchased };
            let scores = Scores::of(&self.shop.model, &context, &self.shop.weights, wish.kind.sources());
            for pick in recommend(&self.shop.model, &context, &self.shop.weights, wish.kind, wish.limit, &[])
            {
                let (Some(card), Some(url)) = (self.shop.card(pick.product), self.address(pick.product))
                else {
                    continue;
                };
                answers.push(Answer {
                    product: card.key,
                    title: card.title,
                    image: url::web(&card.image.concat(), &url),
                    url,
                    price: card.price.map(|price| self.shop.prices.major(price)),
                    compare_at: card.compare_at.map(|price| self.shop.prices.major(price)),
                    currency: &self.shop.currency,
                    variant: card.variants.split('\t').next().unwrap_or_default(),
                    score: pick.score,
                    because: self.shares(&scores, pick.product, pick.score),
                });
            }
        }
        Ok(serde_wasm_bindgen::to_value(&answers)?)
    }

    /// See [`Core::debug`].
    pub(super) fn report(&self) -> Js<JsValue> {
        let history = self.shopper.history(now());
        let happened = history.events().iter().map(|event| Happened {
            kind: event.kind.name(),
            product: event.product.clone(),
            at: f64::from(event.at) * 1000.0,
        });
        let past = self.past();
        let mut blocks = Vec::new();
        for block in &self.blocks {
            let (Some(shown), Some(wish)) = (&block.shown, Wish::of(&block.host)) else { continue };
            let (product, cart) = self.surroundings(wish.product.as_ref(), wish.cart.as_ref());
            let context = Context { product, cart: &cart, viewed: &past.viewed, purchased: &past.purchased };
            let scores = Scores::of(&self.shop.model, &context, &self.shop.weights, shown.kind.sources());
            let items = shown.cards.iter().filter(|card| !card.entry.own).map(|card| ItemFacts {
                product: self.shop.card(card.entry.product).map_or("", |card| card.key),
                title: self.shop.title(card.entry.product),
                score: card.entry.score,
                because: self.shares(&scores, card.entry.product, card.entry.score),
            });
            blocks.push(BlockFacts { kind: shown.kind.name(), ms: block.ms, items: items.collect() });
        }
        Ok(serde_wasm_bindgen::to_value(&Report {
            history: happened.collect(),
            model: ModelFacts {
                build: &self.shop.build,
                bytes: self.shop.bytes,
                products: self.shop.model.len(),
                edges: self.shop.model.edges(),
            },
            blocks,
        })?)
    }

    /// Which products of the context speak for `product`, and how much of `score` each gives.
    fn shares(&self, scores: &Scores, product: u32, score: f32) -> Vec<Because<'_>> {
        let parts = scores.explain(&self.shop.model, product);
        let share = |part: f32| if score > 0.0 { part / score } else { 0.0 };
        let because = parts.iter().map(|part| Because {
            product: self.shop.card(part.from).map_or("", |card| card.key),
            title: self.shop.title(part.from),
            share: share(part.score),
        });
        because.collect()
    }
}
