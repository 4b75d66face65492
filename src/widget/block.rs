//! One `<pairwell-block>`: what it asks for, and what it shows.

use wasm_bindgen::JsValue;
use web_sys::{Document, HtmlElement};

use super::card::{Entry, State};
use super::dom::Js;
use super::read;
use super::render::{Kit, Shown, heading};
use crate::recommend::Kind;

/// Products a list shows unless told otherwise: one row on a desktop, two on a phone.
const LIMIT: usize = 4;
/// Products a list shows at most.
const MOST: usize = 24;

/// What a block's attributes ask for.
pub struct Wish {
    /// What it is to show.
    pub kind: Kind,
    /// How many products.
    pub limit: usize,
    /// The product it is about, if not the page's.
    pub product: Option<String>,
    /// The cart it is about, if not the page's.
    pub cart: Option<Vec<String>>,
}

impl Wish {
    /// Reads the attributes; `None` for a kind that this version does not know, where the theme's
    /// own markup is the best there is.
    pub fn of(host: &HtmlElement) -> Option<Self> {
        let attribute = |name: &str| host.get_attribute(name).filter(|value| !value.is_empty());
        Some(Self {
            kind: match attribute("kind") {
                Some(name) => Kind::parse(&name)?,
                None => Kind::AlsoBought,
            },
            limit: attribute("limit").map_or(LIMIT, |limit| clamp(js_sys::Number::parse_float(&limit))),
            product: attribute("product"),
            cart: attribute("cart").map(|list| read::listed(&list)),
        })
    }
}

impl Wish {
    /// The same from the options of a call.
    pub fn of_options(options: &JsValue) -> Option<Self> {
        Some(Self {
            kind: match read::text(options, "kind") {
                Some(name) => Kind::parse(&name)?,
                None => Kind::AlsoBought,
            },
            limit: clamp(read::number(options, "limit").unwrap_or(0.0)),
            product: read::own(options, "product").and_then(|product| read::key(&product)),
            cart: read::own(options, "cart").and_then(|cart| read::keys(&cart)),
        })
    }
}

/// A number of products that makes sense.
fn clamp(limit: f64) -> usize {
    if limit >= 1.0 { (limit as usize).min(MOST) } else { LIMIT }
}

/// A block of the page.
pub struct Block {
    /// Its number in this core.
    pub id: u32,
    /// The element.
    pub host: HtmlElement,
    /// What it shows; `None`: the theme's own markup.
    pub shown: Option<Shown>,
    /// How long the scoring took, in milliseconds.
    pub ms: f64,
}

impl Block {
    /// The products that must stay where they are, with their places: the shopper is adding them.
    pub fn held(&self) -> Vec<(usize, Entry)> {
        let Some(shown) = &self.shown else { return Vec::new() };
        let everything = shown.busy();
        let held = shown.cards.iter().enumerate().filter(|(_, card)| everything || card.state != State::Idle);
        held.map(|(at, card)| (at, card.entry)).collect()
    }

    /// Shows `entries`; says whether that changed anything. With nothing to show the theme's own
    /// markup comes back.
    pub fn show(&mut self, kit: &Kit<'_>, kind: Kind, entries: &[Entry]) -> Js<bool> {
        if self.shown.as_ref().is_some_and(|shown| shown.kind != kind)
            || entries.iter().all(|entry| entry.own)
        {
            self.restore(kit.document)?;
        }
        if entries.iter().all(|entry| entry.own) {
            return Ok(false);
        }
        let mut shown = match self.shown.take() {
            Some(shown) => shown,
            None => Shown::make(kit, &self.host, self.id, kind)?,
        };
        let changed = shown.update(kit, &heading(&self.host, kind, entries), entries);
        self.shown = Some(shown);
        changed
    }

    /// Gives the place back to the theme's own markup.
    pub fn restore(&mut self, document: &Document) -> Js<()> {
        self.shown.take().map_or(Ok(()), |shown| shown.restore(document))
    }
}
