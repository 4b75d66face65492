//! What is known of each product by itself: orders, weight, and the number it goes by while learning.

use super::Pair;
use super::count::in_orders;

/// Counts of single products. Inside the learning products are numbered by their orders, the most ordered first, as in
/// [`learn`](crate::trainer::learn).
#[derive(Debug, Default, Clone)]
pub struct Marginals {
    /// Orders of each product, by the number inside.
    pub orders: Vec<u64>,
    /// Weight of these orders, in orders, by the number inside.
    pub weight: Vec<f64>,
    /// The number outside of each number inside.
    pub outside: Vec<u32>,
    /// The number inside of each number outside.
    pub inside: Vec<u32>,
    /// Orders of the shop.
    pub total_orders: u64,
    /// Their weight.
    pub total: f64,
    /// Mean weight of a line item: turns pseudo-orders into units of the counts.
    pub line: f64,
}

impl Marginals {
    /// Of the diagonal counts of `products` products, in any sequence, and the shop's `total` orders and weight in
    /// millionths. Several counts of one product are added up.
    pub fn of(diagonal: impl Iterator<Item = Pair>, products: usize, total: (u64, u64)) -> Self {
        let (mut orders, mut weight) = (vec![0u64; products], vec![0u64; products]);
        for pair in diagonal {
            if let (Some(n), Some(w)) = (orders.get_mut(pair.a as usize), weight.get_mut(pair.a as usize)) {
                *n = n.saturating_add(pair.orders);
                *w = w.saturating_add(pair.weight);
            }
        }
        let mut outside: Vec<u32> = (0..products as u32).collect();
        let bought = |p: &u32| orders.get(*p as usize).copied().unwrap_or(0);
        outside.sort_by(|a, b| bought(b).cmp(&bought(a)).then(a.cmp(b)));
        let mut inside = vec![0u32; products];
        for (old, new) in outside.iter().zip(0..) {
            if let Some(slot) = inside.get_mut(*old as usize) {
                *slot = new;
            }
        }
        let lines: u128 = orders.iter().map(|n| u128::from(*n)).sum();
        let weighed: u128 = weight.iter().map(|w| u128::from(*w)).sum();
        let at = |list: &[u64], p: &u32| list.get(*p as usize).copied().unwrap_or(0);
        Self {
            orders: outside.iter().map(|p| at(&orders, p)).collect(),
            weight: outside.iter().map(|p| in_orders(at(&weight, p))).collect(),
            outside,
            inside,
            total_orders: total.0,
            total: in_orders(total.1),
            line: (weighed as f64 / lines.max(1) as f64 / super::MILLION as f64).max(1e-12),
        }
    }

    /// Number of products.
    pub fn len(&self) -> usize {
        self.outside.len()
    }

    /// Whether there is no product.
    pub fn is_empty(&self) -> bool {
        self.outside.is_empty()
    }

    /// Share of the weight of all orders that holds product `p` (its number inside).
    pub fn share(&self, p: usize) -> f64 {
        self.weight.get(p).copied().unwrap_or(0.0) / self.total.max(1e-12)
    }

    /// One value a product, by the number outside.
    pub(super) fn back<T: Clone + Default>(&self, values: &[T]) -> Vec<T> {
        let value = |p: &u32| values.get(*p as usize).cloned().unwrap_or_default();
        self.inside.iter().map(value).collect()
    }
}
