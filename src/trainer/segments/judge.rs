//! Which segment somebody is in. `widget/js/parts/segments.js` does the same, line by line.

use crate::model::segments::{Bounds, Category, Of, RFM_DAYS, Range, Segment, Segments};

/// Seconds a day.
pub const DAY: i64 = 86_400;

/// One order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bought {
    /// Seconds since 1970.
    pub at: i64,
    /// What it cost, in minor units.
    pub spend: u64,
    /// ISO 4217 code of that; empty where it is not known, and taken for any.
    pub currency: String,
    /// Type of each distinct product; empty where it is not known.
    pub types: Vec<String>,
}

/// One product looked at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Viewed {
    /// Seconds since 1970.
    pub at: i64,
    /// The product, by any name that is always the same.
    pub product: String,
    /// Its type; empty where it is not known.
    pub kind: String,
}

/// What is known of somebody.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// Orders, in any sequence.
    pub orders: Vec<Bought>,
    /// Views, in any sequence.
    pub views: Vec<Viewed>,
}

/// How recently, how often and for how much somebody bought within [`RFM_DAYS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rfm {
    /// Whole days since the last order of all.
    pub days: u32,
    /// Orders.
    pub orders: u32,
    /// Minor units.
    pub spend: u64,
}

impl Facts {
    /// The first segment whose conditions all hold at `now`.
    pub fn segment<'s>(&self, segments: &'s Segments, now: i64) -> Option<&'s Segment> {
        segments.list.iter().find(|segment| self.all_hold(segment, segments.rfm.as_ref(), now))
    }

    fn all_hold(&self, segment: &Segment, bounds: Option<&Bounds>, now: i64) -> bool {
        let within = |range: &Range| self.within(range.within_days, now);
        segment.orders.as_ref().is_none_or(|range| inside(range, within(range).count() as u64, 1))
            && segment.last_order.as_ref().is_none_or(|range| {
                let last = self.within(None, now).map(|order| order.at).max();
                last.is_some_and(|at| inside(range, ((now - at) / DAY) as u64, 1))
            })
            && segment.spend.as_ref().is_none_or(|range| inside(range, self.spent(range, now).0, 1))
            && segment.average_order.as_ref().is_none_or(|range| {
                let (spend, orders) = self.spent(range, now);
                orders > 0 && inside(range, spend, orders)
            })
            && segment.category.as_ref().is_none_or(|category| self.prefers(category, now))
            && segment.rfm.as_ref().is_none_or(|wanted| {
                let scores = bounds
                    .and_then(|b| self.rfm(&b.currency, now).map(|r| b.scores(r.days, r.orders, r.spend)));
                scores.is_some_and(|(r, f, m)| {
                    [(wanted.recency, r), (wanted.frequency, f), (wanted.monetary, m)]
                        .iter()
                        .all(|((from, to), score)| (from..=to).contains(&score))
                })
            })
    }

    fn within(&self, days: Option<u32>, now: i64) -> impl Iterator<Item = &Bought> {
        self.orders.iter().filter(move |order| young(order.at, days, now))
    }

    /// What was spent, and in how many orders.
    fn spent(&self, range: &Range, now: i64) -> (u64, u64) {
        let currency = range.currency.as_deref().unwrap_or_default();
        self.within(range.within_days, now)
            .filter(|order| in_currency(order, currency))
            .fold((0, 0), |(spend, orders), order| (spend + order.spend, orders + 1))
    }

    fn prefers(&self, category: &Category, now: i64) -> bool {
        let mut types: Vec<&str> = Vec::new();
        match category.of {
            Of::Purchases => {
                types.extend(
                    self.within(category.within_days, now).flat_map(|o| &o.types).map(String::as_str),
                );
            }
            Of::Views => {
                let mut seen: Vec<&str> = Vec::new();
                for view in self.views.iter().filter(|view| young(view.at, category.within_days, now)) {
                    if !seen.contains(&view.product.as_str()) {
                        seen.push(&view.product);
                        types.push(&view.kind);
                    }
                }
            }
        }
        types.retain(|kind| !kind.is_empty());
        let (all, of) =
            (types.len() as u64, types.iter().filter(|kind| **kind == category.kind).count() as u64);
        all >= u64::from(category.products_at_least) && of * 100 >= u64::from(category.share_at_least) * all
    }

    /// `None` for who has no order.
    pub fn rfm(&self, currency: &str, now: i64) -> Option<Rfm> {
        let last = self.within(None, now).map(|order| order.at).max()?;
        let late: Vec<&Bought> = self.within(Some(RFM_DAYS), now).collect();
        Some(Rfm {
            days: u32::try_from((now - last) / DAY).unwrap_or(u32::MAX),
            orders: late.len() as u32,
            spend: late.iter().filter(|order| in_currency(order, currency)).map(|order| order.spend).sum(),
        })
    }
}

/// What is not in the future, and not too old.
fn young(at: i64, days: Option<u32>, now: i64) -> bool {
    at <= now && days.is_none_or(|days| now - at <= i64::from(days) * DAY)
}

fn in_currency(order: &Bought, currency: &str) -> bool {
    order.currency.is_empty() || order.currency == currency
}

/// Whether `value / each` is inside, without dividing.
fn inside(range: &Range, value: u64, each: u64) -> bool {
    range.at_least.is_none_or(|least| value >= u64::from(least) * each)
        && range.at_most.is_none_or(|most| value <= u64::from(most) * each)
}
