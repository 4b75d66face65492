//! The foot of a bundle: what it costs together, and the button that adds it.

use web_sys::{Element, Node};

use super::card::{CardView, State};
use super::dom::{self, Js};
use super::labels;
use super::render::Kit;

/// The foot in the page.
pub struct Bundle {
    /// All of it.
    pub foot: Element,
    total: Element,
    /// The button.
    pub button: Element,
    label: Node,
    /// Where the shop's message goes.
    pub error: Element,
    /// What happens to the bundle.
    pub state: State,
}

impl Bundle {
    /// Makes the foot.
    pub fn make(kit: &Kit<'_>) -> Js<Self> {
        let foot = dom::element(kit.document, "div", "bundle")?;
        let total = dom::element(kit.document, "p", "total")?;
        total.set_attribute("class", "total")?;
        // The sum changes away from the box that was just ticked.
        total.set_attribute("aria-live", "polite")?;
        let (button, label) = dom::button(kit.document, "add add-all", "")?;
        let error = dom::alert(kit.document)?;
        dom::append(&foot, &[&total, &button, &error])?;
        Ok(Self { foot, total, button, label, error, state: State::Idle })
    }

    /// Shows what happens to the bundle, and what it costs as far as all prices are known.
    pub fn set(&mut self, kit: &Kit<'_>, cards: &[CardView], state: State) -> Js<()> {
        self.state = state;
        dom::busy(&self.button, state)?;
        let chosen = || cards.iter().filter(|card| card.chosen());
        let count = chosen().count();
        let sum =
            chosen().try_fold(0u32, |sum, card| sum.checked_add(kit.shop.card(card.entry.product)?.price?));
        let text = match sum {
            Some(sum) if count > 0 => dom::around([labels::TOTAL, ""], &kit.shop.prices.text(sum)),
            _ => String::new(),
        };
        self.total.set_text_content(Some(&text));
        let label = match count {
            _ if state == State::Added => String::from(labels::ADDED),
            0 => String::from(labels::ADD_NONE),
            1 => String::from(labels::ADD),
            _ if count == cards.len() => dom::counted(labels::ADD_ALL, count),
            _ => dom::counted(labels::ADD_SOME, count),
        };
        self.label.set_text_content(Some(&label));
        if count == 0 {
            dom::flag(&self.button, "aria-disabled", true)?;
        }
        if state != State::Idle {
            self.error.set_text_content(None);
        }
        Ok(())
    }
}
