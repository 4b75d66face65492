//! A block's list in its shadow tree.
//!
//! ```text
//! section            min-height: what the theme's own markup took
//! ├─ h2
//! ├─ ul ─ li …       see card.rs
//! ├─ div             bundles only, see bundle.rs
//! └─ p role=status   what was added, for who cannot see it
//! ```

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{CssStyleSheet, Document, Element, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use super::bundle::Bundle;
use super::card::{CardView, Entry, State};
use super::dom::{self, Js};
use super::edge::{Edge, woken_by};
use super::labels;
use super::shop::Shop;
use crate::recommend::Kind;

/// What rendering needs.
pub struct Kit<'a> {
    /// The page.
    pub document: &'a Document,
    /// What relative addresses are relative to.
    pub base: &'a str,
    /// Cards and prices.
    pub shop: &'a Shop,
    /// The style sheet of all blocks.
    pub sheet: &'a CssStyleSheet,
    /// Where events go.
    pub edge: &'a Edge,
}

/// A block's list as it is in the page.
pub struct Shown {
    /// The kind it was made for.
    pub kind: Kind,
    /// The block's shadow tree.
    shadow: ShadowRoot,
    heading: Element,
    list: Element,
    /// The region that announces.
    pub status: Element,
    /// The cards, in order.
    pub cards: Vec<CardView>,
    /// The foot, if it is a bundle.
    pub bundle: Option<Bundle>,
    _listeners: [EventListener; 2],
}

impl Shown {
    /// Puts an empty list in the place of the theme's own markup, at the same height.
    pub fn make(kit: &Kit<'_>, host: &HtmlElement, id: u32, kind: Kind) -> Js<Self> {
        let height = host.get_bounding_client_rect().height();
        let shadow = match host.shadow_root() {
            Some(shadow) => shadow,
            None => host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?,
        };
        shadow.set_adopted_style_sheets(&dom::list_of(kit.sheet));
        let document = kit.document;
        let section = dom::element(document, "section", "block")?;
        section.set_attribute("aria-labelledby", "heading")?;
        let heading = dom::element(document, "h2", "heading")?;
        heading.set_id("heading");
        let list = dom::element(document, "ul", "list")?;
        // Safari takes a list without bullets for no list unless told.
        list.set_attribute("role", "list")?;
        let status = dom::element(document, "p", "")?;
        status.set_attribute("role", "status")?;
        status.set_attribute("class", "unseen")?;
        let bundle = if kind == Kind::BoughtTogether { Some(Bundle::make(kit)?) } else { None };
        dom::append(&section, &[&heading, &list])?;
        if let Some(bundle) = &bundle {
            dom::append(&section, &[&bundle.foot])?;
        }
        dom::append(&section, &[&status])?;
        if height >= 1.0 {
            let pixels = dom::pixels(height);
            section.unchecked_ref::<HtmlElement>().style().set_property("min-height", &pixels)?;
        }
        dom::replace(&shadow, &[&section])?;
        let _listeners = [
            kit.edge.listen(&shadow, "click", woken_by::CLICK, id),
            kit.edge.listen(&shadow, "change", woken_by::CHANGE, id),
        ];
        Ok(Self { kind, shadow, heading, list, status, cards: Vec::new(), bundle, _listeners })
    }

    /// Shows `entries`. Cards that stay are not touched, so that focus, and what the shopper has
    /// ticked, stay with them; says whether anything has changed.
    pub fn update(&mut self, kit: &Kit<'_>, heading: &str, entries: &[Entry]) -> Js<bool> {
        let same = |card: &CardView, entry: &Entry| {
            card.entry.product == entry.product
                && card.entry.reason == entry.reason
                && card.entry.own == entry.own
        };
        if self.heading.text_content().as_deref() != Some(heading) {
            self.heading.set_text_content(Some(heading));
        }
        if self.cards.len() == entries.len()
            && self.cards.iter().zip(entries).all(|(card, entry)| same(card, entry))
        {
            return Ok(false);
        }
        let focused = self.shadow.active_element();
        let place =
            focused.and_then(|focus| self.cards.iter().position(|card| card.item.contains(Some(&focus))));
        let mut before = core::mem::take(&mut self.cards);
        for entry in entries {
            match before.iter().position(|card| same(card, entry)) {
                Some(at) => self.cards.push(before.remove(at)),
                None => self.cards.extend(CardView::make(kit, *entry, self.bundle.is_some())?),
            }
        }
        for gone in &before {
            gone.item.remove();
        }
        let mut next = self.list.first_child();
        for card in &self.cards {
            if next.as_ref() == Some(card.item.as_ref()) {
                next = card.item.next_sibling();
            } else {
                self.list.insert_before(&card.item, next.as_ref())?;
            }
        }
        // Whoever's card has gone finds themselves on the one in its place: on its link, as on its
        // button the next press of the same key would buy something else.
        if let Some(card) =
            place.filter(|_| self.shadow.active_element().is_none()).and_then(|at| self.cards.get(at))
        {
            card.link.focus()?;
        }
        self.recount(kit)?;
        Ok(true)
    }

    /// Brings the foot of a bundle up to date.
    pub fn recount(&mut self, kit: &Kit<'_>) -> Js<()> {
        match &mut self.bundle {
            Some(bundle) => bundle.set(kit, &self.cards, bundle.state),
            None => Ok(()),
        }
    }

    /// Shows on every card of `products`, or on the bundle, what happens to them.
    pub fn set(&mut self, kit: &Kit<'_>, products: &[u32], state: State) -> Js<()> {
        if let Some(bundle) = &mut self.bundle {
            return bundle.set(kit, &self.cards, state);
        }
        for card in self.cards.iter_mut().filter(|card| products.contains(&card.entry.product)) {
            card.set(state)?;
        }
        Ok(())
    }

    /// The element for the message about `products`.
    pub fn error(&self, products: &[u32]) -> Option<&Element> {
        match &self.bundle {
            Some(bundle) => Some(&bundle.error),
            None => {
                self.cards.iter().find(|card| products.contains(&card.entry.product)).map(|card| &card.error)
            }
        }
    }

    /// Whether something is being added, so that nothing may move.
    pub fn busy(&self) -> bool {
        self.bundle.as_ref().is_some_and(|bundle| bundle.state != State::Idle)
    }

    /// Gives the place back to the theme's own markup.
    pub fn restore(self, document: &Document) -> Js<()> {
        dom::replace(&self.shadow, &[&dom::element(document, "slot", "")?.into()])
    }
}

/// The heading for this list.
pub fn heading(host: &HtmlElement, kind: Kind, entries: &[Entry]) -> String {
    host.get_attribute("heading").unwrap_or_else(|| {
        // Without a score nothing speaks for it but that it sells.
        let filled = entries.iter().any(|entry| !entry.own && entry.score == 0.0);
        String::from(labels::heading(kind, filled))
    })
}
