//! The core: the loader hands it bytes, calls and events, and it decides.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;

use super::browser::{self, Pieces, lines, statements};
use super::edge::{Edge, woken_by};
use super::out::{self, Entry};
use super::shopper::{OURS, Shopper};
use crate::history::{EventKind, Seen};
use crate::model::Model;
use crate::model::container::VERSION;
use crate::recommend::{Context, Kind, Past, Pick, Scores, Weights, recommend};

/// One instance of the widget. The loader makes it, calls it at one edge only, never while a call
/// is under way, and drops it after a trap.
#[wasm_bindgen]
pub struct Core {
    /// The loader's notes about the page; see `js/browser.js`.
    page: JsValue,
    edge: Edge,
    model: Model,
    weights: Weights,
    /// Bytes of the model files read.
    bytes: u32,
    shopper: Shopper,
    /// Whether blocks may show something that is no longer right.
    stale: bool,
    /// Set while there is something to do that can wait until the page's script is done.
    due: Option<Timeout>,
    _listeners: [EventListener; 3],
}

/// What a block, or a call, asks for.
struct Wish {
    kind: Kind,
    limit: usize,
    product: Option<u32>,
    cart: Vec<u32>,
}

/// The past of the shopper as products of the model.
struct Pasts {
    viewed: Vec<Past>,
    purchased: Vec<Past>,
}

#[wasm_bindgen]
impl Core {
    /// Starts with the loader's notes about the page, and the edge: `edge(what, value)` must call
    /// [`Core::wake`] with the same.
    #[wasm_bindgen(constructor)]
    pub fn new(page: JsValue, edge: Edge) -> Core {
        browser::dress(&page);
        let window = browser::listener();
        let mut core = Self {
            _listeners: [
                edge.listen(&window, "storage", woken_by::STORAGE),
                edge.listen(&window, "pagehide", woken_by::HIDE),
                edge.listen(&window, "pageshow", woken_by::SHOW),
            ],
            weights: weights(&page),
            shopper: Shopper::open(now()),
            page,
            edge,
            model: Model::default(),
            bytes: 0,
            stale: false,
            due: None,
        };
        core.touch();
        core
    }

    /// Reads a file of the model.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        // The reader can say which part is damaged, but to be able to say it costs a kilobyte. The
        // advice would be the same, and `pairwell` on the command line says it in full.
        if self.model.add(bytes).is_err() {
            let other = bytes.get(4).is_some_and(|major| *major != VERSION.0);
            return Err(JsValue::from_str(if other {
                "the model and pairwell.js are of different versions: update the older."
            } else {
                "the model is damaged: train and upload it again."
            }));
        }
        self.bytes += bytes.len() as u32;
        Ok(())
    }

    /// Blocks have come, gone or changed.
    pub fn touch(&mut self) {
        self.hear(&browser::look(&self.page));
        self.stale = true;
        self.soon();
    }

    /// `pairwell.push(call)`.
    pub fn push(&mut self, call: &JsValue) {
        self.hear(&browser::call(&self.page, call));
    }

    /// Something happened that was listened for; see [`woken_by`].
    pub fn wake(&mut self, what: u32, event: &JsValue) {
        match what {
            woken_by::DUE => {
                self.due = None;
                self.shopper.save(now());
                return self.show();
            }
            woken_by::STORAGE => self.stale |= browser::concerns(event, OURS) && self.shopper.reread(),
            woken_by::HIDE => self.shopper.leave(now()),
            // Out of the back/forward cache: the tab's later pages went on without us.
            _ => {
                if browser::persisted(event) {
                    self.shopper = Shopper::open(now());
                    self.stale = true;
                }
            }
        }
        self.soon();
    }

    /// What `pairwell.recommend(options)` gives.
    pub fn recommend(&self, options: &JsValue) -> JsValue {
        let wish = self.wish(&browser::wish(&self.page, options));
        self.list(wish.as_ref(), &self.pasts(), &[]).1
    }

    /// What `pairwell.debug()` gives.
    pub fn debug(&self) -> JsValue {
        browser::report(&self.page, &out::facts(&self.model, &self.shopper.history(now()), self.bytes))
    }
}

impl Core {
    /// Brings page and storage up to date once the page's script is done, so that a hundred calls
    /// cost one rendering and one write.
    fn soon(&mut self) {
        if (self.stale || self.shopper.unsaved()) && self.due.is_none() {
            self.due = Some(self.edge.later(0, woken_by::DUE));
        }
    }

    /// Fills the blocks, if they may show something that is no longer right.
    fn show(&mut self) {
        if self.model.is_empty() || !std::mem::take(&mut self.stale) {
            return;
        }
        let pasts = self.pasts();
        // Nothing is shown twice on a page, and a block further up has the first choice. The
        // page's own product and the cart come first, of which nothing is shown at all.
        let mut taken = Vec::new();
        for (n, text) in statements(&browser::wishes(&self.page)).enumerate() {
            let wish = self.wish(text);
            let Some(n) = n.checked_sub(1) else {
                taken.extend(wish.into_iter().flat_map(|wish| wish.product.into_iter().chain(wish.cart)));
                continue;
            };
            let (entries, items) = self.list(wish.as_ref(), &pasts, &taken);
            taken.extend(entries.iter().map(|entry| entry.product));
            browser::draw(&self.page, n, &items);
        }
    }

    fn hear(&mut self, text: &str) {
        for statement in statements(text) {
            self.stale = true;
            let mut rest = lines(statement);
            match rest.next() {
                Some("view") => self.shopper.view(rest.0, now()),
                Some("cart") => self.shopper.cart(rest.0, now()),
                Some("purchase") => {
                    let order = rest.next().unwrap_or_default();
                    self.shopper.purchase(order, rest.0, now());
                }
                _ => self.shopper.forget(),
            }
        }
        self.soon();
    }

    fn pasts(&self) -> Pasts {
        let now = now();
        let history = self.shopper.history(now);
        let known =
            |seen: Seen<'_>| self.model.find(seen.product).map(|product| Past { product, days: seen.days });
        Pasts {
            viewed: history.views(now).into_iter().filter_map(known).collect(),
            purchased: history.purchases(now).into_iter().filter_map(known).collect(),
        }
    }

    /// What a text asks for; `None` for a kind that this version does not know, where the theme's
    /// own markup is the best there is.
    fn wish(&self, text: &str) -> Option<Wish> {
        let mut words: Pieces<'_> = lines(text);
        let kind = Kind::parse(words.next()?)?;
        let limit = words.next()?.bytes().fold(0, |sum, digit| sum * 10 + usize::from(digit & 0x0f));
        let product = words.next().and_then(|key| self.model.find(key));
        Some(Wish { kind, limit, product, cart: words.filter_map(|key| self.model.find(key)).collect() })
    }

    /// The best products for `wish`, in a bundle behind the page's own, also as themes get them.
    fn list(&self, wish: Option<&Wish>, pasts: &Pasts, hidden: &[u32]) -> (Vec<Entry>, JsValue) {
        let (mut entries, mut rows) = (Vec::new(), JsValue::from(js_sys::Array::new()));
        if let Some(wish) = wish {
            let Wish { kind, limit, product, .. } = *wish;
            let (viewed, purchased) = (pasts.viewed.as_slice(), pasts.purchased.as_slice());
            let context = Context { product, cart: &wish.cart, viewed, purchased, ..Context::default() };
            for pick in recommend(&self.model, &context, &self.weights, kind, limit, hidden) {
                let reason = reason(&pick, &context);
                entries.push(Entry { product: pick.product, score: pick.score, reason, own: false });
            }
            if let Some(product) = own(&self.model, wish).filter(|_| !entries.is_empty()) {
                entries.insert(0, Entry { product, score: 0.0, reason: None, own: true });
            }
            let scores = Scores::of(&self.model, &context, &self.weights, kind);
            rows = out::rows(&self.model, &scores, &entries);
        }
        (entries, browser::items(&self.page, &rows))
    }
}

/// The page's own product, where a bundle can contain it.
fn own(model: &Model, wish: &Wish) -> Option<u32> {
    let product = wish.product.filter(|_| wish.kind == Kind::BoughtTogether)?;
    (model.available(product) && !wish.cart.contains(&product)).then_some(product)
}

/// Why a pick is shown, as far as that needs saying: on a product's page nobody needs to be told
/// that they look at it.
fn reason(pick: &Pick, context: &Context<'_>) -> Option<(EventKind, u32)> {
    let from = pick.because.filter(|from| context.product != Some(*from))?;
    let is = |past: &[Past]| past.iter().any(|past| past.product == from);
    if context.cart.contains(&from) {
        Some((EventKind::Cart, from))
    } else if is(context.viewed) {
        Some((EventKind::View, from))
    } else if is(context.purchased) {
        Some((EventKind::Purchase, from))
    } else {
        None
    }
}

/// The manifest's weights.
fn weights(page: &JsValue) -> Weights {
    let mut weights = Weights::default();
    for (name, weight) in [
        ("popularity", &mut weights.popularity),
        ("page", &mut weights.page),
        ("view", &mut weights.view),
        ("view_half_life", &mut weights.view_half_life),
        ("purchase", &mut weights.purchase),
        ("purchase_half_life", &mut weights.purchase_half_life),
        ("again", &mut weights.again),
        ("again_half_life", &mut weights.again_half_life),
        ("again_orders", &mut weights.again_orders),
        ("again_saturation", &mut weights.again_saturation),
        ("once", &mut weights.once),
        ("calendar", &mut weights.calendar),
    ] {
        if let Some(number) = browser::weight(page, name) {
            *weight = number as f32;
        }
    }
    weights
}

/// Seconds since 1970.
fn now() -> u32 {
    (js_sys::Date::now() / 1000.0) as u32
}
