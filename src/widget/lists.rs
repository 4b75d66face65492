//! The lists of a page: the loader hands over what the page and its shopper say, and gets what to show.
//!
//! Texts come as lines, several things as pieces between form feeds: a list of texts costs more to take
//! over than to split.

use core::mem::ManuallyDrop;

use wasm_bindgen::prelude::*;

use super::out::Out;
use crate::model::pieces::{Pieces, lines, pieces};
use crate::model::{Model, Moment};
use crate::recommend::{Context, Kind, Past, Weights, Within, list};

/// The model and what makes lists of it. `js/core.js` makes one, and drops it after a trap.
///
/// All methods take it mutably: the bindings have one way in then, and not two.
#[wasm_bindgen]
#[derive(Default)]
pub struct Lists {
    /// Goes with the instance, and that with the page: code to take it apart would be code for nothing.
    model: ManuallyDrop<Model>,
    weights: Weights,
}

/// Products of a cart whose entries are asked for.
const MOST_OF_A_CART: usize = 12;

/// Bit of what is asked for beside which best-sellers: nothing is left out.
const EVERYTHING: u32 = 4;

#[wasm_bindgen]
impl Lists {
    /// Without a model, and with the weights that scoring has where a manifest says nothing.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Lists {
        Self::default()
    }

    /// Sets the `n`th weight, in the order of `WEIGHTS` in js/browser.js.
    pub fn weigh(&mut self, n: u32, value: f32) {
        let weights = &mut self.weights;
        *match n {
            0 => &mut weights.popularity,
            1 => &mut weights.page,
            2 => &mut weights.view,
            3 => &mut weights.view_half_life,
            4 => &mut weights.purchase,
            5 => &mut weights.purchase_half_life,
            6 => &mut weights.again,
            7 => &mut weights.again_half_life,
            8 => &mut weights.again_orders,
            9 => &mut weights.again_saturation,
            10 => &mut weights.once,
            _ => &mut weights.calendar,
        } = value;
    }

    /// Reads a file of the model; says whether it is sound. The reader can say which part is damaged, but
    /// to be able to say it costs a kilobyte. The advice would be the same, and `pairwell` on the command
    /// line says it in full.
    pub fn add(&mut self, bytes: &[u8]) -> bool {
        self.model.add(bytes).is_ok()
    }

    /// The keys of the products whose entries `asked` is in need of, a line each: of the products that blocks
    /// are about, and of a cart where that is the block's matter.
    pub fn needed(&mut self, asked: &str) -> JsValue {
        let mut out = String::new();
        for text in pieces(asked, FEED) {
            let mut words = lines(text);
            let cart = if number(&mut words) == Kind::Cart as u32 { MOST_OF_A_CART } else { 0 };
            for key in words.skip(3).take(1 + cart) {
                // Also for what an earlier visit has kept: a request that is not made would tell of it. The page
                // may know a product by the id of a variant: that is asked for as well, for the same reason.
                let known =
                    self.model.find(key).and_then(|product| self.model.card(product)).map(|card| card.key);
                for key in [Some(key), known.or_else(|| self.model.alias(key))].into_iter().flatten() {
                    out += key;
                    out.push('\n');
                }
            }
        }
        JsValue::from_str(&out)
    }

    /// The lists for all that `asked` asks for: first what the page itself is about, then its blocks. A
    /// piece each: kind, limit, gap to free delivery and which best-sellers as numbers, then the product
    /// and the cart.
    ///
    /// `past` has a piece each for what was looked at, bought and left in a cart, which begins with 0, 1
    /// or 2; then seconds since and product, latest first. `clock` has hour, weekday, month and market, a
    /// byte each from the low end; `day` counts from 1970.
    pub fn list(&mut self, asked: &str, past: &str, clock: u32, day: u32) -> JsValue {
        let mut pasts: [Vec<Past>; 3] = Default::default();
        for text in pieces(past, FEED) {
            let mut words = lines(text);
            let Some(known) = pasts.get_mut(number(&mut words) as usize) else { continue };
            while !words.0.is_empty() {
                let days = number(&mut words) as f32 / 86_400.0;
                if let Some(product) = words.next().and_then(|key| self.model.find(key)) {
                    known.push(Past { product, days });
                }
            }
        }
        let [viewed, purchased, left] = &pasts;
        let left: Vec<u32> = left.iter().map(|past| past.product).collect();
        // Nothing is shown twice on a page, and a block further up has the first choice. The page's own
        // product and the cart come first, of which nothing is shown at all.
        let mut taken: Vec<u32> = Vec::new();
        let mut out = Out::default();
        for (n, text) in pieces(asked, FEED).enumerate() {
            let mut words = lines(text);
            let kind = Kind::ALL.get(number(&mut words) as usize).map(|(kind, _)| *kind);
            let (limit, gap, which) = (number(&mut words), number(&mut words), number(&mut words));
            let product = words.next().and_then(|key| self.model.find(key));
            let cart: Vec<u32> = words.filter_map(|key| self.model.find(key)).collect();
            if n == 0 {
                taken.extend(product);
                taken.extend(cart);
                continue;
            }
            let context = Context {
                product,
                cart: &cart,
                viewed,
                purchased,
                left: &left,
                moment: Some(Moment {
                    hour: clock as u8,
                    weekday: (clock >> 8) as u8,
                    month: (clock >> 16) as u8,
                }),
                day,
                market: clock >> 24,
                gap,
                within: match which & 3 {
                    1 => Within::Kind,
                    2 => Within::Vendor,
                    _ => Within::Shop,
                },
                everything: which >= EVERYTHING,
            };
            // Of a kind that this version does not know the theme's own markup is the best there is.
            let limit = if kind.is_some() { limit as usize } else { 0 };
            let kind = kind.unwrap_or(Kind::RecentlyViewed);
            let list = list(&self.model, &context, &self.weights, kind, limit, &taken);
            // The page's own product, where a bundle can contain it.
            let own = product.filter(|product| {
                list.kind == Kind::BoughtTogether
                    && !list.picks.is_empty()
                    && self.model.available(*product)
                    && !cart.contains(product)
            });
            out.list(&self.model, &context, &list, own);
            taken.extend(list.picks.iter().map(|pick| pick.product));
        }
        out.value()
    }

    /// What there is to know of a product, as an item of a list; nothing of one that is not known.
    pub fn about(&mut self, key: &str) -> JsValue {
        let mut out = Out::default();
        if let Some(card) = self.model.find(key).and_then(|product| self.model.card(product)) {
            out.card(&card);
        }
        out.value()
    }

    /// Number of products read so far.
    pub fn products(&mut self) -> usize {
        self.model.len()
    }

    /// Number of pairs of complements read so far.
    pub fn pairs(&mut self) -> usize {
        self.model.pairs()
    }
}

/// What stands between pieces.
const FEED: u8 = 0x0c;

/// The next line as a number; 0 where there is none.
#[inline(never)]
fn number(words: &mut Pieces<'_>) -> u32 {
    let digits = words.next().unwrap_or_default().bytes();
    digits.fold(0, |sum: u32, digit| sum.wrapping_mul(10).wrapping_add(u32::from(digit & 0x0f)))
}
