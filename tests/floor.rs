//! Nothing that fewer than k orders or customers say leaves the trainer: every pair of every file is held against the
//! orders it was learned from, counted in the plainest way.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod common;
mod fuzzing;

use std::collections::{BTreeMap, BTreeSet};

use common::Shop;
use fuzzing::draw::{Draw, Seeded};
use pairwell::model::Model;
use pairwell::trainer::directory::read_model;
use pairwell::trainer::entries::opened;
use pairwell::trainer::pair_counts::count::{Counter, Floor};
use pairwell::trainer::progress::Silent;
use pairwell::trainer::{Source, load};

/// Two products by their keys, in either order of the same pair.
type Pair = (String, String);

fn pair(a: &str, b: &str) -> Pair {
    let (a, b) = if a < b { (a, b) } else { (b, a) };
    (a.to_owned(), b.to_owned())
}

/// Who has which two in one order, and who has one in an order after the other.
#[derive(Default)]
struct Truth {
    orders: BTreeMap<Pair, u32>,
    customers: BTreeMap<Pair, BTreeSet<String>>,
    /// First product, then the one that came later.
    later: BTreeMap<Pair, BTreeSet<String>>,
    sessions: BTreeMap<Pair, BTreeSet<u32>>,
}

/// Orders of few customers, most of whose pairs are rare, and what they truly say.
fn orders(draw: &mut Seeded) -> (String, Truth) {
    let mut text = String::from("order_id,customer_id,timestamp,product_id,quantity\n");
    let mut truth = Truth::default();
    let mut past: BTreeMap<String, Vec<BTreeSet<String>>> = BTreeMap::new();
    for order in 0..160 {
        let theme = draw.below(12) * 3;
        let basket: BTreeSet<String> =
            (0..1 + draw.below(5)).map(|_| format!("p{}", theme + draw.below(8))).collect();
        let customer = if draw.once_in(6) { String::new() } else { format!("c{}", draw.below(25)) };
        for product in &basket {
            let (month, day) = (1 + order / 28, 1 + order % 28);
            text.push_str(&format!("{order},{customer},2026-{month:02}-{day:02}T10:00:00,{product},1\n"));
        }
        // Nobody known is somebody else each time.
        let who = if customer.is_empty() { format!("order {order}") } else { customer };
        for a in &basket {
            for b in basket.range(a.clone()..).skip(1) {
                *truth.orders.entry(pair(a, b)).or_default() += 1;
                truth.customers.entry(pair(a, b)).or_default().insert(who.clone());
            }
            for before in past.get(&who).into_iter().flatten().flatten() {
                truth.later.entry((before.clone(), a.clone())).or_default().insert(who.clone());
            }
        }
        past.entry(who).or_default().push(basket);
    }
    (text, truth)
}

/// Sessions of views.
fn views(draw: &mut Seeded, truth: &mut Truth) -> String {
    let mut text = String::from("session_id,product_id\n");
    for session in 0..120 {
        let theme = draw.below(12) * 3;
        let seen: BTreeSet<String> =
            (0..1 + draw.below(4)).map(|_| format!("p{}", theme + draw.below(8))).collect();
        for a in &seen {
            text.push_str(&format!("s{session},{a}\n"));
            for b in seen.range(a.clone()..).skip(1) {
                truth.sessions.entry(pair(a, b)).or_default().insert(session);
            }
        }
    }
    text
}

/// Holds all that a model says of two products against the truth, where no pair may be of fewer than `k` orders and
/// `buyers` customers; says how many pairs that were.
fn check(model: &Model, truth: &Truth, (k, buyers): (u32, u32), viewed: bool) -> usize {
    let key = |product: u32| model.card(product).unwrap().key;
    let mut checked = 0;
    for own in model.indexes() {
        for other in model.neighbours(own).iter().filter(|n| n.first > 0.0 || n.second > 0.0) {
            let orders = truth.orders.get(&pair(key(own), key(other.to))).copied().unwrap_or(0);
            assert!(orders >= k, "{} and {}: {orders} orders", key(own), key(other.to));
            let who = truth.customers.get(&pair(key(own), key(other.to))).map_or(0, BTreeSet::len) as u32;
            assert!(who >= buyers, "{} and {}: {who} customers", key(own), key(other.to));
            checked += 1;
        }
        for other in model.later(own).iter().filter(|n| n.first > 0.0) {
            let who = truth.later.get(&(key(own).to_owned(), key(other.to).to_owned()));
            let who = who.map_or(0, BTreeSet::len) as u32;
            assert!(who >= k.max(buyers).max(3), "{}, later {}: {who} customers", key(own), key(other.to));
            checked += 1;
        }
        // Products that nobody looked at have alternatives by what the catalog says, which is no secret.
        let seen = |p: &str| truth.sessions.keys().any(|(a, b)| a == p || b == p);
        for other in model.similar(own).iter().filter(|_| viewed && seen(key(own))) {
            let sessions = truth.sessions.get(&pair(key(own), key(other.to))).map_or(0, BTreeSet::len) as u32;
            let by_text = |p: u32| {
                truth.sessions.iter().all(|((a, b), s)| (a != key(p) && b != key(p)) || (s.len() as u32) < k)
            };
            assert!(sessions >= k || by_text(own), "{} and {}: {sessions} sessions", key(own), key(other.to));
            checked += usize::from(sessions >= k);
        }
    }
    checked
}

#[test]
fn no_pair_of_fewer_than_k_orders_or_customers_is_in_any_file_of_a_model() {
    let floors = [(2, 1), (3, 1), (5, 1), (8, 1), (2, 2), (2, 3), (4, 3), (2, 6)];
    for (seed, (k, buyers)) in (0..16).zip(floors.into_iter().cycle()) {
        let (shop, mut draw) = (Shop::new(), Seeded(seed));
        let (text, mut truth) = orders(&mut draw);
        shop.file("orders.csv", text);
        shop.file("events.csv", views(&mut draw, &mut truth));
        let floor = k.to_string();
        let people = buyers.to_string();
        let viewed = seed % 2 == 0;
        let mut args =
            vec!["train", "orders.csv", "-o", "model", "--min-orders", &floor, "--entry-digits", "1"];
        if buyers > 1 {
            args.extend(["--min-customers", &people]);
        }
        if viewed {
            args.extend(["--events", "events.csv"]);
        }
        shop.pairwell(&args).ok();
        let (_, model) = read_model(&shop.path("model")).unwrap();
        let checked = check(&model, &truth, (k, buyers), viewed);
        assert!(checked > 0 || k.max(buyers) > 5, "seed {seed}: nothing to check");
        for entry in std::fs::read_dir(shop.path("model/at")).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            let mut model = Model::default();
            model.add(opened(&bytes).unwrap()).unwrap();
            check(&model, &truth, (k, buyers), viewed);
        }
        // The floor is what does it: without it rare pairs are there.
        let few = |p: &Pair| truth.orders[p] < k || (truth.customers[p].len() as u32) < buyers;
        let rare = truth.orders.keys().filter(|p| few(p)).count();
        assert!(rare > 20, "seed {seed}: {rare} pairs below the floor");
    }
}

#[test]
fn no_pair_of_fewer_than_k_orders_or_customers_is_counted() {
    for seed in 0..12 {
        let shop = Shop::new();
        let (text, truth) = orders(&mut Seeded(seed));
        let path = shop.file("orders.csv", text);
        let source = Source {
            orders: vec![path],
            products: None,
            events: None,
            url: "/{key}".into(),
            gift_cards: false,
        };
        let loaded = load(&source, &Silent).unwrap();
        for (orders, customers) in [(2, 2), (2, 4), (5, 3), (1, 1)] {
            let floor = Floor { orders, customers, ..Floor::default() };
            let counter = Counter::of(&loaded.orders, loaded.products.len(), floor);
            let mut counted = BTreeSet::new();
            counter
                .pairs(|found| {
                    let named = pair(loaded.key(found.a), loaded.key(found.b));
                    assert_eq!(u64::from(truth.orders[&named]), found.orders);
                    counted.insert(named);
                    Ok::<_, std::convert::Infallible>(())
                })
                .unwrap();
            let enough = |p: &Pair| truth.orders[p] >= orders && truth.customers[p].len() as u32 >= customers;
            let expected: BTreeSet<Pair> = truth.orders.keys().filter(|p| enough(p)).cloned().collect();
            assert_eq!(counted, expected, "seed {seed}, {orders} orders of {customers} customers");
        }
    }
}
