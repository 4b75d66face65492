//! How many customers stand behind the orders that two products share.

use super::baskets::Baskets;

/// The floor of customers of one product's pairs. Room for a row, used for one product after the other.
///
/// Distinct customers are orders less those of customers who had ordered both before. So only the orders of customers who
/// ordered the product more than once are looked through; who is not known is somebody else each time.
pub(super) struct Buyers {
    /// For each product, orders with it and the product at hand by customers who had ordered both before.
    again: Vec<u32>,
    /// Products with any.
    touched: Vec<u32>,
    /// Customer and order of each order of the product at hand.
    orders: Vec<(u32, u32)>,
    /// For each product the last turn in which it was seen: a turn for each customer.
    seen: Vec<u32>,
    turn: u32,
}

impl Buyers {
    pub fn new(products: usize) -> Self {
        Self {
            again: vec![0; products],
            touched: Vec::new(),
            orders: Vec::new(),
            seen: vec![0; products],
            turn: 0,
        }
    }

    /// Looks at the orders of `product`.
    pub fn look(&mut self, baskets: &Baskets, product: usize) {
        let Self { again, touched, orders, seen, turn } = self;
        for other in touched.drain(..) {
            again.get_mut(other as usize).into_iter().for_each(|n| *n = 0);
        }
        orders.clear();
        orders.extend(baskets.orders_with(product).filter_map(|n| Some((baskets.customer(n)?, n))));
        orders.sort_unstable();
        for several in orders.chunk_by(|a, b| a.0 == b.0).filter(|orders| orders.len() > 1) {
            *turn += 1;
            for other in several.iter().flat_map(|(_, order)| baskets.basket(*order as usize)) {
                let (Some(seen), Some(n)) = (seen.get_mut(*other as usize), again.get_mut(*other as usize))
                else {
                    continue;
                };
                if *seen == *turn {
                    if *n == 0 {
                        touched.push(*other);
                    }
                    *n += 1;
                }
                *seen = *turn;
            }
        }
    }

    /// Distinct customers behind the `orders` that the product at hand and `other` share.
    pub fn behind(&self, other: u32, orders: u32) -> u32 {
        orders - self.again.get(other as usize).copied().unwrap_or(0)
    }
}
