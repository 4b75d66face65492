//! Order exports that are not what they should be, by the real binary: what `train.rs` has no row for yet.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used)]

mod common;
mod fuzzing;

use common::Shop;
use fuzzing::draw::{Draw, Seeded};

#[test]
fn a_hundred_columns_in_any_order_are_read_as_the_few_that_matter() {
    let shop = Shop::new();
    let lines: Vec<[String; 5]> = (0..40)
        .flat_map(|n| {
            ["mug", "pot"]
                .map(|p| [format!("{}", n / 2), p.into(), "1".into(), "2.50".into(), format!("The {p}")])
        })
        .collect();
    let names = ["order_id", "product_id", "quantity", "unit_price", "title"];
    let plain: Vec<String> =
        std::iter::once(names.join(",")).chain(lines.iter().map(|line| line.join(","))).collect();
    shop.file("plain.csv", plain.join("\n"));
    shop.pairwell(&["train", "plain.csv", "-o", "plain"]).ok();
    for seed in 0..5 {
        let mut draw = Seeded(seed);
        // Where each of the five stands; the others have names and cells that mean nothing, or look as if they did.
        let mut places: Vec<usize> = (0..100).collect();
        (1..100).rev().for_each(|at| places.swap(at, draw.below(at as u32 + 1) as usize));
        let mut row = |cells: [&str; 5], head: bool| -> String {
            let mut out: Vec<String> = (0..100)
                .map(|n| {
                    if head {
                        format!("Custom field {n}")
                    } else {
                        draw.one(&["", "7", "\"a,b\"", "\"line\nfeed\"", "-3.5"]).to_owned()
                    }
                })
                .collect();
            cells.iter().zip(&places).for_each(|(cell, place)| out[*place] = (*cell).to_owned());
            out.join(",")
        };
        let mut text = vec![row(names, true)];
        text.extend(lines.iter().map(|line| row(line.each_ref().map(String::as_str), false)));
        shop.file("wide.csv", text.join("\n"));
        shop.pairwell(&["train", "wide.csv", "-o", "wide"]).ok();
        assert_eq!(shop.read("wide/manifest.json"), shop.read("plain/manifest.json"), "seed {seed}");
        assert!(!shop.path("wide/rejects.csv").exists());
    }
}

#[test]
fn negative_prices_are_rejected_with_their_reason() {
    let shop = Shop::new();
    shop.file(
        "generic.csv",
        "order_id,product_id,unit_price\n1,mug,2.00\n1,pot,3.00\n2,mug,2.00\n2,pot,3.00\n3,mug,-2.00\n",
    );
    let head = "Name,Email,Financial Status,Currency,Created at,Cancelled at,Refunded Amount,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n";
    let line = |n: u32, item: &str, price: &str| {
        format!("#{n},a@x.com,paid,GBP,2026-01-05 10:00:00 +0000,,0.00,1,{item},{price},{item}\n")
    };
    let lines: String = (1..=2).flat_map(|n| [line(n, "mug", "2.00"), line(n, "pot", "3.00")]).collect();
    shop.file("shopify.csv", format!("{head}{lines}{}", line(3, "mug", "-2.00")));
    shop.file(
        "products.csv",
        "Title,URL handle,Status,SKU,Price\nMug,mug,Active,mug,2.00\nPot,pot,Active,pot,-3.00\n",
    );
    let products = ["--products", "products.csv"];
    for (orders, more, place, words) in [
        ("generic.csv", &[][..], "generic.csv,6,", "unit_price: negative"),
        ("shopify.csv", &[], "shopify.csv,6,", "Lineitem price: negative"),
        ("shopify.csv", &products[..], "products.csv,3,", "negative price"),
    ] {
        let args = [&["train", orders, "-o", "model", "--max-rejects", "50"], more].concat();
        shop.pairwell(&args).ok();
        let rejects = shop.read("model/rejects.csv");
        let found =
            rejects.lines().find(|line| line.starts_with(place)).unwrap_or_else(|| panic!("{rejects}"));
        assert!(found.contains(words), "{found}");
        let said = shop.pairwell(&[&args[..4], more, &["--strict"]].concat()).failed().stderr();
        assert!(said.contains("negative"), "{said}");
    }
}

/// A record without an end, from a pipe: how much of it is taken in is known exactly.
#[cfg(unix)]
#[test]
fn a_record_without_an_end_is_read_no_further_than_its_limit() {
    use std::io::Write;
    for (head, endless) in [
        ("order_id,product_id,title\n1,mug,Mug\n2,pot,\"", "never closed, "),
        // A header, too, is a record.
        ("order_id,product_id,\"", "never closed, "),
        ("order_id,product_id,title\n1,mug,", "no quote and no line feed"),
    ] {
        let shop = Shop::new();
        let pipe = shop.path("orders.csv");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let writer = std::thread::spawn(move || {
            let mut to = std::fs::OpenOptions::new().write(true).open(pipe).unwrap();
            let piece = endless.repeat(1 << 12);
            let (mut taken, most) = (0, 64 << 20);
            if to.write_all(head.as_bytes()).is_ok() {
                while taken < most && to.write_all(piece.as_bytes()).is_ok() {
                    taken += piece.len();
                }
            }
            taken
        });
        let said = shop.pairwell(&["train", "orders.csv", "-o", "model"]).failed().stderr();
        let taken = writer.join().unwrap();
        assert!(taken < 4 << 20, "{taken} bytes of one record were read");
        assert!(said.contains("does not end within 1 MiB"), "{said}");
        assert!(!shop.path("model/manifest.json").exists());
    }
}

/// The same out of a gzip file: it is inflated no further than that. Its bytes are such as hardly shrink, or a pipe alone would hold
/// more than the limit of them.
#[cfg(unix)]
#[test]
fn a_record_without_an_end_is_inflated_no_further_than_its_limit() {
    use std::io::Write;
    let shop = Shop::new();
    let pipe = shop.path("orders.csv.gz");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let writer = std::thread::spawn(move || {
        let to = std::fs::OpenOptions::new().write(true).open(pipe).unwrap();
        let mut gzip = flate2::write::GzEncoder::new(to, flate2::Compression::fast());
        let (mut taken, mut state) = (0, 1u64);
        let mut open = gzip.write_all(b"order_id,product_id,title\n1,mug,\"").is_ok();
        while open && taken < 64 << 20 {
            let letters: Vec<u8> = (0..1 << 14)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    b'0' + ((state >> 58) as u8)
                })
                .collect();
            open = gzip.write_all(&letters).is_ok();
            taken += letters.len();
        }
        // What is still in it would be written, to nobody, where it is dropped.
        drop(gzip);
        taken
    });
    let said = shop.pairwell(&["train", "orders.csv.gz", "-o", "model"]).failed().stderr();
    let taken = writer.join().unwrap();
    assert!(taken < 4 << 20, "{taken} bytes of one record were inflated");
    assert!(said.contains("orders.csv.gz:2") && said.contains("does not end within 1 MiB"), "{said}");
}

/// A gzip file that inflates to a gigabyte within one record ends as soon.
#[test]
fn a_bomb_is_not_inflated_to_its_end() {
    use std::io::Write;
    let shop = Shop::new();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"order_id,product_id,title\n1,mug,\"").unwrap();
    let zeros = vec![b'0'; 1 << 20];
    (0..24).for_each(|_| gzip.write_all(&zeros).unwrap());
    let mut bomb = gzip.finish().unwrap();
    // Members behind each other are one file: so much for little.
    let mut member = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    (0..24).for_each(|_| member.write_all(&zeros).unwrap());
    let member = member.finish().unwrap();
    (0..40).for_each(|_| bomb.extend(&member));
    shop.file("orders.csv.gz", bomb);
    let said = shop.pairwell(&["train", "orders.csv.gz", "-o", "model"]).failed().stderr();
    assert!(said.contains("orders.csv.gz:2") && said.contains("does not end within 1 MiB"), "{said}");
}

/// What a spreadsheet takes for a formula, at the start of a cell.
const FORMULAS: [&str; 6] = ["=1+1", "+1+1", "-1+1", "@sum(1)", "\t=1+1", "\r=1+1"];

fn cells(text: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Numbers are what a sheet is for; anything else must not begin so.
fn is_safe(cell: &str) -> bool {
    cell.parse::<f64>().is_ok() || !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[test]
fn no_cell_of_any_file_begins_as_a_formula() {
    let shop = Shop::new();
    let mut orders =
        String::from("order_id,customer_id,timestamp,product_id,quantity,unit_price,currency,arm\n");
    for (n, formula) in FORMULAS.iter().cycle().take(60).enumerate() {
        for product in [formula, "mug"] {
            let (order, day) = (n / 6, 1 + n % 28);
            orders.push_str(&format!(
                "\"{formula}{order}\",\"{formula}\",2026-01-{day:02},\"{product}\",1,5.00,GBP,on\n"
            ));
        }
    }
    // Rows that are rejected, and quoted from their start on.
    FORMULAS
        .iter()
        .for_each(|formula| orders.push_str(&format!("\"{formula}\",c,2026-01-01,mug,many,1,GBP,on\n")));
    shop.file("orders.csv", orders);
    shop.pairwell(&["train", "orders.csv", "-o", "model", "--max-rejects", "50"]).ok();
    let rejects = cells(&shop.read("model/rejects.csv"));
    for formula in FORMULAS {
        // Behind a tab or a line's end another apostrophe: some programs cut cells there.
        let said = |cell: &&String| cell.starts_with('\'') && cell.replace('\'', "").starts_with(formula);
        assert!(rejects.iter().any(|cell| said(&cell)), "{formula:?} in {rejects:?}");
    }
    shop.file("rules.toml", "[[segment]]\nname = \"loyal\"\norders = { at_least = 2 }\n");
    shop.pairwell(&["segments", "orders.csv", "--rules", "rules.toml", "-o", "segments.csv"]).ok();
    shop.pairwell(&["report", "orders.csv", "-o", "report"]).ok();
    for file in ["model/rejects.csv", "segments.csv", "report/report.csv"] {
        let found = cells(&shop.read(file));
        assert!(found.len() > 10, "{file} has something in it");
        found.iter().for_each(|cell| assert!(is_safe(cell), "{file}: {cell:?}"));
    }
    let customers = cells(&shop.read("segments.csv"));
    for formula in FORMULAS.iter().filter(|formula| !formula.starts_with(['\t', '\r'])) {
        assert!(customers.contains(&format!("'{formula}")), "{formula:?} in {customers:?}");
    }
}
