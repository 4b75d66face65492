//! The hands of the memory: functions of `js/storage.js`, where each is explained.
//!
//! Through web-sys every call that may fail brings its own error path, and every value its own
//! conversion; together they cost three times the bytes of that file. What is left to web-sys, js-sys
//! and gloo is what they do as cheaply.

use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

#[wasm_bindgen(module = "/src/widget/js/storage.js")]
extern "C" {
    /// What is stored under `name`.
    pub fn stored(name: &str) -> Option<String>;
    /// Stores; says whether that was possible.
    pub fn store(name: &str, text: &str) -> bool;
    /// Removes what is stored.
    pub fn unstore(name: &str);
    /// The stored names that begin with `start`, a line each.
    pub fn names(start: &str) -> String;
    /// Replaces (with an empty text: removes) the tab's own note and returns the one before.
    pub fn note(name: &str, text: &str) -> Option<String>;

    /// The window. Called before anything of the storage, for which the page's consent counts.
    pub fn listener(page: &JsValue) -> EventTarget;
    /// Whether a storage event is about names that begin with `start`.
    pub fn concerns(event: &JsValue, start: &str) -> bool;
    /// Whether a storage event says that `name` is gone.
    pub fn tells(event: &JsValue, name: &str) -> bool;
    /// Whether a page comes out of the back/forward cache.
    pub fn persisted(event: &JsValue) -> bool;
}
