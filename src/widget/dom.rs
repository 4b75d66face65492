//! Making elements. Text only ever becomes text nodes, styles come from a constructed sheet: no
//! markup is parsed, so titles need no escaping and strict content policies hold.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, Document, Element, Node};

use super::card::State;

/// The result of anything the browser may refuse.
pub type Js<T> = Result<T, JsValue>;

/// A new element with this `part` (none if empty).
pub fn element(document: &Document, name: &str, part: &str) -> Js<Element> {
    let element = document.create_element(name)?;
    if !part.is_empty() {
        element.set_attribute("part", part)?;
    }
    Ok(element)
}

/// A new element with `text` in it.
pub fn labelled(document: &Document, name: &str, part: &str, text: &str) -> Js<Element> {
    let element = element(document, name, part)?;
    element.set_text_content(Some(text));
    Ok(element)
}

/// Text for screen readers only.
pub fn unseen(document: &Document, text: &str) -> Js<Node> {
    let span = labelled(document, "span", "", text)?;
    span.set_attribute("class", "unseen")?;
    Ok(span.into())
}

/// A text that is not ours: it keeps its own direction, whatever is around it.
pub fn foreign(document: &Document, text: &str) -> Js<Node> {
    Ok(labelled(document, "bdi", "", text)?.into())
}

/// Puts nodes behind the children of `parent`.
pub fn append(parent: &Node, children: &[&Node]) -> Js<()> {
    for child in children {
        parent.append_child(child)?;
    }
    Ok(())
}

/// A text node.
pub fn text(document: &Document, text: &str) -> Node {
    document.create_text_node(text).unchecked_into()
}

/// A button and the node of its text.
pub fn button(document: &Document, part: &str, label: &str) -> Js<(Element, Node)> {
    let button = element(document, "button", part)?;
    button.set_attribute("type", "button")?;
    let label = text(document, label);
    append(&button, &[&label])?;
    Ok((button, label))
}

/// Where a message goes that must be announced at once.
pub fn alert(document: &Document) -> Js<Element> {
    let alert = element(document, "p", "error")?;
    alert.set_attribute("class", "error")?;
    alert.set_attribute("role", "alert")?;
    Ok(alert)
}

/// Shows on a button what happens to what it adds.
pub fn busy(button: &Element, state: State) -> Js<()> {
    flag(button, "aria-busy", state == State::Pending)?;
    flag(button, "aria-disabled", state != State::Idle)
}

/// Sets or removes a boolean `aria-…` attribute.
pub fn flag(element: &Element, name: &str, on: bool) -> Js<()> {
    if on { element.set_attribute(name, "true") } else { element.remove_attribute(name) }
}

/// Replaces all children of `parent`.
pub fn replace(parent: &Node, children: &[&Node]) -> Js<()> {
    while let Some(child) = parent.first_child() {
        parent.remove_child(&child)?;
    }
    append(parent, children)
}

/// `words` around `number`, which is small.
pub fn counted(words: [&str; 2], number: usize) -> String {
    let digit = |d: usize| char::from(b'0' + (d % 10) as u8);
    let mut text = String::from(words.first().copied().unwrap_or_default());
    if number >= 10 {
        text.push(digit(number / 10));
    }
    text.push(digit(number));
    text += words.last().copied().unwrap_or_default();
    text
}

/// `words` around `title`.
pub fn around(words: [&str; 2], title: &str) -> String {
    let [before, behind] = words;
    let mut text = String::from(before);
    text += title;
    text += behind;
    text
}

/// One-item array, as `adoptedStyleSheets` wants it.
pub fn list_of(value: &JsValue) -> Array {
    Array::of1(value)
}

/// A length for a style property.
pub fn pixels(length: f64) -> String {
    let mut text = digits(length);
    text += "px";
    text
}

/// `number` as text, by the browser: formatting a float costs seven kilobytes here.
pub fn digits(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

/// Dispatches an event that bubbles out of shadow trees; says whether nobody cancelled it.
pub fn dispatch(target: &Element, name: &str, detail: &JsValue, cancelable: bool) -> Js<bool> {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_cancelable(cancelable);
    init.set_detail(detail);
    target.dispatch_event(CustomEvent::new_with_event_init_dict(name, &init)?.unchecked_ref())
}
