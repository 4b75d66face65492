//! Segments that do not mean what they say: nobody can be in them, nobody gets to them, the shop or the browser
//! does not know what they ask for.

use super::compile;
use super::customers::Customers;
use super::declared::{Amount, Declared};
use super::sense::{contradiction, implies};
use crate::model::segments::{Bounds, Of};
use crate::trainer::page::grouped;
use crate::trainer::rules::check::{Finding, Level};
use crate::trainer::rules::nearest;

/// Days that a browser remembers purchases, and views.
const REMEMBERED: (u32, u32) = (400, 90);

/// What is known of the shop. All of it may be empty: then nothing is said about it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'k> {
    /// Currency of the shop's prices.
    pub currency: &'k str,
    /// Types of its products.
    pub kinds: &'k [&'k str],
}

/// Checks `declared`, in the order of the file.
pub fn check(declared: &[Declared], known: Known<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, one) in declared.iter().enumerate() {
        let name = &one.segment.name;
        let mut say = |level: Level, key: &str, what: String| {
            found.push(Finding { level, place: one.place_of(key), what });
        };
        if let Some(why) = contradiction(one) {
            say(Level::Error, "", format!("nobody can be in \"{name}\": {why}"));
        } else if let Some(before) = declared.iter().take(number).find(|before| implies(one, before)) {
            let before_name = &before.segment.name;
            let why = match before.conditions.is_empty() {
                true => format!("\"{before_name}\" above has no condition and takes everybody"),
                false => format!("who meets its conditions meets those of \"{before_name}\" above"),
            };
            say(Level::Warning, "", format!("nobody gets to \"{name}\": {why}; move it up, or take it out"));
        }
        for (key, days) in long_memories(one) {
            let what = match key {
                "category" if one.segment.category.as_ref().is_some_and(|c| c.of == Of::Views) => {
                    (days > REMEMBERED.1).then(|| format!("views for {} days", REMEMBERED.1))
                }
                _ => (days > REMEMBERED.0).then(|| format!("purchases for {} days", REMEMBERED.0)),
            };
            if let Some(what) = what {
                say(Level::Warning, key, format!("a browser remembers {what}, not longer"));
            }
        }
        for (key, amount) in [("spend", &one.spend), ("average_order", &one.average)] {
            let other = |amount: &&Amount| !known.currency.is_empty() && amount.currency != known.currency;
            if let Some(amount) = amount.as_ref().filter(other) {
                let (own, theirs) = (known.currency, &amount.currency);
                let what = format!("the shop's prices are in {own}: in a browser nobody has spent {theirs}");
                say(Level::Warning, key, what);
            }
        }
        if let Some(category) = &one.segment.category
            && !known.kinds.is_empty()
            && !known.kinds.contains(&category.kind.as_str())
        {
            let near = nearest(&category.kind, known.kinds.iter().copied())
                .map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
            say(Level::Error, "category", format!("no product is of the type \"{}\"{near}", category.kind));
        }
    }
    found
}

/// Conditions that look back, and how many days.
fn long_memories(one: &Declared) -> impl Iterator<Item = (&'static str, u32)> {
    let segment = &one.segment;
    [
        ("orders", segment.orders.as_ref().and_then(|r| r.within_days)),
        ("last_order", segment.last_order.as_ref().and_then(|r| r.at_least.max(r.at_most))),
        ("spend", one.spend.as_ref().and_then(|a| a.within_days)),
        ("average_order", one.average.as_ref().and_then(|a| a.within_days)),
        ("category", segment.category.as_ref().and_then(|c| c.within_days)),
    ]
    .into_iter()
    .filter_map(|(key, days)| Some((key, days?)))
}

/// Segments that none of `customers` is in at `now`, though somebody could be.
pub fn empty(declared: &[Declared], customers: &Customers, scores: Option<Bounds>, now: i64) -> Vec<Finding> {
    let segments = compile(declared, scores);
    let mut taken = vec![false; declared.len()];
    for facts in customers.values() {
        let mine = facts.segment(&segments, now);
        let at = mine.and_then(|mine| segments.list.iter().position(|segment| segment.name == mine.name));
        at.and_then(|at| taken.get_mut(at)).into_iter().for_each(|slot| *slot = true);
    }
    let nobody = declared.iter().zip(taken).filter(|(one, taken)| !taken && contradiction(one).is_none());
    let views = |one: &Declared| one.segment.category.as_ref().is_some_and(|c| c.of == Of::Views);
    nobody
        // Orders do not say who looked at what.
        .filter(|(one, _)| !views(one))
        .map(|(one, _)| Finding {
            level: Level::Warning,
            place: one.place,
            what: format!(
                "none of the {} customers that the orders know is in \"{}\"",
                grouped(customers.len() as u64),
                one.segment.name
            ),
        })
        .collect()
}
