//! Segments of customers: who bought often, lately, much, or of one kind.
//!
//! `[[segment]]` tables of `rules.toml` ([`load`]) are made into what `manifest.json` carries ([`compile`]). The
//! browser judges its own shopper by that, [`judge`] the customers of an order export ([`customers`]), for a file
//! that mail systems import ([`sheet`]). [`check`] finds segments that nobody can be in. `docs/segments.md` has every condition with an example.

mod bounds;
pub mod check;
pub mod customers;
mod declared;
pub mod judge;
mod parse;
mod sense;
pub mod sheet;

use std::path::Path;

pub use bounds::bounds;
pub use declared::Declared;

use super::currency::{minor, minor_digits};
use super::rules::{RulesError, Source, read};
use crate::model::segments::{Bounds, Range, Segments};

/// Reads and checks the segments of the rules file at `path`; none where it has none.
///
/// # Errors
///
/// [`RulesError`] with every fault, its line and column, and what to do.
pub fn load(path: &Path) -> Result<Vec<Declared>, RulesError> {
    parse(path, read(path)?)
}

/// As [`load`], for a text that is at hand.
///
/// # Errors
///
/// As [`load`].
pub fn parse(path: &Path, text: String) -> Result<Vec<Declared>, RulesError> {
    let (declared, problems) = parse::parse(&Source { path: path.to_owned(), text });
    if problems.is_empty() { Ok(declared) } else { Err(RulesError { path: path.to_owned(), problems }) }
}

/// Whether a segment asks for scores, so that bounds of quintiles are needed.
pub fn need_scores(declared: &[Declared]) -> bool {
    declared.iter().any(|one| one.segment.rfm.is_some())
}

/// The segments as manifest and judge have them. `scores` are needed only where a segment asks for them.
pub fn compile(declared: &[Declared], scores: Option<Bounds>) -> Segments {
    let money = |amount: &declared::Amount| {
        let digits = minor_digits(&amount.currency);
        let whole = |major: Option<f64>| major.and_then(|major| minor(major, digits));
        Range {
            at_least: whole(amount.at_least),
            at_most: whole(amount.at_most),
            within_days: amount.within_days,
            currency: Some(amount.currency.clone()),
        }
    };
    let list = declared
        .iter()
        .map(|one| {
            let mut segment = one.segment.clone();
            segment.spend = one.spend.as_ref().map(money);
            segment.average_order = one.average.as_ref().map(money);
            segment
        })
        .collect();
    Segments { list, rfm: scores.filter(|_| need_scores(declared)) }
}

/// Digits of an amount in `currency` after the point.
pub fn digits(currency: &str) -> u32 {
    minor_digits(currency)
}

#[cfg(test)]
mod tests;
