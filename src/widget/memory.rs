//! What is remembered of the shopper, for `js/core.js`: what it hears is written down, what it asks is
//! answered in lines.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::prelude::*;

use super::edge::{Edge, woken_by};
use super::shopper::{OURS, Shopper};
use super::storage::{concerns, listener, persisted, tells};
use crate::history::{Seen, put_digits};
use crate::model::pieces::{lines, pieces};

/// Milliseconds for which a log must lie still before it is taken for that of a closed tab, and again before it goes. Other
/// processes see what is stored some milliseconds later, a busy phone's perhaps a second.
const STILL: u32 = 5_000;

/// One instance. `js/core.js` makes it, and drops it after a trap.
#[wasm_bindgen]
pub struct Memory {
    edge: Edge,
    shopper: Shopper,
    /// Set while there is something to store that can wait until the page's script is done.
    due: Option<Timeout>,
    /// Set while logs of tabs that may be gone lie there.
    idle: Option<Timeout>,
    /// None once Pairwell has ended on this page.
    listeners: Option<[EventListener; 3]>,
}

#[wasm_bindgen]
impl Memory {
    /// Starts with the loader's notes about the page, and the edge: `edge(what, value)` must call
    /// [`Memory::wake`] with the same.
    #[wasm_bindgen(constructor)]
    pub fn new(page: &JsValue, edge: Edge) -> Memory {
        let window = listener(page);
        let mut memory = Self {
            listeners: Some([
                edge.listen(&window, "storage", woken_by::STORAGE),
                edge.listen(&window, "pagehide", woken_by::HIDE),
                edge.listen(&window, "pageshow", woken_by::SHOW),
            ]),
            shopper: Shopper::open(now()),
            edge,
            due: None,
            idle: None,
        };
        memory.watch_idle();
        memory
    }

    /// Writes down what the page says.
    pub fn hear(&mut self, text: &str) {
        for statement in pieces(text, 0x0c) {
            let mut rest = lines(statement);
            match rest.next() {
                Some("view") => self.shopper.view(rest.0, now()),
                Some("cart") => self.shopper.cart(rest.0, now()),
                Some("purchase") => {
                    let order = rest.next().unwrap_or_default();
                    self.shopper.purchase(order, rest.0, now());
                }
                Some("consent") => {
                    self.shopper.allow(now());
                    self.watch_idle();
                }
                _ => self.shopper.forget(now()),
            }
        }
        self.soon();
    }

    /// Something happened that was listened for, see [`woken_by`]; says whether the past is another now.
    pub fn wake(&mut self, what: u32, event: &JsValue) -> bool {
        let mut other = false;
        match what {
            woken_by::DUE => {
                self.due = None;
                self.shopper.save(now());
            }
            woken_by::STORAGE => {
                other = concerns(event, OURS) && self.shopper.hear(|name| tells(event, name), now());
            }
            woken_by::HIDE => self.shopper.leave(now()),
            woken_by::IDLE => {
                let again = self.shopper.take_over(now());
                self.idle = again.then(|| self.edge.later(STILL, woken_by::IDLE));
            }
            // Out of the back/forward cache: the tab's later pages went on without us.
            _ => {
                if persisted(event) {
                    self.shopper = Shopper::open(now());
                    self.watch_idle();
                    other = true;
                }
            }
        }
        self.soon();
        other
    }

    /// Pairwell ends on this page: nothing is listened to any more, and nothing is due.
    pub fn end(&mut self) {
        self.listeners = None;
        self.due = None;
        self.idle = None;
    }

    /// What was looked at, bought and left in a cart, as `Lists::list` takes it.
    pub fn told(&self) -> String {
        let now = now();
        let history = self.shopper.history(now);
        let left = history.left().into_iter().map(|product| Seen { product, age: 0 }).collect();
        let mut out = String::new();
        for (n, seen) in [history.views(now), history.purchases(now), left].into_iter().enumerate() {
            out.push('\x0c');
            put(&mut out, n as u32);
            for Seen { product, age } in seen {
                put(&mut out, age);
                out += product;
                out.push('\n');
            }
        }
        out
    }

    /// All events: kind, product and seconds since 1970, a line each.
    pub fn events(&self) -> String {
        let mut out = String::new();
        for event in self.shopper.history(now()).events() {
            out += event.kind.name();
            out.push('\n');
            out += &event.product;
            out.push('\n');
            put(&mut out, event.at);
        }
        out
    }
}

impl Memory {
    /// Looks in a while at the logs that seem to be of closed tabs.
    fn watch_idle(&mut self) {
        self.idle = self.shopper.meets_idle().then(|| self.edge.later(STILL, woken_by::IDLE));
    }

    /// Brings the storage up to date once the page's script is done, so that a hundred calls cost one
    /// write.
    fn soon(&mut self) {
        if self.shopper.unsaved() && self.due.is_none() {
            self.due = Some(self.edge.later(0, woken_by::DUE));
        }
    }
}

/// Appends a number as a line.
fn put(out: &mut String, number: u32) {
    put_digits(out, u64::from(number), 10);
    out.push('\n');
}

/// Seconds since 1970.
fn now() -> u32 {
    (js_sys::Date::now() / 1000.0) as u32
}
