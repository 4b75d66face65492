//! A segment as the file declares it: places and amounts are still the file's.

use super::super::rules::Place;
use crate::model::segments::Segment;

/// One `[[segment]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// All of it but amounts, which need the currency's digits.
    pub segment: Segment,
    /// Where it stands.
    pub place: Place,
    /// What was spent in all.
    pub spend: Option<Amount>,
    /// What was spent an order.
    pub average: Option<Amount>,
    /// Its conditions, and where they stand.
    pub conditions: Vec<Condition>,
}

/// A key of a segment, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The key.
    pub key: String,
    /// Where.
    pub place: Place,
}

/// A range of money, in major units.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Amount {
    /// Smallest amount.
    pub at_least: Option<f64>,
    /// Greatest amount.
    pub at_most: Option<f64>,
    /// Only what is so many days old counts, or younger.
    pub within_days: Option<u32>,
    /// ISO 4217 code.
    pub currency: String,
}

impl Declared {
    /// Where a condition stands.
    pub fn place_of(&self, key: &str) -> Place {
        self.conditions.iter().find(|c| c.key == key).map_or(self.place, |c| c.place)
    }
}
