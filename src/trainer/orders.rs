//! Orders as the trainer needs them: who, when, and which distinct products.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::ledger::Texts;

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

/// Baskets while they are gathered by name: sessions of views, and tests. Orders go through
/// [`super::ledger::Ledger`].
#[derive(Debug, Default)]
pub struct OrderBook {
    numbers: FxHashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
    heads: Vec<OrderHead>,
    customers: FxHashMap<Box<str>, u32>,
    /// (order, product)
    lines: Vec<(u32, u32)>,
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
        let mut names = Texts::default();
        let mut basket = Vec::new();
        for (order, start, end) in spans {
            let Some(head) = self.heads.get(order as usize) else { continue };
            basket.clear();
            basket.extend(self.lines.get(start..end).unwrap_or(&[]).iter().map(|(_, product)| *product));
            let name = names.push(self.names.get(order as usize).map_or(b"", |name| name.as_bytes()));
            orders.push(name, head.time.unwrap_or(NO_TIME), head.customer, &basket);
        }
        orders.named(names)
    }
}

/// No time, no customer: kept so that a head takes twelve bytes.
const NO_TIME: i64 = i64::MIN;
/// The customer of an order of whom nothing is known.
pub(super) const NOBODY: u32 = u32::MAX;

/// Orders by time; order `n` has the distinct products `basket(n)`.
#[derive(Debug, Default, Clone)]
pub struct Orders {
    times: Vec<i64>,
    /// Shared with who learns from them.
    customers: Arc<Vec<u32>>,
    /// Numbers in `texts`.
    names: Vec<u32>,
    texts: Arc<Texts>,
    ends: Vec<u32>,
    /// Shared with who learns from them.
    products: Arc<Vec<u32>>,
}

impl Orders {
    pub(super) fn with_capacity(orders: usize, lines: usize) -> Self {
        Self {
            times: Vec::with_capacity(orders),
            customers: Arc::new(Vec::with_capacity(orders)),
            names: Vec::with_capacity(orders),
            texts: Arc::default(),
            ends: Vec::with_capacity(orders),
            products: Arc::new(Vec::with_capacity(lines)),
        }
    }

    /// Adds the next order: the number of its name, its time (`i64::MIN`: none), its distinct products,
    /// ascending.
    pub(super) fn push(&mut self, name: u32, time: i64, customer: Option<u32>, products: &[u32]) {
        self.names.push(name);
        self.times.push(time);
        Arc::make_mut(&mut self.customers).push(customer.unwrap_or(NOBODY));
        let all = Arc::make_mut(&mut self.products);
        all.extend_from_slice(products);
        self.ends.push(all.len() as u32);
    }

    /// With the texts that names are numbers of.
    pub(super) fn named(mut self, texts: Texts) -> Self {
        self.texts = Arc::new(texts);
        self
    }

    /// Without names, which only an evaluation asks for.
    pub fn forget_names(&mut self) {
        self.names = Vec::new();
        self.texts = Arc::default();
    }

    /// The products of all orders.
    pub(super) fn products(&self) -> Arc<Vec<u32>> {
        Arc::clone(&self.products)
    }

    /// The customer of each order, [`NOBODY`] where none is known.
    pub(super) fn customers(&self) -> Arc<Vec<u32>> {
        Arc::clone(&self.customers)
    }

    /// Line items: distinct products of each order.
    pub(super) fn lines(&self) -> usize {
        self.products.len()
    }

    /// How many orders have each of `products` products.
    pub(super) fn counts(&self, products: usize) -> Vec<u32> {
        let mut counts = vec![0u32; products];
        for product in self.products.iter() {
            counts.get_mut(*product as usize).into_iter().for_each(|n| *n += 1);
        }
        counts
    }

    /// Number of orders.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether there is no order.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// The distinct products of order `n`, ascending.
    pub fn basket(&self, n: usize) -> &[u32] {
        let start = n.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(n).copied().unwrap_or(start);
        self.products.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// The distinct products of each order, ascending.
    pub fn baskets(&self) -> impl Iterator<Item = &[u32]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let basket = self.products.get(start..*end as usize).unwrap_or(&[]);
            start = *end as usize;
            basket
        })
    }

    /// Time and customer of order `n`.
    pub fn head(&self, n: usize) -> Option<OrderHead> {
        let time = Some(*self.times.get(n)?).filter(|time| *time != NO_TIME);
        Some(OrderHead { time, customer: self.customers.get(n).copied().filter(|who| *who != NOBODY) })
    }

    /// The name of order `n` in the export.
    pub fn name(&self, n: usize) -> &str {
        self.names.get(n).map_or("", |name| self.texts.text(*name))
    }

    /// Time of the latest order.
    pub fn latest(&self) -> Option<i64> {
        self.times.iter().copied().filter(|time| *time != NO_TIME).max()
    }

    /// Time of the earliest order.
    pub fn earliest(&self) -> Option<i64> {
        self.times.iter().copied().filter(|time| *time != NO_TIME).min()
    }

    /// The same orders with product `p` called `number(p)`, which must keep their sequence.
    pub(super) fn renumber(mut self, number: impl Fn(u32) -> u32) -> Self {
        for product in Arc::make_mut(&mut self.products) {
            *product = number(*product);
        }
        self
    }

    /// The same orders with product `p` called `numbers[p]`.
    pub(super) fn renumber_sorted(self, numbers: &[u32]) -> Self {
        let mut out = self.renumber(|p| numbers.get(p as usize).copied().unwrap_or(p));
        let products = Arc::make_mut(&mut out.products);
        let mut from = 0;
        for end in &out.ends {
            products.get_mut(from..*end as usize).into_iter().for_each(<[u32]>::sort_unstable);
            from = *end as usize;
        }
        out
    }

    /// The first `count` orders.
    pub fn first(&self, count: usize) -> Self {
        let count = count.min(self.len());
        let ends = self.ends.get(..count).unwrap_or(&[]).to_vec();
        let lines = ends.last().copied().unwrap_or(0) as usize;
        Self {
            times: self.times.get(..count).unwrap_or(&[]).to_vec(),
            customers: Arc::new(self.customers.get(..count).unwrap_or(&[]).to_vec()),
            names: self.names.get(..count).unwrap_or(&[]).to_vec(),
            texts: Arc::clone(&self.texts),
            ends,
            products: Arc::new(self.products.get(..lines).unwrap_or(&[]).to_vec()),
        }
    }
}

/// The numbers of products by how many orders have them, falling; equal ones by number.
pub(super) fn most_ordered_first(counts: &[u32]) -> Vec<u32> {
    let mut sequence: Vec<u32> = (0..counts.len() as u32).collect();
    let bought = |p: &u32| counts.get(*p as usize).copied().unwrap_or(0);
    sequence.sort_by(|a, b| bought(b).cmp(&bought(a)).then(a.cmp(b)));
    sequence
}

/// At which place each number stands in `sequence`.
pub(super) fn inverse(sequence: &[u32]) -> Vec<u32> {
    let mut places = vec![0u32; sequence.len()];
    for (number, place) in sequence.iter().zip(0..) {
        places.get_mut(*number as usize).into_iter().for_each(|slot| *slot = place);
    }
    places
}
