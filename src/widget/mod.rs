//! The browser: blocks on a page, filled from a model and this browser's own history.
//!
//! ```text
//! js/loader.js ──bytes, calls──▶ js/core.js ──▶ js/browser.js   what the page says
//!       ▲                         │  │  └─────▶ js/view.js      elements (theme.js)
//!       │                         │  └──lines──▶ Lists          what is shown, in which order, and why
//!       └── edge ◀── Memory ◀─────┘              Memory         what is remembered (js/storage.js)
//! ```
//!
//! Rust decides: what is shown, in which order, why, and what is remembered. JavaScript does what
//! a browser does for a few bytes there and for many here: it fetches (`loader.js`), reads what
//! the page says (`browser.js`), keeps what is stored (`storage.js`), and makes elements (`view.js`). No
//! formatting, searching, sorting or hashing machinery of the standard library is linked.
//!
//! Two modules come of it, by features: `widget-lists`, which every page loads before its first block, and
//! `widget-history`, which is there as early only where there is a past.

#![deny(clippy::indexing_slicing)]

use lol_alloc::{FreeListAllocator, LockedAllocator};

#[cfg(feature = "widget-history")]
mod edge;
#[cfg(feature = "widget-lists")]
mod lists;
#[cfg(feature = "widget-history")]
mod memory;
#[cfg(feature = "widget-lists")]
mod out;
#[cfg(feature = "widget-history")]
mod shopper;
#[cfg(feature = "widget-history")]
mod storage;

#[cfg(feature = "widget-history")]
pub use edge::Edge;
#[cfg(feature = "widget-lists")]
pub use lists::Lists;
#[cfg(feature = "widget-history")]
pub use memory::Memory;

/// The standard allocator takes 2.4 kB of the 24 that a page may load; this one takes a tenth. Its
/// free list is searched from the front, which is quick for the few and short-lived pieces here.
#[global_allocator]
static MEMORY: LockedAllocator<FreeListAllocator> = LockedAllocator::new(FreeListAllocator::new());
