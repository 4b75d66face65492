#![allow(clippy::unwrap_used)]

use super::state::State;
use super::*;
use crate::trainer::orders::Orders;

/// Products by their id, a number.
struct ById;

impl Assortment for ById {
    fn product(&mut self, offer: &Offer<'_>) -> Result<u32, LeftOut> {
        offer.id.parse().map_err(|_| LeftOut::NotInCatalog)
    }

    fn is_final(&self) -> bool {
        true
    }

    fn price(&mut self, _: u32, _: &Offer<'_>) {}
}

fn feed(ledger: &mut Ledger, orders: &[(&str, i64, &str, &[&str])]) {
    assert!(ledger.begin_export());
    for (name, time, customer, products) in orders {
        for id in *products {
            let order = ledger.order(name, Some(*time), customer, "GBP");
            ledger.line(order, &Offer { id, name: "", price: Some(1.0), reason: None });
        }
    }
}

/// Name, time, customer, products.
type Seen = (String, Option<i64>, Option<u32>, Vec<u32>);

fn seen(orders: &Orders) -> Vec<Seen> {
    (0..orders.len())
        .map(|n| {
            let head = orders.head(n).unwrap();
            (orders.name(n).to_owned(), head.time, head.customer, orders.basket(n).to_vec())
        })
        .collect()
}

#[test]
fn whatever_the_sequence_the_orders_are_the_same_and_a_later_export_wins() {
    let mut forth = Ledger::default();
    feed(&mut forth, &[("b", 5, "x", &["3", "1", "3"]), ("a", 5, "y", &["2"]), ("c", 1, "y", &["postage"])]);
    feed(&mut forth, &[("b", 6, "x", &["4"])]);
    let mut back = Ledger::default();
    feed(&mut back, &[("c", 1, "y", &["postage"]), ("a", 5, "y", &["2"])]);
    feed(&mut back, &[("b", 6, "x", &["4"])]);
    let (forth, back) = (forth.settle(&mut ById), back.settle(&mut ById));
    // "y" is the first customer, by an order of which no line counts.
    let expected = vec![("a".into(), Some(5), Some(0), vec![2]), ("b".into(), Some(6), Some(1), vec![4])];
    assert_eq!(seen(&forth.orders), expected);
    assert_eq!(seen(&back.orders), expected);
    assert_eq!((forth.lines, forth.orders_read, forth.customers_read), (3, 3, 2));
    assert_eq!(forth.left_out.get(&LeftOut::NotInCatalog), Some(&1));
}

#[test]
fn rows_of_an_order_that_are_apart_belong_together_within_an_export() {
    let mut ledger = Ledger::default();
    feed(&mut ledger, &[("a", 9, "", &["1"]), ("b", 2, "", &["5"]), ("a", 3, "z", &["2", "1"])]);
    let orders = ledger.settle(&mut ById).orders;
    assert_eq!(
        seen(&orders),
        [("b".into(), Some(2), None, vec![5]), ("a".into(), Some(3), Some(0), vec![1, 2])]
    );
}

#[test]
fn an_offer_comes_back_from_its_bytes() {
    let mut bytes = Vec::new();
    for price in [None, Some(0.0), Some(4.95)] {
        for reason in [None, Some(LeftOut::Cancelled), Some(LeftOut::NoQuantity)] {
            let offer = Offer { id: "id, 1", name: "Café", price, reason };
            encode_offer(&offer, &mut bytes);
            assert_eq!(decode_offer(&bytes), Some(offer));
        }
    }
    for cut in 0..13 {
        assert_eq!(decode_offer(&bytes[..cut]), None);
    }
}

#[test]
fn a_state_gives_back_what_was_kept_and_no_byte_of_it_may_change() {
    let dir = tempfile::tempdir().unwrap();
    let state = State::at(dir.path());
    let mut ledger = state.read().unwrap();
    feed(&mut ledger, &[("b", 5, "x", &["3", "1"]), ("a", 7, "", &["2", "no"])]);
    feed(&mut ledger, &[("b", 6, "x", &["4"])]);
    state.stage(&ledger).unwrap().commit().unwrap();
    let again = state.read().unwrap();
    assert_eq!(again.price_currency(), "GBP");
    assert_eq!(seen(&again.settle(&mut ById).orders), seen(&ledger.settle(&mut ById).orders));

    let good = std::fs::read(state.path()).unwrap();
    for at in 0..good.len() {
        for bit in [1, 16, 128] {
            let mut bad = good.clone();
            bad[at] ^= bit;
            std::fs::write(state.path(), &bad).unwrap();
            assert!(state.read().is_err(), "byte {at}");
        }
        std::fs::write(state.path(), &good[..at]).unwrap();
        assert!(state.read().is_err(), "cut at {at}");
    }
    std::fs::write(state.path(), &good).unwrap();
    assert_eq!(state.read().unwrap().orders(), 2);
}

#[test]
fn a_staged_state_that_is_dropped_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let state = State::at(dir.path());
    let mut ledger = state.read().unwrap();
    feed(&mut ledger, &[("b", 5, "x", &["3"])]);
    drop(state.stage(&ledger).unwrap());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}
