//! From order exports to a model directory. Native only.
//!
//! ```text
//! input ─▶ table ─▶ shopify_orders | generic_orders ─▶ orders ─┐
//!                   shopify_products ─▶ catalog ───────────────┤
//!                                                              ▼
//!            learn, similar, later, news, kinds ─▶ pack ─▶ output
//! ```
//!
//! [`train`] runs the whole of it.

pub mod catalog;
pub mod counts;
mod currency;
pub mod directory;
pub mod evaluate;
mod generic_orders;
pub mod input;
pub mod kinds;
pub mod later;
pub mod learn;
pub mod load;
pub mod news;
pub mod orders;
pub mod output;
pub mod pack;
pub mod progress;
pub mod rejects;
pub mod settings;
mod shopify_orders;
mod shopify_products;
pub mod similar;
pub mod table;
mod train;
pub mod values;
pub mod views;

pub use load::{Source, load};
pub use settings::Settings;
pub use train::{Trained, train};
