//! How good a model is, measured on orders it has not seen.
//!
//! The question: given what is in the cart (*basket*), or the one product being looked at
//! (*product*), does the list contain a product that the shopper really bought in that order?
//! Orders are split by time: fitted on the first part, judged on what came later.
//!
//! [`split`] cuts, [`cases`] hides products, [`rankers`] answer (ours and the methods to beat, in
//! the same run), [`metrics`] and [`bootstrap`] judge, [`report`] draws.

pub mod bootstrap;
pub mod cases;
mod ease;
pub mod metrics;
pub mod rankers;
pub mod report;
mod run;
pub mod search;
pub mod split;

pub use run::{Evaluation, MethodResult, Options, evaluate};
