//! What a list is to be good for: purchases, revenue or margin.
//!
//! A product that is bought a little more rarely and brings three times as much may be the better one to show. So
//! complements can be weighed by expected value: weight × (worth / typical worth)^α. [`worth`] knows what a
//! product brings; [`choose`] finds the largest α that costs no more relevance than allowed, on orders that the
//! model has not seen; [`trade`] says what is given and what is got.
//!
//! The factors go into the weights of pairs before those become a handful of levels. Neither the model nor
//! the manifest says what a product costs the shop, by what α, or for which goal it was made.

pub mod choose;
pub mod trade;
pub mod worth;

pub use choose::{Chosen, Goal, choose, trade_at};
pub use trade::{Change, Trade};
pub use worth::{Objective, Worth};
