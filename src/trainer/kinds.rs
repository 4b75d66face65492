//! What is learned of product types rather than of products: which complete which, and when each
//! is bought.

use super::orders::Orders;
use crate::model::kinds::{KindSource, MONTHS, Moment, SLOTS, WEEKDAYS};

/// Pulls a pair of types towards "nothing in particular" as this many orders would.
const PRIOR_ORDERS: f64 = 20.0;

/// Complementary types kept for each.
const KEPT: usize = 12;

/// A time of day, week or year must differ from what chance gives by this many standard
/// deviations before it says anything.
const SURE: f64 = 3.0;

/// Learns from `orders`; `kind_of` gives each product's type, 1 to `kinds`, 0 for none.
pub fn learn(orders: &Orders, kind_of: &[u32], kinds: usize) -> KindSource {
    let mut tally = Tally::new(kinds);
    let mut present: Vec<u32> = Vec::new();
    for order in 0..orders.len() {
        present.clear();
        present
            .extend(orders.basket(order).iter().filter_map(|p| kind_of.get(*p as usize)).filter(|k| **k > 0));
        present.sort_unstable();
        present.dedup();
        tally.add(&present, orders.head(order).and_then(|head| head.time));
    }
    KindSource { complements: tally.complements(), calendar: tally.calendar() }
}

struct Tally {
    kinds: usize,
    orders: f64,
    /// Orders that contain each type; index 0 unused.
    single: Vec<f64>,
    /// Orders that contain both.
    both: Vec<f64>,
    /// Orders by slot of the calendar, whatever they contain, and by type.
    slots: Vec<f64>,
    kind_slots: Vec<f64>,
}

impl Tally {
    fn new(kinds: usize) -> Self {
        let n = kinds + 1;
        let table = |size: usize| vec![0.0; size];
        Self {
            kinds,
            orders: 0.0,
            single: table(n),
            both: table(n * n),
            slots: table(SLOTS),
            kind_slots: table(n * SLOTS),
        }
    }

    fn add(&mut self, present: &[u32], time: Option<i64>) {
        let bump = |table: &mut Vec<f64>, at: usize| {
            if let Some(cell) = table.get_mut(at) {
                *cell += 1.0;
            }
        };
        self.orders += 1.0;
        for a in present {
            bump(&mut self.single, *a as usize);
            present.iter().for_each(|b| bump(&mut self.both, *a as usize * (self.kinds + 1) + *b as usize));
        }
        if let Some(time) = time {
            for slot in Moment::of_unix(time).slots() {
                bump(&mut self.slots, slot);
                present.iter().for_each(|kind| bump(&mut self.kind_slots, *kind as usize * SLOTS + slot));
            }
        }
    }

    /// For each type the types of highest lift beside it: P(both) / (P(a) P(b)), shrunk to 1.
    fn complements(&self) -> Vec<Vec<(u32, f32)>> {
        let at = |table: &[f64], at: usize| table.get(at).copied().unwrap_or(0.0);
        (1..=self.kinds)
            .map(|a| {
                let mut row: Vec<(u32, f32)> = (1..=self.kinds)
                    .filter(|b| *b != a)
                    .map(|b| {
                        let expected = at(&self.single, a) * at(&self.single, b) / self.orders.max(1.0);
                        let seen = at(&self.both, a * (self.kinds + 1) + b);
                        (b as u32, ((seen + PRIOR_ORDERS) / (expected + PRIOR_ORDERS)) as f32)
                    })
                    .filter(|(_, lift)| *lift > 1.0)
                    .collect();
                row.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
                row.truncate(KEPT);
                row
            })
            .collect()
    }

    /// For each type and slot the lift over the shop's usual share, 1 where the data is not sure.
    fn calendar(&self) -> Vec<[f32; SLOTS]> {
        let at = |table: &[f64], at: usize| table.get(at).copied().unwrap_or(0.0);
        let months_seen = (SLOTS - MONTHS..SLOTS).filter(|slot| at(&self.slots, *slot) > 0.0).count();
        (1..=self.kinds)
            .map(|kind| {
                let mut row = [1.0f32; SLOTS];
                for (slot, lift) in row.iter_mut().enumerate() {
                    // Less than a year of orders cannot tell the season from a trend.
                    if slot >= 24 + WEEKDAYS && months_seen < MONTHS {
                        continue;
                    }
                    let expected = at(&self.single, kind) * at(&self.slots, slot) / self.orders.max(1.0);
                    let seen = at(&self.kind_slots, kind * SLOTS + slot);
                    if (seen - expected).abs() > SURE * expected.max(1.0).sqrt() {
                        *lift = ((seen + PRIOR_ORDERS) / (expected + PRIOR_ORDERS)) as f32;
                    }
                }
                row
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trainer::orders::OrderBook;

    #[test]
    fn cups_go_with_saucers_and_lights_with_winter() {
        let mut book = OrderBook::default();
        let day = 86_400;
        for n in 0..730i64 {
            let winter = matches!(n % 365, 0..60 | 305..);
            // Products are their own types here: 0 cup, 1 saucer, 2 lights, 3 anything.
            for k in 0..4 {
                let order = book.order(&format!("{n}-{k}"), Some((n * 24 + 10 + k) * 3600), "");
                match k {
                    0 => [0, 1].iter().for_each(|p| book.line(order, *p)),
                    1 if winter => [2, 3].iter().for_each(|p| book.line(order, *p)),
                    _ => book.line(order, 3),
                }
            }
        }
        let learned = learn(&book.finish(), &[1, 2, 3, 4], 4);
        assert_eq!(learned.complements[0].first().map(|c| c.0), Some(2));
        assert!(learned.complements[0].iter().all(|(kind, _)| *kind == 2), "{:?}", learned.complements[0]);
        let january = Moment::of_unix(10 * day);
        let july = Moment::of_unix(190 * day);
        let month = |moment: Moment| learned.calendar[2][moment.slots()[2]];
        assert!(month(january) > 1.5 && month(july) < 0.5, "{} {}", month(january), month(july));
        assert!((learned.calendar[3][24] - 1.0).abs() < 1e-6, "weekdays say nothing here");
    }
}
