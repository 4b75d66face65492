//! The core: the loader hands it bytes, elements, calls and events, and it decides.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Function, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{CssStyleSheet, Document, Element, HtmlElement, Node, Performance, Window};

use super::add::Adding;
use super::block::{Block, Wish};
use super::card::{Entry, Reason};
use super::dom::{self, Js};
use super::edge::{Edge, woken_by};
use super::page::{self, Page, Told};
use super::render::Kit;
use super::shop::Shop;
use super::shopper::Shopper;
use super::{style, url};
use crate::recommend::{Context, Kind, Past, Pick, recommend};

/// One instance of the widget. The loader makes it, calls it at one edge only, never while a call
/// is under way, and drops it after a trap.
#[wasm_bindgen]
pub struct Core {
    window: Window,
    document: Document,
    performance: Option<Performance>,
    base: String,
    edge: Edge,
    sheet: CssStyleSheet,
    pub(super) shop: Shop,
    pub(super) page: Page,
    pub(super) shopper: Shopper,
    pub(super) blocks: Vec<Block>,
    addings: Vec<Adding>,
    /// Numbers given to blocks and addings so far.
    given: u32,
    /// Whether blocks may show something that is no longer right.
    stale: bool,
    storing: Option<Timeout>,
    _listeners: [EventListener; 3],
}

/// The past of the shopper as products of the model.
pub(super) struct PastOf {
    pub(super) viewed: Vec<Past>,
    pub(super) purchased: Vec<Past>,
}

#[derive(Serialize)]
struct Ready<'a> {
    kind: &'a str,
    items: Vec<&'a str>,
    ms: f64,
}

#[derive(Serialize)]
struct Click<'a> {
    kind: &'a str,
    product: &'a str,
    position: usize,
}

#[wasm_bindgen]
impl Core {
    /// Starts with the manifest, the loader's script tag, an object that outlives this instance,
    /// and the edge: `edge(what, id, value)` must call [`Core::wake`] with the same.
    #[wasm_bindgen(constructor)]
    pub fn new(manifest: &JsValue, script: JsValue, memo: Object, edge: Function) -> Result<Core, JsValue> {
        let window = web_sys::window().ok_or("no window")?;
        let document = window.document().ok_or("no document")?;
        let edge = Edge(edge);
        let language =
            document.document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default();
        let base = document.base_uri()?.unwrap_or_default();
        let (page, told) = Page::new(page::script(script).as_ref(), memo);
        let listen = |event, what| edge.listen(&window, event, what, 0);
        let mut core = Self {
            _listeners: [
                listen("storage", woken_by::STORAGE),
                listen("pagehide", woken_by::HIDE),
                listen("pageshow", woken_by::SHOW),
            ],
            shop: Shop::new(manifest, &language),
            shopper: Shopper::open(&window, now()),
            performance: window.performance(),
            base,
            edge,
            sheet: style::sheet()?,
            page,
            window,
            document,
            blocks: Vec::new(),
            addings: Vec::new(),
            given: 0,
            stale: false,
            storing: None,
        };
        let earlier = core.page.remembered();
        core.hear(told);
        core.look();
        core.hear(earlier);
        Ok(core)
    }

    /// Reads a file of the model.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        // The texts of errors are for people; they reach the console in the loader's one line.
        self.shop.model.add(bytes).map_err(|error| JsValue::from_str(&error.to_string()))?;
        self.shop.bytes += bytes.len() as u32;
        self.stale = true;
        Ok(())
    }

    /// A block is on the page, or its attributes have changed.
    pub fn connect(&mut self, host: HtmlElement) {
        if !self.blocks.iter().any(|block| block.host == host) {
            self.given += 1;
            self.blocks.push(Block { id: self.given, host, shown: None, ms: 0.0 });
        }
        self.look();
        self.stale = true;
    }

    /// A block is no longer on the page.
    pub fn disconnect(&mut self, host: &HtmlElement) {
        self.blocks.retain(|block| block.host != *host);
        self.stale = true;
    }

    /// `pairwell.push(call)`.
    pub fn push(&mut self, call: &JsValue) {
        let told = page::call(call);
        self.hear(told);
    }

    /// Something happened that was listened for; see [`woken_by`].
    pub fn wake(&mut self, what: u32, id: u32, value: JsValue) -> Result<(), JsValue> {
        match what {
            woken_by::CLICK => self.click(id, &value)?,
            woken_by::CHANGE => {
                let (kit, blocks, _) = self.kit();
                if let Some(shown) =
                    blocks.iter_mut().find(|block| block.id == id).and_then(|b| b.shown.as_mut())
                {
                    shown.recount(&kit)?;
                }
            }
            woken_by::ADDED | woken_by::REFUSED | woken_by::READ => self.settle(what, id, &value)?,
            woken_by::STORE => {
                self.storing = None;
                self.shopper.save(now());
            }
            woken_by::STORAGE => {
                let key = Reflect::get(&value, &"key".into())?.as_string();
                if key.is_none_or(|key| key.starts_with(super::storage::OURS)) {
                    self.stale |= self.shopper.reread();
                }
            }
            woken_by::HIDE => self.shopper.leave(now()),
            // Out of the back/forward cache: the tab's later pages went on without us.
            _ if Reflect::get(&value, &"persisted".into())?.is_truthy() => {
                self.shopper = Shopper::open(&self.window, now());
                self.stale = true;
            }
            _ => {}
        }
        Ok(())
    }

    /// Brings the page up to date with all that was told. The loader calls it after every round
    /// of calls, so that a hundred of them cost one rendering and one write.
    pub fn flush(&mut self) -> Result<(), JsValue> {
        if self.shopper.unsaved() && self.storing.is_none() {
            self.storing = Some(self.edge.later(0, woken_by::STORE, 0));
        }
        if !self.stale || self.shop.model.is_empty() {
            return Ok(());
        }
        self.stale = false;
        self.sort();
        let past = self.past();
        let cart = self.shop.find_all(self.page.cart.iter().flatten());
        let product = self.page.product.as_ref().and_then(|key| self.shop.find(key));
        // Nothing is shown twice on a page, and a block further up has the first choice.
        let mut taken: Vec<u32> = product.into_iter().chain(cart).collect();
        for at in 0..self.blocks.len() {
            self.fill(at, &past, &mut taken)?;
        }
        Ok(())
    }

    /// What `pairwell.recommend(options)` gives.
    pub fn recommend(&self, options: &JsValue) -> Result<JsValue, JsValue> {
        self.answer(options)
    }

    /// What `pairwell.debug()` gives.
    pub fn debug(&self) -> Result<JsValue, JsValue> {
        self.report()
    }
}

impl Core {
    fn hear(&mut self, all: impl IntoIterator<Item = Told>) {
        for told in all {
            self.page.note(&told);
            self.stale = true;
            match &told {
                Told::View(product) => self.shopper.view(product, now()),
                Told::Cart(cart) => self.shopper.cart(cart, now()),
                Told::Purchase(order, products) => self.shopper.purchase(order.as_deref(), products, now()),
                Told::Forget => self.shopper.forget(),
            }
        }
    }

    fn look(&mut self) {
        let told = self.page.look(&self.document);
        self.hear(told);
    }

    fn kit(&mut self) -> (Kit<'_>, &mut Vec<Block>, &mut Vec<Adding>) {
        let kit = Kit {
            document: &self.document,
            base: &self.base,
            shop: &self.shop,
            sheet: &self.sheet,
            edge: &self.edge,
        };
        (kit, &mut self.blocks, &mut self.addings)
    }

    /// Puts the blocks into the order in which they stand on the page. There are few, and nearly
    /// always they are in order.
    fn sort(&mut self) {
        for end in 1..self.blocks.len() {
            let mut at = end;
            while let (Some(before), Some(block)) = (self.blocks.get(at.wrapping_sub(1)), self.blocks.get(at))
            {
                if before.host.compare_document_position(&block.host) & Node::DOCUMENT_POSITION_PRECEDING == 0
                {
                    break;
                }
                self.blocks.swap(at - 1, at);
                at -= 1;
            }
        }
    }

    pub(super) fn past(&self) -> PastOf {
        let now = now();
        let history = self.shopper.history(now);
        let known = |seen: &crate::history::Seen<'_>| {
            self.shop.find(seen.product).map(|product| Past { product, days: seen.days })
        };
        PastOf {
            viewed: history.views(now).iter().filter_map(known).collect(),
            purchased: history.purchases(now).iter().filter_map(known).collect(),
        }
    }

    /// Milliseconds on a clock that only goes forward.
    pub(super) fn clock(&self) -> f64 {
        self.performance.as_ref().map_or(0.0, Performance::now)
    }

    /// The address of `product`'s page, if it can be shown at all.
    pub(super) fn address(&self, product: u32) -> Option<String> {
        url::web(&self.shop.card(product)?.url.concat(), &self.base)
    }

    /// Chooses and shows the list of block `at`, and adds what it shows to `taken`.
    fn fill(&mut self, at: usize, past: &PastOf, taken: &mut Vec<u32>) -> Js<()> {
        let Some(block) = self.blocks.get(at) else { return Ok(()) };
        let Some(wish) = Wish::of(&block.host) else { return self.drop_list(at) };
        let (product, cart) = self.surroundings(wish.product.as_ref(), wish.cart.as_ref());
        let context = Context { product, cart: &cart, viewed: &past.viewed, purchased: &past.purchased };
        let held = block.held();
        let mut hidden = taken.clone();
        hidden.extend(held.iter().map(|(_, entry)| entry.product));

        let start = self.clock();
        let picks = recommend(&self.shop.model, &context, &self.shop.weights, wish.kind, wish.limit, &hidden);
        let ms = self.clock() - start;

        let mut entries: Vec<Entry> = Vec::new();
        if wish.kind == Kind::BoughtTogether {
            let own = product.filter(|p| self.shop.model.available(*p) && !cart.contains(p));
            entries.extend(own.map(|product| Entry { product, score: 0.0, reason: Reason::None, own: true }));
        }
        let limit = entries.len() + wish.limit;
        let fresh = picks.iter().filter(|pick| self.address(pick.product).is_some());
        entries.extend(fresh.map(|pick| Entry {
            product: pick.product,
            score: pick.score,
            reason: reason(pick, &context),
            own: false,
        }));
        for (place, entry) in held {
            entries.retain(|other| other.product != entry.product);
            entries.insert(place.min(entries.len()), entry);
        }
        entries.truncate(limit);
        taken.extend(entries.iter().map(|entry| entry.product));

        let (kit, blocks, _) = self.kit();
        let Some(block) = blocks.get_mut(at) else { return Ok(()) };
        block.ms = ms;
        if block.show(&kit, wish.kind, &entries)? {
            let key = |entry: &Entry| kit.shop.card(entry.product).map(|card| card.key);
            let items = entries.iter().filter(|entry| !entry.own).filter_map(key).collect();
            let detail = serde_wasm_bindgen::to_value(&Ready { kind: wish.kind.name(), items, ms })?;
            dom::dispatch(&block.host, "pairwell:ready", &detail, false)?;
        }
        Ok(())
    }

    fn drop_list(&mut self, at: usize) -> Js<()> {
        let (kit, blocks, _) = self.kit();
        blocks.get_mut(at).map_or(Ok(()), |block| block.restore(kit.document))
    }

    /// A click in a block: on a link, or on a button that adds.
    fn click(&mut self, id: u32, event: &JsValue) -> Js<()> {
        let target = Reflect::get(event, &"target".into())?;
        let Some(target) = target.dyn_ref::<Element>() else { return Ok(()) };
        let Some(hit) = target.closest("a,button")? else { return Ok(()) };
        self.given += 1;
        let adding = self.given;
        let (kit, blocks, addings) = self.kit();
        let Some(block) = blocks.iter_mut().find(|block| block.id == id) else { return Ok(()) };
        let Some(shown) = &block.shown else { return Ok(()) };
        if hit.get_attribute("aria-disabled").is_some() {
            return Ok(());
        }
        let products = match &shown.bundle {
            Some(bundle) if bundle.button == hit => {
                shown.cards.iter().filter(|card| card.chosen()).map(|card| card.entry.product).collect()
            }
            _ => {
                let Some(position) = shown.cards.iter().position(|card| card.item.contains(Some(&hit)))
                else {
                    return Ok(());
                };
                let Some(card) = shown.cards.get(position) else { return Ok(()) };
                let product = card.entry.product;
                if card.button.as_ref().is_none_or(|(button, _)| *button != hit) {
                    let key = kit.shop.card(product).map_or("", |card| card.key);
                    let detail = Click { kind: shown.kind.name(), product: key, position };
                    dom::dispatch(
                        &block.host,
                        "pairwell:click",
                        &serde_wasm_bindgen::to_value(&detail)?,
                        false,
                    )?;
                    return Ok(());
                }
                vec![product]
            }
        };
        addings.extend(Adding::start(&kit, block, adding, products)?);
        Ok(())
    }

    /// An adding has come to an end, or its "Added" has been read.
    fn settle(&mut self, what: u32, id: u32, value: &JsValue) -> Js<()> {
        let (kit, blocks, addings) = self.kit();
        let Some(at) = addings.iter().position(|adding| adding.id() == id) else { return Ok(()) };
        let mut adding = addings.swap_remove(at);
        if let Some(block) = blocks.iter_mut().find(|block| block.id == adding.block()) {
            match what {
                woken_by::ADDED => {
                    adding.done(&kit, block)?;
                    addings.push(adding);
                }
                woken_by::REFUSED => adding.refused(&kit, block, value)?,
                _ => adding.read(&kit, block)?,
            }
        }
        self.stale = true;
        Ok(())
    }

    /// The product and the cart of a context: those said here, else the page's.
    pub(super) fn surroundings(
        &self,
        product: Option<&String>,
        cart: Option<&Vec<String>>,
    ) -> (Option<u32>, Vec<u32>) {
        let product = product.or(self.page.product.as_ref()).and_then(|key| self.shop.find(key));
        let cart = cart.or(self.page.cart.as_ref()).into_iter().flatten();
        (product, self.shop.find_all(cart))
    }
}

/// Why a pick is shown, as far as that needs saying: on a product's page nobody needs to be told
/// that they look at it.
pub(super) fn reason(pick: &Pick, context: &Context<'_>) -> Reason {
    let Some(from) = pick.because.filter(|from| context.product != Some(*from)) else { return Reason::None };
    let in_past = |past: &[Past]| past.iter().any(|past| past.product == from);
    if context.cart.contains(&from) {
        Reason::InCart(from)
    } else if in_past(context.viewed) {
        Reason::LookedAt(from)
    } else if in_past(context.purchased) {
        Reason::Bought(from)
    } else {
        Reason::None
    }
}

/// Seconds since 1970.
pub(super) fn now() -> u32 {
    (js_sys::Date::now() / 1000.0) as u32
}
