//! Hiding products of an order, by a hash of its name, so that every tool hides the same.

use sha1::{Digest, Sha1};

use super::split::CaseOrder;

/// More cases than this are thinned out.
const CAP: usize = 20_000;

/// What is shown and what is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// One product of the order is hidden; all others are in the cart.
    Basket,
    /// One product of the order is looked at; all others are hidden.
    Product,
}

impl Protocol {
    /// Name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Basket => "basket",
            Self::Product => "product",
        }
    }

    /// Prefix of the hashed text, which fixes the choice.
    fn salt(self) -> &'static str {
        match self {
            Self::Basket => "basket",
            Self::Product => "pdp",
        }
    }
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Name of the order.
    pub order: String,
    /// When it was placed, in seconds since 1970.
    pub time: Option<i64>,
    /// Who placed it.
    pub customer: Option<u32>,
    /// Products shown.
    pub cart: Vec<u32>,
    /// Products hidden.
    pub answers: Vec<u32>,
}

/// First eight bytes of the SHA-1 of `text`, big endian.
fn hash(text: &str) -> u64 {
    Sha1::digest(text.as_bytes()).iter().take(8).fold(0, |value, byte| value << 8 | u64::from(*byte))
}

/// The cases of `protocol`: every order with two known products or more, at most 20,000.
pub fn cases(orders: &[CaseOrder], protocol: Protocol) -> Vec<Case> {
    let mut eligible: Vec<&CaseOrder> = orders.iter().filter(|order| order.products.len() >= 2).collect();
    if eligible.len() > CAP {
        let mut ranked: Vec<(u64, &str)> =
            eligible.iter().map(|o| (hash(&format!("cap|{}", o.name)), o.name.as_str())).collect();
        ranked.sort_unstable();
        let kept: std::collections::BTreeSet<&str> = ranked.iter().take(CAP).map(|(_, name)| *name).collect();
        eligible.retain(|order| kept.contains(order.name.as_str()));
    }
    eligible
        .into_iter()
        .map(|order| {
            let chosen = hash(&format!("{}|{}", protocol.salt(), order.name)) as usize % order.products.len();
            let (mut one, mut rest) = (Vec::new(), Vec::new());
            for (at, product) in order.products.iter().enumerate() {
                if at == chosen { one.push(*product) } else { rest.push(*product) }
            }
            let (cart, answers) = match protocol {
                Protocol::Basket => (rest, one),
                Protocol::Product => (one, rest),
            };
            Case { order: order.name.clone(), time: order.time, customer: order.customer, cart, answers }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_protocol() {
        // python3 -c "import hashlib; print(int.from_bytes(hashlib.sha1(b'basket|536365').digest()[:8],'big'))"
        assert_eq!(hash("basket|536365"), HASH);
    }

    const HASH: u64 = 11775410345522821593;

    #[test]
    fn basket_and_product_are_each_others_mirror() {
        let order =
            |name: &str| CaseOrder { name: name.into(), time: None, customer: None, products: vec![4, 7, 9] };
        let orders = [order("a"), order("b"), CaseOrder { products: vec![1], ..order("c") }];
        let baskets = cases(&orders, Protocol::Basket);
        assert_eq!(baskets.len(), 2, "an order with one known product asks nothing");
        assert!(baskets.iter().all(|case| case.cart.len() == 2 && case.answers.len() == 1));
        assert!(
            cases(&orders, Protocol::Product)
                .iter()
                .all(|case| case.cart.len() == 1 && case.answers.len() == 2)
        );
    }
}
