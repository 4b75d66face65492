//! `pairwell feed`: the right products on the right day, in files that mail systems and shops take, by the
//! real binary.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;

use common::Shop;
use serde_json::Value;

const AT: &str = "2026-03-01";

fn day(n: i64) -> String {
    pairwell::trainer::report::weeks::day(n * 86_400)
}

/// Days since 1970 of 2026-03-01.
const NOW: i64 = 20_513;

/// A shop in which refills (bought again, too) follow the machine after 30 days, the jug follows it as well
/// but has no picture, the tin is sold out, and one SKU looks like a formula.
fn shop() -> Shop {
    assert_eq!(day(NOW), AT);
    let shop = Shop::new();
    let mut orders = String::from("order_id,customer_id,timestamp,product_id,quantity,unit_price,title\n");
    let mut n = 0;
    let mut order = |orders: &mut String, who: &str, at: i64, products: &[&str]| {
        n += 1;
        for product in products {
            orders.push_str(&format!("{n},{who},{},{product},1,5.00,{product}\n", day(at)));
        }
    };
    for c in 0..40 {
        let (who, at) = (format!("c{c}@x.com"), NOW - 300 + c);
        order(&mut orders, &who, at, &["machine", "cup"]);
        order(&mut orders, &who, at + 30, &["refill", if c % 2 == 0 { "jug" } else { "tin" }]);
        order(&mut orders, &who, at + 60, &["refill"]);
    }
    for c in 0..60 {
        order(&mut orders, &format!("d{c}@x.com"), NOW - 300 + c, &["cup", "saucer"]);
        order(&mut orders, &format!("d{c}@x.com"), NOW - 290 + c, &["lamp", "bulb", "=SUM(A1)"]);
    }
    order(&mut orders, "new@x.com", NOW - 10, &["machine"]);
    order(&mut orders, "owner@x.com", NOW - 40, &["refill"]);
    order(&mut orders, "owner@x.com", NOW - 10, &["machine"]);
    order(&mut orders, "user@x.com", NOW - 20, &["refill"]);
    order(&mut orders, "gone@x.com", NOW - 200, &["cup"]);
    order(&mut orders, "Paid@x.com", NOW - 1, &["cup"]);
    order(&mut orders, "4711", NOW - 10, &["machine"]);
    shop.file("orders.csv", orders);

    let mut products = String::from(
        "Title,URL handle,Description,Type,Status,SKU,Price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL\n",
    );
    for (key, stock, image) in [
        ("machine", 4, "/m.jpg"),
        ("cup", 4, "/c.jpg"),
        ("saucer", 4, "//cdn.example/s.jpg"),
        ("refill", 4, "/r.jpg"),
        ("jug", 4, ""),
        ("tin", 0, "/t.jpg"),
        ("lamp", 4, "/l.jpg"),
        ("bulb", 4, "/b.jpg"),
    ] {
        products.push_str(&format!(
            "The {key},{key},<b>A {key}</b>,Kitchen,Active,{key},5.00,shopify,{stock},DENY,{image}\n"
        ));
    }
    products.push_str("@Formula,formula,,Kitchen,Active,=SUM(A1),5.00,shopify,4,DENY,/f.jpg\n");
    shop.file("products.csv", products);
    shop.pairwell(&["train", "orders.csv", "--products", "products.csv", "-o", "model"]).ok();

    let head = "Name,Email,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n";
    shop.file(
        "carts.csv",
        format!(
            "{head}#C1,left@x.com,GBP,{a},1,The cup,5.00,cup\n#C2,paid@x.com,GBP,{a},1,The lamp,5.00,lamp\n\
             #C3,old@x.com,GBP,{b},1,The lamp,5.00,lamp\n#C4,empty@x.com,GBP,{a},1,The tin,5.00,tin\n",
            a = day(NOW - 2),
            b = day(NOW - 60)
        ),
    );
    shop.file(
        "events.csv",
        format!(
            "email,product_id,timestamp,event\nLooker@x.com,lamp,{a},view_item\nlooker@x.com,tin,{a},view_item\n\
             looker@x.com,cup,{a},add_to_cart\n,cup,{a},view_item\nleft@x.com,lamp,{a},view_item\nlooker@x.com,lamp,yesterday,view_item\n",
            a = day(NOW - 1)
        ),
    );
    shop
}

fn feed(shop: &Shop, more: &[&str]) -> common::Run {
    let base = [
        "feed",
        "model",
        "--orders",
        "orders.csv",
        "--carts",
        "carts.csv",
        "--events",
        "events.csv",
        "--products",
        "products.csv",
        "--shop-url",
        "https://shop.example/",
        "--at",
        AT,
    ];
    shop.pairwell(&[&base[..], more].concat()).ok()
}

/// Day, what it is about, and what it recommends with the day that suits each.
type Said = (String, Vec<String>, Vec<(String, String)>);

/// The mail of a kind to a customer: (day, about, recommended with their days).
fn mail(shop: &Shop, who: &str, kind: &str) -> Option<Said> {
    let all: Value = serde_json::from_str(&shop.read("mails/feed.json")).unwrap();
    let customer = all.as_array().unwrap().iter().find(|c| c["customer"] == who)?;
    let mail = customer["mails"].as_array().unwrap().iter().find(|m| m["mail"] == kind)?;
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    let about = mail["about"].as_array().unwrap().iter().map(|p| text(&p["product"])).collect();
    let shown =
        mail["recommended"].as_array().unwrap().iter().map(|p| (text(&p["product"]), text(&p["suits_on"])));
    Some((text(&mail["send_on"]), about, shown.collect()))
}

#[test]
fn each_mail_has_its_products_and_its_day() {
    let shop = shop();
    let run = feed(&shop, &["--plain-emails"]);
    let said = run.stdout();
    assert!(said.contains("       1  cart\n") && said.contains("       1  browse\n"), "{said}");
    for note in [
        "1 customer is known by an id only",
        "1 view of nobody known were left out",
        "1 row could not be read",
    ] {
        assert!(run.stderr().contains(note), "missing {note:?} in {}", run.stderr());
    }

    let (on, about, shown) = mail(&shop, "left@x.com", "cart").unwrap();
    assert_eq!((on.as_str(), about), (AT, vec!["cup".to_owned()]));
    assert!(shown.iter().any(|(p, _)| p == "saucer"), "{shown:?}");
    assert_eq!(mail(&shop, "paid@x.com", "cart"), None, "an order came after the cart");
    assert_eq!(mail(&shop, "old@x.com", "cart"), None, "two months are too long");
    assert_eq!(mail(&shop, "empty@x.com", "cart"), None, "what was in it is sold out");
    assert_eq!(mail(&shop, "left@x.com", "browse"), None, "a cart says more than a view");

    let (_, about, shown) = mail(&shop, "looker@x.com", "browse").unwrap();
    assert_eq!(about, ["lamp"], "neither what is sold out nor what was only put into a cart");
    assert!(shown.iter().all(|(p, _)| p != "lamp") && shown.iter().any(|(p, _)| p == "bulb"), "{shown:?}");

    // Bought ten days ago; refills follow after thirty.
    let (on, about, shown) = mail(&shop, "new@x.com", "next").unwrap();
    assert_eq!((on, about), (day(NOW + 20), vec!["machine".to_owned()]));
    let products: BTreeSet<&str> = shown.iter().map(|(p, _)| p.as_str()).collect();
    assert!(products.contains("refill"), "{shown:?}");
    assert!(!products.contains("jug") && !products.contains("tin"), "no picture, sold out: {shown:?}");
    let owner = mail(&shop, "owner@x.com", "next");
    assert!(owner.is_none_or(|(_, _, shown)| shown.iter().all(|(p, _)| p != "refill")), "owns it already");

    // Bought twenty days ago, used up after thirty.
    let (on, _, shown) = mail(&shop, "user@x.com", "again").unwrap();
    assert_eq!((on, shown), (day(NOW + 10), vec![("refill".to_owned(), day(NOW + 10))]));

    let (_, _, shown) = mail(&shop, "gone@x.com", "win_back").unwrap();
    assert!(!shown.is_empty() && shown.iter().all(|(p, _)| p != "cup"), "{shown:?}");
    assert_eq!(mail(&shop, "new@x.com", "win_back"), None);
}

/// Header and rows of a CSV in the feed.
fn sheet(shop: &Shop, name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = shop.read(&format!("mails/{name}"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = cells(reader.headers().unwrap());
    (header, reader.records().map(|record| cells(&record.unwrap())).collect())
}

const SHEETS: [&str; 5] = [
    "feed.csv",
    "klaviyo-profiles.csv",
    "omnisend-contacts.csv",
    "dynamic-yield-lists.csv",
    "woocommerce-links.csv",
];

#[test]
fn no_cell_is_a_formula_and_no_address_is_written_unasked() {
    let shop = shop();
    feed(&shop, &[]);
    let mut defused = 0;
    for name in SHEETS {
        let (header, rows) = sheet(&shop, name);
        assert!(!rows.is_empty(), "{name} is empty");
        for cell in rows.iter().flatten().chain(&header) {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {cell:?}");
            defused += usize::from(cell.starts_with('\''));
        }
        assert!(rows.iter().all(|row| row.len() == header.len()), "{name}");
        assert!(!shop.read(&format!("mails/{name}")).contains("@x.com"), "{name}");
    }
    assert!(defused > 0, "the shop has a SKU and a title that look like formulas");
    assert!(!shop.read("mails/feed.json").contains("@x.com"));
    assert!(mail(&shop, &pairwell::trainer::output::sha256(b"new@x.com"), "next").is_some());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = shop.path("mails/feed.csv").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "customers' data is its owner's alone: {mode:o}");
    }
}

#[test]
fn klaviyo_takes_the_catalog_and_the_profiles() {
    let shop = shop();
    feed(&shop, &["--plain-emails", "--for", "klaviyo"]);
    let catalog: Value = serde_json::from_str(&shop.read("mails/klaviyo-catalog.json")).unwrap();
    let items = catalog.as_array().unwrap();
    let allowed = [
        "id",
        "title",
        "link",
        "description",
        "price",
        "image_link",
        "categories",
        "inventory_quantity",
        "inventory_policy",
    ];
    for item in items {
        let fields = item.as_object().unwrap();
        assert!(fields.keys().all(|key| allowed.contains(&key.as_str())), "{item}");
        for text in ["id", "title", "link", "description", "image_link"] {
            assert!(!fields[text].as_str().unwrap().is_empty(), "{text} in {item}");
        }
        assert!(item["link"].as_str().unwrap().starts_with("https://shop.example/products/"), "{item}");
        assert!(item["image_link"].as_str().unwrap().starts_with("https://"), "{item}");
        assert!(item["price"].is_f64() && item["inventory_quantity"].is_i64(), "{item}");
        assert!([1, 2].contains(&item["inventory_policy"].as_i64().unwrap()), "{item}");
        assert!(item["categories"].as_array().unwrap().iter().all(Value::is_string), "{item}");
    }
    let ids: BTreeSet<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), items.len(), "an id stands once");
    assert!(!ids.contains("jug") && !ids.contains("tin"), "neither without a picture nor sold out: {ids:?}");
    assert_eq!(items.iter().find(|i| i["id"] == "cup").unwrap()["description"], "A cup");

    let (header, rows) = sheet(&shop, "klaviyo-profiles.csv");
    assert_eq!(header[0], "Email");
    assert!(rows.iter().all(|row| row[0].contains('@')), "only customers known by an address");
    // What a mail looks up has to be in the catalog.
    for (name, column) in header.iter().zip(0..) {
        if name.ends_with(|c: char| c.is_ascii_digit()) || name.ends_with("_about") {
            let unknown =
                rows.iter().map(|row| row[column].as_str()).find(|id| !id.is_empty() && !ids.contains(id));
            assert_eq!(unknown, None, "{name}");
        }
    }
    assert!(!shop.path("mails/omnisend-contacts.csv").exists(), "only what was asked for");
}

#[test]
fn omnisend_dynamic_yield_and_woocommerce_take_theirs() {
    let shop = shop();
    feed(&shop, &["--plain-emails"]);
    let (header, rows) = sheet(&shop, "omnisend-contacts.csv");
    assert_eq!(header[0], "email");
    assert!(
        header.iter().all(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')),
        "{header:?}"
    );
    let at = header.iter().position(|name| name == "pairwell_next_url").unwrap();
    let next = rows.iter().find(|row| row[0] == "new@x.com").unwrap();
    assert!(next[at].starts_with("https://shop.example/products/"), "{next:?}");
    assert_eq!((next[at - 3].as_str(), next[at + 2].as_str()), (day(NOW + 20).as_str(), "5.00"));

    let (header, rows) = sheet(&shop, "dynamic-yield-lists.csv");
    assert_eq!(header[0], "sku");
    assert!(header[1..].iter().all(|name| name.starts_with("algo:items:") && name.len() > 11), "{header:?}");
    let skus: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(skus.len(), rows.len(), "a SKU stands once");
    for cell in rows.iter().flat_map(|row| &row[1..]).filter(|cell| !cell.is_empty()) {
        let list: Vec<&str> = cell.trim_start_matches('\'').split('|').collect();
        assert!(list.len() <= 100, "{cell}");
        assert!(
            list.iter().all(|sku| skus.contains(sku) || skus.contains(format!("'{sku}").as_str())),
            "{cell}"
        );
        assert!(!list.contains(&"jug") && !list.contains(&"tin"), "{cell}");
    }

    let (header, rows) = sheet(&shop, "woocommerce-links.csv");
    assert_eq!(header, ["SKU", "Upsells", "Cross-sells"]);
    let lamp = rows.iter().find(|row| row[0] == "lamp").unwrap();
    assert!(lamp[2].split(", ").any(|sku| sku == "bulb"), "{lamp:?}");
}

#[test]
fn why_there_are_few_mails_is_said() {
    let shop = shop();
    shop.file(
        "other.csv",
        format!(
            "Id,Email,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n\
             71,left@x.com,GBP,{a},1,The cup,5.00,cup\n,,,,1,The lamp,5.00,lamp\n72,new@x.com,GBP,{a},1,A sofa,5.00,sofa\n",
            a = day(NOW - 2)
        ),
    );
    let run = feed(&shop, &[]);
    assert!(
        run.stdout().contains("2 of 9 products are in no mail: 1 sold out, 1 without a picture."),
        "{}",
        run.stdout()
    );
    assert!(!run.stderr().contains("the last order"), "{}", run.stderr());
    let base = ["feed", "model", "--orders", "orders.csv", "--shop-url", "https://shop.example"];
    let run = shop.pairwell(&[&base[..], &["--carts", "other.csv", "--at", AT]].concat()).ok();
    assert!(run.stderr().contains("note: 1 cart holds nothing that the model knows"), "{}", run.stderr());
    let (_, about, _) = mail(&shop, &pairwell::trainer::output::sha256(b"left@x.com"), "cart").unwrap();
    assert_eq!(about, ["cup", "lamp"], "checkouts by an id alone are read, with all their lines");
    let late = shop.pairwell(&[&base[..], &["--at", "2026-06-01"]].concat()).ok().stderr();
    assert!(late.contains("note: the last order is of 2026-02-28, 93 days before 2026-06-01"), "{late}");
    let said = shop.pairwell(&[&base[..], &["--again", "140"]].concat()).failed().stderr();
    assert!(said.contains("--again"), "{said}");
}

#[test]
fn personal_data_never_lies_in_the_public_directory() {
    let shop = shop();
    let base = ["feed", "model", "--orders", "orders.csv", "--shop-url", "https://shop.example"];
    let said = shop.pairwell(&[&base[..], &["-o", "model"]].concat()).failed().stderr();
    assert!(said.contains("personal data"), "{said}");
    let said = shop.pairwell(&["feed", "model", "--orders", "orders.csv"]).failed().stderr();
    assert!(said.contains("--shop-url"), "{said}");
    let said = shop.pairwell(&[&base[..], &["-o", "model/../model/new"]].concat()).failed().stderr();
    assert!(said.contains("personal data") && !shop.path("model/new").exists(), "{said}");
    // Any model's, and not only that which is asked.
    shop.pairwell(&["train", "orders.csv", "-o", "live/model"]).ok();
    let said = shop.pairwell(&[&base[..], &["-o", "live/model/mails"]].concat()).failed().stderr();
    assert!(said.contains("personal data") && said.contains("live/model"), "{said}");
    shop.pairwell(&[&base[..], &["-o", "model/../mails"]].concat()).ok();
    let bare = ["feed", "model", "--orders", "orders.csv", "--shop-url", "shop.example"];
    let said = shop.pairwell(&bare).failed().stderr();
    assert!(said.contains("--shop-url is the start of an address: https://"), "{said}");
    // Lists of products need neither addresses nor whole links.
    shop.pairwell(&["feed", "model", "--orders", "orders.csv", "--for", "woocommerce,dynamic-yield"]).ok();
    shop.file("nobody.csv", "order_id,product_id\n1,cup\n");
    let said = shop
        .pairwell(&["feed", "model", "--orders", "nobody.csv", "--shop-url", "https://x.example"])
        .failed();
    assert!(said.stderr().contains("no customer is known"), "{}", said.stderr());
}
