//! Training bit by bit: the same model as from everything at once, whatever happens on the way.
#![cfg(all(feature = "cli", unix))]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::Shop;

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

#[derive(Clone)]
struct Order {
    number: usize,
    minute: usize,
    customer: usize,
    status: &'static str,
    /// Product, quantity, price in pence.
    lines: Vec<(usize, i32, usize)>,
}

fn orders(numbers: &mut Numbers, count: usize) -> Vec<Order> {
    (0..count)
        .map(|number| {
            let theme = numbers.below(12);
            let size = 1 + numbers.below(5);
            let lines = (0..size)
                .map(|_| (theme * 3 + numbers.below(6), numbers.below(9) as i32 - 1, 100 + numbers.below(3)))
                .collect();
            // Two orders a minute: then the name decides.
            Order { number, minute: number / 2 * 37, customer: numbers.below(90), status: "paid", lines }
        })
        .collect()
}

fn generic(orders: &[Order]) -> String {
    let mut out =
        String::from("order_id,customer_id,timestamp,status,product_id,quantity,unit_price,title,currency\n");
    for o in orders {
        let (day, minute) = (1 + o.minute / 1440 % 28, o.minute % 1440);
        for (product, quantity, pence) in &o.lines {
            out.push_str(&format!(
                "{},c{},2026-01-{day:02}T{:02}:{:02}:00,{},sku-{product},{quantity},{}.{:02},Thing no {product} of {},GBP\n",
                o.number, o.customer, minute / 60, minute % 60, o.status, pence / 100, pence % 100, pence % 2
            ));
        }
    }
    out
}

/// The same order lines as Shopify writes them, newest first.
fn shopify(orders: &[Order]) -> String {
    let mut out = String::from(
        "Name,Email,Financial Status,Currency,Created at,Cancelled at,Refunded Amount,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n",
    );
    for o in orders.iter().rev() {
        let (day, minute) = (1 + o.minute / 1440 % 28, o.minute % 1440);
        for (at, (product, quantity, pence)) in o.lines.iter().enumerate() {
            let head = if at == 0 {
                format!(
                    "c{},{},GBP,2026-01-{day:02} {:02}:{:02}:00 +0000,,0.00",
                    o.customer,
                    if o.status == "cancelled" { "voided" } else { o.status },
                    minute / 60,
                    minute % 60
                )
            } else {
                ",,,,,".to_owned()
            };
            out.push_str(&format!(
                "{},{head},{quantity},Thing no {product} of {},{}.{:02},sku-{product}\n",
                o.number,
                pence % 2,
                pence / 100,
                pence % 100
            ));
        }
    }
    out
}

fn edited(numbers: &mut Numbers, order: &Order) -> Order {
    let mut order = order.clone();
    match numbers.below(4) {
        0 => order.status = "cancelled",
        1 => order.status = "refunded",
        2 => order.lines.push((numbers.below(36), 1, 250)),
        _ => {
            order.lines.truncate(1);
            order.lines[0].0 = numbers.below(36);
        }
    }
    order
}

#[test]
fn pieces_in_any_sequence_with_edits_give_the_bytes_of_one_full_training() {
    for seed in 1..=6u64 {
        let shop = Shop::new();
        let mut numbers = Numbers(seed);
        let first = orders(&mut numbers, 400);
        let mut last = first.clone();
        // Pieces that overlap, of the orders as they first were.
        let mut pieces: Vec<Vec<Order>> = (0..7).map(|_| Vec::new()).collect();
        for order in &first {
            let at = numbers.below(7);
            pieces[at].push(order.clone());
            if numbers.below(3) == 0 {
                pieces[(at + 1) % 7].push(order.clone());
            }
        }
        numbers.shuffle(&mut pieces);
        // Then exports of what was edited since, some of it twice.
        for _ in 0..3 {
            let mut piece = Vec::new();
            for order in &mut last {
                if numbers.below(6) == 0 {
                    *order = edited(&mut numbers, order);
                    piece.push(order.clone());
                }
            }
            pieces.push(piece);
        }
        shop.file("full.csv", generic(&last));
        shop.pairwell(&["train", "full.csv", "-o", "full"]).ok();
        for (at, piece) in pieces.iter().enumerate() {
            // Stores' exports in both forms follow each other; rows of a piece may stand in any order.
            let text = if at % 2 == 0 { generic(piece) } else { shopify(piece) };
            shop.file("piece.csv", text);
            shop.pairwell(&["train", "piece.csv", "--state", "kept", "-o", "model"]).ok();
        }
        assert_eq!(shop.read("model/manifest.json"), shop.read("full/manifest.json"), "seed {seed}");
        // All pieces in one run, onto nothing; and the state alone, with nothing new.
        let names: Vec<String> = (0..pieces.len()).map(|at| format!("{at}.csv")).collect();
        for (name, piece) in names.iter().zip(&pieces) {
            shop.file(name, generic(piece));
        }
        let mut together: Vec<&str> = vec!["train", "-o", "together"];
        together.extend(names.iter().map(String::as_str));
        shop.pairwell(&together).ok();
        assert_eq!(shop.read("together/manifest.json"), shop.read("full/manifest.json"), "seed {seed}");
        let said = shop.pairwell(&["train", "--state", "kept", "-o", "alone"]).ok().stdout();
        assert_eq!(shop.read("alone/manifest.json"), shop.read("full/manifest.json"), "seed {seed}");
        assert!(said.contains("Knew 400 orders; 0 line items in this run's files."), "{said}");
    }
}

#[test]
fn a_state_is_private_and_never_beside_the_model() {
    let shop = Shop::new();
    shop.file("orders.csv", generic(&orders(&mut Numbers(3), 60)));
    for inside in ["model", "model/state"] {
        let said =
            shop.pairwell(&["train", "orders.csv", "--state", inside, "-o", "model"]).failed().stderr();
        assert!(said.contains("lies in the model's directory"), "{said}");
    }
    assert!(!shop.path("model/manifest.json").exists());
    shop.pairwell(&["train", "orders.csv", "--state", "kept", "-o", "model"]).ok();
    let mode = |name: &str| fs::metadata(shop.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("kept"), mode("kept/orders.pwstate")), (0o700, 0o600));
    let bytes = fs::read(shop.path("kept/orders.pwstate")).unwrap();
    assert!(!bytes.windows(4).any(|w| w == b"c17\n" || w == b",c17"), "customers stand there as hashes only");
    let mut names: Vec<String> = fs::read_dir(shop.path("model"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.retain(|name| !name.starts_with("model-"));
    assert_eq!(names, ["at", "manifest.json"], "no lock and no half file stays");
}

#[test]
fn a_damaged_or_newer_state_is_told_and_left_alone() {
    let shop = Shop::new();
    shop.file("orders.csv", generic(&orders(&mut Numbers(4), 60)));
    let train = ["train", "orders.csv", "--state", "kept", "-o", "model"];
    shop.pairwell(&train).ok();
    let good = fs::read(shop.path("kept/orders.pwstate")).unwrap();
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 4;
    let mut newer = good.clone();
    newer[8] = 2;
    for (bytes, words) in [
        (&flipped[..], "it is damaged: put back a copy of it"),
        (&good[..good.len() - 1], "it is damaged"),
        (&b"order_id,product_id\n"[..], "this is no state of pairwell"),
        (&b""[..], "this is no state of pairwell"),
        (&newer[..], "a later version of pairwell wrote this state (its version is 2"),
    ] {
        fs::write(shop.path("kept/orders.pwstate"), bytes).unwrap();
        let said = shop.pairwell(&train).failed().stderr();
        assert!(said.contains("orders.pwstate: ") && said.contains(words), "{said}");
        assert_eq!(fs::read(shop.path("kept/orders.pwstate")).unwrap(), bytes);
    }
    fs::write(shop.path("kept/orders.pwstate"), good).unwrap();
    shop.pairwell(&train).ok();
}

#[test]
fn a_training_that_fails_keeps_nothing() {
    let shop = Shop::new();
    shop.file("orders.csv", generic(&orders(&mut Numbers(5), 60)));
    shop.file("bad.csv", "order_id,product_id,quantity\n9001,sku-1,many\n9002,sku-2,1\n");
    shop.pairwell(&["train", "orders.csv", "--state", "kept", "-o", "model"]).ok();
    let kept = fs::read(shop.path("kept/orders.pwstate")).unwrap();
    shop.pairwell(&["train", "bad.csv", "--state", "kept", "-o", "model"]).failed();
    assert_eq!(fs::read(shop.path("kept/orders.pwstate")).unwrap(), kept);
    assert_eq!(fs::read_dir(shop.path("kept")).unwrap().count(), 1);
}

#[test]
fn a_bad_row_of_the_catalog_does_not_stop_a_run_that_reads_no_orders() {
    let shop = Shop::new();
    shop.file("orders.csv", generic(&orders(&mut Numbers(8), 60)));
    let mut products = String::from("Title,URL handle,Status,SKU,Price\n");
    for n in 0..36 {
        products.push_str(&format!(
            "Thing {n},thing-{n},Active,sku-{n},{}\n",
            if n == 5 { "NaN" } else { "2.00" }
        ));
    }
    shop.file("products.csv", products);
    let with = ["--products", "products.csv", "--state", "kept", "-o", "model"];
    shop.pairwell(&[&["train", "orders.csv"][..], &with].concat()).ok();
    let manifest = shop.read("model/manifest.json");
    shop.pairwell(&[&["train"][..], &with].concat()).ok();
    assert_eq!(shop.read("model/manifest.json"), manifest);
    assert!(shop.read("model/rejects.csv").contains("NaN"));
}

#[test]
fn an_evaluation_knows_the_orders_of_a_state_and_changes_nothing() {
    let shop = Shop::new();
    let all = orders(&mut Numbers(9), 400);
    shop.file("all.csv", generic(&all));
    shop.file("first.csv", generic(&all[..300]));
    shop.file("rest.csv", generic(&all[300..]));
    shop.pairwell(&["train", "first.csv", "--state", "kept", "-o", "model"]).ok();
    let kept = fs::read(shop.path("kept/orders.pwstate")).unwrap();
    let whole = shop.pairwell(&["evaluate", "all.csv", "--alone", "--json"]).ok().stdout();
    let state = ["evaluate", "rest.csv", "--state", "kept", "--alone", "--json"];
    assert_eq!(shop.pairwell(&state).ok().stdout(), whole);
    assert_eq!(fs::read(shop.path("kept/orders.pwstate")).unwrap(), kept);
    let said = shop.pairwell(&["evaluate", "--state", "nowhere"]).failed().stderr();
    assert!(said.contains("there is no such file"), "{said}");
}

fn start(shop: &Shop, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_pairwell"))
        .current_dir(shop.dir())
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// A named pipe: who reads it waits, holding its locks, until somebody writes.
fn pipe(shop: &Shop, name: &str) {
    assert!(Command::new("mkfifo").arg(shop.path(name)).status().unwrap().success());
}

#[test]
fn two_trainings_do_not_share_a_directory() {
    let shop = Shop::new();
    let text = generic(&orders(&mut Numbers(6), 60));
    shop.file("orders.csv", &text);
    pipe(&shop, "slow.csv");
    let mut first = start(&shop, &["train", "slow.csv", "--state", "kept", "-o", "model"]);
    // Opening the pipe for writing waits until the training has opened it for reading, which it does
    // behind its locks.
    let mut writer = fs::OpenOptions::new().write(true).open(shop.path("slow.csv")).unwrap();
    for other in [
        ["train", "orders.csv", "--state", "kept", "-o", "elsewhere"],
        ["train", "orders.csv", "--state", "other", "-o", "model"],
    ] {
        let refused = shop.pairwell(&other);
        assert_eq!(refused.code(), Some(4), "{}", refused.stderr());
        let who = format!("process {} is training there", first.id());
        assert!(refused.stderr().contains(&who), "{}", refused.stderr());
    }
    std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
    drop(writer);
    assert!(first.wait().unwrap().success());
    shop.pairwell(&["train", "orders.csv", "--state", "kept", "-o", "model"]).ok();
}

#[test]
fn killed_at_any_moment_it_leaves_the_old_state_or_the_new() {
    let shop = Shop::new();
    let all = orders(&mut Numbers(7), 900);
    shop.file("old.csv", generic(&all[..500]));
    shop.file("new.csv", generic(&all[500..]));
    shop.file("all.csv", generic(&all));
    shop.pairwell(&["train", "old.csv", "-o", "expected-old"]).ok();
    shop.pairwell(&["train", "all.csv", "-o", "expected-new"]).ok();
    let (old, new) = (shop.read("expected-old/manifest.json"), shop.read("expected-new/manifest.json"));
    shop.pairwell(&["train", "old.csv", "--state", "start", "-o", "model"]).ok();
    let first = fs::read(shop.path("start/orders.pwstate")).unwrap();
    let begun = std::time::Instant::now();
    shop.pairwell(&["train", "new.csv", "--state", "start", "-o", "model"]).ok();
    let whole = begun.elapsed();
    let (mut before, mut after) = (0, 0);
    let rounds = 40;
    for round in 0..rounds {
        drop(fs::remove_dir_all(shop.path("kept")));
        fs::create_dir(shop.path("kept")).unwrap();
        fs::write(shop.path("kept/orders.pwstate"), &first).unwrap();
        let mut run = start(&shop, &["train", "new.csv", "--state", "kept", "-o", "model"]);
        // The moment is what is tried out here, so it is time that passes.
        std::thread::sleep(
            whole.mul_f64(1.2 * f64::from(round) / f64::from(rounds)) + Duration::from_millis(1),
        );
        drop(run.kill());
        run.wait().unwrap();
        // Whatever is there is whole, nobody has it, and half a file is cleared away.
        shop.pairwell(&["train", "--state", "kept", "-o", "model"]).ok();
        match shop.read("model/manifest.json") {
            found if found == old => before += 1,
            found if found == new => after += 1,
            other => panic!("neither the old orders nor the new: {other}"),
        }
        assert_eq!(fs::read_dir(shop.path("kept")).unwrap().count(), 1);
        // And fed again it comes to the same as if nothing had happened.
        shop.pairwell(&["train", "new.csv", "--state", "kept", "-o", "model"]).ok();
        assert_eq!(shop.read("model/manifest.json"), new);
    }
    assert!(before > 0 && before + after == rounds, "{before} before, {after} after");
}
