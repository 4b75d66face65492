//! One card of a list.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, Node};

use super::dom::{self, Js};
use super::labels;
use super::render::Kit;
use super::url;

/// Why a product is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Nothing that needs saying: the page is about it.
    None,
    /// This product is in the cart.
    InCart(u32),
    /// This product was looked at.
    LookedAt(u32),
    /// This product was bought.
    Bought(u32),
}

/// What happens to a card's product.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It can be added.
    Idle,
    /// The theme is adding it.
    Pending,
    /// It has been added, and that is what the button says.
    Added,
}

/// What a card is to show.
#[derive(Clone, Copy, PartialEq)]
pub struct Entry {
    /// The product.
    pub product: u32,
    /// Its score.
    pub score: f32,
    /// Why it is shown.
    pub reason: Reason,
    /// Whether it is the page's own product, in a bundle.
    pub own: bool,
}

/// A card in the page.
pub struct CardView {
    /// What it shows.
    pub entry: Entry,
    /// The list item.
    pub item: Element,
    /// The link to the product's page.
    pub link: HtmlElement,
    /// The button and its text; a bundle's cards have none.
    pub button: Option<(Element, Node)>,
    /// The box that says whether a bundle contains the product.
    pub check: Option<HtmlInputElement>,
    /// Where the shop's message goes.
    pub error: Element,
    /// What happens to the product.
    pub state: State,
}

impl CardView {
    /// Makes the card; `None` for a product without a page to go to.
    pub fn make(kit: &Kit<'_>, entry: Entry, bundle: bool) -> Js<Option<Self>> {
        let document = kit.document;
        let Some(card) = kit.shop.card(entry.product) else { return Ok(None) };
        let Some(address) = url::web(&card.url.concat(), kit.base) else { return Ok(None) };
        let item = dom::element(document, "li", if entry.own { "own" } else { "card" })?;

        let link = dom::element(document, "a", "link")?;
        link.set_attribute("href", &address)?;
        if let Some(picture) = url::web(&card.image.concat(), kit.base) {
            let image = dom::element(document, "img", "image")?;
            // The link's text is the title: an alternative text would say it twice.
            for (name, value) in
                [("alt", ""), ("width", "400"), ("height", "400"), ("loading", "lazy"), ("decoding", "async")]
            {
                image.set_attribute(name, value)?;
            }
            image.set_attribute("src", &picture)?;
            dom::append(&link, &[&image])?;
        }
        let title = dom::element(document, "span", "title")?;
        if entry.own {
            dom::append(&title, &[&dom::text(document, labels::THIS_ITEM)])?;
        }
        dom::append(&title, &[&dom::foreign(document, card.title)?])?;
        dom::append(&link, &[&title])?;

        let prices = dom::element(document, if bundle { "span" } else { "p" }, "prices")?;
        if let Some(price) = card.price {
            if let Some(before) = card.compare_at {
                let old = dom::element(document, "s", "compare-at")?;
                let amount = dom::text(document, &kit.shop.prices.text(before));
                dom::append(&old, &[&dom::unseen(document, labels::WAS)?, &amount])?;
                dom::append(&prices, &[&old, &dom::unseen(document, labels::NOW)?])?;
            }
            let now = dom::labelled(document, "span", "price", &kit.shop.prices.text(price))?;
            now.set_attribute("class", "price")?;
            dom::append(&prices, &[&now])?;
        }
        dom::append(&item, &[&link])?;

        let (mut button, mut check) = (None, None);
        if bundle {
            let input: HtmlInputElement = dom::element(document, "input", "check")?.unchecked_into();
            input.set_type("checkbox");
            input.set_checked(true);
            let label = dom::element(document, "label", "choose")?;
            dom::append(&label, &[&input, &dom::unseen(document, card.title)?, &prices])?;
            dom::append(&item, &[&label])?;
            check = Some(input);
        } else {
            dom::append(&item, &[&prices])?;
            if let Some(because) = because(kit, entry.reason)? {
                dom::append(&item, &[&because])?;
            }
            let (made, label) = dom::button(document, "add", labels::ADD)?;
            // Said, not seen: which of the page's many such buttons it is.
            dom::append(&made, &[&dom::unseen(document, &dom::around([": ", ""], card.title))?])?;
            dom::append(&item, &[&made])?;
            button = Some((made, label));
        }
        let error = dom::alert(document)?;
        dom::append(&item, &[&error])?;
        Ok(Some(Self { entry, item, link: link.unchecked_into(), button, check, error, state: State::Idle }))
    }

    /// Shows what happens to the product. The button is never really disabled: it would lose the
    /// keyboard's focus, and with it the shopper's place on the page.
    pub fn set(&mut self, state: State) -> Js<()> {
        self.state = state;
        if let Some((button, label)) = &self.button {
            dom::busy(button, state)?;
            label.set_text_content(Some(if state == State::Added { labels::ADDED } else { labels::ADD }));
        }
        if state != State::Idle {
            self.error.set_text_content(None);
        }
        Ok(())
    }

    /// Whether a bundle would contain the product.
    pub fn chosen(&self) -> bool {
        self.check.as_ref().is_none_or(HtmlInputElement::checked)
    }
}

fn because(kit: &Kit<'_>, reason: Reason) -> Js<Option<Element>> {
    let (product, [before, behind]) = match reason {
        Reason::None => return Ok(None),
        Reason::InCart(product) => (product, labels::IN_CART),
        Reason::LookedAt(product) => (product, labels::LOOKED_AT),
        Reason::Bought(product) => (product, labels::BOUGHT),
    };
    let title = kit.shop.title(product);
    if title.is_empty() {
        return Ok(None);
    }
    let line = dom::element(kit.document, "p", "because")?;
    line.set_attribute("class", "small")?;
    let (before, behind) = (dom::text(kit.document, before), dom::text(kit.document, behind));
    dom::append(&line, &[&before, &dom::foreign(kit.document, title)?, &behind])?;
    Ok(Some(line))
}
