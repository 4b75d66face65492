//! Rules as merchants use them: train, ask, check, replay. And every example of the documentation.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::path::Path;

use common::{Shop, items, jsonl, orders_csv};
use pairwell::trainer::rules::parse;
use serde_json::Value;

const PRODUCTS: &str =
    "Handle,Title,Vendor,Type,Tags,Status,Variant SKU,Variant Price,Cost per item,Gift Card
mug,Mug,Hearth,Mugs,winter,Active,M1,5.00,1.00,false
pot,Pot,Hearth,Teapots,,Active,P1,20.00,19.00,false
tea,Tea,Leaf,Tea,,Active,T1,4.00,2.00,false
cup,Cup,Hearth,Mugs,,Active,C1,6.00,2.00,false
taster,Taster,Leaf,Samples,,Active,S1,1.00,1.00,false
voucher,Voucher,Hearth,Vouchers,,Active,V1,50.00,,true
";

fn shop() -> Shop {
    let shop = Shop::new();
    let orders = orders_csv(&[
        (&["M1", "P1"], 20),
        (&["M1", "P1", "T1"], 10),
        (&["M1", "C1"], 12),
        (&["M1", "S1"], 15),
        (&["M1", "V1"], 9),
        (&["T1", "C1"], 6),
    ]);
    shop.file("orders.csv", orders);
    shop.file("products.csv", PRODUCTS);
    shop
}

fn train(shop: &Shop, rules: &str) {
    shop.file("rules.toml", rules);
    shop.pairwell(&[
        "train",
        "orders.csv",
        "--products",
        "products.csv",
        "--rules",
        "rules.toml",
        "-o",
        "model",
    ])
    .ok();
}

fn ask(shop: &Shop, more: &[&str]) -> Vec<String> {
    let args = [&["recommend", "model", "--product", "mug", "--json"][..], more].concat();
    let answers = jsonl(&shop.pairwell(&args).ok().stdout());
    items(&answers[0])
}

#[test]
fn samples_and_gift_cards_are_out_until_they_are_let_in() {
    let shop = shop();
    train(&shop, "");
    let found = ask(&shop, &[]);
    assert!(!found.contains(&"taster".to_owned()) && !found.contains(&"voucher".to_owned()), "{found:?}");
    train(&shop, "samples = true\ngift_cards = true\n");
    let found = ask(&shop, &[]);
    assert!(found.contains(&"taster".to_owned()) && found.contains(&"voucher".to_owned()), "{found:?}");
}

#[test]
fn rules_move_what_the_browser_will_show_and_say_so() {
    let shop = shop();
    train(
        &shop,
        "[[rule]]\naction = \"exclude\"\nmargin = \"..10%\"\n\n[[rule]]\naction = \"pin\"\nproduct = \"T1\"\nfrom = 2026-11-01\n\
         to = 2026-11-30\n\n[[rule]]\naction = \"exclude\"\ntype = \"mugs\"\nmarkets = [\"DE\"]\n",
    );
    assert!(!ask(&shop, &[]).contains(&"pot".to_owned()), "a margin of 5 %");
    assert_eq!(ask(&shop, &["--at", "2026-11-10"])[0], "tea");
    assert_ne!(ask(&shop, &["--at", "2026-12-01"])[0], "tea");
    assert!(ask(&shop, &[]).contains(&"cup".to_owned()));
    assert!(!ask(&shop, &["--market", "de"]).contains(&"cup".to_owned()));
    let explained =
        shop.pairwell(&["explain", "model", "--product", "mug", "--at", "2026-11-10"]).ok().stdout();
    assert!(explained.contains("a rule pins it"), "{explained}");
    let manifest = shop.read("model/manifest.json");
    assert!(manifest.contains("\"markets\":[\"de\"]"), "{manifest}");
    for secret in ["margin", "Cost", "19.00"] {
        assert!(!manifest.contains(secret));
    }
}

/// A shop in which the mug goes with all four others; one rule of each sort is about one or two of them.
const SHELF: &str = "Handle,Title,Vendor,Type,Tags,Status,Variant SKU,Variant Price,Cost per item,Collection,Variant Inventory Tracker,Variant Inventory Qty
mug,Mug,Hearth,Mugs,,Active,M1,10.00,2.00,Kitchen,shopify,50
pot,Pot,Hearth,Teapots,\"winter, new-in\",Active,P1,20.00,19.00,\"Kitchen, Gifts\",shopify,2
tea,Tea,Leaf,Tea,,Active,T1,4.00,1.00,Pantry,shopify,50
cup,Cup,Hearth,Mugs,,Active,C1,6.00,2.00,Kitchen,shopify,50
jar,Jar,Leaf,Jars,,Active,J1,9.00,3.00,Pantry,,
";

fn shelf() -> Shop {
    let shop = Shop::new();
    let mut orders = String::from("order_id,timestamp,product_id,quantity\n");
    for n in 0..120 {
        let with = ["P1", "T1", "C1"][n % 3];
        orders.push_str(&format!(
            "{n},2026-01-{:02},M1,1\n{n},2026-01-{:02},{with},1\n",
            1 + n / 5,
            1 + n / 5
        ));
    }
    for n in 0..40 {
        orders.push_str(&format!("n{n},2026-03-01,M1,1\nn{n},2026-03-01,J1,1\n"));
    }
    shop.file("orders.csv", orders);
    shop.file("products.csv", SHELF);
    shop
}

#[test]
fn every_condition_means_the_products_that_it_says() {
    let shop = shelf();
    let all = ["cup", "jar", "pot", "tea"];
    for (conditions, meant) in [
        ("product = \"pot\"", &["pot"][..]),
        ("product = [\"P1\", \"tea\"]", &["pot", "tea"]),
        ("type = \"teapots\"", &["pot"]),
        ("vendor = \"LEAF\"", &["jar", "tea"]),
        ("vendor = \"Hearth\"\ntype = [\"Mugs\", \"Tea\"]", &["cup"]),
        ("tag = \"Winter\"", &["pot"]),
        ("collection = \"gifts\"", &["pot"]),
        ("collection = \"Pantry\"", &["jar", "tea"]),
        ("price = \"..5\"", &["tea"]),
        ("price = \"9..20\"", &["jar", "pot"]),
        ("price = \"2x..\"", &["pot"]),
        ("price = \"0.5x..0.9x\"", &["cup", "jar"]),
        ("stock = \"..3\"", &["pot"]),
        ("stock = \"4..\"", &["cup", "tea"]),
        ("margin = \"..10%\"", &["pot"]),
        ("margin = \"70%..\"", &["tea"]),
        ("age = \"..30\"", &["jar"]),
        ("same = \"type\"", &["cup"]),
        ("other = \"type\"", &["jar", "pot", "tea"]),
        ("same = \"vendor\"", &["cup", "pot"]),
        ("other = [\"type\", \"vendor\"]", &["jar", "tea"]),
        ("tag = \"winter\"\nwhen = { product = \"mug\" }", &["pot"]),
        ("tag = \"winter\"\nwhen = { type = \"Tea\" }", &[]),
    ] {
        train(&shop, &format!("[[rule]]\naction = \"exclude\"\n{conditions}\n"));
        let shown = ask(&shop, &[]);
        let left: Vec<&str> = all.into_iter().filter(|key| !shown.iter().any(|item| item == key)).collect();
        assert_eq!(left, meant, "{conditions}");
    }
    // What must not be public is not: neither tags and collections nor costs and stock.
    let bytes = std::fs::read_dir(shop.path("model")).unwrap().map(|entry| entry.unwrap().path());
    for path in bytes.filter(|path| path.is_file()) {
        let bytes = std::fs::read(&path).unwrap();
        for secret in ["winter", "Pantry", "margin"] {
            assert!(
                !bytes.windows(secret.len()).any(|part| part == secret.as_bytes()),
                "{secret} in {path:?}"
            );
        }
    }
}

#[test]
fn every_action_does_what_it_says() {
    let shop = shelf();
    let list = |rules: &str, more: &[&str]| {
        train(&shop, rules);
        ask(&shop, more)
    };
    let at = |list: &[String], key: &str| list.iter().position(|item| item == key).unwrap();
    let plain = list("", &[]);
    let (first, last) = (plain[0].clone(), plain[3].clone());

    let boosted = list(&format!("[[rule]]\naction = \"boost\"\nfactor = 50\nproduct = \"{last}\"\n"), &[]);
    assert!(at(&boosted, &last) < at(&plain, &last), "{plain:?} {boosted:?}");
    let buried = list(&format!("[[rule]]\naction = \"bury\"\nfactor = 0.02\nproduct = \"{first}\"\n"), &[]);
    assert!(at(&buried, &first) > 0, "{buried:?}");
    let pinned = list("[[rule]]\naction = \"pin\"\nproduct = [\"tea\", \"pot\"]\n", &[]);
    assert_eq!(pinned[..2], ["tea", "pot"], "in the order in which they are named");

    let limited = list("[[rule]]\naction = \"limit\"\nlimit = 1\nper = \"vendor\"\n", &["--limit", "4"]);
    assert_eq!(limited.len(), 2, "one of Hearth, one of Leaf: {limited:?}");
    let limited = list("[blocks.also-bought]\nper_type = 1\nper_vendor = 1\n", &["--limit", "4"]);
    assert_eq!(limited.len(), 2, "{limited:?}");

    // The first that matches decides; a boost that counts once is an exception.
    let exception = "[[rule]]\naction = \"boost\"\nfactor = 1\nproduct = \"pot\"\n\n[[rule]]\naction = \"exclude\"\nprice = \"5..\"\n";
    let mut kept = list(exception, &[]);
    kept.sort();
    assert_eq!(kept, ["pot", "tea"]);

    let elsewhere = "[[rule]]\naction = \"exclude\"\nproduct = \"pot\"\nblocks = [\"cart\", \"similar\"]\n";
    assert!(list(elsewhere, &[]).contains(&"pot".to_owned()));
    assert!(!ask(&shop, &["--block", "cart"]).contains(&"pot".to_owned()));
}

#[test]
fn a_block_with_too_little_falls_back_along_the_chain_that_the_file_says() {
    let shop = shelf();
    let rules = |chain: &str| {
        format!(
            "[blocks.also-bought]\nmin = 3\nfallback = {chain}\n\n[[rule]]\naction = \"exclude\"\nproduct = [\"pot\", \"cup\"]\n\
             blocks = \"also-bought\"\n\n[[rule]]\naction = \"pin\"\nproduct = \"pot\"\nblocks = \"best-sellers\"\n"
        )
    };
    train(&shop, &rules("[\"best-sellers\"]"));
    assert_eq!(ask(&shop, &["--fallback"])[0], "pot", "two are fewer than three: the best sellers stand in");
    train(&shop, &rules("[]"));
    assert!(!ask(&shop, &["--fallback"]).contains(&"pot".to_owned()), "nothing stands in");
    train(&shop, &rules("[\"best-sellers\"]").replace("min = 3", "min = 2"));
    assert!(!ask(&shop, &["--fallback"]).contains(&"pot".to_owned()), "two are enough");
}

#[test]
fn a_faulty_file_stops_the_training_with_its_place() {
    let shop = shop();
    shop.file("rules.toml", "[[rule]]\naction = \"bost\"\ntag = \"winter\"\n");
    let run = shop.pairwell(&[
        "train",
        "orders.csv",
        "--products",
        "products.csv",
        "--rules",
        "rules.toml",
        "-o",
        "model",
    ]);
    let said = run.stderr();
    assert!(said.contains("rules.toml:2:10: there is no action \"bost\"; did you mean \"boost\"?"), "{said}");
    assert!(!shop.path("model/manifest.json").exists());
}

#[test]
fn lint_names_contradictions_and_dead_rules() {
    let shop = shop();
    shop.file(
        "rules.toml",
        "[[rule]]\naction = \"exclude\"\ntype = \"Mugs\"\n\n[[rule]]\naction = \"pin\"\nproduct = \"mug\"\n\n[[rule]]\naction = \"boost\"\n\
         product = \"cup\"\n\n[[rule]]\naction = \"bury\"\nvendor = \"Haerth\"\n\n[[rule]]\naction = \"boost\"\nvendor = \"Leaf\"\nto = 2020-01-01\n\n\
         [[rule]]\naction = \"boost\"\nprice = \"500..\"\n\n[[rule]]\naction = \"pin\"\nproduct = \"voucher\"\n",
    );
    let run = shop.pairwell(&["lint", "rules.toml", "--products", "products.csv", "--at", "2026-01-01"]);
    assert_eq!(run.code(), Some(3));
    let said = run.stdout();
    for expected in [
        "rules.toml:5:1: error: the pin rule of line 5 would pin \"mug\", which the exclude rule of line 1 excludes",
        "rules.toml:9:1: warning: the boost rule of line 9 never decides",
        "rules.toml:15:10: error: no product for sale has the vendor \"Haerth\"; did you mean \"Hearth\"?",
        "rules.toml:17:1: warning: the boost rule of line 17 is over",
        "rules.toml:22:1: warning: the boost rule of line 22 matches no product",
        "rules.toml:26:1: warning: the pin rule of line 26 is about gift cards",
    ] {
        assert!(said.contains(expected), "{expected}\nis not in\n{said}");
    }
    shop.file("good.toml", "[[rule]]\naction = \"boost\"\ntype = \"mugs\"\n");
    shop.pairwell(&["lint", "good.toml", "--products", "products.csv", "--strict"]).ok();
}

#[test]
fn lint_names_segments_that_nobody_is_in() {
    let shop = shop();
    shop.file(
        "rules.toml",
        "[[rule]]\naction = \"boost\"\ntype = \"mugs\"\n\n[[segment]]\nname = \"loyal\"\norders = { at_least = 2 }\n\n\
         [[segment]]\nname = \"best\"\norders = { at_least = 5 }\n\n\
         [[segment]]\nname = \"nobody\"\norders = { at_most = 0 }\nlast_order = { at_most_days = 9 }\n\n\
         [[segment]]\nname = \"mugs\"\ncategory = { type = \"mugs\", share_at_least = 0.5 }\n\n\
         [[segment]]\nname = \"rich\"\nspend = { at_least = 99999, currency = \"GBP\" }\n",
    );
    let lint = |more: &[&str]| {
        let base = ["lint", "rules.toml", "--products", "products.csv", "--at", "2026-03-01"];
        let run = shop.pairwell(&[&base[..], more].concat());
        (run.code(), run.stdout())
    };
    let (code, said) = lint(&[]);
    assert_eq!(code, Some(3), "{said}");
    for expected in [
        "rules.toml:9:1: warning: nobody gets to \"best\": who meets its conditions meets those of \"loyal\" above",
        "rules.toml:13:1: error: nobody can be in \"nobody\"",
        "rules.toml:20:1: error: no product is of the type \"mugs\"; did you mean \"Mugs\"?",
        "1 rule and 5 segments checked against 6 products: 2 errors, 1 warning.",
    ] {
        assert!(said.contains(expected), "{expected}\nis not in\n{said}");
    }
    // With orders their customers are put into segments, too.
    let mut orders = String::from("order_id,email,timestamp,product_id,quantity,unit_price,currency\n");
    for n in 0..9 {
        orders.push_str(&format!("{n},c{}@x.com,2026-02-0{},M1,1,5.00,GBP\n", n % 4, 1 + n));
    }
    shop.file("bought.csv", orders);
    let (_, said) = lint(&["--orders", "bought.csv"]);
    assert!(
        said.contains(
            "rules.toml:22:1: warning: none of the 4 customers that the orders know is in \"rich\""
        ),
        "{said}"
    );
    assert!(!said.contains("is in \"loyal\""), "{said}");

    // Faults of rules and of segments are told at once.
    shop.file("rules.toml", "[[rule]]\naction = \"bost\"\ntag = \"winter\"\n[[segment]]\nname = \"A b\"\n");
    let said = shop.pairwell(&["lint", "rules.toml", "--products", "products.csv"]).failed().stderr();
    assert!(said.contains("rules.toml:2:10: ") && said.contains("rules.toml:5:8: "), "{said}");
    shop.file("rules.toml", "[[rule]\n");
    let said = shop.pairwell(&["lint", "rules.toml", "--products", "products.csv"]).failed().stderr();
    assert_eq!(said.matches("this is not TOML").count(), 1, "{said}");
}

#[test]
fn replay_shows_who_gains_and_what_it_costs() {
    let shop = shop();
    shop.file("a.toml", "");
    shop.file("b.toml", "[[rule]]\naction = \"exclude\"\nproduct = \"pot\"\n");
    let args = ["replay", "orders.csv", "--products", "products.csv", "--json", "--html", "r.html"];
    let run = |rules: &[&str]| -> Value {
        serde_json::from_str(&shop.pairwell(&[&args[..], rules].concat()).ok().stdout()).unwrap()
    };
    let same = run(&["--rules", "a.toml", "--rules", "a.toml"]);
    assert_eq!((same["moved"].as_f64(), same["exposure"].as_array().unwrap().len()), (Some(0.0), 0));
    let text =
        ["replay", "orders.csv", "--products", "products.csv", "--rules", "a.toml", "--rules", "a.toml"];
    let said = shop.pairwell(&text).ok().stdout();
    assert!(said.contains("\n0.0 % of the places go to other products"), "{said}");
    let three = [&text[..], &["--rules", "b.toml"]].concat();
    assert!(
        shop.pairwell(&three).failed().stderr().contains("--rules A --rules B"),
        "a third is not passed over"
    );
    let other = run(&["--rules", "a.toml", "--rules", "b.toml"]);
    let pot = other["exposure"].as_array().unwrap().iter().find(|one| one["key"] == "pot").unwrap();
    assert!(pot["a"].as_f64().unwrap() > 0.0 && pot["b"].as_f64() == Some(0.0), "{pot}");
    assert!(shop.read("r.html").contains("Products that lose places"));
}

#[test]
fn every_example_of_the_documentation_is_sound() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md")).unwrap();
    let examples: Vec<&str> =
        text.split("```toml\n").skip(1).filter_map(|part| part.split("```").next()).collect();
    assert!(examples.len() >= 6, "the examples are gone");
    for example in &examples {
        if let Err(error) = parse(Path::new("docs/rules.md"), (*example).to_owned()) {
            panic!("{error}\nin\n{example}");
        }
    }
    let all = examples.concat();
    for key in [
        "name",
        "action",
        "factor",
        "per",
        "limit",
        "blocks",
        "markets",
        "from",
        "to",
        "when",
        "same",
        "other",
        "product",
        "type",
        "vendor",
        "tag",
        "collection",
        "price",
        "stock",
        "margin",
        "age",
        "min",
        "fallback",
        "per_type",
        "per_vendor",
        "gift_cards",
        "samples",
    ] {
        assert!(all.contains(&format!("{key} = ")), "no example of {key}");
    }
}
