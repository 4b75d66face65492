//! What goes out to JavaScript, through serde-wasm-bindgen.
//!
//! As tuples, to which `js/browser.js` gives names: a derived field name goes through a hash map
//! of texts in the serializer, and named structs cost 4 kB of WebAssembly more.

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::history::{EventKind, History};
use crate::model::Model;
use crate::recommend::Scores;

/// One product of a list.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The product.
    pub product: u32,
    /// Its score; 0: nothing speaks for it but that it sells.
    pub score: f32,
    /// What of which product is the reason to show it, where that needs saying: in the cart,
    /// looked at, or bought.
    pub reason: Option<(EventKind, u32)>,
    /// Whether it is the page's own product, in a bundle.
    pub own: bool,
}

/// Key, title, address, picture, variant, price, price before, score, whether it is the page's
/// own, the reason to show it, what speaks for it.
#[derive(Serialize)]
struct Row<'a>(
    &'a str,
    &'a str,
    String,
    String,
    &'a str,
    Option<u32>,
    Option<u32>,
    f32,
    bool,
    Option<(&'a str, &'a str, &'a str)>,
    Vec<(&'a str, &'a str, f32)>,
);

/// `entries` as rows, with what `scores` say speaks for each.
pub fn rows(model: &Model, scores: &Scores, entries: &[Entry]) -> JsValue {
    let mut rows = Vec::new();
    for entry in entries {
        let Some(card) = model.card(entry.product) else { continue };
        let mut because = Vec::new();
        for part in scores.explain(model, entry.product) {
            if let Some(from) = model.card(part.from) {
                because.push((from.key, from.title, part.score / entry.score));
            }
        }
        let reason = entry.reason.and_then(|(kind, from)| {
            let from = model.card(from)?;
            Some((kind.name(), from.key, from.title))
        });
        // The first of the variants is the one to add.
        let end = card.variants.bytes().position(|byte| byte == b'\t').unwrap_or(card.variants.len());
        rows.push(Row(
            card.key,
            card.title,
            card.url.concat(),
            card.image.concat(),
            card.variants.get(..end).unwrap_or_default(),
            card.price,
            card.compare_at,
            entry.score,
            entry.own,
            reason,
            because,
        ));
    }
    value(&rows)
}

/// The history, and what there is to know of the model.
pub fn facts(model: &Model, history: &History, bytes: u32) -> JsValue {
    let mut events = Vec::new();
    for event in history.events() {
        events.push((event.kind.name(), &event.product, event.at));
    }
    value(&(events, model.len() as u32, model.pairs() as u32, bytes))
}

fn value(what: &impl Serialize) -> JsValue {
    // Nothing of the above can fail to be said.
    serde_wasm_bindgen::to_value(what).unwrap_or(JsValue::UNDEFINED)
}
