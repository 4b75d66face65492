//! Pairwell: what goes with what, worked out in the shopper's own browser.
//!
//! The map of the house. An arrow means "may use":
//!
//! ```text
//! cli ──▶ trainer ──▶ model ◀── recommend ◀── widget
//!  │         └──────▶ recommend       │          │
//!  └───────▶ recommend                └── history ┘
//! ```
//!
//! | module | answers | knows of |
//! |---|---|---|
//! | [`model`] | what do the bytes of a model file mean? | bytes only |
//! | [`recommend`] | given a context, which products, in which order, and why? | a [`model::Model`] |
//! | [`history`] | what did this shopper see, put in the cart, buy? | events and times it is handed |
//! | `trainer` | how does an order export become a model directory? | files, threads |
//! | `publish` | how does a model directory get to where browsers find it, and back? | `trainer`, stores |
//! | `widget` | how does a page show it? | the browser |
//!
//! `model`, `recommend` and `history` do no input or output, read no clock and draw no random
//! numbers: all of it is handed to them. So the code that runs in the browser is the code that
//! runs in `pairwell recommend`, in the tests and in the benchmarks.

// A compiler that is told to make everything small can be told where not to; see tools/lib.sh.
#![cfg_attr(pairwell_for_size, feature(optimize_attribute))]
#![forbid(unsafe_code)]

pub mod history;
pub mod model;
pub mod recommend;

#[cfg(feature = "trainer")]
pub mod trainer;

#[cfg(feature = "publish")]
pub mod publish;

#[cfg(all(any(feature = "widget-lists", feature = "widget-history"), target_arch = "wasm32"))]
pub mod widget;
