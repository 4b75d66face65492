//! From lines as read to orders of products, in one sequence whatever brought them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::orders::{LeftOut, Orders};
use super::{Ledger, NO_TIME, NOBODY, Offer, decode_offer};

/// A ledger that has been settled.
#[derive(Debug, Default)]
pub struct Settled {
    /// Orders with at least one product that counts, by time and then by name.
    pub orders: Orders,
    /// Lines that do not count, by reason.
    pub left_out: BTreeMap<LeftOut, u64>,
    /// Lines of all orders as they stand, whether they count or not.
    pub lines: u64,
    /// Distinct orders, with or without a line that counts.
    pub orders_read: usize,
    /// Distinct customers.
    pub customers_read: usize,
}

/// What lines mean.
pub(in crate::trainer) trait Assortment {
    /// The product of an offer whose lines count.
    fn product(&mut self, offer: &Offer<'_>) -> Result<u32, LeftOut>;
    /// Whether a refusal of [`Assortment::product`] stands for good.
    fn is_final(&self) -> bool;
    /// The last price that lines give `product`, told in the sequence of orders.
    fn price(&mut self, product: u32, offer: &Offer<'_>);
}

/// What is known of an offer so far.
#[derive(Clone, Copy)]
enum Meaning {
    Unknown,
    Product(u32),
    Nothing(LeftOut),
}

impl Ledger {
    /// The code of the prices: that of the latest order that has one.
    pub fn price_currency(&self) -> String {
        let key = |at: usize| self.heads.get(at).map(|head| (head.time, self.names.texts().get(at as u32)));
        let latest = (0..self.heads.len())
            .filter(|at| self.heads.get(*at).is_some_and(|head| head.currency > 0))
            .max_by(|a, b| key(*a).cmp(&key(*b)));
        let number = latest.and_then(|at| self.heads.get(at)).map_or(0, |head| usize::from(head.currency));
        number.checked_sub(1).and_then(|at| self.currencies.get(at)).cloned().unwrap_or_default()
    }

    /// Orders of products, by time and then by name; customers are numbered in that sequence, too.
    pub(in crate::trainer) fn settle(mut self, assortment: &mut dyn Assortment) -> Settled {
        // Nothing is looked up by its text any more, and of customers nothing but their number is asked.
        self.names.close();
        self.offers.close();
        let known = std::mem::take(&mut self.customers).len();
        let runs = self.live_runs();
        let texts = self.names.texts();
        let mut sequence: Vec<u32> = (0..self.heads.len() as u32).collect();
        let time = |order: u32| self.heads.get(order as usize).map_or(NO_TIME, |head| head.time);
        sequence.par_sort_unstable_by(|a, b| {
            time(*a).cmp(&time(*b)).then_with(|| texts.get(*a).cmp(texts.get(*b)))
        });

        let mut meanings = vec![Meaning::Unknown; self.offers.len()];
        let mut last_use = vec![0u64; self.offers.len()];
        let mut customers = vec![NOBODY; known];
        let mut settled = Settled { orders_read: self.heads.len(), ..Settled::default() };
        let mut orders = Orders::with_capacity(self.heads.len(), self.items);
        let (mut basket, mut numbered) = (Vec::new(), 0u32);
        for order in sequence {
            let Some(head) = self.heads.get(order as usize) else { continue };
            let customer = customers.get_mut(head.customer as usize).map(|number| {
                if *number == NOBODY {
                    *number = numbered;
                    numbered += 1;
                }
                *number
            });
            basket.clear();
            for line in runs.of(order as usize).flat_map(|run| self.lines_of(run)) {
                settled.lines += 1;
                let Some(meaning) = meanings.get_mut(line as usize) else { continue };
                if let Meaning::Unknown = meaning {
                    *meaning = self.meaning(line, assortment);
                }
                match *meaning {
                    Meaning::Product(product) => {
                        basket.push(product);
                        last_use.get_mut(line as usize).into_iter().for_each(|at| *at = settled.lines);
                    }
                    Meaning::Nothing(reason) => {
                        *settled.left_out.entry(reason).or_insert(0) += 1;
                        if !assortment.is_final() {
                            *meaning = Meaning::Unknown;
                        }
                    }
                    Meaning::Unknown => {}
                }
            }
            basket.sort_unstable();
            basket.dedup();
            if !basket.is_empty() {
                orders.push(order, head.time, customer, &basket);
            }
        }
        settled.customers_read = numbered as usize;
        let mut used: Vec<(u64, u32)> = last_use.into_iter().zip(0..).filter(|(at, _)| *at > 0).collect();
        used.sort_unstable();
        for (_, number) in used {
            if let (Some(Meaning::Product(product)), Some(offer)) =
                (meanings.get(number as usize), decode_offer(self.offers.texts().get(number)))
            {
                assortment.price(*product, &offer);
            }
        }
        settled.orders = orders.named(self.names.into_texts());
        settled
    }

    fn meaning(&self, number: u32, assortment: &mut dyn Assortment) -> Meaning {
        let Some(offer) = decode_offer(self.offers.texts().get(number)) else { return Meaning::Unknown };
        match offer.reason {
            Some(reason) => Meaning::Nothing(reason),
            None => assortment.product(&offer).map_or_else(Meaning::Nothing, Meaning::Product),
        }
    }
}
