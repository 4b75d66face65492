//! The hands of the core: functions of `js/browser.js`, where each is explained.
//!
//! Through web-sys every call that may fail brings its own error path, and every value its own
//! conversion; together they cost three times the bytes of these files. What is left to web-sys,
//! js-sys and gloo is what they do as cheaply. Texts come as lines, several things as pieces
//! between form feeds: a list of texts costs more to take over than to split.

use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

#[wasm_bindgen(module = "/src/widget/js/browser.js")]
extern "C" {
    /// What a call to `pairwell.push` says.
    pub fn call(page: &JsValue, call: &JsValue) -> String;
    /// What the page says by itself, if that is new.
    pub fn look(page: &JsValue) -> String;
    /// What the options of a call ask for.
    pub fn wish(page: &JsValue, options: &JsValue) -> String;
    /// What the page, and then each of its blocks, asks for.
    pub fn wishes(page: &JsValue) -> String;
    /// One number of the manifest's scoring.
    pub fn weight(page: &JsValue, name: &str) -> Option<f64>;

    /// Rows as themes get them.
    pub fn items(page: &JsValue, rows: &JsValue) -> JsValue;
    /// All there is to know, as themes get it.
    pub fn report(page: &JsValue, facts: &JsValue) -> JsValue;

    /// What is stored under `name`.
    pub fn stored(name: &str) -> Option<String>;
    /// Stores; says whether that was possible.
    pub fn store(name: &str, text: &str) -> bool;
    /// Removes what is stored.
    pub fn unstore(name: &str);
    /// The stored names that begin with `start`.
    pub fn names(start: &str) -> String;
    /// Replaces (with an empty text: removes) the tab's own note and returns the one before.
    pub fn note(name: &str, text: &str) -> Option<String>;

    /// The window.
    pub fn listener() -> EventTarget;
    /// Whether a storage event is about names that begin with `start`.
    pub fn concerns(event: &JsValue, start: &str) -> bool;
    /// Whether a page comes out of the back/forward cache.
    pub fn persisted(event: &JsValue) -> bool;
}

#[wasm_bindgen(module = "/src/widget/js/view.js")]
extern "C" {
    /// Shows items in the `n`th block. None of them: the theme gets its place back.
    pub fn draw(page: &JsValue, n: usize, items: &JsValue);
}

#[wasm_bindgen(module = "/src/widget/js/theme.js")]
extern "C" {
    /// Gives the page its words and its style sheet.
    pub fn dress(page: &JsValue);
}

/// The lines of a text, but for empty ones.
pub fn lines(text: &str) -> Pieces<'_> {
    Pieces(text, b'\n')
}

/// The statements or wishes of a text.
pub fn statements(text: &str) -> Pieces<'_> {
    Pieces(text, 0x0c)
}

/// See [`lines`]. By bytes: splitting by the standard library costs a kilobyte.
pub struct Pieces<'a>(pub &'a str, u8);

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        while !self.0.is_empty() {
            let end = self.0.bytes().position(|byte| byte == self.1).unwrap_or(self.0.len());
            let piece = self.0.get(..end)?;
            self.0 = self.0.get(end + 1..).unwrap_or_default();
            if !piece.is_empty() {
                return Some(piece);
            }
        }
        None
    }
}
