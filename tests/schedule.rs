//! The weekly script that is shipped, run with the real binary.
#![cfg(all(feature = "cli", unix))]
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use std::fs;
use std::process::{Command, Output};

use common::Shop;

const PRODUCTS: &str = "Title,URL handle,Status,SKU,Price,Product image URL\n";

/// `pairwell publish` where it is built in; else as a host would be served that it does not reach.
const BY_HAND: &str = if cfg!(feature = "publish") {
    ""
} else {
    r#"mkdir -p public/model && cp "$MODEL"/model-*.pw public/model/ && cp "$MODEL/manifest.json" public/model/"#
};

/// Orders of pairs that lie `apart`, every pair twelve times, in time; a product export that fits.
fn write_exports(shop: &Shop, apart: usize) {
    let mut orders = String::from("order_id,email,timestamp,product_id,quantity,unit_price\n");
    for n in 0..480 {
        let (day, first, second) = (1 + n / 20, n % 40, (n % 40 + apart) % 40);
        for product in [first, second] {
            orders
                .push_str(&format!("{n:03},c{}@x.com,2026-01-{day:02}T10:00:00,p{product},1,5.00\n", n % 90));
        }
    }
    fs::create_dir_all(shop.path("exports")).unwrap();
    shop.file("exports/orders_export.csv", orders);
    let rows: String =
        (0..40).map(|n| format!("Product {n},product-{n},Active,p{n},5.00,/p{n}.jpg\n")).collect();
    shop.file("exports/products_export.csv", PRODUCTS.to_owned() + &rows);
}

fn weekly(shop: &Shop, environment: &[(&str, &str)]) -> Output {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/pkg-template/schedule/pairwell-weekly.sh");
    Command::new("bash")
        .arg(script)
        .current_dir(shop.dir())
        .env("PAIRWELL", env!("CARGO_BIN_EXE_pairwell"))
        .env("PUBLISH_COMMAND", BY_HAND)
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_week_goes_through_and_a_bad_one_stops_before_anything_goes_up() {
    let shop = Shop::new();
    write_exports(&shop, 1);
    let environment = [("SHOP_URL", "https://shop.example"), ("LAUNCHED", "2026-01-10")];
    let first = weekly(&shop, &environment);
    assert!(first.status.success(), "{}{}", text(&first.stdout), text(&first.stderr));
    let live = shop.read("public/model/manifest.json");
    assert_eq!(live, shop.read("state/live/manifest.json"));
    for file in ["reports/report.html", "mails/feed.csv", "state/quality.json"] {
        assert!(shop.path(file).exists(), "{file}");
    }
    assert!(!shop.path("public/model/feed.csv").exists() && !shop.path("state/running").exists());
    assert!(!shop.path("public/model/rejects.csv").exists());

    let second = weekly(&shop, &environment);
    assert!(second.status.success(), "the same week again: {}", text(&second.stderr));
    assert!(text(&second.stdout).contains("Both are model"), "{}", text(&second.stdout));

    // What was bought together no longer is: pairs are lost.
    write_exports(&shop, 11);
    let third = weekly(&shop, &environment);
    let why = text(&third.stderr);
    assert!(!third.status.success());
    assert!(
        why.contains("STOPPED: the new model differs too much") && why.contains("--max-lost-pairs"),
        "{why}"
    );
    assert_eq!(shop.read("public/model/manifest.json"), live, "the live model was not touched");
    assert_eq!(shop.read("state/live/manifest.json"), live);
    assert!(!shop.path("state/running").exists(), "the next run is not locked out");
}

#[test]
fn with_a_state_an_export_need_only_hold_what_is_new() {
    let shop = Shop::new();
    write_exports(&shop, 1);
    let environment = [("ORDERS_STATE", "state/orders")];
    let first = weekly(&shop, &environment);
    assert!(first.status.success(), "{}{}", text(&first.stdout), text(&first.stderr));
    let orders = shop.read("exports/orders_export.csv");
    let head = orders.lines().next().unwrap();
    let mut new = format!("{head}\n");
    for order in 0..20 {
        for product in ["p1", "p2"] {
            new.push_str(&format!("new-{order},c{order}@x.com,2026-01-28T10:00:00,{product},1,5.00\n"));
        }
    }
    shop.file("exports/orders_export.csv", new);
    let second = weekly(&shop, &environment);
    let said = text(&second.stdout);
    assert!(second.status.success(), "{said}{}", text(&second.stderr));
    assert!(
        said.contains("Knew 480 orders; 40 line items") && said.contains("There are now 500 orders"),
        "{said}"
    );
    assert!(said.contains("0 lost, 0 under another key"), "{said}");
}

#[test]
fn rules_go_along_and_stop_it_where_they_are_wrong() {
    let shop = Shop::new();
    write_exports(&shop, 1);
    let rules = "[[rule]]\naction = \"exclude\"\nproduct = \"p1\"\n\n[[segment]]\nname = \"loyal\"\norders = { at_least = 2 }\n";
    shop.file("rules.toml", rules);
    let environment = [
        ("RULES", "rules.toml"),
        ("SHOP_URL", "https://shop.example"),
        ("TRAIN_OPTIONS", "--min-orders 3 --pairs 4"),
    ];
    let first = weekly(&shop, &environment);
    assert!(first.status.success(), "{}{}", text(&first.stdout), text(&first.stderr));
    assert!(shop.read("public/model/manifest.json").contains("\"loyal\""));
    assert!(shop.read("mails/segments.csv").contains(",loyal,"));
    let said = shop.pairwell(&["recommend", "state/live", "--product", "p2", "--limit", "20"]).ok().stdout();
    assert!(!said.contains("product-1 "), "{said}");

    let live = shop.read("public/model/manifest.json");
    shop.file("rules.toml", rules.replace("p1", "p100"));
    let second = weekly(&shop, &environment);
    let why = text(&second.stderr);
    assert!(
        !second.status.success() && why.contains("STOPPED: rules.toml does not mean what it says"),
        "{why}"
    );
    assert!(!text(&second.stdout).contains("== Train"));
    assert_eq!(shop.read("public/model/manifest.json"), live, "the live model was not touched");
}

#[test]
fn quality_that_falls_stops_it() {
    let shop = Shop::new();
    write_exports(&shop, 1);
    assert!(weekly(&shop, &[]).status.success());
    // As if the live model had been better: the figure it was published with is raised.
    let quality = shop.read("state/quality.json");
    let mut raised: serde_json::Value = serde_json::from_str(&quality).unwrap();
    for figure in raised[0]["methods"][0]["figures"].as_array_mut().unwrap() {
        figure["mean"] = 2.0.into();
    }
    shop.file("state/quality.json", raised.to_string());
    // One order more, so that the model is another one.
    let mut orders = shop.read("exports/orders_export.csv");
    orders.push_str("999,z@x.com,2026-01-28T10:00:00,p1,1,5.00\n999,z@x.com,2026-01-28T10:00:00,p2,1,5.00\n");
    shop.file("exports/orders_export.csv", orders);
    let run = weekly(&shop, &[]);
    assert!(
        !run.status.success() && text(&run.stderr).contains("less of a hit rate"),
        "{}",
        text(&run.stderr)
    );
    let generous = weekly(&shop, &[("QUALITY_DROP", "100")]);
    assert!(generous.status.success(), "{}", text(&generous.stderr));
}

#[test]
fn missing_exports_failing_commands_and_a_second_run_stop_it_with_words() {
    let shop = Shop::new();
    let said = |environment: &[(&str, &str)]| {
        let run = weekly(&shop, environment);
        assert!(!run.status.success());
        text(&run.stderr)
    };
    assert!(said(&[]).contains("STOPPED: exports/orders_export.csv is missing or empty"));
    assert!(said(&[("EXPORT_COMMAND", "false")]).contains("STOPPED: the export failed"));
    write_exports(&shop, 1);
    assert!(
        said(&[("PUBLISH_COMMAND", "test -f \"$MODEL/manifest.json\" && false")])
            .contains("publishing failed")
    );
    assert!(!shop.path("state/live").exists(), "what did not go up is not live");
    let late = said(&[("SHOP_URL", "https://shop.example"), ("MAILS_COMMAND", "false")]);
    assert!(late.contains("STOPPED: handing over the mails failed"), "{late}");
    assert!(late.contains("The new model is live.") && !late.contains("not touched"), "{late}");
    let late = said(&[("SHOP_URL", "no address")]);
    assert!(late.contains("STOPPED: the mails failed"), "{late}");
    fs::create_dir_all(shop.path("state/running")).unwrap();
    assert!(said(&[]).contains("another run has not ended"));
    assert!(shop.path("state/running").exists(), "the other run's mark stays");
}

#[cfg(feature = "publish")]
#[test]
fn what_a_week_published_can_be_taken_back() {
    let shop = Shop::new();
    write_exports(&shop, 1);
    let options = [("PUBLISH_OPTIONS", "--public-url https://shop.example/model --max-age 60")];
    let first = weekly(&shop, &options);
    assert!(first.status.success(), "{}", text(&first.stderr));
    assert!(text(&first.stdout).contains("data-model=\"https://shop.example/model/manifest.json\""));
    let live = shop.read("public/model/manifest.json");
    write_exports(&shop, 2);
    let train =
        ["train", "exports/orders_export.csv", "--products", "exports/products_export.csv", "-o", "other"];
    shop.pairwell(&train).ok();
    shop.pairwell(&["publish", "other", "public/model"]).ok();
    assert_ne!(shop.read("public/model/manifest.json"), live);
    shop.pairwell(&["rollback", "public/model"]).ok();
    assert_eq!(shop.read("public/model/manifest.json"), live);

    // Where nothing can be written the week stops with words, and what is live stays.
    shop.file("not-a-folder", "");
    write_exports(&shop, 1);
    let third = weekly(&shop, &[("PUBLISH_TO", "not-a-folder/model"), ("STATE", "another-state")]);
    let why = text(&third.stderr);
    assert!(!third.status.success() && why.contains("STOPPED: publishing failed (above)"), "{why}");
    assert_eq!(shop.read("public/model/manifest.json"), live);
}
