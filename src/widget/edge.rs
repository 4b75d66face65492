//! The way back in: whatever the browser calls later goes through the loader's edge.
//!
//! A trap inside a listener would reach the page's error handlers, and leave this instance in an
//! unknown state. So no listener, timer or promise runs code of ours directly: each hands over to
//! one function of the loader, which calls [`Memory::wake`](super::Memory::wake) inside its
//! `try … catch`, never while another call is still under way, and not at all once this instance
//! has been dropped.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

/// What woke the core.
pub mod woken_by {
    /// What could wait is due.
    pub const DUE: u32 = 0;
    /// Another tab has changed the storage.
    pub const STORAGE: u32 = 1;
    /// The page is being left.
    pub const HIDE: u32 = 2;
    /// The page is shown, perhaps out of the back/forward cache.
    pub const SHOW: u32 = 3;
    // 4 is `js/core.js`'s own.
    /// Logs that lay idle when the page began have had time to show whether somebody writes them.
    pub const IDLE: u32 = 5;
}

#[wasm_bindgen]
extern "C" {
    /// The loader's function.
    #[derive(Clone)]
    #[wasm_bindgen(extends = Function)]
    pub type Edge;
    #[wasm_bindgen(method, js_name = call)]
    fn wake(this: &Edge, this_value: &JsValue, what: u32, value: &JsValue);
}

impl Edge {
    /// Wakes the core at every event of this type on `target`, until the result is dropped.
    pub fn listen(&self, target: &EventTarget, event: &'static str, what: u32) -> EventListener {
        let edge = self.clone();
        EventListener::new(target, event, move |event| edge.wake(&JsValue::NULL, what, event))
    }

    /// Wakes the core after so many milliseconds, unless the result is dropped before.
    pub fn later(&self, milliseconds: u32, what: u32) -> Timeout {
        let edge = self.clone();
        Timeout::new(milliseconds, move || edge.wake(&JsValue::NULL, what, &JsValue::UNDEFINED))
    }
}
