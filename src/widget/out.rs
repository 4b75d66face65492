//! What goes out to JavaScript, through serde-wasm-bindgen.
//!
//! As two rows, of texts and of numbers, which `unpack` in `js/browser.js` reads in the same order: each
//! further type brings a serializer of its own, and derived field names a hash map of texts.

use wasm_bindgen::JsValue;

use crate::model::rules::action;
use crate::model::{Card, Model};
use crate::recommend::rules::deciding;
use crate::recommend::{Context, List, Past, Pick};

/// Texts and numbers of any number of lists.
#[derive(Default)]
pub struct Out<'m> {
    texts: Vec<&'m str>,
    numbers: Vec<f64>,
}

impl<'m> Out<'m> {
    /// Adds a list: its kind, whether its first item is the page's own product, how many items, and the
    /// items. Each has behind its card: score, why to show it (0: nothing to say; 1: the first of what
    /// speaks for it is in the cart; 2: was looked at; 3: was bought), the merchant's rule (0: none; below
    /// 0: pins it; else what it lets the score count), how many speak for it; of each of those key and
    /// title, and the share.
    pub fn list(&mut self, model: &'m Model, context: &Context<'_>, list: &List, own: Option<u32>) {
        let own = own.map(|product| Pick { product, score: 0.0 });
        self.numbers.push(f64::from(list.kind as u32));
        self.numbers.push(own.iter().len() as f64);
        self.numbers.push((own.iter().len() + list.picks.len()) as f64);
        for pick in own.iter().chain(&list.picks) {
            let product = pick.product;
            self.card(&model.card(product).unwrap_or_default());
            let because = list.scores.explain(model, product);
            let reason = because.first().map_or(0, |part| reason_of(part.from, context));
            let rule = match deciding(model, context, list.kind, product) {
                None => 0.0,
                Some((_, rule)) if rule.action == action::PIN => -1.0,
                Some((_, rule)) => rule.amount as f32 / 100.0,
            };
            for number in [pick.score, reason as f32, rule, because.len() as f32] {
                self.numbers.push(f64::from(number));
            }
            for part in because {
                let card = model.card(part.from).unwrap_or_default();
                self.texts.push(card.key);
                self.texts.push(card.title);
                self.numbers.push(f64::from(part.score / pick.score));
            }
        }
    }

    /// Adds what a card says: key, title, address and picture in three parts each, variants, type and
    /// vendor; price and price before, below 0 where there is none.
    pub fn card(&mut self, card: &Card<'m>) {
        let Card { key, title, url: [a, b, c], image: [d, e, f], variants, kind, vendor, .. } = *card;
        self.texts.extend_from_slice(&[key, title, a, b, c, d, e, f, variants, kind, vendor]);
        for price in [card.price, card.compare_at] {
            self.numbers.push(price.map_or(-1.0, f64::from));
        }
    }

    /// Both rows.
    pub fn value(&self) -> JsValue {
        // Nothing of the above can fail to be said.
        serde_wasm_bindgen::to_value(&(&self.texts, &self.numbers)).unwrap_or(JsValue::UNDEFINED)
    }
}

/// On a product's page nobody needs to be told that they look at it.
fn reason_of(from: u32, context: &Context<'_>) -> u8 {
    let is = |past: &[Past]| past.iter().any(|past| past.product == from);
    if context.product == Some(from) {
        0
    } else if context.cart.contains(&from) {
        1
    } else if is(context.viewed) {
        2
    } else {
        3
    }
}
