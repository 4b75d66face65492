//! Orders as the learning sees them: products numbered by popularity, orders weighted.

use super::super::orders::Orders;
use super::super::settings::{Derived, Settings};
use super::Rows;

const DAY: f64 = 86_400.0;

/// Weighted orders over products that are numbered by their number of orders, falling.
pub struct Baskets {
    /// The orders of two products or more and of one, in time: `items[starts[n] .. starts[n+1]]`.
    starts: Vec<usize>,
    items: Vec<u32>,
    /// Weight of each order.
    pub weight: Vec<f32>,
    /// The orders of product `p`: `lists[list_starts[p] .. list_starts[p+1]]`.
    list_starts: Vec<usize>,
    lists: Vec<u32>,
    /// The product number outside of each number here.
    outside: Vec<u32>,
    /// What follows from the amount of evidence.
    pub derived: Derived,
}

impl Baskets {
    /// Numbers and weighs `orders`. An order of n products a days before the last one weighs
    /// n^−damping × (floor + (1 − floor) × ½^(a / half-life)).
    pub fn of(orders: &Orders, products: usize, settings: &Settings) -> Self {
        let mut count = vec![0u32; products];
        for product in (0..orders.len()).flat_map(|n| orders.basket(n)) {
            if let Some(n) = count.get_mut(*product as usize) {
                *n += 1;
            }
        }
        let known = count.iter().filter(|n| **n > 0).count();
        let derived = settings.derive(count.iter().map(|n| *n as usize).sum(), known, orders.len());
        let mut outside: Vec<u32> = (0..products as u32).collect();
        let bought = |p: &u32| count.get(*p as usize).copied().unwrap_or(0);
        outside.sort_by(|a, b| bought(b).cmp(&bought(a)).then(a.cmp(b)));
        let mut inside = vec![0u32; products];
        for (old, new) in outside.iter().zip(0..) {
            if let Some(slot) = inside.get_mut(*old as usize) {
                *slot = new;
            }
        }
        let (mut starts, mut items, mut weight) = (vec![0], Vec::new(), Vec::new());
        let last = orders.latest();
        for order in 0..orders.len() {
            let from = items.len();
            items.extend(orders.basket(order).iter().filter_map(|p| inside.get(*p as usize)));
            items.get_mut(from..).into_iter().for_each(|new| {
                let new: &mut [u32] = new;
                new.sort_unstable();
            });
            let size = items.len() - from;
            let age = match (last, orders.head(order).and_then(|head| head.time)) {
                (Some(last), Some(time)) => (last - time).max(0) as f64 / DAY,
                _ => 0.0,
            };
            weight.push(order_weight(size, age, settings, &derived) as f32);
            starts.push(items.len());
        }
        let (list_starts, lists) = invert(&starts, &items, products);
        Self { starts, items, weight, list_starts, lists, outside, derived }
    }

    /// Number of products.
    pub fn products(&self) -> usize {
        self.outside.len()
    }

    /// Number of orders.
    pub fn len(&self) -> usize {
        self.weight.len()
    }

    /// Whether there is no order.
    pub fn is_empty(&self) -> bool {
        self.weight.is_empty()
    }

    /// The products of order `n`, ascending.
    pub fn basket(&self, n: usize) -> &[u32] {
        slice(&self.starts, &self.items, n)
    }

    /// The orders of product `p`, in time.
    pub fn orders_of(&self, p: usize) -> &[u32] {
        slice(&self.list_starts, &self.lists, p)
    }

    /// Weight of order `n`.
    pub fn weight_of(&self, n: u32) -> f32 {
        self.weight.get(n as usize).copied().unwrap_or(0.0)
    }

    /// The number here of each product outside, and the reverse.
    pub fn numbers(&self) -> (Vec<u32>, Vec<u32>) {
        let inside = self.back_values(&(0..self.outside.len() as u32).collect::<Vec<_>>());
        (inside, self.outside.clone())
    }

    /// Rows in the product numbers outside.
    pub(super) fn back(&self, rows: &Rows) -> Rows {
        let renamed: Rows = rows
            .iter()
            .map(|row| {
                row.iter().filter_map(|(p, w)| self.outside.get(*p as usize).map(|q| (*q, *w))).collect()
            })
            .collect();
        self.back_values(&renamed)
    }

    /// One value a product, in the product numbers outside.
    pub(super) fn back_values<T: Clone + Default>(&self, values: &[T]) -> Vec<T> {
        let mut out = vec![T::default(); values.len()];
        for (value, old) in values.iter().zip(&self.outside) {
            if let Some(slot) = out.get_mut(*old as usize) {
                *slot = value.clone();
            }
        }
        out
    }
}

fn order_weight(size: usize, age: f64, settings: &Settings, derived: &Derived) -> f64 {
    let recency = if derived.half_life > 0.0 {
        derived.recency_floor + (1.0 - derived.recency_floor) * 0.5f64.powf(age / derived.half_life)
    } else {
        1.0
    };
    (size.max(1) as f64).powf(-settings.size_damping) * recency
}

fn slice<'a>(starts: &[usize], values: &'a [u32], n: usize) -> &'a [u32] {
    match (starts.get(n), starts.get(n + 1)) {
        (Some(from), Some(to)) => values.get(*from..*to).unwrap_or(&[]),
        _ => &[],
    }
}

/// For each product the orders it is in, by counting: two passes, no list of lists.
fn invert(starts: &[usize], items: &[u32], products: usize) -> (Vec<usize>, Vec<u32>) {
    let mut at = vec![0usize; products + 1];
    for item in items {
        if let Some(n) = at.get_mut(*item as usize + 1) {
            *n += 1;
        }
    }
    let mut sum = 0;
    at.iter_mut().for_each(|n| {
        sum += *n;
        *n = sum;
    });
    let list_starts = at.clone();
    let mut lists = vec![0u32; items.len()];
    for order in 0..starts.len().saturating_sub(1) {
        for item in slice(starts, items, order) {
            if let Some(next) = at.get_mut(*item as usize) {
                if let Some(slot) = lists.get_mut(*next) {
                    *slot = order as u32;
                }
                *next += 1;
            }
        }
    }
    (list_starts, lists)
}
