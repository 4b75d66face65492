use super::deciding;
use crate::model::pairs::{Edge, PairSource};
use crate::model::rules::{Products, Rule, Rules, action, relation};
use crate::model::{CardSource, FileSource, Model};
use crate::recommend::{Context, Kind, Weights, list, recommend};

/// Six products; product 0 has all others as neighbours, stronger the lower the number. Even and odd
/// ones are of two types, all of one vendor; each costs 100 more than the one before; 5 is sold out.
fn shop(rules: Rules) -> Model {
    let product = |n: u32| CardSource {
        key: format!("p{n}"),
        price: Some(100 * (n + 1)),
        kind: ["Mugs", "Lamps"][n as usize % 2].into(),
        vendor: "Hearth".into(),
        available: n != 5,
        ..CardSource::default()
    };
    let row = (1..6).map(|to| Edge { to, first: 6 - to as u8, second: 0 }).collect();
    let mut rows = vec![Vec::new(); 6];
    rows[0] = row;
    let edges = PairSource { rows, first: (0..6).map(|q| q as f32).collect(), second: vec![0.0] };
    let source = FileSource {
        products: (0..6).map(product).collect(),
        edges,
        popularity: vec![40, 44, 48, 52, 56, 60],
        rules,
        ..FileSource::default()
    };
    let mut model = Model::default();
    model.add(&source.encode().unwrap()).unwrap();
    model
}

fn all() -> Products {
    Products { all: true, listed: Vec::new() }
}

fn only(listed: &[u32]) -> Products {
    Products { all: false, listed: listed.to_vec() }
}

fn rule(action: u8, amount: u32, of: Products) -> Rule {
    Rule { action, amount, when: all(), of, ..Rule::default() }
}

fn with(rules: Vec<Rule>) -> Model {
    shop(Rules { rules })
}

fn shown(model: &Model, context: &Context<'_>, kind: Kind, limit: usize) -> Vec<u32> {
    recommend(model, context, &Weights::default(), kind, limit, &[]).iter().map(|pick| pick.product).collect()
}

/// On the page of product 0.
fn page(model: &Model) -> Vec<u32> {
    shown(model, &Context { product: Some(0), ..Context::default() }, Kind::AlsoBought, 4)
}

#[test]
fn without_rules_nothing_changes() {
    assert_eq!(page(&shop(Rules::default())), [1, 2, 3, 4]);
}

#[test]
fn pins_come_first_in_their_order_unless_sold_out_or_in_the_cart() {
    let model = with(vec![rule(action::PIN, 0, only(&[5, 4, 2]))]);
    assert_eq!(page(&model), [4, 2, 1, 3]);
    let context = Context { product: Some(0), cart: &[4], ..Context::default() };
    assert_eq!(shown(&model, &context, Kind::AlsoBought, 2), [2, 1]);
}

#[test]
fn boosts_and_buries_multiply_and_exclusions_hide() {
    assert_eq!(page(&with(vec![rule(action::WEIGH, 1000, only(&[4]))]))[0], 4);
    assert_eq!(page(&with(vec![rule(action::WEIGH, 1, only(&[1]))])), [2, 3, 4, 1]);
    assert_eq!(page(&with(vec![rule(action::EXCLUDE, 0, only(&[1, 3]))])), [2, 4]);
}

#[test]
fn the_first_rule_about_a_product_decides() {
    let model = with(vec![rule(action::WEIGH, 100, only(&[1])), rule(action::EXCLUDE, 0, only(&[1, 2]))]);
    assert_eq!(page(&model), [1, 3, 4]);
    let context = Context { product: Some(0), ..Context::default() };
    assert_eq!(deciding(&model, &context, Kind::AlsoBought, 1).map(|(n, _)| n), Some(0));
    assert_eq!(deciding(&model, &context, Kind::AlsoBought, 2).map(|(n, _)| n), Some(1));
    assert!(deciding(&model, &context, Kind::AlsoBought, 3).is_none());
}

#[test]
fn what_is_compared_with_the_page_needs_a_page() {
    let other = Rule { relation: relation::OTHER, ..rule(action::EXCLUDE, 0, all()) };
    assert_eq!(page(&with(vec![other.clone()])), [2, 4], "mugs beside a mug");
    let cart = Context { cart: &[0], ..Context::default() };
    assert_eq!(
        shown(&with(vec![other]), &cart, Kind::Cart, 4),
        [1, 2, 3, 4],
        "there is no page to compare with"
    );
    let dear = Rule { low: 400, ..rule(action::EXCLUDE, 0, all()) };
    assert_eq!(page(&with(vec![dear])), [1, 2], "four times the price and more");
    let cheap = Rule { high: 200, ..rule(action::EXCLUDE, 0, all()) };
    assert_eq!(page(&with(vec![cheap])), [2, 3, 4]);
}

#[test]
fn blocks_days_markets_and_triggers_bound_a_rule() {
    let hide = || rule(action::EXCLUDE, 0, only(&[1]));
    let hidden = |rule: Rule, context: Context<'_>| {
        !shown(&with(vec![rule]), &Context { product: Some(0), ..context }, Kind::AlsoBought, 4).contains(&1)
    };
    let on = |day: u32| Context { day, ..Context::default() };
    assert!(hidden(Rule { blocks: 1 << Kind::AlsoBought as u32, ..hide() }, on(0)));
    assert!(!hidden(Rule { blocks: 1 << Kind::Cart as u32, ..hide() }, on(0)));
    let advent = || Rule { from: 10, to: 12, ..hide() };
    for (day, expected) in [(0, false), (9, false), (10, true), (12, true), (13, false)] {
        assert_eq!(hidden(advent(), on(day)), expected, "day {day}");
    }
    assert!(!hidden(Rule { to: 12, ..hide() }, on(0)), "a day that is not known is in no schedule");
    let at = |market: u32| Context { market, ..Context::default() };
    for (market, expected) in [(0, false), (1, false), (2, true), (3, false)] {
        assert_eq!(hidden(Rule { markets: 1 << 2, ..hide() }, at(market)), expected, "market {market}");
    }
    assert!(hidden(Rule { when: only(&[0]), ..hide() }, on(0)));
    assert!(!hidden(Rule { when: only(&[3]), ..hide() }, on(0)));
    assert!(hidden(Rule { when: only(&[3]), ..hide() }, Context { cart: &[3], ..Context::default() }));
}

#[test]
fn limits_leave_room_for_others() {
    assert_eq!(page(&with(vec![rule(action::PER_TYPE, 1, all())])), [1, 2]);
    assert_eq!(page(&with(vec![rule(action::PER_VENDOR, 3, all())])), [1, 2, 3]);
    assert_eq!(page(&with(vec![rule(action::PER_VENDOR, 1, only(&[1, 2]))])), [1, 3, 4]);
    let pinned = vec![rule(action::PIN, 0, only(&[4, 2])), rule(action::PER_TYPE, 1, all())];
    assert_eq!(page(&with(pinned)), [4, 2, 1], "pins stand, and count");
}

#[test]
fn a_block_has_its_own_minimum_and_fallbacks() {
    let setting = |chain: &[Kind]| {
        let chain: Vec<u32> = chain.iter().map(|kind| *kind as u32).collect();
        let blocks = 1 << Kind::Similar as u32;
        with(vec![Rule { blocks, ..rule(action::FALL_BACK, 3, only(&chain)) }])
    };
    let context = Context { product: Some(0), ..Context::default() };
    let found = |model: &Model| list(model, &context, &Weights::default(), Kind::Similar, 4, &[]);
    let two = found(&setting(&[Kind::New, Kind::AlsoBought]));
    assert_eq!((two.kind, two.picks.len()), (Kind::AlsoBought, 4), "new has none");
    assert!(found(&setting(&[])).picks.is_empty(), "no fallback is wanted");
    assert_eq!(found(&shop(Rules::default())).kind, Kind::BestSellers);
}

#[test]
fn what_a_list_would_be_otherwise_is_asked_without_rules() {
    let model = with(vec![rule(action::EXCLUDE, 0, only(&[1]))]);
    let context = Context { product: Some(0), everything: true, ..Context::default() };
    assert!(shown(&model, &context, Kind::AlsoBought, 4).contains(&1));
}
