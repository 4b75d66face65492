//! What an experiment says: the arms held against each other, week by week and in total.
//!
//! [`units`] makes customers out of orders, [`attach`] finds recommended pairs in them, [`resample`] and
//! [`robust`] say how sure a difference is, [`mismatch`] whether the arms have the sizes they should,
//! [`power`] how long to wait, [`words`] what may be concluded, and [`page`] and [`files`] write it down.

pub mod attach;
pub mod files;
pub mod mismatch;
pub mod page;
mod plots;
pub mod power;
pub mod resample;
pub mod robust;
mod run;
pub mod units;
pub mod visits;
pub mod weeks;
pub mod words;

pub use run::{ArmFigures, Comparison, Experiment, Options, Report, Week, report};
