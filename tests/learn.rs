//! What a model has learned, asked through the binary: alternatives, later orders, repeat
//! purchases, types, and that the number of threads changes nothing.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use common::{Shop, items, jsonl};

const PRODUCTS: &str = "\
Title,URL handle,Vendor,Type,Tags,Published on online store,Status,SKU,Price
Red Retrospot Mug,red-mug,H,Mugs,,TRUE,Active,M1,5.00
Blue Retrospot Mug,blue-mug,H,Mugs,,TRUE,Active,M2,5.00
Green Retrospot Mug,green-mug,H,Mugs,,TRUE,Active,M3,5.50
Tall Teapot,teapot,H,Teapots,,TRUE,Active,T1,15.00
Tea Towel Roses,towel,H,Towels,,TRUE,Active,W1,6.00
Tea Towel Birds,towel-birds,H,Towels,,TRUE,Active,W2,6.00
Coffee Refill,refill,H,Coffee,,TRUE,Active,C1,8.00
Coffee Machine,machine,H,Machines,,TRUE,Active,C2,90.00
";

/// Mugs go with teapots and towels; refills follow the machine a month later, and each other.
fn orders() -> String {
    let mut out = String::from("order_id,customer_id,timestamp,product_id\n");
    let mut n = 0;
    let mut order = |day: u32, customer: &str, products: &[&str]| {
        n += 1;
        let (month, day) = (day / 28 % 12 + 1, day % 28 + 1);
        for product in products {
            out.push_str(&format!("{n},{customer},2024-{month:02}-{day:02}T10:00:00,{product}\n"));
        }
    };
    for c in 0..40 {
        let who = format!("c{c}");
        let mug = ["red-mug", "blue-mug", "green-mug"][c % 3];
        order(c as u32, &who, &[mug, "teapot", "towel", "red-mug"]);
        order(c as u32 + 40, &who, &[mug, "towel-birds"]);
    }
    for c in 0..30 {
        let who = format!("d{c}");
        order(c, &who, &["machine", "teapot"]);
        order(c + 28, &who, &["refill"]);
        order(c + 56, &who, &["refill"]);
        order(c + 84, &who, &["refill", "teapot"]);
    }
    out
}

fn trained(extra: &[&str]) -> Shop {
    let shop = Shop::new();
    shop.file("orders.csv", orders());
    shop.file("products.csv", PRODUCTS);
    shop.file("views.csv", "session_id,product_id,event\ns1,red-mug,view_item\ns1,machine,view_item\ns2,M1,view_item\ns2,machine,view_item\ns3,red-mug,view_item\ns3,machine,view_item\ns3,blue-mug,purchase\n");
    shop.file("views.jsonl", "{\"event_name\":\"view_item\",\"user_pseudo_id\":\"a\",\"ga_session_id\":1,\"items\":[{\"item_id\":\"red-mug\"}]}\n{\"event_name\":\"view_item\",\"user_pseudo_id\":\"a\",\"ga_session_id\":1,\"items\":[{\"item_id\":\"machine\"}]}\n{\"event_name\":\"view_item\",\"user_pseudo_id\":\"b\",\"ga_session_id\":7,\"items\":[{\"item_id\":\"red-mug\"},{\"item_id\":\"machine\"}]}\n");
    let args = ["train", "orders.csv", "--products", "products.csv", "-o", "model"];
    shop.pairwell(&[&args[..], extra].concat()).ok();
    shop
}

/// The list for one case.
fn ask(shop: &Shop, case: &str) -> Vec<String> {
    shop.file("case.jsonl", case);
    let answers =
        jsonl(&shop.pairwell(&["recommend", "model", "--input", "case.jsonl", "--limit", "4"]).ok().stdout());
    items(&answers[0])
}

#[test]
fn alternatives_are_of_the_same_kind_and_complements_are_not() {
    let shop = trained(&[]);
    let similar = ask(&shop, r#"{"id":1,"product":"red-mug","block":"similar"}"#);
    assert_eq!(similar[..2].iter().filter(|p| p.ends_with("-mug")).count(), 2, "{similar:?}");
    let look = ask(&shop, r#"{"id":1,"product":"red-mug","block":"complete-the-look"}"#);
    assert!(look.contains(&"teapot".to_owned()) && look.contains(&"towel".to_owned()), "{look:?}");
    assert!(look.iter().all(|p| !p.ends_with("-mug")), "a mug does not complete a mug: {look:?}");
}

#[test]
fn views_decide_what_is_alike_where_they_are_given() {
    for file in ["views.csv", "views.jsonl"] {
        let shop = trained(&["--events", file]);
        let similar = ask(&shop, r#"{"id":1,"product":"red-mug","block":"similar"}"#);
        assert_eq!(similar.first().map(String::as_str), Some("machine"), "{file}: {similar:?}");
        let others = ask(&shop, r#"{"id":1,"product":"towel","block":"similar"}"#);
        assert_eq!(
            others.first().map(String::as_str),
            Some("towel-birds"),
            "text where nobody looked: {others:?}"
        );
    }
}

#[test]
fn what_follows_the_machine_is_known_with_its_lag() {
    let shop = trained(&[]);
    let bought = r#"{"id":1,"purchased":[{"product":"machine","at":"2024-06-01"}],"at":"2024-06-20","block":"after-purchase"}"#;
    let after = ask(&shop, bought);
    assert_eq!(after.first().map(String::as_str), Some("refill"), "{after:?}");
    let said = shop.pairwell(&["inspect", "model", "machine"]).ok().stdout();
    assert!(said.contains("bought in a later order") && said.contains("refill"), "{said}");
}

#[test]
fn refills_are_shown_again_when_due_and_machines_are_not() {
    let shop = trained(&[]);
    let case = |at: &str, block: &str| {
        format!(
            r#"{{"id":1,"purchased":[{{"product":"refill","at":"2024-06-01"}},{{"product":"machine","at":"2024-05-01"}}],"at":"{at}","block":"{block}"}}"#
        )
    };
    assert_eq!(ask(&shop, &case("2024-07-01", "buy-again")), ["refill"]);
    assert!(ask(&shop, &case("2024-06-03", "buy-again")).is_empty(), "two days later nobody needs more");
    let listed = ask(&shop, &case("2024-07-01", "also-bought"));
    assert!(listed.contains(&"refill".to_owned()), "{listed:?}");
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let shop = trained(&[]);
    let one = shop.read("model/manifest.json");
    let args = ["train", "orders.csv", "--products", "products.csv", "-o", "again"];
    shop.pairwell_with(&args, &[("RAYON_NUM_THREADS", "1")]).ok();
    assert_eq!(shop.read("again/manifest.json"), one);
    shop.pairwell_with(&args, &[("RAYON_NUM_THREADS", "5")]).ok();
    assert_eq!(shop.read("again/manifest.json"), one);
}
