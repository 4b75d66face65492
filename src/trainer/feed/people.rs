//! Each known customer's past: what was bought, left in a cart, and looked at.

use std::collections::BTreeMap;

use crate::trainer::report::attach::Lists;
use crate::trainer::sales::{Sale, SalesBook};

/// Products at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basket {
    /// Seconds since 1970.
    pub at: i64,
    /// Distinct products that the model knows.
    pub products: Vec<u32>,
}

/// One customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Orders that count, the earliest first.
    pub orders: Vec<Basket>,
    /// The latest cart that was left.
    pub cart: Option<Basket>,
    /// Views, the latest first: product and time.
    pub views: Vec<(u32, i64)>,
}

impl Person {
    /// When the last order was.
    pub fn last_order(&self) -> Option<i64> {
        self.orders.last().map(|order| order.at)
    }

    /// Whether the customer has bought this product.
    pub fn owns(&self, product: u32) -> bool {
        self.orders.iter().any(|order| order.products.contains(&product))
    }
}

/// Customers by address or id.
pub type People = BTreeMap<String, Person>;

/// Adds the orders of `book`. Orders of nobody known, or without a time, say nothing here.
pub fn add_orders(people: &mut People, book: &SalesBook, lists: &Lists<'_>) {
    for (sale, at) in known(book).filter(|(sale, _)| sale.left_out.is_none()) {
        let person = people.entry(sale.customer.clone()).or_default();
        person.orders.push(Basket { at, products: lists.products(sale) });
    }
}

/// Adds the latest cart of each customer from `book`, an export of abandoned checkouts. Gives the number of carts that
/// hold nothing that the model knows.
pub fn add_carts(people: &mut People, book: &SalesBook, lists: &Lists<'_>) -> u64 {
    let mut unknown = 0;
    // Shopify gives checkouts no status that says anything here; all of them count.
    for (sale, at) in known(book) {
        let products = lists.products(sale);
        if products.is_empty() {
            unknown += 1;
        } else {
            people.entry(sale.customer.clone()).or_default().cart = Some(Basket { at, products });
        }
    }
    unknown
}

fn known(book: &SalesBook) -> impl Iterator<Item = (&Sale, i64)> {
    book.sales.iter().filter(|sale| !sale.customer.is_empty()).filter_map(|sale| Some((sale, sale.time?)))
}
