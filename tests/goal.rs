//! `--objective` by the real binary, on a shop in which two products go with a third equally well.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::{Shop, jsonl};
use serde_json::Value;

/// 1,500 orders in time: a pot with one of twelve cups (c0 cheapest, c11 dearest; the cheaper, the more often), and
/// now and then a thing of another kind.
fn shop() -> Shop {
    let shop = Shop::new();
    let mut text = String::from("order_id,timestamp,product_id,quantity,unit_price,currency\n");
    let mut state = 1u64;
    for n in 0..1_500u64 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let drawn = (state >> 33) % 90;
        // Weights 13, 12 … 2: they add up to 90.
        let mut left = drawn as i64;
        let cup = (0..12i64)
            .find(|c| {
                left -= 13 - c;
                left < 0
            })
            .unwrap_or(11);
        let mut line = |product: &str, price: f64| {
            text.push_str(&format!(
                "{n:05},2026-01-{:02}T{:02}:{:02}:00,{product},1,{price:.2},GBP\n",
                1 + n / 60,
                n / 3 % 20,
                n % 60
            ));
        };
        line("pot", 10.0);
        line(&format!("c{cup}"), 2f64.powi(cup as i32) / 4.0);
    }
    shop.file("orders.csv", text);
    // Margins the other way round: the cheaper a cup, the larger the share that is kept.
    let costs: String =
        (0..12).map(|c| format!("c{c},{:.2}\n", 2f64.powi(c) / 4.0 * (0.1 + 0.07 * f64::from(c)))).collect();
    shop.file("costs.csv", format!("sku,cost\npot,9.00\n{costs}"));
    shop
}

fn train(shop: &Shop, out: &str, more: &[&str]) -> String {
    shop.pairwell(&[&["train", "orders.csv", "-o", out][..], more].concat()).ok().stdout()
}

/// Places of the dearest four in the list of the pot.
fn dear(shop: &Shop, model: &str) -> usize {
    shop.file("ask.jsonl", "{\"id\":\"1\",\"product\":\"pot\"}\n");
    let said = shop.pairwell(&["recommend", model, "--input", "ask.jsonl", "--limit", "6"]).ok().stdout();
    let items = common::items(&jsonl(&said)[0]);
    items.iter().filter(|item| ["c8", "c9", "c10", "c11"].contains(&item.as_str())).count()
}

fn goal(shop: &Shop, more: &[&str]) -> Value {
    let said =
        shop.pairwell(&[&["evaluate", "orders.csv", "--alone", "--json"][..], more].concat()).ok().stdout();
    serde_json::from_str::<Value>(&said).unwrap()["goal"].clone()
}

#[test]
fn revenue_moves_dear_products_up_and_only_as_far_as_the_limit_lets_it() {
    let shop = shop();
    train(&shop, "plain", &[]);
    let said = train(&shop, "revenue", &["--objective", "revenue", "--most-lost", "60%"]);
    assert!(said.contains("Goal revenue:") && said.contains("revenue a list (GBP)"), "{said}");
    assert!(dear(&shop, "revenue") > dear(&shop, "plain"), "{said}");

    let (wide, narrow) = (
        goal(&shop, &["--objective", "revenue", "--most-lost", "60"]),
        goal(&shop, &["--objective", "revenue", "--most-lost", "2"]),
    );
    let exponent = |goal: &Value| goal["chosen"]["exponent"].as_f64().unwrap();
    assert!(exponent(&wide) > exponent(&narrow), "{wide}\n{narrow}");
    // Within the limit at the worse end of the interval, on the orders it was chosen by.
    for (goal, limit) in [(&wide, 0.6), (&narrow, 0.02)] {
        for trade in goal["chosen"]["trades"].as_array().unwrap() {
            let recall = &trade["recall"];
            let lost = -recall["difference"][1][0].as_f64().unwrap() / recall["before"][0].as_f64().unwrap();
            assert!(lost <= limit, "{trade}");
        }
    }
    let worth = &wide["trades"][0]["worth"];
    assert!(
        worth["difference"][1][0].as_f64().unwrap() > 0.0,
        "later orders bring more, beyond chance: {worth}"
    );
}

#[test]
fn without_a_goal_or_with_nothing_to_lose_the_model_is_the_same_to_the_byte() {
    let shop = shop();
    train(&shop, "plain", &[]);
    train(&shop, "purchases", &["--objective", "purchases"]);
    // No exponent can keep within this: recall may not even be uncertain.
    train(&shop, "bound", &["--objective", "revenue", "--most-lost", "0"]);
    let plain = shop.read("plain/manifest.json");
    assert_eq!(shop.read("purchases/manifest.json"), plain);
    let said = goal(&shop, &["--objective", "revenue", "--most-lost", "0"]);
    assert_eq!(said["chosen"]["exponent"] == 0.0, shop.read("bound/manifest.json") == plain, "{said}");
}

#[test]
fn costs_are_needed_for_margin_and_are_in_no_public_file() {
    let shop = shop();
    let without =
        shop.pairwell(&["train", "orders.csv", "-o", "m", "--objective", "margin"]).failed().stderr();
    assert!(without.contains("--costs"), "{without}");
    let said =
        train(&shop, "margin", &["--objective", "margin", "--costs", "costs.csv", "--most-lost", "30"]);
    assert!(said.contains("margin a list"), "{said}");
    let manifest = shop.read("margin/manifest.json");
    assert!(
        !manifest.contains("margin") && !manifest.contains("cost") && !manifest.contains("exponent"),
        "{manifest}"
    );
    // Sold at a loss or not known is no reason to fail.
    shop.file("few.csv", "sku,cost\nc3,999\npot,1\nnobody,2\nc4,oops\n");
    let said = train(&shop, "few", &["--objective", "margin", "--costs", "few.csv"]);
    assert!(said.contains("11 products without a known price or cost stay as they are"), "{said}");
    assert!(said.contains("1 row of the costs could not be read"), "{said}");
    for bad in ["banana", "-1", "101"] {
        let most = format!("--most-lost={bad}");
        let said = shop
            .pairwell(&["train", "orders.csv", "-o", "x", "--objective", "revenue", &most])
            .failed()
            .stderr();
        assert!(said.contains("--most-lost"), "{said}");
    }
}

#[test]
fn a_bound_on_what_a_goal_costs_is_none_without_a_goal() {
    let shop = shop();
    let said = shop.pairwell(&["train", "orders.csv", "-o", "m", "--most-lost", "3%"]).failed().stderr();
    assert!(said.contains("--objective"), "{said}");
    train(&shop, "m", &["--objective", "revenue", "--most-lost", "3%"]);
}
