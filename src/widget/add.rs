//! From a press of a button to a product in the cart.
//!
//! The theme owns the cart. It is told by an event and answers through `waitUntil`; until then
//! the button is busy and pressing it again does nothing. Nobody answers: the shopper is taken to
//! the product's page.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::block::Block;
use super::card::State;
use super::dom::{self, Js};
use super::edge::{Bindable, woken_by};
use super::labels;
use super::read;
use super::render::Kit;
use super::url;

/// Milliseconds for which "Added" stays before the block moves on.
const READING_TIME: u32 = 1500;

/// Longest message of a shop that is shown, in characters.
const LONGEST: usize = 300;

/// What the theme is told to add.
#[derive(Serialize)]
struct Detail<'a> {
    kind: &'a str,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    product: &'a str,
    title: &'a str,
    url: String,
    variant: &'a str,
    price: Option<f64>,
    currency: &'a str,
    quantity: u32,
}

/// An adding under way.
pub struct Adding {
    id: u32,
    block: u32,
    products: Vec<u32>,
    _reading: Option<Timeout>,
}

impl Adding {
    /// Its number.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// The block it came from.
    pub fn block(&self) -> u32 {
        self.block
    }

    /// Asks the theme to add `products`. `None` if it does not answer.
    pub fn start(kit: &Kit<'_>, block: &mut Block, id: u32, products: Vec<u32>) -> Js<Option<Self>> {
        let Some(shown) = &mut block.shown else { return Ok(None) };
        let cards = || products.iter().filter_map(|product| kit.shop.card(*product));
        let items = cards().map(|card| Item {
            product: card.key,
            title: card.title,
            url: url::web(&card.url.concat(), kit.base).unwrap_or_default(),
            variant: card.variants.split('\t').next().unwrap_or_default(),
            price: card.price.map(|price| kit.shop.prices.major(price)),
            currency: &kit.shop.currency,
            quantity: 1,
        });
        let detail =
            serde_wasm_bindgen::to_value(&Detail { kind: shown.kind.name(), items: items.collect() })?;
        // `waitUntil` is the list's own `push`: what it was called with lies in the list.
        let promises = Array::new();
        let push = Reflect::get(&promises, &"push".into())?.unchecked_into::<Bindable>();
        Reflect::set(&detail, &"waitUntil".into(), &push.bind(&promises))?;
        let handled = !dom::dispatch(&block.host, "pairwell:add", &detail, true)?;
        if promises.length() == 0 {
            if !handled {
                let page = cards().next().and_then(|card| url::web(&card.url.concat(), kit.base));
                if let (Some(page), Some(window)) = (page, web_sys::window()) {
                    window.location().assign(&page)?;
                }
            }
            return Ok(None);
        }
        shown.set(kit, &products, State::Pending)?;
        settle(
            Promise::all(&promises).unchecked_ref(),
            &kit.edge.hook(woken_by::ADDED, id),
            &kit.edge.hook(woken_by::REFUSED, id),
        );
        Ok(Some(Self { id, block: block.id, products, _reading: None }))
    }

    /// The theme has added them.
    pub fn done(&mut self, kit: &Kit<'_>, block: &mut Block) -> Js<()> {
        self._reading = Some(kit.edge.later(READING_TIME, woken_by::READ, self.id));
        let Some(shown) = &mut block.shown else { return Ok(()) };
        let mut titles = String::new();
        for product in &self.products {
            if !titles.is_empty() {
                titles += ", ";
            }
            titles += kit.shop.title(*product);
        }
        shown.status.set_text_content(Some(&dom::around(["", labels::NOW_IN_CART], &titles)));
        shown.set(kit, &self.products, State::Added)
    }

    /// The theme could not: its message is shown, and the button can be pressed again.
    pub fn refused(&self, kit: &Kit<'_>, block: &mut Block, reason: &JsValue) -> Js<()> {
        let Some(shown) = &mut block.shown else { return Ok(()) };
        shown.set(kit, &self.products, State::Idle)?;
        let message = message(reason);
        if let Some(place) = shown.error(&self.products) {
            dom::replace(place, &[&dom::foreign(kit.document, &message)?])?;
        }
        let kind = shown.kind.name();
        let detail = serde_wasm_bindgen::to_value(&Refusal { kind, message: &message })?;
        dom::dispatch(&block.host, "pairwell:error", &detail, false)?;
        Ok(())
    }

    /// "Added" has been read: the block may move on.
    pub fn read(&self, kit: &Kit<'_>, block: &mut Block) -> Js<()> {
        block.shown.as_mut().map_or(Ok(()), |shown| shown.set(kit, &self.products, State::Idle))
    }
}

#[derive(Serialize)]
struct Refusal<'a> {
    kind: &'a str,
    message: &'a str,
}

/// What the theme's rejection says, cut to a sensible length.
fn message(reason: &JsValue) -> String {
    let said = reason.as_string().or_else(|| read::text(reason, "message"));
    let said: String = said.unwrap_or_default().chars().take(LONGEST).collect();
    if said.trim().is_empty() { String::from(labels::REFUSED) } else { said }
}

#[wasm_bindgen]
extern "C" {
    type Thenable;
    /// `then` with two plain functions; js-sys wants closures, each of which costs an adapter.
    #[wasm_bindgen(method, js_name = then)]
    fn settle(this: &Thenable, done: &Function, failed: &Function) -> JsValue;
}

fn settle(promise: &Thenable, done: &Function, failed: &Function) {
    promise.settle(done, failed);
}
