//! Orders as the learning sees them: products numbered by popularity, orders weighted.

use std::hint::black_box;
use std::sync::Arc;

use super::super::orders::{NOBODY, Orders, inverse, most_ordered_first};
use super::super::settings::{Derived, Settings};
use super::super::varint::Lists;
use super::Rows;

const DAY: f64 = 86_400.0;

/// Weighted orders over products that are numbered by their number of orders, falling.
pub struct Baskets {
    /// Where each order begins in `products`, and what it weighs; one more than there are orders.
    heads: Vec<Head>,
    /// The products of each order, ascending: those of the orders themselves, where they have these numbers already.
    products: Arc<Vec<u32>>,
    /// The orders of each product.
    lists: Lists,
    /// The customer of each order; empty where nobody asks.
    customers: Arc<Vec<u32>>,
    /// The product number outside of each number here.
    outside: Vec<u32>,
    /// What follows from the amount of evidence.
    pub derived: Derived,
}

/// What is asked for of an order before its products.
#[derive(Clone, Copy, Default)]
struct Head {
    start: u32,
    weight: f32,
}

/// Orders asked for together: about as many requests as a core keeps open.
const AHEAD: usize = 12;

/// Numbers in a line of the cache.
const CACHE_LINE: usize = 16;

impl Baskets {
    /// Numbers and weighs `orders`. An order of n products a days before the last one weighs
    /// n^−damping × (floor + (1 − floor) × ½^(a / half-life)).
    pub fn of(orders: &Orders, products: usize, settings: &Settings) -> Self {
        let count = orders.counts(products);
        let known = count.iter().filter(|n| **n > 0).count();
        let lines = orders.lines();
        let derived = settings.derive(lines, known, orders.len());
        let outside = most_ordered_first(&count);
        let same = outside.iter().zip(0..).all(|(old, new)| *old == new);
        let renumbered = if same {
            orders.products()
        } else {
            orders.clone().renumber_sorted(&inverse(&outside)).products()
        };
        let last = orders.latest();
        let mut heads = Vec::with_capacity(orders.len() + 1);
        let mut start = 0;
        for order in 0..orders.len() {
            let size = orders.basket(order).len();
            let age = match (last, orders.head(order).and_then(|head| head.time)) {
                (Some(last), Some(time)) => (last - time).max(0) as f64 / DAY,
                _ => 0.0,
            };
            heads.push(Head { start, weight: order_weight(size, age, settings, &derived) as f32 });
            start += size as u32;
        }
        heads.push(Head { start, weight: 0.0 });
        let lists = Lists::of(products, |put| {
            for (order, pair) in (0u32..).zip(heads.windows(2)) {
                let [head, next] = pair else { continue };
                let items = renumbered.get(head.start as usize..next.start as usize);
                items.into_iter().flatten().for_each(|product| put(*product, order));
            }
        });
        let customers = if settings.min_customers > 1 { orders.customers() } else { Arc::default() };
        Self { heads, products: renumbered, lists, customers, outside, derived }
    }

    /// Number of products.
    pub fn products(&self) -> usize {
        self.outside.len()
    }

    /// Number of orders.
    pub fn len(&self) -> usize {
        self.heads.len() - 1
    }

    /// Whether there is no order.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The products of order `n`, ascending.
    pub fn basket(&self, n: usize) -> &[u32] {
        self.row(n).1
    }

    /// Weight of order `n`.
    pub fn weight_of(&self, n: usize) -> f32 {
        self.row(n).0
    }

    /// Weight and products of order `n`.
    pub fn row(&self, n: usize) -> (f32, &[u32]) {
        let (weight, from, to) = self.span(n);
        (weight, self.products.get(from..to).unwrap_or(&[]))
    }

    #[inline]
    fn span(&self, n: usize) -> (f32, usize, usize) {
        match self.heads.get(n..) {
            Some([head, next, ..]) => (head.weight, head.start as usize, next.start as usize),
            _ => (0.0, 0, 0),
        }
    }

    /// Hands weight and products of the orders of product `p` to `take`, in time.
    ///
    /// Orders of a product lie anywhere in memory, and waiting for one after the other would take most of the
    /// time. So the beginnings of some are asked for together, before the first is looked at.
    #[inline]
    pub fn each_order(&self, p: usize, mut take: impl FnMut(f32, &[u32])) {
        let mut list = self.lists.get(p);
        let mut ahead = [(0.0f32, 0usize, 0usize); AHEAD];
        let products = self.products.as_slice();
        loop {
            let mut some = 0;
            for (slot, order) in ahead.iter_mut().zip(&mut list) {
                *slot = self.span(order as usize);
                some += 1;
            }
            let ahead = ahead.get(..some).unwrap_or(&[]);
            let at = |place: usize| products.get(place).copied().unwrap_or(0);
            let asked = |sum: u32, span: &(f32, usize, usize)| sum ^ at(span.1) ^ at(span.1 + CACHE_LINE - 1);
            black_box(ahead.iter().fold(0, asked));
            for (weight, from, to) in ahead {
                take(*weight, products.get(*from..*to).unwrap_or(&[]));
            }
            if some < AHEAD {
                return;
            }
        }
    }

    /// The orders of product `p`, by time.
    pub(super) fn orders_with(&self, p: usize) -> impl Iterator<Item = u32> + '_ {
        self.lists.get(p)
    }

    /// The customer of order `n`, where one is known.
    pub(super) fn customer(&self, n: u32) -> Option<u32> {
        self.customers.get(n as usize).copied().filter(|who| *who != NOBODY)
    }

    /// Number of orders of product `p`.
    pub fn orders_of(&self, p: usize) -> usize {
        self.lists.count(p)
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
