//! `pairwell segments`, and segments in a model, by the real binary.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::Shop;
use serde_json::Value;

const RULES: &str = "[[segment]]\nname = \"loyal\"\norders = { at_least = 2, within_days = 365 }\n\n\
                     [[segment]]\nname = \"best\"\nrfm = { monetary_at_least = 4 }\n";

fn shop() -> Shop {
    let shop = Shop::new();
    shop.file(
        "orders.csv",
        "order_id,customer_id,timestamp,product_id,quantity,unit_price,currency\n\
         1,Ann@Example.com,2026-01-01,mug,2,4.50,GBP\n\
         2,ann@example.com,2026-02-01,pot,1,30.00,GBP\n\
         3,bob@example.com,2026-02-10,mug,1,4.50,GBP\n\
         4,=cmd|calc,2025-01-01,pot,1,30.00,GBP\n\
         5,,2026-02-11,pot,1,30.00,GBP\n\
         6,cy@example.com,2026-02-12,pot,9,30.00,GBP\n",
    );
    shop.file("rules.toml", RULES);
    shop
}

fn rows(shop: &Shop, name: &str) -> Vec<Vec<String>> {
    let text = shop.read(name);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn customers_are_judged_hashed_and_free_of_formulas() {
    let shop = shop();
    let said = shop.pairwell(&["segments", "orders.csv", "--at", "2026-02-15", "-o", "out/s.csv"]).ok();
    assert!(said.stdout().contains("4 known customers on 2026-02-15"), "{}", said.stdout());
    assert!(said.stderr().contains("1 customer is known by an id only"), "{}", said.stderr());
    let found = rows(&shop, "out/s.csv");
    // printf ann@example.com | sha256sum
    let hash = "71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476";
    let ann = found.iter().find(|row| row[0] == hash).unwrap();
    assert_eq!(ann[2..8], ["loyal", "2026-02-01", "14", "2", "39.00", "GBP"].map(str::to_owned));
    let odd = found.iter().find(|row| row[0].is_empty()).unwrap();
    assert_eq!((odd[1].as_str(), odd[2].as_str()), ("'=cmd|calc", ""), "an id is no formula");
    assert_eq!(odd[5], "0", "the order is older than scores look back");
    assert_eq!(found.iter().filter(|row| row[2] == "best").count(), 1, "{found:?}");
    assert!(!shop.read("out/s.csv").contains('@'));
    assert!(!said.stderr().contains("the last order"), "{}", said.stderr());
    let late = shop.pairwell(&["segments", "orders.csv", "--at", "2026-09-01", "-o", "l.csv"]).ok().stderr();
    assert!(late.contains("note: the last order is of 2026-02-12, 201 days before 2026-09-01"), "{late}");

    shop.pairwell(&["segments", "orders.csv", "--at", "2026-02-15", "-o", "p.csv", "--plain-emails"]).ok();
    assert!(rows(&shop, "p.csv").iter().any(|row| row[0] == "ann@example.com" && row[2] == "loyal"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(shop.path("p.csv")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "its owner's only");
    }
}

#[test]
fn a_faulty_file_is_refused_with_its_places_and_nothing_is_written() {
    let shop = shop();
    shop.file(
        "rules.toml",
        "[[segment]]\nname = \"a\"\nordres = { at_least = 2 }\nspend = { at_least = 2 }\n",
    );
    for command in
        [&["segments", "orders.csv"][..], &["train", "orders.csv", "--rules", "rules.toml", "-o", "m"]]
    {
        let said = shop.pairwell(command).failed().stderr();
        assert!(said.contains("rules.toml:3:1:") && said.contains("did you mean \"orders\"?"), "{said}");
        assert!(said.contains("rules.toml:4:9:") && said.contains("currency"), "{said}");
    }
    assert!(!shop.path("segments.csv").exists() && !shop.path("m/manifest.json").exists());
    shop.file("rules.toml", RULES);
    shop.pairwell(&["train", "orders.csv", "-o", "m"]).ok();
    let said = shop.pairwell(&["segments", "orders.csv", "-o", "m/segments.csv"]).failed().stderr();
    assert!(said.contains("personal data") && !shop.path("m/segments.csv").exists(), "{said}");
    shop.file("rules.toml", "");
    assert!(shop.pairwell(&["segments", "orders.csv"]).failed().stderr().contains("no segment is declared"));
}

#[test]
fn the_manifest_has_the_segments_and_bounds_but_no_customer() {
    let shop = shop();
    let train = |out: &str, more: &[&str]| {
        shop.pairwell(&[&["train", "orders.csv", "-o", out][..], more].concat()).ok();
        serde_json::from_str::<Value>(&shop.read(&format!("{out}/manifest.json"))).unwrap()
    };
    let found = train("with", &["--rules", "rules.toml"]);
    assert_eq!(found["segments"]["list"][0]["orders"]["at_least"], 2);
    assert_eq!(found["segments"]["rfm"]["monetary"].as_array().unwrap().len(), 4);
    assert!(!shop.read("with/manifest.json").contains("example"));
    assert!(train("without", &[])["segments"].is_null());
    shop.file("rules.toml", "[[segment]]\nname = \"loyal\"\norders = { at_least = 2 }\n");
    assert!(
        train("plain", &["--rules", "rules.toml"])["segments"]["rfm"].is_null(),
        "nobody asked for scores"
    );
}
