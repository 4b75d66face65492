//! `pairwell recommend` as its users and the evaluation drive it.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use common::{Shop, items, jsonl, orders_csv};
use serde_json::json;

fn trained() -> Shop {
    let shop = Shop::new();
    let orders = orders_csv(&[
        (&["mug", "pot"], 20),
        (&["mug", "pot", "tea"], 10),
        (&["lamp", "bulb"], 12),
        (&["lamp", "shade"], 6),
        (&["tea"], 5),
        (&["rug"], 9),
    ]);
    shop.file("orders.csv", orders);
    shop.pairwell(&["train", "orders.csv", "-o", "model"]).ok();
    shop
}

#[test]
fn cases_are_answered_in_their_order_and_nothing_unknown_is_an_error() {
    let shop = trained();
    let cases = [
        json!({"id": "a", "product": "mug"}),
        json!({"id": 2, "cart": ["lamp", "no-such-thing"], "answer": ["bulb"], "customer": "", "ts": "2011"}),
        json!({"id": "c", "cart": ["no-such-thing"]}),
        json!({"id": "d", "viewed": ["lamp"], "purchased": [{"product": "mug", "at": "2020-01-01"}], "at": "2020-06-01T00:00:00"}),
        json!({"id": "e", "product": "lamp", "block": "bought-together"}),
    ];
    let text: Vec<String> = cases.iter().map(ToString::to_string).collect();
    shop.file("cases.jsonl", text.join("\n"));
    let answers = jsonl(
        &shop.pairwell(&["recommend", "model", "--input", "cases.jsonl", "--limit", "4"]).ok().stdout(),
    );
    let ids: Vec<_> = answers.iter().map(|a| a["id"].clone()).collect();
    assert_eq!(ids, [json!("a"), json!(2), json!("c"), json!("d"), json!("e")]);
    assert_eq!(items(&answers[0])[..2], ["pot", "tea"]);
    assert_eq!(items(&answers[1])[..2], ["bulb", "shade"]);
    assert_eq!(items(&answers[2])[0], "mug", "without a context the most bought come first");
    assert!(items(&answers[3]).iter().any(|p| p == "bulb"), "a view counts");
    assert_eq!(items(&answers[4]), ["bulb", "shade"], "bought-together is never filled up");
    for (case, answer) in cases.iter().zip(&answers) {
        let list = items(answer);
        let mut distinct = list.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), list.len(), "a product twice");
        let context = case["cart"].as_array().into_iter().flatten().chain([&case["product"]]);
        for product in context.filter_map(|p| p.as_str()) {
            assert!(!list.iter().any(|p| p == product), "{product} is in its own context");
        }
    }
}

#[test]
fn explain_says_which_product_gave_what() {
    let shop = trained();
    let said = shop
        .pairwell(&["recommend", "model", "--cart", "mug,lamp", "--limit", "2", "--explain", "--json"])
        .ok();
    let answer: serde_json::Value = serde_json::from_str(&said.stdout()).unwrap();
    for part in answer["explain"].as_array().unwrap() {
        let given: f64 = part["from"].as_array().unwrap().iter().map(|f| f["score"].as_f64().unwrap()).sum();
        let total = part["score"].as_f64().unwrap();
        assert!((given + part["popularity"].as_f64().unwrap() - total).abs() < 1e-5, "{part}");
    }
    let words = shop.pairwell(&["recommend", "model", "--cart", "mug,lamp", "--explain"]).ok().stdout();
    assert!(words.contains("from mug") && words.contains("from lamp"), "{words}");
}

#[test]
fn a_block_with_too_little_falls_back_and_says_to_what() {
    let shop = trained();
    let args = ["recommend", "model", "--product", "rug", "--block", "bought-together", "--limit", "3"];
    let bare = shop.pairwell(&args).ok().stdout();
    assert!(bare.contains("Nothing to recommend"), "nobody bought a rug with anything: {bare}");
    let said = shop.pairwell(&[&args[..], &["--fallback"]].concat()).ok().stdout();
    assert!(said.contains("Too little for bought-together; this is best-sellers:"), "{said}");
    assert_eq!(said.lines().count(), 4, "{said}");
    assert!(!said.contains("rug"), "{said}");
}

#[test]
fn a_bad_case_is_named_by_its_line() {
    let shop = trained();
    for (case, words) in [
        ("{\"id\": 1", "EOF"),
        ("{\"id\": 1, \"block\": \"magic\"}", "magic"),
        ("{\"id\": 1, \"at\": \"soon\"}", "soon"),
    ] {
        shop.file("cases.jsonl", format!("{{\"id\": 0}}\n{case}\n"));
        let said = shop.pairwell(&["recommend", "model", "--input", "cases.jsonl"]).failed().stderr();
        assert!(said.contains("cases.jsonl:2") && said.contains(words), "{said}");
    }
}

#[test]
fn an_unknown_product_on_the_command_line_is_mentioned() {
    let shop = trained();
    let run = shop.pairwell(&["recommend", "model", "--product", "nope"]).ok();
    assert!(run.stderr().contains("knows no product \"nope\""));
}

#[test]
fn a_directory_refuses_every_flip() {
    let shop = trained();
    let manifest: serde_json::Value = serde_json::from_str(&shop.read("model/manifest.json")).unwrap();
    let name = manifest["files"][0]["name"].as_str().unwrap();
    let path = shop.path("model").join(name);
    let bytes = std::fs::read(&path).unwrap();
    for bit in (0..bytes.len() * 8).step_by(97) {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        std::fs::write(&path, flipped).unwrap();
        assert!(pairwell::trainer::directory::read_model(&shop.path("model")).is_err(), "bit {bit}");
    }
    std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    let said = shop.pairwell(&["recommend", "model", "--product", "mug"]).failed().stderr();
    assert!(said.contains(name) && said.contains("SHA-256"), "{said}");
}
