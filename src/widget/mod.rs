//! The browser: blocks on a page, filled from a model and this browser's own history.
//!
//! ```text
//! loader.js ──bytes, elements, calls──▶ core ──▶ page      what the page says of itself
//!     ▲                                  │  ├──▶ shopper   history in this browser's storage
//!     └── edge ◀── listeners, timers ────┘  ├──▶ shop      model and manifest
//!                                           └──▶ block ──▶ render, card, bundle, add
//! ```
//!
//! The loader (`js/loader.js`) fetches, registers the element and keeps the one edge at which
//! JavaScript calls in; everything that decides is here. What costs many bytes in WebAssembly
//! stays in the browser: numbers are formatted by `Intl`, addresses parsed by `URL`, and no
//! formatting, sorting or hashing machinery of the standard library is linked.

#![deny(clippy::indexing_slicing)]

mod add;
mod block;
mod bundle;
mod card;
mod core;
mod debug;
mod dom;
mod edge;
mod labels;
mod page;
mod price;
mod read;
mod render;
mod shop;
mod shopper;
mod storage;
mod style;
mod url;

pub use self::core::Core;
