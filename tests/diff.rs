//! The review before a model goes up: `pairwell diff` and `pairwell lint`, by the real binary.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::{Shop, orders_csv};
use serde_json::Value;

fn two_models() -> Shop {
    let shop = Shop::new();
    let before = orders_csv(&[
        (&["mug", "pot"], 20),
        (&["pan", "lid"], 20),
        (&["fork", "knife"], 10),
        (&["lamp", "bulb"], 3),
    ]);
    // The lamp and its bulb are gone; what went with the pan goes with the mug now; there is a tray.
    let after = orders_csv(&[
        (&["mug", "lid"], 20),
        (&["pan", "pot"], 20),
        (&["fork", "knife"], 10),
        (&["tray", "knife"], 3),
    ]);
    shop.file("before.csv", before);
    shop.file("after.csv", after);
    shop.pairwell(&["train", "before.csv", "-o", "old"]).ok();
    shop.pairwell(&["train", "after.csv", "-o", "new"]).ok();
    shop
}

#[test]
fn a_model_that_loses_too_much_is_refused_with_a_code_of_its_own() {
    let shop = two_models();
    let run = shop.pairwell(&["diff", "old", "new", "--orders", "before.csv"]);
    assert_eq!(run.code(), Some(3), "{}", run.stderr());
    let said = run.stdout();
    for words in [
        "Products: 8 → 7; 1 gained, 2 lost",
        "gained  tray",
        "lost  lamp",
        "Quality, basket, the same orders (53 cases): hit rate at 10",
    ] {
        assert!(said.contains(words), "missing {words:?} in:\n{said}");
    }
    let why = run.stderr();
    for words in [
        "refused: look at it before it goes up",
        "25.0 % of the products are gone; --max-lost-products allows 10.0 %",
        "--max-lost-pairs",
    ] {
        assert!(why.contains(words), "missing {words:?} in:\n{why}");
    }
    let generous = ["--max-lost-products", "30", "--max-lost-pairs", "100", "--max-quality-drop", "100"];
    shop.pairwell(&[&["diff", "old", "new"][..], &generous].concat()).ok();
}

#[test]
fn pairs_are_those_of_the_lists_that_pages_show() {
    let shop = two_models();
    let all = ["--max-lost-products", "100", "--max-lost-pairs", "100", "--json"];
    let run = shop.pairwell(&[&["diff", "old", "new"][..], &all].concat()).ok();
    let diff: Value = serde_json::from_str(&run.stdout()).unwrap();
    let pairs = &diff["pairs"];
    // Old: four pairs, from both ends. New: mug-lid, pan-pot, fork-knife, tray-knife.
    assert_eq!((&pairs["old"], &pairs["new"]), (&8.into(), &8.into()), "{pairs}");
    assert_eq!(pairs["gained"], 6, "{pairs}");
    assert_eq!(pairs["lost"], 6, "{pairs}");
    assert_eq!(pairs["lists"], 6, "products of both: {pairs}");
    let changed = pairs["most_popular"].as_array().unwrap();
    let mug = changed.iter().find(|c| c["product"]["key"] == "mug").unwrap();
    assert_eq!((&mug["gained"][0], &mug["lost"][0]), (&"lid".into(), &"pot".into()));
    assert_eq!(diff["broken"].as_array().unwrap().len(), 0);
}

#[test]
fn a_product_under_another_key_keeps_its_pairs() {
    let shop = Shop::new();
    let skus = ["MUG", "POT", "PAN", "LID"];
    shop.file("orders.csv", orders_csv(&[(&["MUG", "POT"], 20), (&["PAN", "LID"], 20)]));
    // The handles are others now; the SKUs are the same.
    for (file, prefix) in [("then.csv", "old"), ("now.csv", "new")] {
        let rows = skus.map(|sku| {
            format!("{sku},{prefix}-{},Active,{sku},5.00,shopify,3,DENY,/x.jpg\n", sku.to_lowercase())
        });
        shop.file(file, PRODUCTS.to_owned() + &rows.concat());
    }
    shop.pairwell(&["train", "orders.csv", "--products", "then.csv", "-o", "old"]).ok();
    shop.pairwell(&["train", "orders.csv", "--products", "now.csv", "-o", "new"]).ok();
    let diff: Value =
        serde_json::from_str(&shop.pairwell(&["diff", "old", "new", "--json"]).ok().stdout()).unwrap();
    assert_eq!(diff["products"]["renamed"].as_array().unwrap().len(), 4, "{diff}");
    let pairs = &diff["pairs"];
    for (figure, expected) in
        [("old", 4), ("new", 4), ("gained", 0), ("lost", 0), ("moved", 0), ("same_lists", 4), ("lists", 4)]
    {
        assert_eq!(pairs[figure], expected, "{figure}: {pairs}");
    }
    let said = shop.pairwell(&["diff", "old", "new"]).ok().stdout();
    assert!(said.contains("under another key  old-mug → new-mug"), "{said}");
}

#[test]
fn a_fall_in_quality_is_found_and_a_model_beside_itself_differs_in_nothing() {
    let shop = Shop::new();
    let names: Vec<String> = (0..40).map(|n| format!("p{n}")).collect();
    // Pairs of neighbours, and pairs of products that lie far apart: what the one knows the other does not.
    let baskets = |apart: usize| -> String {
        let pair = |n: usize| [names[n].as_str(), names[(n + apart) % 40].as_str()];
        let pairs: Vec<[&str; 2]> = (0..40).map(pair).collect();
        orders_csv(&pairs.iter().map(|pair| (&pair[..], 4)).collect::<Vec<_>>())
    };
    shop.file("before.csv", baskets(1));
    shop.file("after.csv", baskets(11));
    shop.pairwell(&["train", "before.csv", "-o", "old"]).ok();
    shop.pairwell(&["train", "after.csv", "-o", "new"]).ok();
    let args = ["diff", "old", "new", "--orders", "before.csv", "--max-lost-pairs", "100", "--cases", "50"];
    let run = shop.pairwell(&[&args[..], &["--json"]].concat());
    assert_eq!(run.code(), Some(3), "{}", run.stdout());
    let diff: Value = serde_json::from_str(&run.stdout()).unwrap();
    let basket = &diff["quality"][0];
    assert_eq!(basket["cases"], 50);
    assert_eq!(basket["old"], 1.0);
    assert!(
        basket["new"].as_f64().unwrap() < 0.5 && basket["difference"][1].as_f64().unwrap() < -0.3,
        "{basket}"
    );
    assert_eq!(diff["broken"][0]["limit"], "--max-quality-drop");
    shop.pairwell(&[&args[..], &["--max-quality-drop", "100"]].concat()).ok();
    let said = shop.pairwell(&["diff", "old", "old", "--orders", "before.csv"]).ok().stdout();
    assert!(said.contains("Both are model"), "{said}");
}

#[test]
fn two_evaluations_are_compared_without_asking_anew() {
    let shop = two_models();
    let evaluation = |rate: f64| {
        format!(
            r#"[{{"protocol":"basket","cases":70,"methods":[{{"figures":[{{"name":"HR@4","mean":0.1}},{{"name":"HR@10","mean":{rate}}}]}}]}}]"#
        )
    };
    shop.file("was.json", evaluation(0.3));
    shop.file("worse.json", evaluation(0.25));
    shop.file("same.json", evaluation(0.295));
    shop.file("other.json", "{}");
    let run = |is: &str| {
        shop.pairwell(&[
            "diff",
            "old",
            "new",
            "--max-lost-products",
            "100",
            "--max-lost-pairs",
            "100",
            "--evaluations",
            "was.json",
            is,
        ])
    };
    let worse = run("worse.json");
    assert_eq!(worse.code(), Some(3));
    assert!(worse.stderr().contains("16.7 % less of a hit rate (basket cases)"), "{}", worse.stderr());
    assert!(
        run("same.json")
            .ok()
            .stdout()
            .contains("Quality, basket, evaluated (70 cases): hit rate at 10 0.300 → 0.295.")
    );
    assert!(run("other.json").failed().stderr().contains("no protocol in common"));
}

#[test]
fn growth_is_limited() {
    let shop = two_models();
    let many: Vec<[String; 2]> = (0..200).map(|n| [format!("a{n}"), format!("b{n}")]).collect();
    let baskets: Vec<Vec<&str>> = many.iter().map(|pair| pair.iter().map(String::as_str).collect()).collect();
    let baskets: Vec<(&[&str], usize)> = baskets.iter().map(|b| (b.as_slice(), 2)).collect();
    shop.file("more.csv", orders_csv(&baskets));
    shop.pairwell(&["train", "before.csv", "more.csv", "-o", "more"]).ok();
    let run = shop.pairwell(&["diff", "old", "more"]);
    assert!(
        run.code() == Some(3) && run.stderr().contains("more bytes on the wire; --max-growth allows 50.0 %"),
        "{}",
        run.stderr()
    );
}

const PRODUCTS: &str = "Title,URL handle,Status,SKU,Price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL\n";

#[test]
fn a_model_is_held_against_the_products_of_today() {
    let shop = Shop::new();
    shop.file("orders.csv", orders_csv(&[(&["MUG", "POT", "PAN", "LID", "BOX", "CUP"], 3)]));
    let row = |title: &str, handle: &str, status: &str, sku: &str, price: &str, stock: &str, image: &str| {
        format!("{title},{handle},{status},{sku},{price},shopify,{stock},DENY,{image}\n")
    };
    let then = [
        row("Mug", "mug", "Active", "MUG", "5.00", "3", "/m.jpg"),
        row("Pot", "pot", "Active", "POT", "5.00", "3", "/p.jpg"),
        row("Pan", "pan", "Active", "PAN", "5.00", "3", "/q.jpg"),
        row("Lid", "lid", "Active", "LID", "5.00", "3", ""),
        row("Box", "box", "Active", "BOX", "5.00", "3", "/b.jpg"),
        row("Cup", "cup", "Active", "CUP", "5.00", "3", "/c.jpg"),
    ];
    let now = [
        row("Mug", "mug", "Active", "MUG", "5.00", "0", "/m.jpg"),
        row("Pot", "pot", "Archived", "POT", "5.00", "3", "/p.jpg"),
        row("Pan", "saucepan", "Active", "PAN", "5.00", "3", "/q.jpg"),
        row("Glass lid", "lid", "Active", "LID", "6.00", "3", ""),
        row("Cup", "cup", "Active", "CUP", "5.00", "3", "/c.jpg"),
        row("Tray", "tray", "Active", "TRAY", "5.00", "3", "/t.jpg"),
    ];
    shop.file("then.csv", PRODUCTS.to_owned() + &then.concat());
    shop.file("now.csv", PRODUCTS.to_owned() + &now.concat());
    shop.pairwell(&["train", "orders.csv", "--products", "then.csv", "-o", "model"]).ok();
    let run = shop.pairwell(&["lint", "model", "--products", "now.csv", "--json"]);
    assert_eq!(run.code(), Some(3), "{}", run.stderr());
    let found: Value = serde_json::from_str(&run.stdout()).unwrap();
    let mut findings: Vec<String> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| format!("{} {}", f["problem"].as_str().unwrap(), f["key"].as_str().unwrap()))
        .collect();
    findings.sort();
    let expected = [
        "discontinued pot",
        "gone box",
        "moved pan",
        "no-image lid",
        "renamed lid",
        "repriced lid",
        "sold-out mug",
    ];
    assert_eq!(findings, expected);
    assert_eq!((&found["errors"], &found["warnings"], &found["unknown"]), (&4.into(), &3.into(), &1.into()));
    let said = shop.pairwell(&["lint", "model", "--products", "now.csv"]).stdout();
    assert!(said.contains("error: 1 product sold out, but offered\n    mug  Mug"), "{said}");
    assert!(said.contains("lid  Lid  (5.00 in the model, 6.00 now)"), "{said}");

    // Against the products it was trained with there is only the picture that the shop does not have.
    shop.pairwell(&["lint", "model", "--products", "then.csv"]).ok();
    assert_eq!(shop.pairwell(&["lint", "model", "--products", "then.csv", "--strict"]).code(), Some(3));
    let said = shop.pairwell(&["lint", "model"]).failed().stderr();
    assert!(said.contains("--products FILE"), "{said}");
    let said = shop.pairwell(&["lint", "nowhere", "--products", "now.csv"]).failed().stderr();
    assert!(said.contains("nowhere: there is no such file"), "{said}");
}
