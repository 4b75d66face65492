//! What customers buy in a *later* order, and after how long.
//!
//! For each product `a`: of the customers who bought it, how many bought `b` in a later order, set
//! against how many would by `b`'s popularity alone; and the median number of days between. The
//! same for `b = a`: which goods are bought again, and when (see [`Again`]).

use rayon::prelude::*;

use super::orders::Orders;
use super::progress::{Progress, step};
use super::settings::Settings;
use super::varint::Lists;
use crate::model::later::{Again, LaterEdge};

/// What is learned from later orders.
#[derive(Debug, Default)]
pub struct Later {
    /// For each product its later edges, strongest first.
    pub edges: Vec<Vec<LaterEdge>>,
    /// For each product how it is bought again.
    pub again: Vec<Again>,
    /// Share of (customer, product) that were bought again, over the whole shop.
    pub repeat_rate: f32,
    /// Chance that a product of an order is in the customer's very next order too.
    pub next_rate: f32,
}

/// Pulls a product's repeat rate towards the shop's as this many customers would.
const PRIOR_CUSTOMERS: f32 = 5.0;

/// Customers with more orders than this are resellers whose every product follows every other;
/// their first orders are enough, and the work per customer stays bounded.
const MOST_ORDERS: u32 = 25;

/// A median needs no more than this many customers.
const LAG_SAMPLE: usize = 300;

/// Orders of a customer that are looked at fit in so many bits.
const ORDER_BITS: u32 = 5;

/// Learns from `orders` of known customers and times; empty where there are none.
/// A step of `progress` is a product.
pub fn learn(orders: &Orders, products: usize, settings: &Settings, progress: &dyn Progress) -> Later {
    let customers = Customers::of(orders);
    // For each product who bought it and in which of their orders first, as one rising number.
    let buyers = Lists::of(products, |put| {
        let mut seen = vec![0u32; products];
        for customer in customers.numbers() {
            for (order, place) in customers.orders(customer).iter().zip(0u32..) {
                for product in orders.basket(*order as usize) {
                    if let Some(last) = seen.get_mut(*product as usize).filter(|last| **last != customer + 1)
                    {
                        *last = customer + 1;
                        put(*product, customer << ORDER_BITS | place);
                    }
                }
            }
        }
    });
    let all = customers.numbers().filter(|c| customers.orders(*c).len() > 1).count().max(1) as f32;
    let share: Vec<f32> = (0..products).map(|product| buyers.count(product) as f32 / all).collect();
    let found: Vec<(Vec<LaterEdge>, u32, u32, f32)> = (0..products)
        .into_par_iter()
        .map_init(
            || Scratch::new(products),
            |scratch, own| {
                scratch.buyers.clear();
                scratch.buyers.extend(buyers.get(own));
                step(progress, own);
                scratch.follow(own as u32, &customers, orders, &share, settings)
            },
        )
        .collect();
    let (again, could): (u32, u32) =
        found.iter().fold((0, 0), |(a, c), (_, again, could, _)| (a + again, c + could));
    let repeat_rate = again as f32 / could.max(1) as f32;
    let mut later = Later { repeat_rate, next_rate: next_rate(&customers, orders), ..Later::default() };
    for (edges, again, could, days) in found {
        let rate = (again as f32 + PRIOR_CUSTOMERS * repeat_rate) / (could as f32 + PRIOR_CUSTOMERS);
        later.edges.push(edges);
        later.again.push(Again { rate, days });
    }
    later
}

/// The chance that a product of an order is in the customer's next order too.
fn next_rate(customers: &Customers, orders: &Orders) -> f32 {
    let (mut again, mut could) = (0u64, 0u64);
    for pair in customers.numbers().flat_map(|customer| customers.orders(customer).windows(2)) {
        let [first, next] = pair else { continue };
        let next = orders.basket(*next as usize);
        for product in orders.basket(*first as usize) {
            could += 1;
            again += u64::from(next.binary_search(product).is_ok());
        }
    }
    again as f32 / could.max(1) as f32
}

/// Each customer's first orders, by time.
struct Customers {
    /// Customer `c` has `orders[starts[c] .. starts[c + 1]]`.
    starts: Vec<u32>,
    orders: Vec<u32>,
}

impl Customers {
    fn of(orders: &Orders) -> Self {
        let known = || {
            (0..orders.len() as u32).filter_map(|order| {
                let head = orders.head(order as usize)?;
                head.time
                    .and(head.customer)
                    .filter(|who| *who < 1 << (32 - ORDER_BITS))
                    .map(|who| (who, order))
            })
        };
        let count = known().map(|(who, _)| who as usize + 1).max().unwrap_or(0);
        let mut starts = vec![0u32; count + 1];
        for (who, _) in known() {
            let number = starts.get_mut(who as usize + 1).filter(|number| **number < MOST_ORDERS);
            number.into_iter().for_each(|number| *number += 1);
        }
        let mut sum = 0;
        for number in &mut starts {
            sum += *number;
            *number = sum;
        }
        let mut next = starts.clone();
        let mut all = vec![0u32; sum as usize];
        for (who, order) in known() {
            let end = starts.get(who as usize + 1).copied().unwrap_or(0);
            if let Some(at) = next.get_mut(who as usize).filter(|at| **at < end) {
                all.get_mut(*at as usize).into_iter().for_each(|slot| *slot = order);
                *at += 1;
            }
        }
        Self { starts, orders: all }
    }

    fn numbers(&self) -> std::ops::Range<u32> {
        0..self.starts.len() as u32 - 1
    }

    fn orders(&self, customer: u32) -> &[u32] {
        match self.starts.get(customer as usize..) {
            Some([from, to, ..]) => self.orders.get(*from as usize..*to as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}

/// Counters of one thread.
struct Scratch {
    counts: Vec<u32>,
    /// The last customer counted for each product, plus one.
    last: Vec<u32>,
    touched: Vec<u32>,
    /// Who bought the product at hand, and in which of their orders first.
    buyers: Vec<u32>,
}

impl Scratch {
    fn new(products: usize) -> Self {
        Self { counts: vec![0; products], last: vec![0; products], touched: Vec::new(), buyers: Vec::new() }
    }

    /// Later edges of `own`, how many of its customers bought it again, how many had a later
    /// order, and the median days until they did.
    fn follow(
        &mut self,
        own: u32,
        customers: &Customers,
        orders: &Orders,
        share: &[f32],
        settings: &Settings,
    ) -> (Vec<LaterEdge>, u32, u32, f32) {
        let time = |order: &u32| orders.head(*order as usize).and_then(|head| head.time).unwrap_or(i64::MIN);
        // Orders after the first one with the product, and that one's time. Those of the same second are not later.
        let later_orders = |buyer: &u32| {
            let list = customers.orders(buyer >> ORDER_BITS);
            let at = (buyer & ((1 << ORDER_BITS) - 1)) as usize;
            let bought = list.get(at).map_or(i64::MIN, time);
            let rest = list.get(at..).unwrap_or(&[]);
            (bought, rest.get(rest.partition_point(|order| time(order) <= bought)..).unwrap_or(&[]))
        };
        let mut could = 0;
        for buyer in &self.buyers {
            let customer = buyer >> ORDER_BITS;
            let (_, rest) = later_orders(buyer);
            could += u32::from(!rest.is_empty());
            for product in rest.iter().flat_map(|order| orders.basket(*order as usize)) {
                let at = *product as usize;
                if let (Some(last), Some(count)) = (self.last.get_mut(at), self.counts.get_mut(at))
                    && *last != customer + 1
                {
                    *last = customer + 1;
                    if *count == 0 {
                        self.touched.push(*product);
                    }
                    *count += 1;
                }
            }
        }
        let again = self.counts.get(own as usize).copied().unwrap_or(0);
        let mut edges = Vec::new();
        for product in self.touched.drain(..) {
            let at = product as usize;
            let count = self.counts.get_mut(at).map_or(0, std::mem::take);
            if let Some(last) = self.last.get_mut(at) {
                *last = 0;
            }
            if product == own || count < settings.min_orders.max(settings.min_customers).max(3) {
                continue;
            }
            let confidence = count as f32 / (could as f32 + PRIOR_CUSTOMERS);
            let lift = confidence / share.get(at).copied().unwrap_or(1.0).max(1e-6);
            if lift > 1.2 {
                edges.push(LaterEdge { to: product, weight: confidence * lift.ln(), days: 0.0 });
            }
        }
        edges.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.to.cmp(&b.to)));
        edges.truncate(settings.later);
        // Lags only of what is kept: all of them would be hundreds of millions.
        let wanted: Vec<u32> = edges.iter().map(|edge| edge.to).chain([own]).collect();
        let mut lags: Vec<Vec<i64>> = vec![Vec::new(); wanted.len()];
        for buyer in self.buyers.iter().step_by(self.buyers.len() / LAG_SAMPLE + 1) {
            let (bought, rest) = later_orders(buyer);
            for (product, list) in wanted.iter().zip(&mut lags) {
                let first =
                    rest.iter().find(|order| orders.basket(**order as usize).binary_search(product).is_ok());
                list.extend(first.map(|order| time(order) - bought));
            }
        }
        let mut medians = lags.into_iter().map(median_days);
        for edge in &mut edges {
            edge.days = medians.next().unwrap_or(0.0);
        }
        (edges, again, could, medians.next().unwrap_or(0.0))
    }
}

fn median_days(mut seconds: Vec<i64>) -> f32 {
    seconds.sort_unstable();
    seconds.get(seconds.len() / 2).map_or(0.0, |s| *s as f32 / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trainer::orders::OrderBook;
    use crate::trainer::progress::Silent;

    #[test]
    fn refills_follow_the_machine_and_are_bought_again() {
        let day = 86_400;
        let mut book = OrderBook::default();
        let mut n = 0;
        let mut order = |time: i64, customer: &str, products: &[u32]| {
            n += 1;
            let number = book.order(&format!("{n}"), Some(time * day), customer);
            products.iter().for_each(|product| book.line(number, *product));
        };
        // 0: machine, 1: refill, 2..: other things.
        for c in 0..20 {
            let who = format!("c{c}");
            order(c, &who, &[0, 2]);
            order(c + 30, &who, &[1]);
            order(c + 60, &who, &[1, 3 + c as u32 % 5]);
        }
        for c in 0..40 {
            let who = format!("d{c}");
            order(c, &who, &[2]);
            order(c + 10, &who, &[3 + c as u32 % 5]);
        }
        let later = learn(&book.finish(), 8, &Settings::default(), &Silent);
        let first = later.edges[0].first().unwrap();
        assert_eq!(first.to, 1);
        assert!((first.days - 30.0).abs() < 0.01);
        assert!(later.again[1].rate > 0.5 && (later.again[1].days - 30.0).abs() < 0.01);
        assert!(later.again[0].rate < later.again[1].rate / 2.0, "a machine is bought once");
        assert!(later.edges[1].iter().all(|edge| edge.to != 0), "what came before does not follow");
    }
}
