//! Exports as shops really have them, read by the real binary.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

mod common;

use std::io::Write;

use common::{Shop, items, orders_csv};

const PRODUCTS_NEW: &str = "\
Title,URL handle,Vendor,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Compare-at price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL,Image position,Gift card
Red Mug,red-mug,Hearth,Mugs,\"red, mug\",TRUE,Active,MUG-R,Size,Small,4.95,6.50,shopify,0,DENY,https://cdn.example/red-mug.jpg,1,FALSE
,red-mug,,,,,,MUG-R2,Size,Large,5.95,,shopify,3,DENY,https://cdn.example/red-mug-2.jpg,2,
Teapot,teapot,Hearth,Teapots,,TRUE,Active,POT,Title,Default Title,12.00,,,,DENY,,,FALSE
Old Lamp,old-lamp,Hollow,Lamps,,TRUE,Archived,LAMP,Title,Default Title,9.00,,,,DENY,,,FALSE
Gift Card,gift-card,Hollow,,,TRUE,Active,GC,Title,Default Title,25,,,,DENY,,,TRUE
Sold Out Bowl,bowl,Hollow,Bowls,,TRUE,Active,BOWL,Title,Default Title,3.00,,shopify,0,DENY,,,FALSE
Spoon,spoon,Hollow,Cutlery,,TRUE,Active,SPOON,Title,Default Title,NaN,,,,DENY,,,FALSE
";

const PRODUCTS_OLD: &str = "\
Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Gift Card
red-mug,Red Mug,<p>A mug</p>,Hearth,Mugs,,true,Size,Small,MUG-R,shopify,2,deny,4.95,6.50,https://cdn.example/red-mug.jpg,false
teapot,Teapot,,Hearth,Teapots,,true,Title,Default Title,POT,,,deny,12.00,,,false
";

const ORDERS_HEAD: &str = "Name,Email,Financial Status,Currency,Created at,Cancelled at,Refunded Amount,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Id\n";

fn shopify_orders() -> String {
    let mut out = ORDERS_HEAD.to_owned();
    for n in 1..=5 {
        out.push_str(&format!("#{n},a{n}@example.com,paid,GBP,2011-12-0{n} 10:00:00 +0000,,0.00,1,Red Mug - Small,4.95,MUG-R,{n}\n"));
        out.push_str(&format!("#{n},,,,,,,2,Teapot,12.00,POT,\n"));
        out.push_str(&format!("#{n},,,,,,,1,Postage,3.95,,\n"));
    }
    // A cancelled order, a refunded one, one of which a line was refunded, one with a return.
    out.push_str("#10,b@example.com,voided,GBP,2011-12-07 10:00:00 +0000,2011-12-08 10:00:00 +0000,0.00,1,Teapot,12.00,POT,10\n");
    out.push_str("#11,b@example.com,refunded,GBP,2011-12-07 10:00:00 +0000,,12.00,1,Teapot,12.00,POT,11\n");
    out.push_str("#12,b@example.com,partially_refunded,GBP,2011-12-07 10:00:00 +0000,,4.95,1,Red Mug - Small,4.95,MUG-R,12\n#12,,,,,,,1,Teapot,12.00,POT,\n");
    out.push_str("#13,b@example.com,paid,GBP,2011-12-07 10:00:00 +0000,,0.00,-1,Teapot,12.00,POT,13\n");
    out.push_str("#14,b@example.com,paid,GBP,2011-12-07 10:00:00 +0000,,0.00,1,Old Lamp,9.00,LAMP,14\n#14,,,,,,,1,Mystery,1.00,XX,\n#14,,,,,,,1,By name only,1.00,,\n#14,,,,,,,1,Sold Out Bowl,1.00,,\n");
    // No name; a quantity that is no number; a row that is too short.
    out.push_str(",c@example.com,paid,GBP,2011-12-07 10:00:00 +0000,,0.00,1,Teapot,12.00,POT,15\n");
    out.push_str("#16,c@example.com,paid,GBP,2011-12-07 10:00:00 +0000,,0.00,inf,Teapot,12.00,POT,16\n");
    out.push_str("#17,c@example.com,paid\n");
    out
}

#[test]
fn shopify_exports_with_all_their_mess() {
    let shop = Shop::new();
    shop.file("orders.csv", shopify_orders());
    shop.file("products.csv", PRODUCTS_NEW);
    let args = ["train", "orders.csv", "--products", "products.csv", "-o", "model", "--max-rejects", "50"];
    let run = shop.pairwell(&args).ok();
    let said = run.stdout();
    for sentence in [
        "orders.csv: Shopify orders export",
        "Read 11 orders with 24 line items of 7 known customers.",
        "Left out 12 line items:",
        "1  of cancelled or voided orders",
        "2  refunded",
        "1  returned (negative quantity)",
        "5  not products (postage, manual lines, fees)",
        "2  of products not in the catalog",
        "1  of products no longer on sale",
        "1  gift card",
        "Learned from 7 orders, 5 of them with two products or more.",
        "2 of 4 products have enough evidence for neighbours (2 in all)",
    ] {
        assert!(said.contains(sentence), "missing {sentence:?} in:\n{said}");
    }
    assert_eq!(run.stderr(), "", "a pipe gets no progress bar");
    let rejects = shop.read("model/rejects.csv");
    for line in [
        "orders.csv,26,no order name",
        "orders.csv,27,",
        "\"\"inf\"\" is not a number",
        "orders.csv,28,3 fields",
        "products.csv,8,",
        "\"\"NaN\"\" is not a number",
    ] {
        assert!(rejects.contains(line), "missing {line:?} in:\n{rejects}");
    }

    let mug = shop.pairwell(&["inspect", "model", "red-mug"]).ok().stdout();
    assert!(
        mug.contains("5.95 GBP, available"),
        "the first variant that can be bought gives the price:\n{mug}"
    );
    assert!(mug.contains("teapot  Teapot"), "{mug}");
    let by_sku = shop
        .pairwell(&["recommend", "model", "--product", "MUG-R", "--block", "bought-together", "--json"])
        .ok();
    assert_eq!(items(&serde_json::from_str(&by_sku.stdout()).unwrap()), ["teapot"]);
}

#[test]
fn the_products_export_of_the_older_generation() {
    let shop = Shop::new();
    shop.file("orders.csv", shopify_orders());
    shop.file("products.csv", PRODUCTS_OLD);
    shop.pairwell(&[
        "train",
        "orders.csv",
        "--products",
        "products.csv",
        "-o",
        "model",
        "--max-rejects",
        "50",
    ])
    .ok();
    let mug = shop.pairwell(&["inspect", "model", "MUG-R"]).ok().stdout();
    assert!(
        mug.contains("4.95 GBP, available; type \"Mugs\", vendor \"Hearth\", /products/red-mug"),
        "{mug}"
    );
}

#[test]
fn the_same_orders_in_every_dress_make_the_same_model() {
    let plain = "order_id,customer_id,timestamp,product_id,quantity,unit_price,title\n\
                 1,7,2011-01-01T10:00:00,mug,1,3.50,Café mug\n1,7,2011-01-01T10:00:00,pot,1,9.00,Pot\n\
                 2,8,2011-01-02T10:00:00,mug,1,3.50,Café mug\n2,8,2011-01-02T10:00:00,pot,1,9.00,Pot\n";
    let reordered = |text: &str, delimiter: &str, decimal: &str| -> String {
        text.lines()
            .map(|line| {
                let f: Vec<&str> = line.split(',').collect();
                let price = f[5].replace('.', decimal);
                [f[6], f[3], f[0], &price, f[4], f[2], f[1]].join(delimiter)
            })
            .collect::<Vec<_>>()
            .join("\r\n")
    };
    let shop = Shop::new();
    shop.file("plain.csv", plain);
    shop.file("bom-crlf.csv", format!("\u{feff}{}", plain.replace('\n', "\r\n")));
    shop.file("semicolon.csv", reordered(plain, ";", ","));
    shop.file("tab.csv", reordered(plain, "\t", "."));
    let latin: Vec<u8> = plain.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    shop.file("latin-1.csv", latin);
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    shop.file("utf-16.csv", utf16);
    shop.file("utf-16-unmarked.csv", plain.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(plain.as_bytes()).unwrap();
    shop.file("gzip.csv.gz", gzip.finish().unwrap());

    shop.pairwell(&["train", "plain.csv", "-o", "plain"]).ok();
    let expected = shop.read("plain/manifest.json");
    assert!(shop.pairwell(&["inspect", "plain", "mug"]).ok().stdout().contains("Café mug"));
    for (name, dress) in [
        ("bom-crlf.csv", "generic order lines\n"),
        ("semicolon.csv", "generic order lines (semicolons)\n"),
        ("tab.csv", "(tabs)"),
        ("latin-1.csv", "(Windows-1252)"),
        ("utf-16.csv", "(UTF-16)"),
        ("utf-16-unmarked.csv", "(UTF-16)"),
        ("gzip.csv.gz", "generic order lines\n"),
    ] {
        let said = shop.pairwell(&["train", name, "-o", "other"]).ok().stdout();
        assert_eq!(shop.read("other/manifest.json"), expected, "{name}");
        let format =
            said.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap_or_default();
        assert!(format!("{format}\n").contains(dress), "{name}: {format}");
    }
}

/// Where a field of Windows-1252 ends and the next begins their bytes may make a letter of UTF-8, here "À", and all of the file be UTF-8.
#[test]
fn fields_are_read_each_by_itself() {
    let shop = Shop::new();
    let row = |order: u32| {
        let mut row = format!("{order};sofa;CASACO DE L").into_bytes();
        row.extend(b"\xc3;\x8020,00\n");
        row.extend(format!("{order};mug;Mug;3,00\n").bytes());
        row
    };
    let rows: Vec<u8> = (1..=3).flat_map(row).collect();
    shop.file("orders.csv", [b"order_id;product_id;title;unit_price\n", &rows[..]].concat());
    shop.pairwell(&["train", "orders.csv", "-o", "model"]).ok();
    let said = shop.pairwell(&["inspect", "model", "sofa"]).ok().stdout();
    assert!(said.contains("CASACO DE L\u{c3}") && said.contains("20.00"), "{said}");
}

#[test]
fn overlapping_exports_count_an_order_once() {
    let shop = Shop::new();
    let orders = orders_csv(&[(&["mug", "pot"], 3), (&["mug", "pan"], 2)]);
    shop.file("one.csv", &orders);
    shop.file("two.csv", &orders);
    shop.pairwell(&["train", "one.csv", "-o", "once"]).ok();
    shop.pairwell(&["train", "one.csv", "two.csv", "-o", "twice"]).ok();
    assert_eq!(shop.read("once/manifest.json"), shop.read("twice/manifest.json"));
}

#[test]
fn a_pair_of_a_single_order_never_reaches_the_file() {
    let shop = Shop::new();
    shop.file("orders.csv", orders_csv(&[(&["mug", "pot"], 2), (&["mug", "secret"], 1)]));
    shop.pairwell(&["train", "orders.csv", "-o", "model"]).ok();
    let picks = shop
        .pairwell(&["recommend", "model", "--product", "secret", "--block", "bought-together", "--json"])
        .ok();
    assert!(items(&serde_json::from_str(&picks.stdout()).unwrap()).is_empty());
    let said = shop.pairwell(&["train", "orders.csv", "-o", "model", "--min-orders", "1"]).ok().stdout();
    assert!(said.contains("3 of 3 products"), "{said}");
}

#[test]
fn a_quote_that_is_never_closed_is_named_and_bounded() {
    let shop = Shop::new();
    let mut text = String::from("order_id,product_id,title\n1,mug,Mug\n2,pot,\"never closed\n");
    for n in 0..200_000 {
        text.push_str(&format!("{n},mug,A mug of some sort\n"));
    }
    shop.file("orders.csv", text);
    let said = shop.pairwell(&["train", "orders.csv", "-o", "model"]).failed().stderr();
    assert!(said.contains("orders.csv:3:") && said.contains("never closed"), "{said}");
    assert!(!shop.path("model/manifest.json").exists());

    // As well where what it swallows is less than any limit.
    shop.file("orders.csv", "order_id,product_id,title\n1,mug,Mug\n1,pot,\"Pot\n2,mug,Mug\n2,pot,Pot\n");
    let said = shop.pairwell(&["train", "orders.csv", "-o", "model"]).failed().stderr();
    assert!(said.contains("orders.csv:3:") && said.contains("never closed"), "{said}");
    assert!(!shop.path("model/manifest.json").exists());
}

#[test]
fn an_unknown_header_says_what_was_expected_and_what_was_found() {
    let shop = Shop::new();
    shop.file("orders.csv", "foo,bar\n1,2\n");
    let said = shop.pairwell(&["train", "orders.csv", "-o", "model"]).failed().stderr();
    for part in ["orders.csv:1:", "\"Lineitem name\"", "\"order_id\"", "Found: \"foo\", \"bar\""] {
        assert!(said.contains(part), "{said}");
    }
    shop.file("good.csv", orders_csv(&[(&["mug", "pot"], 2)]));
    let said =
        shop.pairwell(&["train", "good.csv", "--products", "orders.csv", "-o", "model"]).failed().stderr();
    assert!(said.contains("not a Shopify products export"), "{said}");
}

#[test]
fn missing_empty_and_cut_off_files_are_named() {
    let shop = Shop::new();
    shop.file("empty.csv", "");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(orders_csv(&[(&["mug", "pot"], 500)]).as_bytes()).unwrap();
    let whole = gzip.finish().unwrap();
    shop.file("cut.csv.gz", &whole[..whole.len() / 2]);
    for (name, words) in
        [("none.csv", "no such file"), ("empty.csv", "empty"), ("cut.csv.gz", "not complete")]
    {
        let said = shop.pairwell(&["train", name, "-o", "model"]).failed().stderr();
        assert!(said.contains(name) && said.contains(words), "{said}");
    }
}

#[test]
fn too_many_bad_rows_stop_the_training() {
    let shop = Shop::new();
    shop.file("orders.csv", "order_id,product_id,quantity\n1,mug,1\n1,pot,1\n2,,1\n3,mug,many\n");
    let said = shop.pairwell(&["train", "orders.csv", "-o", "model"]).failed().stderr();
    assert!(said.contains("50.0 % of all rows") && said.contains("orders.csv:4: no product id"), "{said}");
    assert!(shop.path("model/rejects.csv").exists() && !shop.path("model/manifest.json").exists());
}

#[test]
fn a_title_in_the_file_is_text_only() {
    let shop = Shop::new();
    shop.file("orders.csv", "order_id,product_id,title\n1,a,\"A\u{202e}b\n<i>\u{7}\"\n1,b,B\n2,a,x\n2,b,B\n");
    shop.pairwell(&["train", "orders.csv", "-o", "model"]).ok();
    let said = shop.pairwell(&["inspect", "model", "a"]).ok().stdout();
    assert!(said.contains("a  Ab <i>\n"), "{said}");
}

#[test]
fn strict_stops_at_the_first_bad_row_and_says_where_and_what_to_do() {
    let shop = Shop::new();
    let head =
        "order_id,product_id,qty,unit_price,timestamp\n1,mug,1,1.00,2026-01-01\n1,pot,1,1.00,2026-01-01\n";
    for (row, what) in [
        ("2,mug,many,1.00,2026-01-01", "orders.csv:4: qty: \"many\" is not a number"),
        ("2,mug,1,1e999,2026-01-01", "orders.csv:4: unit_price: \"1e999\" is not a number"),
        ("2,mug,1,1.00,soon", "orders.csv:4: timestamp: \"soon\" is not a time"),
        ("2,,1,1.00,2026-01-01", "orders.csv:4: no product id"),
        ("2,mug", "orders.csv:4: 2 fields where the header has another number"),
    ] {
        shop.file(
            "orders.csv",
            format!("{head}{row}\n3,,x,,\n4,mug,1,1.00,2026-01-01\n4,pot,1,1.00,2026-01-01\n"),
        );
        let said = shop.pairwell(&["train", "orders.csv", "-o", "model", "--strict"]).failed().stderr();
        assert!(said.contains(what) && said.contains("without --strict"), "{said}");
        assert!(!shop.path("model/manifest.json").exists() && !shop.path("model/rejects.csv").exists());
    }
    shop.pairwell(&["train", "orders.csv", "-o", "model", "--max-rejects", "50"]).ok();
    shop.file("orders.csv", head);
    shop.pairwell(&["train", "orders.csv", "-o", "model", "--strict"]).ok();
    // A products export is held to the same.
    shop.file("orders.csv", shopify_orders().lines().take(4).collect::<Vec<_>>().join("\n"));
    shop.file("products.csv", PRODUCTS_NEW);
    let strict = ["train", "orders.csv", "--products", "products.csv", "-o", "model", "--strict"];
    let said = shop.pairwell(&strict).failed().stderr();
    assert!(said.contains("products.csv:8: ") && said.contains("NaN"), "{said}");
}

#[test]
fn the_row_order_of_an_export_changes_nothing() {
    let shop = Shop::new();
    let line = |order: usize, product: &str| {
        format!(
            "{order},c{},2026-01-{:02}T10:00:00,{product},{}.00,{product} of {order}\n",
            order % 7,
            1 + order % 9,
            order
        )
    };
    let lines: Vec<String> = (0..120)
        .flat_map(|order| ["mug", "pot", "pan"].map(|product| (order, product)))
        .filter(|(order, product)| order % product.len() != 1)
        .map(|(order, product)| line(order, product))
        .collect();
    let head = "order_id,customer_id,timestamp,product_id,unit_price,title\n";
    shop.file("forth.csv", format!("{head}{}", lines.concat()));
    let back: Vec<String> = lines.iter().rev().cloned().collect();
    shop.file("back.csv", format!("{head}{}", back.concat()));
    shop.pairwell(&["train", "forth.csv", "-o", "forth"]).ok();
    shop.pairwell(&["train", "back.csv", "-o", "back"]).ok();
    assert_eq!(shop.read("forth/manifest.json"), shop.read("back/manifest.json"));
}
