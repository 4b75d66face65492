//! What the conditions of a segment say of a shopper, so that segments can be held against each other.
//!
//! Conditions on orders, on the last order, on money and on types all say something about how many orders there are
//! within how many days. Brought to that one form, a contradiction and what follows from what are comparisons.

use super::declared::{Amount, Declared};
use crate::model::segments::{Category, Of};

/// So many orders within so many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Within {
    orders: u32,
    days: u32,
}

/// As good as no limit of days.
const EVER: u32 = u32::MAX;

/// What must be true of everybody in a segment.
#[derive(Debug, Default)]
struct Says {
    at_least: Vec<Within>,
    at_most: Vec<Within>,
}

impl Says {
    fn of(one: &Declared) -> Self {
        let segment = &one.segment;
        let mut says = Self::default();
        let mut bought = |within: Option<u32>| {
            says.at_least.push(Within { orders: 1, days: within.unwrap_or(EVER) });
        };
        if let Some(amount) = &one.average {
            bought(amount.within_days);
        }
        if let Some(amount) = one.spend.as_ref().filter(|amount| amount.at_least.is_some_and(|a| a > 0.0)) {
            bought(amount.within_days);
        }
        if let Some(category) = segment.category.as_ref().filter(|category| category.of == Of::Purchases) {
            bought(category.within_days);
        }
        if segment.rfm.is_some() {
            bought(None);
        }
        if let Some(last) = &segment.last_order {
            bought(last.at_most);
            // Not younger than so many whole days: none within one day less.
            if let Some(days) = last.at_least.and_then(|days| days.checked_sub(1)) {
                says.at_most.push(Within { orders: 0, days });
            }
        }
        if let Some(range) = &segment.orders {
            let days = range.within_days.unwrap_or(EVER);
            says.at_least.extend(range.at_least.filter(|n| *n > 0).map(|orders| Within { orders, days }));
            says.at_most.extend(range.at_most.map(|orders| Within { orders, days }));
        }
        says
    }

    fn has_at_least(&self, wanted: Within) -> bool {
        wanted.orders == 0
            || self.at_least.iter().any(|have| have.orders >= wanted.orders && have.days <= wanted.days)
    }

    fn has_at_most(&self, wanted: Within) -> bool {
        self.at_most.iter().any(|have| have.orders <= wanted.orders && have.days >= wanted.days)
    }
}

/// Why nobody can be in a segment: two of its conditions, in words.
pub(super) fn contradiction(one: &Declared) -> Option<String> {
    let says = Says::of(one);
    let orders = |n: u32| if n == 1 { "1 order".to_owned() } else { format!("{n} orders") };
    let within = |days: u32| if days == EVER { String::new() } else { format!(" within {days} days") };
    let pairs = says.at_least.iter().flat_map(|least| says.at_most.iter().map(move |most| (least, most)));
    for (least, most) in pairs {
        if most.days >= least.days && most.orders < least.orders {
            return Some(format!(
                "its conditions ask for at least {}{}, and for at most {}{}",
                orders(least.orders),
                within(least.days),
                orders(most.orders),
                within(most.days)
            ));
        }
    }
    let (Some(spend), Some(average)) = (&one.spend, &one.average) else { return None };
    let (Some(most), Some(least)) = (spend.at_most, average.at_least) else { return None };
    let same = spend.currency == average.currency && days(spend) >= days(average);
    (same && least > most)
        .then(|| format!("its orders come to at least {least} on average, and to at most {most} in all"))
}

/// Whether everybody who meets the conditions of `one` meets those of `other`, too.
pub(super) fn implies(one: &Declared, other: &Declared) -> bool {
    let says = Says::of(one);
    let (own, wanted) = (&one.segment, &other.segment);
    let orders = wanted.orders.as_ref().is_none_or(|range| {
        let days = range.within_days.unwrap_or(EVER);
        range.at_least.is_none_or(|orders| says.has_at_least(Within { orders, days }))
            && range.at_most.is_none_or(|orders| says.has_at_most(Within { orders, days }))
    });
    let last_order = wanted.last_order.as_ref().is_none_or(|range| {
        says.has_at_least(Within { orders: 1, days: range.at_most.unwrap_or(EVER) })
            && range.at_least.is_none_or(|days| {
                let stricter = own.last_order.as_ref().and_then(|own| own.at_least);
                stricter.is_some_and(|own| own >= days) || says.has_at_most(Within { orders: 0, days })
            })
    });
    let rfm = wanted.rfm.is_none_or(|wanted| {
        own.rfm.is_some_and(|own| {
            [
                (own.recency, wanted.recency),
                (own.frequency, wanted.frequency),
                (own.monetary, wanted.monetary),
            ]
            .iter()
            .all(|((from, to), (least, most))| from >= least && to <= most)
        })
    });
    orders
        && last_order
        && rfm
        && wanted
            .category
            .as_ref()
            .is_none_or(|wanted| own.category.as_ref().is_some_and(|own| narrower(own, wanted)))
        && other.spend.as_ref().is_none_or(|wanted| one.spend.as_ref().is_some_and(|own| in_all(own, wanted)))
        && other
            .average
            .as_ref()
            .is_none_or(|wanted| one.average.as_ref().is_some_and(|own| on_average(own, wanted)))
}

fn narrower(own: &Category, wanted: &Category) -> bool {
    (&own.kind, own.of, own.within_days) == (&wanted.kind, wanted.of, wanted.within_days)
        && own.share_at_least >= wanted.share_at_least
        && own.products_at_least >= wanted.products_at_least
}

fn days(amount: &Amount) -> u32 {
    amount.within_days.unwrap_or(EVER)
}

fn least(own: &Amount, wanted: &Amount) -> bool {
    wanted.at_least.is_none_or(|least| own.at_least.is_some_and(|own| own >= least))
}

fn most(own: &Amount, wanted: &Amount) -> bool {
    wanted.at_most.is_none_or(|most| own.at_most.is_some_and(|own| own <= most))
}

/// What was spent within fewer days was spent within more; what was not spent within more was not within fewer.
fn in_all(own: &Amount, wanted: &Amount) -> bool {
    own.currency == wanted.currency
        && least(own, wanted)
        && most(own, wanted)
        && (wanted.at_least.is_none() || days(own) <= days(wanted))
        && (wanted.at_most.is_none() || days(own) >= days(wanted))
}

fn on_average(own: &Amount, wanted: &Amount) -> bool {
    own.currency == wanted.currency && days(own) == days(wanted) && least(own, wanted) && most(own, wanted)
}
