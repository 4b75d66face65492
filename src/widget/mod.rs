//! The browser: blocks on a page, filled from a model and this browser's own history.
//!
//! ```text
//! js/loader.js ──bytes, calls──▶ core ──rows──▶ js/browser.js ──▶ js/view.js ──▶ the page
//!       ▲                       │    ▲  ◀─lines──┘                (theme.js)
//!       │                       │    └── shopper   the history in this browser's storage
//!       └──────── edge ◀────────┘                 listeners and timers
//! ```
//!
//! Rust decides: what is shown, in which order, why, and what is remembered. JavaScript does what
//! a browser does for a few bytes there and for many here: it fetches (`loader.js`), reads what
//! the page says and keeps what is stored (`browser.js`), and makes elements (`view.js`). No
//! formatting, searching, sorting or hashing machinery of the standard library is linked.

#![deny(clippy::indexing_slicing)]

use lol_alloc::{FreeListAllocator, LockedAllocator};

mod browser;
mod core;
mod edge;
mod out;
mod shopper;

pub use self::core::Core;
pub use edge::Edge;

/// The standard allocator takes 2.4 kB of the 24 that a page may load; this one takes a tenth. Its
/// free list is searched from the front, which is quick for the few and short-lived pieces here.
#[global_allocator]
static MEMORY: LockedAllocator<FreeListAllocator> = LockedAllocator::new(FreeListAllocator::new());
