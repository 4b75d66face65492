//! From order exports to a model directory. Native only.
//!
//! ```text
//! input ─▶ table ─▶ shopify_orders | generic_orders ─▶ orders ─┐
//!                   shopify_products ─▶ catalog ───────────────┤
//!                                                              ▼
//!            learn, similar, later, news, kinds ─▶ pack ─▶ entries ─▶ output
//! ```
//!
//! [`train`] runs the whole of it.

pub mod catalog;
pub mod compare;
pub mod counts;
mod currency;
pub mod directory;
pub mod entries;
pub mod evaluate;
mod events;
pub mod feed;
mod generic_orders;
pub mod goal;
pub mod input;
pub mod kinds;
pub mod later;
pub mod learn;
pub mod ledger;
pub mod load;
pub mod lock;
mod met;
pub mod news;
pub mod orders;
pub mod output;
pub mod pack;
pub mod page;
pub mod pair_counts;
mod prices;
pub mod progress;
pub mod rejects;
pub mod report;
pub mod rules;
pub mod sales;
pub mod segments;
pub mod settings;
pub mod shelf;
mod shopify_orders;
mod shopify_products;
pub mod similar;
pub mod simulate;
mod split;
pub mod table;
mod train;
pub mod values;
mod varint;
pub mod views;

pub use load::{Reading, Source, load, load_with};
pub use settings::Settings;
pub use train::{Prepared, Trained, train};
