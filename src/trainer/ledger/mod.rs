//! Order lines as they were read, before anybody knows which products they mean.
//!
//! A line is the number of its *offer*: what the export says of a product (id, name, price) and whether
//! it counts. Shops sell few things at few prices, so a line takes one to three bytes, and what an offer means is
//! looked up once for all of its lines. Orders are put into one sequence, by time and then by name, only
//! when all are known ([`Ledger::settle`]): so what is learned does not depend on the sequence in which rows,
//! files or earlier runs brought them. [`state`] keeps a ledger from one run to the next.

mod settle;
pub mod state;
mod texts;

pub(in crate::trainer) use settle::Assortment;
pub use settle::Settled;
pub use texts::Texts;

use sha2::{Digest, Sha256};

use super::orders::LeftOut;
use super::varint::{Packed, Unpacked};
use texts::Interned;

/// What an order says of a product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offer<'a> {
    /// Id or SKU; empty where the line has none.
    pub id: &'a str,
    /// Name; empty where the export has none.
    pub name: &'a str,
    /// Price of one.
    pub price: Option<f64>,
    /// Why its lines do not count, as far as the export tells.
    pub reason: Option<LeftOut>,
}

/// No time, no customer.
const NO_TIME: i64 = i64::MIN;
const NOBODY: u32 = u32::MAX;

/// What belongs to an order rather than to its lines.
#[derive(Debug, Clone, Copy)]
struct Head {
    time: i64,
    customer: u32,
    /// 0: none; n: the nth of the ledger's currencies.
    currency: u16,
    /// The export that has the version which counts.
    export: u16,
}

/// Lines of one order that follow each other, up to the next run.
#[derive(Debug, Clone, Copy)]
struct Run {
    order: u32,
    start: u32,
    export: u16,
}

/// Orders and lines as read.
#[derive(Debug, Default)]
pub struct Ledger {
    names: Interned,
    heads: Vec<Head>,
    customers: Interned,
    /// Where customers must not be known by name: what their hashes are salted with.
    salt: Option<[u8; 16]>,
    currencies: Vec<String>,
    offers: Interned,
    runs: Vec<Run>,
    /// The offer of each line.
    lines: Packed,
    /// How many there are.
    items: usize,
    /// The export being read; 0 is what was kept from earlier runs.
    export: u16,
    scratch: Vec<u8>,
    full: bool,
    /// Line items read by this run, whether they count or not.
    pub lines_read: u64,
}

impl Ledger {
    /// A ledger whose customers are known by salted hashes only.
    pub fn salted(salt: [u8; 16]) -> Self {
        Self { salt: Some(salt), ..Self::default() }
    }

    /// What follows is another export: an order in it replaces what earlier exports say of that order.
    /// `false` when there have been more than 65,535.
    #[must_use]
    pub fn begin_export(&mut self) -> bool {
        match self.export.checked_add(1) {
            Some(next) => {
                self.export = next;
                true
            }
            None => false,
        }
    }

    /// The number of the order called `name`; a further mention in the same export may bring an earlier
    /// time, a customer or a currency.
    pub fn order(&mut self, name: &str, time: Option<i64>, customer: &str, currency: &str) -> u32 {
        let customer = self.customer(customer);
        let currency = self.currency(currency);
        let (order, _) = self.names.intern(name.as_bytes());
        let fresh = Head { time: time.unwrap_or(NO_TIME), customer, currency, export: self.export };
        match self.heads.get_mut(order as usize) {
            None => self.heads.push(fresh),
            Some(head) if head.export != self.export => *head = fresh,
            Some(head) => {
                head.time = match (head.time, fresh.time) {
                    (NO_TIME, new) => new,
                    (known, NO_TIME) => known,
                    (known, new) => known.min(new),
                };
                if head.customer == NOBODY {
                    head.customer = customer;
                }
                if head.currency == 0 {
                    head.currency = currency;
                }
            }
        }
        order
    }

    fn customer(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return NOBODY;
        }
        match self.salt {
            None => self.customers.intern(text.as_bytes()).0,
            Some(salt) => {
                let hash = Sha256::new().chain_update(salt).chain_update(text.as_bytes()).finalize();
                self.customers.intern(hash.get(..16).unwrap_or(&hash)).0
            }
        }
    }

    fn currency(&mut self, code: &str) -> u16 {
        if code.len() != 3 {
            return 0;
        }
        let known = self.currencies.iter().position(|known| known.eq_ignore_ascii_case(code));
        let at = known.unwrap_or_else(|| {
            self.currencies.push(code.to_uppercase());
            self.currencies.len() - 1
        });
        u16::try_from(at + 1).unwrap_or(0)
    }

    /// Notes a line of `order`.
    pub fn line(&mut self, order: u32, offer: &Offer<'_>) {
        self.lines_read += 1;
        encode_offer(offer, &mut self.scratch);
        let (number, _) = self.offers.intern(&self.scratch);
        self.push_line(order, number);
    }

    fn push_line(&mut self, order: u32, offer: u32) {
        let Ok(start) = u32::try_from(self.lines.end()) else {
            self.full = true;
            return;
        };
        if self.runs.last().is_none_or(|run| run.order != order || run.export != self.export) {
            self.runs.push(Run { order, start, export: self.export });
        }
        self.push_offer(offer);
    }

    fn push_offer(&mut self, offer: u32) {
        self.lines.push(offer);
        self.items += 1;
    }

    /// Whether there is more than counting can hold: 2³² numbers, one a line and two an order, and 4 GiB of names.
    pub fn is_full(&self) -> bool {
        let texts = [&self.names, &self.customers, &self.offers];
        self.full
            || self.items + 2 * self.heads.len() > u32::MAX as usize
            || texts.iter().any(|texts| texts.texts().is_full())
    }

    /// Whether no order was read.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// Number of distinct orders, with or without a line that counts.
    pub fn orders(&self) -> usize {
        self.heads.len()
    }

    /// The lines of run `at`.
    fn lines_of(&self, at: usize) -> Unpacked<'_> {
        let start = self.runs.get(at).map_or(0, |run| run.start as usize);
        let end = self.runs.get(at + 1).map_or(self.lines.end(), |run| run.start as usize);
        self.lines.between(start, end)
    }

    /// For each order its runs that count.
    fn live_runs(&self) -> LiveRuns {
        let counts = |run: &Run| self.heads.get(run.order as usize).is_some_and(|h| h.export == run.export);
        let in_turn = |(run, at): (&Run, usize)| run.order as usize == at && counts(run);
        if self.runs.len() == self.heads.len() && self.runs.iter().zip(0..).all(in_turn) {
            return LiveRuns(None);
        }
        let mut at = vec![0u32; self.heads.len() + 1];
        for run in self.runs.iter().filter(|run| counts(run)) {
            if let Some(n) = at.get_mut(run.order as usize + 1) {
                *n += 1;
            }
        }
        let mut sum = 0;
        for n in &mut at {
            sum += *n;
            *n = sum;
        }
        let starts = at.clone();
        let mut runs = vec![0u32; sum as usize];
        for (run, number) in self.runs.iter().zip(0u32..).filter(|(run, _)| counts(run)) {
            if let Some(next) = at.get_mut(run.order as usize) {
                if let Some(slot) = runs.get_mut(*next as usize) {
                    *slot = number;
                }
                *next += 1;
            }
        }
        LiveRuns(Some((starts, runs)))
    }
}

/// Which runs count for each order: `runs[starts[order] .. starts[order + 1]]`. Nothing where run n is the only one of
/// order n, as where each order's lines follow each other.
struct LiveRuns(Option<(Vec<u32>, Vec<u32>)>);

impl LiveRuns {
    /// The runs of an order, as they came.
    fn of(&self, order: usize) -> impl Iterator<Item = usize> + '_ {
        let (only, several) = match &self.0 {
            None => (Some(order), &[][..]),
            Some((starts, runs)) => match (starts.get(order), starts.get(order + 1)) {
                (Some(from), Some(to)) => (None, runs.get(*from as usize..*to as usize).unwrap_or(&[])),
                _ => (None, &[][..]),
            },
        };
        only.into_iter().chain(several.iter().map(|run| *run as usize))
    }
}

/// Reasons by the number they have in an offer's bytes and in a state file; 0 is none.
const REASONS: [LeftOut; 4] = [LeftOut::Cancelled, LeftOut::Refunded, LeftOut::Returned, LeftOut::NoQuantity];

/// An offer as the bytes it is found by: reason, price, length of the id, id, name.
fn encode_offer(offer: &Offer<'_>, into: &mut Vec<u8>) {
    into.clear();
    let reason = offer.reason.and_then(|r| REASONS.iter().position(|known| *known == r)).map_or(0, |n| n + 1);
    // No price is the one bit pattern that no price has.
    let price = offer.price.map_or(u64::MAX, f64::to_bits);
    into.push(reason as u8);
    into.extend_from_slice(&price.to_le_bytes());
    into.extend_from_slice(&(offer.id.len() as u32).to_le_bytes());
    into.extend_from_slice(offer.id.as_bytes());
    into.extend_from_slice(offer.name.as_bytes());
}

/// The reverse; `None` for bytes that no offer has.
fn decode_offer(bytes: &[u8]) -> Option<Offer<'_>> {
    let (reason, rest) = bytes.split_first()?;
    let (price, rest) = rest.split_first_chunk::<8>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (id, name) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let reason = match usize::from(*reason).checked_sub(1) {
        None => None,
        Some(at) => Some(*REASONS.get(at)?),
    };
    let price = match u64::from_le_bytes(*price) {
        u64::MAX => None,
        bits => Some(f64::from_bits(bits)).filter(|price| price.is_finite()),
    };
    Some(Offer { id: std::str::from_utf8(id).ok()?, name: std::str::from_utf8(name).ok()?, price, reason })
}

#[cfg(test)]
mod tests;
