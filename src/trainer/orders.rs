//! Orders as the trainer needs them: who, when, and which distinct products.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

/// Why a line item does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOut {
    /// Its order was cancelled or its payment voided.
    Cancelled,
    /// Its order, or this line of it, was refunded.
    Refunded,
    /// Its quantity is negative: goods that came back.
    Returned,
    /// Its quantity is zero.
    NoQuantity,
    /// Not a product: postage, a manual line, a fee, a voucher.
    NotAProduct,
    /// The product is not in the catalog given.
    NotInCatalog,
    /// The product is in the catalog, but not for sale.
    NotForSale,
}

impl LeftOut {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Cancelled => "of cancelled or voided orders",
            Self::Refunded => "refunded",
            Self::Returned => "returned (negative quantity)",
            Self::NoQuantity => "with quantity zero",
            Self::NotAProduct => "not products (postage, manual lines, fees)",
            Self::NotInCatalog => "of products not in the catalog",
            Self::NotForSale => "of products no longer on sale",
        }
    }
}

/// One order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderHead {
    /// Seconds since 1970 of its earliest row; `None` where the export has no times.
    pub time: Option<i64>,
    /// The customer's number, where one is known. Names and addresses are not kept.
    pub customer: Option<u32>,
}

/// Orders while they are read.
#[derive(Debug, Default)]
pub struct OrderBook {
    numbers: FxHashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
    heads: Vec<OrderHead>,
    customers: FxHashMap<Box<str>, u32>,
    /// (order, product)
    lines: Vec<(u32, u32)>,
    /// Lines that do not count, by reason.
    pub left_out: BTreeMap<LeftOut, u64>,
    /// Line items read, whether they count or not.
    pub lines_read: u64,
}

impl OrderBook {
    /// The number of the order called `name`; a further mention may bring an earlier time or a
    /// customer.
    pub fn order(&mut self, name: &str, time: Option<i64>, customer: &str) -> u32 {
        let customer = self.customer(customer);
        if let Some(order) = self.numbers.get(name) {
            if let Some(head) = self.heads.get_mut(*order as usize) {
                head.time = match (head.time, time) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (known, new) => known.or(new),
                };
                head.customer = head.customer.or(customer);
            }
            return *order;
        }
        let order = self.heads.len() as u32;
        self.numbers.insert(name.into(), order);
        self.names.push(name.into());
        self.heads.push(OrderHead { time, customer });
        order
    }

    fn customer(&mut self, text: &str) -> Option<u32> {
        if text.is_empty() {
            return None;
        }
        if let Some(known) = self.customers.get(text) {
            return Some(*known);
        }
        let next = self.customers.len() as u32;
        self.customers.insert(text.into(), next);
        Some(next)
    }

    /// Notes that `order` contains `product`.
    pub fn line(&mut self, order: u32, product: u32) {
        self.lines.push((order, product));
    }

    /// Counts a line that is left out.
    pub fn leave_out(&mut self, reason: LeftOut) {
        *self.left_out.entry(reason).or_insert(0) += 1;
    }

    /// The orders that hold at least one product that counts, by time and then by name.
    pub fn finish(mut self) -> Orders {
        self.lines.sort_unstable();
        self.lines.dedup();
        let mut spans: Vec<(u32, usize, usize)> = Vec::new();
        for (at, (order, _)) in self.lines.iter().enumerate() {
            match spans.last_mut() {
                Some((last, _, end)) if last == order => *end = at + 1,
                _ => spans.push((*order, at, at + 1)),
            }
        }
        let rank = |order: u32| {
            let time = self.heads.get(order as usize).and_then(|head| head.time);
            (time, self.names.get(order as usize))
        };
        spans.sort_by(|a, b| rank(a.0).cmp(&rank(b.0)));
        let mut orders = Orders::default();
        for (order, start, end) in spans {
            let products = self.lines.get(start..end).unwrap_or(&[]);
            orders.products.extend(products.iter().map(|(_, product)| *product));
            orders.ends.push(orders.products.len());
            orders.heads.extend(self.heads.get(order as usize));
            orders.names.extend(self.names.get(order as usize).cloned());
        }
        orders
    }

    /// Number of distinct orders seen, also those without a line that counts.
    pub fn orders_read(&self) -> usize {
        self.heads.len()
    }

    /// Number of distinct customers seen.
    pub fn customers_read(&self) -> usize {
        self.customers.len()
    }
}

/// Orders by time; order `n` has the distinct products `basket(n)`.
#[derive(Debug, Default, Clone)]
pub struct Orders {
    heads: Vec<OrderHead>,
    names: Vec<Box<str>>,
    ends: Vec<usize>,
    products: Vec<u32>,
}

impl Orders {
    /// Number of orders.
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether there is no order.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// The distinct products of order `n`, ascending.
    pub fn basket(&self, n: usize) -> &[u32] {
        let start = n.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(n).copied().unwrap_or(start);
        self.products.get(start..end).unwrap_or(&[])
    }

    /// Time and customer of order `n`.
    pub fn head(&self, n: usize) -> Option<OrderHead> {
        self.heads.get(n).copied()
    }

    /// The name of order `n` in the export.
    pub fn name(&self, n: usize) -> &str {
        self.names.get(n).map_or("", |name| name)
    }

    /// Time of the latest order.
    pub fn latest(&self) -> Option<i64> {
        self.heads.iter().filter_map(|head| head.time).max()
    }

    /// Time of the earliest order.
    pub fn earliest(&self) -> Option<i64> {
        self.heads.iter().filter_map(|head| head.time).min()
    }

    /// The same orders with product `p` called `number(p)`, which must keep their sequence.
    pub(super) fn renumber(mut self, number: impl Fn(u32) -> u32) -> Self {
        for product in &mut self.products {
            *product = number(*product);
        }
        self
    }

    /// The first `count` orders.
    pub fn first(&self, count: usize) -> Self {
        let mut part = self.clone();
        part.heads.truncate(count);
        part.names.truncate(count);
        part.ends.truncate(count);
        part.products.truncate(part.ends.last().copied().unwrap_or(0));
        part
    }
}
