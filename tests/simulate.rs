//! `pairwell simulate` on a shop small enough to be worked out by hand, by the real binary.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::Shop;
use serde_json::Value;

/// 200 orders in time: of every ten, four are mug and pot, four the mug alone, two pan and lid.
fn shop() -> Shop {
    shop_by(1)
}

/// The same where everything is bought so many at a time.
fn shop_by(pieces: u32) -> Shop {
    let shop = Shop::new();
    let mut text = String::from("order_id,timestamp,product_id,quantity,unit_price,currency\n");
    for n in 0..200 {
        let basket: &[(&str, u32)] = match n % 10 {
            0..4 => &[("mug", 10), ("pot", 30)],
            4..8 => &[("mug", 10)],
            _ => &[("pan", 20), ("lid", 20)],
        };
        for (product, price) in basket {
            text.push_str(&format!(
                "{n:03},2026-01-01T{:02}:{:02}:00,{product},{pieces},{price}.00,GBP\n",
                n / 60,
                n % 60
            ));
        }
    }
    shop.file("orders.csv", text);
    shop.file("costs.csv", "sku,cost\nmug,4.00\npot,20.00\npan,10.00\n");
    shop
}

fn json(shop: &Shop, more: &[&str]) -> Value {
    let base = ["simulate", "orders.csv", "--size", "2", "--discount", "10,30", "--json"];
    serde_json::from_str(&shop.pairwell(&[&base[..], more].concat()).ok().stdout()).unwrap()
}

#[test]
fn a_bundle_breaks_even_where_it_does_by_hand() {
    let shop = shop();
    let found = json(&shop, &["--costs", "costs.csv"]);
    let bundle = &found["bundles"]["bundles"][0];
    assert_eq!(bundle["products"], serde_json::json!(["mug", "pot"]));
    assert_eq!(
        (&bundle["price"], &bundle["cost"], &bundle["buyers"]),
        (&40.0.into(), &24.0.into(), &160.into())
    );
    assert_eq!(bundle["already"], 0.5);
    // The pot's margin is 10 of 40; at 10 % off each won buyer brings 10 − 4 and half of them cost 4.
    assert_eq!(bundle["deepest"], 0.25);
    let at = |n: usize| &bundle["break_even"][n][1];
    assert!((at(0).as_f64().unwrap() - 0.5 * 4.0 / 6.0).abs() < 1e-9, "{bundle}");
    assert!(at(1).is_null(), "30 % off eats more than the margin: {bundle}");
    // From the pot's side the mug is what is added.
    assert!(
        (found["bundles"]["bundles"][1]["deepest"].as_f64().unwrap() - 6.0 / 40.0).abs() < 1e-9,
        "{found}"
    );
    assert_eq!(
        found["bundles"]["without_money"], 2,
        "the lid's cost is not known, so neither pan nor lid is judged"
    );
    let all = json(&shop, &["--costs", "costs.csv", "--margin", "50"]);
    assert_eq!(all["bundles"]["without_money"], 0);
}

#[test]
fn the_growth_is_a_range_from_nothing_to_a_bound_that_is_called_one() {
    let shop = shop();
    let found = json(&shop, &["--costs", "costs.csv"]);
    let u = &found["order_value"];
    // The last 20 orders: 8 mug and pot, 8 mug, 4 pan and lid. 12 of 20 hold the other product unaided: the pot for
    // 30 or the mug for 10, and the pan or the lid for 20. Average order (8 · 40 + 8 · 10 + 4 · 40) / 20 = 28.
    assert_eq!(
        (&u["orders"], &u["unaided"], &u["order_value"]),
        (&20.into(), &0.6.into(), &28.0.into()),
        "{u}"
    );
    let spent = u["unaided_value"].as_f64().unwrap();
    assert!(((8.0 * 10.0 + 80.0) / 20.0..=(8.0 * 30.0 + 80.0) / 20.0).contains(&spent), "{u}");
    let bound = u["most"].as_f64().unwrap();
    let plain = 0.4 * spent / 28.0;
    assert!(bound >= plain && bound < 2.5 * plain, "{bound} {plain}");
    assert_eq!(u["least"], 0.0);
    let said =
        shop.pairwell(&["simulate", "orders.csv", "--size", "2", "--costs", "costs.csv"]).ok().stdout();
    assert!(
        said.contains("is an upper bound and no forecast") && said.contains("only an experiment tells"),
        "{said}"
    );
}

#[test]
fn who_buys_by_the_dozen_could_add_a_dozen() {
    let most = |pieces: u32| json(&shop_by(pieces), &[])["order_value"]["most"].as_f64().unwrap();
    let (one, dozen) = (most(1), most(12));
    assert!((one / dozen - 1.0).abs() < 1e-9, "{one} {dozen}");
}

#[test]
fn where_nothing_goes_together_it_says_so() {
    let shop = Shop::new();
    let lines: String = (0..20).map(|n| format!("{n},2026-01-{:02},mug,1,5.00\n", n + 1)).collect();
    shop.file("orders.csv", format!("order_id,timestamp,product_id,quantity,unit_price\n{lines}"));
    let said = shop.pairwell(&["simulate", "orders.csv", "--margin", "50"]).ok().stdout();
    assert!(said.contains("no product has 2 that are often bought with it"), "{said}");
    assert!(
        said.contains("raise it by 0 to 0.0 %. ") && said.contains("Average order value: 5.00. "),
        "{said}"
    );
}

#[test]
fn without_costs_it_says_where_they_come_from() {
    let shop = shop();
    let said = shop.pairwell(&["simulate", "orders.csv", "--size", "2"]).ok().stdout();
    assert!(said.contains("No bundle can be judged") && said.contains("--margin"), "{said}");
    for wrong in [["--discount", "0"], ["--discount", "120"], ["--margin", "-4"]] {
        let args: Vec<&str> = ["simulate", "orders.csv"].into_iter().chain(wrong).collect();
        shop.pairwell(&args).failed();
    }
    shop.file("bad.csv", "a,b\n1,2\n");
    let said = shop.pairwell(&["simulate", "orders.csv", "--costs", "bad.csv"]).failed().stderr();
    assert!(said.contains("bad.csv:1: no costs"), "{said}");
}
