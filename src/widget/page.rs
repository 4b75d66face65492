//! What the page says: its product, its cart, an order just placed.
//!
//! Said by the script tag's `data-product` and `data-cart`, by the page's JSON
//! (`<script type="application/json" data-pairwell>`), and by calls, of which the latest counts:
//! a cart changes while a page is open, its markup does not.

use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element};

use super::read;

/// Longest JSON that is read, in bytes: room for a cart of hundreds, and nobody's catalog.
const LONGEST: usize = 64 * 1024;

/// The page as far as it has told.
pub struct Page {
    /// Its product.
    pub product: Option<String>,
    /// The whole cart.
    pub cart: Option<Vec<String>>,
    /// The JSON element read last; a page that swaps its body brings a new one.
    data: Option<Element>,
    /// Kept by the loader, for the instance that follows should this one fail.
    memo: Object,
}

/// Something the page has told anew.
pub enum Told {
    /// It is about this product.
    View(String),
    /// The cart holds these.
    Cart(Vec<String>),
    /// These were bought.
    Purchase(Option<String>, Vec<String>),
    /// The shopper wants all forgotten.
    Forget,
}

impl Page {
    /// From the script tag, and from what was told to an instance before this one.
    pub fn new(script: Option<&Element>, memo: Object) -> (Self, Vec<Told>) {
        let attribute =
            |name: &str| script.and_then(|script| script.get_attribute(name)).filter(|v| !v.is_empty());
        let mut told = Vec::new();
        told.extend(attribute("data-product").map(Told::View));
        told.extend(attribute("data-cart").map(|list| Told::Cart(read::listed(&list))));
        (Self { product: None, cart: None, data: None, memo }, told)
    }

    /// What was told to an instance before this one.
    pub fn remembered(&self) -> Vec<Told> {
        said(&self.memo)
    }

    /// Reads the page's JSON if it is there and was not read before.
    pub fn look(&mut self, document: &Document) -> Vec<Told> {
        let Ok(found) = document.query_selector("script[data-pairwell]") else { return Vec::new() };
        if found == self.data {
            return Vec::new();
        }
        self.data = found;
        let text = self.data.as_ref().and_then(|data| data.text_content()).unwrap_or_default();
        if text.len() > LONGEST {
            return Vec::new();
        }
        JSON::parse(&text).map(|value| said(&value)).unwrap_or_default()
    }

    /// Takes note of what is told, as far as it is about the page.
    pub fn note(&mut self, told: &Told) {
        match told {
            Told::View(product) => {
                self.keep("product", &JsValue::from_str(product));
                self.product = Some(product.clone());
            }
            Told::Cart(cart) => {
                let list: js_sys::Array = cart.iter().map(|key| JsValue::from_str(key)).collect();
                self.keep("cart", &list);
                self.cart = Some(cart.clone());
            }
            Told::Purchase(..) | Told::Forget => {}
        }
    }

    fn keep(&self, name: &str, value: &JsValue) {
        // A plain object of the loader's: setting cannot fail.
        drop(Reflect::set(&self.memo, &JsValue::from_str(name), value));
    }
}

/// What the page's JSON, or our own memo, says.
fn said(value: &JsValue) -> Vec<Told> {
    let mut told = Vec::new();
    told.extend(read::own(value, "product").and_then(|product| read::key(&product)).map(Told::View));
    told.extend(read::own(value, "cart").and_then(|cart| read::keys(&cart)).map(Told::Cart));
    told.extend(read::own(value, "purchase").and_then(|order| purchase(&order)));
    told
}

fn purchase(value: &JsValue) -> Option<Told> {
    let order = read::own(value, "order").and_then(|order| read::key(&order));
    Some(Told::Purchase(order, read::keys(&read::own(value, "products")?)?))
}

/// What a call to `pairwell.push` says; `None` if it says nothing known.
pub fn call(call: &JsValue) -> Option<Told> {
    let name = read::item(call, 0)?.as_string()?;
    let value = read::item(call, 1).unwrap_or(JsValue::UNDEFINED);
    match name.as_str() {
        "view" => read::key(&value).map(Told::View),
        "cart" => read::keys(&value).map(Told::Cart),
        "purchase" => purchase(&value),
        "forget" => Some(Told::Forget),
        _ => None,
    }
}

/// The script tag, if that is what was handed over.
pub fn script(value: JsValue) -> Option<Element> {
    value.dyn_into().ok()
}
