//! Where fifths of the customers end.

use super::judge::{Facts, Rfm};
use crate::model::segments::Bounds;

/// The bounds of the quintiles of those customers who ordered within the days that scores look back, at `now`;
/// `None` where there are none. Without dates in the export there are none.
pub fn bounds<'f>(
    customers: impl IntoIterator<Item = &'f Facts>,
    currency: &str,
    now: i64,
) -> Option<Bounds> {
    let all: Vec<Rfm> = customers
        .into_iter()
        .filter_map(|facts| facts.rfm(currency, now))
        .filter(|rfm| rfm.orders > 0)
        .collect();
    let quintiles = |value: &dyn Fn(&Rfm) -> u32| -> Option<[u32; 4]> {
        let mut values: Vec<u32> = all.iter().map(value).collect();
        values.sort_unstable();
        // Nearest rank: the smallest value that a fifth of all do not exceed, and so on.
        let at = |fifths: usize| values.get((values.len() * fifths).div_ceil(5).checked_sub(1)?).copied();
        Some([at(1)?, at(2)?, at(3)?, at(4)?])
    };
    Some(Bounds {
        recency: quintiles(&|rfm| rfm.days)?,
        frequency: quintiles(&|rfm| rfm.orders)?,
        monetary: quintiles(&|rfm| u32::try_from(rfm.spend).unwrap_or(u32::MAX))?,
        currency: currency.to_owned(),
    })
}
