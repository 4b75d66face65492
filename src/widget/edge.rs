//! The way back in: whatever the browser calls later goes through the loader's edge.
//!
//! A trap inside a listener would reach the page's error handlers, and leave this instance in an
//! unknown state. So no listener, timer or promise runs code of ours directly: each hands over to
//! one function of the loader, which calls [`Core::wake`](super::Core::wake) inside its
//! `try … catch`, never while another call is still under way, and not at all once this instance
//! has been dropped.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

/// What woke the core.
pub mod woken_by {
    /// A click in a block; the id is the block's.
    pub const CLICK: u32 = 0;
    /// A checkbox of a bundle; the id is the block's.
    pub const CHANGE: u32 = 1;
    /// The theme has added to the cart; the id is the adding's.
    pub const ADDED: u32 = 2;
    /// The theme could not add to the cart; the id is the adding's.
    pub const REFUSED: u32 = 3;
    /// "Added" has been shown for long enough; the id is the adding's.
    pub const READ: u32 = 4;
    /// Time to store the history.
    pub const STORE: u32 = 5;
    /// Another tab has changed the storage.
    pub const STORAGE: u32 = 6;
    /// The page is being left.
    pub const HIDE: u32 = 7;
    /// The page is shown, perhaps out of the back/forward cache.
    pub const SHOW: u32 = 8;
}

/// The loader's function.
#[derive(Clone)]
pub struct Edge(pub Function);

impl Edge {
    /// A function that wakes the core with `what`, `id` and its own first argument.
    pub fn hook(&self, what: u32, id: u32) -> Function {
        self.0.unchecked_ref::<Bindable>().bind2(&JsValue::NULL, what, id)
    }

    /// Wakes the core at every event of this type on `target`, until the result is dropped.
    pub fn listen(&self, target: &EventTarget, event: &'static str, what: u32, id: u32) -> EventListener {
        let hook = self.hook(what, id);
        // The edge does not throw; should a page have replaced it, there is nobody to tell.
        EventListener::new(target, event, move |event| drop(hook.call1(&JsValue::NULL, event)))
    }

    /// Wakes the core after so many milliseconds, unless the result is dropped before.
    pub fn later(&self, milliseconds: u32, what: u32, id: u32) -> Timeout {
        let hook = self.hook(what, id);
        Timeout::new(milliseconds, move || drop(hook.call0(&JsValue::NULL)))
    }
}

#[wasm_bindgen]
extern "C" {
    /// A function whose `bind` takes plain numbers: nothing has to be wrapped for it.
    pub type Bindable;
    /// `bind` with two arguments.
    #[wasm_bindgen(method, js_name = bind)]
    fn bind2(this: &Bindable, this_value: &JsValue, what: u32, id: u32) -> Function;
    /// `bind` with none.
    #[wasm_bindgen(method)]
    pub fn bind(this: &Bindable, this_value: &JsValue) -> Function;
}
