//! The merchant's rules, with all that could be resolved while training resolved.
//!
//! ```text
//! RULE
//! └─ varint  number of rules; for each
//!    ├─ 1       what it does: 0 pin, 1 scores count `amount` hundredths, 2 exclude,
//!    │          3 at most `amount` of a type, 4 of a vendor, 5 with fewer products than `amount` the
//!    │          kinds that are listed as products elsewhere are tried one after the other
//!    ├─ varint  amount
//!    ├─ varint  blocks: bit n for kind n; 0: all
//!    ├─ varint  first day, since 1970
//!    ├─ varint  last day; 0: no end
//!    ├─ varint  markets: bit n for market n, from 1; 0: all
//!    ├─ 1       bits 0–1: type of the page's product: 0 any, 1 the same, 2 another; bits 2–3: vendor
//!    ├─ varint  least price in hundredths of that of the page's product; 0: none
//!    ├─ varint  greatest price, likewise
//!    ├─ list    the page's product or one of the cart must be one of these
//!    └─ list    the products it is about
//! ```
//!
//! In an entry every rule of the shop stands with those of its products that the entry has.
//!
//! A *list* is a varint, 0 for every product, else the number of products and 1; and a varint for
//! each, its index less the one before it, modulo 2³²: short where they ascend, and any order can be
//! said.

use super::Part;
use super::bits::{ByteReader, Fault, first_fault, put_varint};

/// What a rule does.
pub mod action {
    /// Its products come first.
    pub const PIN: u8 = 0;
    /// Their scores count so many hundredths.
    pub const WEIGH: u8 = 1;
    /// They are not shown.
    pub const EXCLUDE: u8 = 2;
    /// At most so many of each type.
    pub const PER_TYPE: u8 = 3;
    /// At most so many of each vendor.
    pub const PER_VENDOR: u8 = 4;
    /// With fewer products than so many the kinds of blocks that are listed are tried, one after the
    /// other.
    pub const FALL_BACK: u8 = 5;
}

/// How the type or the vendor of a product must compare with that of the page's product.
pub mod relation {
    /// It must be the same.
    pub const SAME: u8 = 1;
    /// It must be another.
    pub const OTHER: u8 = 2;
}

/// Kinds of blocks are numbered below this: a mask has a bit for each.
const KINDS: u32 = 32;

/// Markets are numbered from 1 to this.
pub const MARKETS: usize = 31;

/// Products by row.
#[derive(Clone, PartialEq, Eq, Default)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Products {
    /// Every product; `listed` is empty then.
    pub all: bool,
    /// The products, in the order in which they were named.
    pub listed: Vec<u32>,
}

impl Products {
    /// Whether `product` is one of them.
    #[inline(never)]
    pub fn has(&self, product: u32) -> bool {
        self.all || self.listed.contains(&product)
    }
}

/// One rule.
#[derive(Clone, PartialEq, Eq, Default)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Rule {
    /// One of [`action`].
    pub action: u8,
    /// Hundredths, or a number of products.
    pub amount: u32,
    /// Bit n: kind n; 0: all.
    pub blocks: u32,
    /// First day, since 1970.
    pub from: u32,
    /// Last day; 0: no end.
    pub to: u32,
    /// Bit n: market n; 0: all.
    pub markets: u32,
    /// Bits 0–1: type, bits 2–3: vendor, each 0 or one of [`relation`].
    pub relation: u8,
    /// Least price in hundredths of that of the page's product; 0: none.
    pub low: u32,
    /// Greatest price, likewise.
    pub high: u32,
    /// What must be on the page or in the cart.
    pub when: Products,
    /// The products it is about.
    pub of: Products,
}

/// All rules of a shop.
#[derive(Clone, PartialEq, Eq, Default)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Rules {
    /// Rules; of those about a product the first one decides.
    pub rules: Vec<Rule>,
}

impl Rules {
    /// Reads the rules of a file of `count` products.
    pub(super) fn decode(bytes: &[u8], count: u32, fault: &mut Fault) -> Self {
        let mut reader = ByteReader::new(bytes, Part::Rules);
        let r = &mut reader;
        let mut out = Self::default();
        for _ in 0..number(r) {
            let action = r.byte();
            r.check(action <= action::FALL_BACK);
            let limit = if action == action::FALL_BACK { KINDS } else { count };
            out.rules.push(Rule {
                action,
                amount: r.varint(),
                blocks: r.varint(),
                from: r.varint(),
                to: r.varint(),
                markets: r.varint(),
                relation: r.byte(),
                low: r.varint(),
                high: r.varint(),
                when: products(r, count),
                of: products(r, limit),
            });
        }
        first_fault(fault, reader.finish());
        out
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }
}

/// A number that the bytes behind it have room for: of things of a byte at least, and 1.
#[inline(never)]
fn number(r: &mut ByteReader<'_>) -> u32 {
    let number = r.varint();
    let room = number as usize <= r.left() + 1;
    r.check(room);
    if room { number } else { 0 }
}

#[inline(never)]
fn products(r: &mut ByteReader<'_>, count: u32) -> Products {
    let length = number(r);
    let mut listed = Vec::new();
    let mut at = 0u32;
    for _ in 1..length {
        at = at.wrapping_add(r.varint());
        r.check(at < count);
        listed.push(at);
    }
    Products { all: length == 0, listed }
}

impl Rules {
    /// Writes the section. Lists are written in the order they have: ascending ones are shorter.
    pub fn encode(&self) -> Vec<u8> {
        let list = |out: &mut Vec<u8>, products: &Products| {
            if products.all {
                return put_varint(out, 0);
            }
            put_varint(out, products.listed.len() as u32 + 1);
            let mut before = 0u32;
            for product in &products.listed {
                put_varint(out, product.wrapping_sub(before));
                before = *product;
            }
        };
        let mut out = Vec::new();
        put_varint(&mut out, self.rules.len() as u32);
        for rule in &self.rules {
            out.push(rule.action);
            for number in [rule.amount, rule.blocks, rule.from, rule.to, rule.markets] {
                put_varint(&mut out, number);
            }
            out.push(rule.relation);
            put_varint(&mut out, rule.low);
            put_varint(&mut out, rule.high);
            list(&mut out, &rule.when);
            list(&mut out, &rule.of);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COUNT: u32 = 40;

    fn read(bytes: &[u8]) -> (Rules, Fault) {
        let mut fault = None;
        let rules = Rules::decode(bytes, COUNT, &mut fault);
        (rules, fault)
    }

    fn list() -> impl Strategy<Value = Products> {
        let listed = prop::collection::vec(0..COUNT, 0..6).prop_map(|listed| Products { all: false, listed });
        prop_oneof![Just(Products { all: true, listed: Vec::new() }), listed]
    }

    prop_compose! {
        fn rule()(
            action in 0..=action::PER_VENDOR, relation in 0u8..11,
            numbers in prop::array::uniform7(any::<u32>()), when in list(), of in list(),
        ) -> Rule {
            let [amount, blocks, from, to, markets, low, high] = numbers;
            Rule { action, amount, blocks, from, to, markets, relation, low, high, when, of }
        }
    }

    proptest! {
        #[test]
        fn rules_come_back(rules in prop::collection::vec(rule(), 0..5)) {
            let rules = Rules { rules };
            let bytes = rules.encode();
            prop_assert_eq!(read(&bytes), (rules, None));
            for end in 0..bytes.len() {
                prop_assert!(read(&bytes[..end]).1.is_some());
            }
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let (rules, fault) = read(&bytes);
            let sound = |list: &Products| list.listed.iter().all(|product| *product < COUNT);
            prop_assert!(fault.is_some() || rules.rules.iter().all(|rule| sound(&rule.of) && sound(&rule.when)));
        }
    }

    #[test]
    fn a_product_outside_and_an_unknown_action_are_refused() {
        let of = |listed: Vec<u32>| Rules {
            rules: vec![Rule { of: Products { all: false, listed }, ..Rule::default() }],
        };
        assert!(read(&of(vec![3, COUNT - 1, 0]).encode()).1.is_none());
        assert!(read(&of(vec![COUNT]).encode()).1.is_some());
        let mut bytes = of(vec![1]).encode();
        bytes[1] = action::FALL_BACK;
        assert!(read(&bytes).1.is_none());
        bytes[1] += 1;
        assert!(read(&bytes).1.is_some());
    }

    #[test]
    fn a_number_beyond_the_bytes_asks_for_no_memory() {
        assert!(read(&[0xff, 0xff, 0xff, 0xff, 0x0f]).1.is_some());
    }
}
