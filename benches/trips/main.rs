//! Bytes of model along shopping trips, for catalogs from a thousand to a million products: `make bench`.
//!
//! A shop is made up, trained and cut into entries. Orders that nobody was trained on are trips: a page
//! for each of its products, in a mixed sequence. The first page fetches manifest, the shop's entry and its product's;
//! further ones the entries that no page before has brought. Beside the bytes stands what trimming costs: how often the
//! list of a first page, from the entries and from the whole model, has something that was bought.
//!
//! A table on standard output, and `dist/bench/trips.json`. `PAIRWELL_TRIPS=1000,1000000` says for how many products
//! (a million takes some minutes and GB), `PAIRWELL_TRIPS_ORDERS=3` how many orders a product, `PAIRWELL_TRIPS_KEEP=DIR` keeps models there,
//! `PAIRWELL_TRIPS_BUDGET=8000` cuts entries of other sizes, `PAIRWELL_TRIPS_WRITE=DIR` writes the shops' orders and products there and does nothing else.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used)]

mod shop;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use pairwell::model::Model;
use pairwell::recommend::{Context, Kind, Weights, list};
use pairwell::trainer::entries::{Cutting, Options, cut, name, opened};
use pairwell::trainer::output::brotli_size;
use pairwell::trainer::progress::Silent;
use pairwell::trainer::{Prepared, Settings, Source, load};
use rayon::prelude::*;
use serde::Serialize;
use shop::{Numbers, Shop};

/// Products in the mean of an order.
const MEAN: f64 = 9.0;
/// Orders that are no training's, and pages of a trip at most.
const HELD: usize = 2_000;
const PAGES: usize = 6;
/// Trips whose bytes are weighed: brotli at its best takes its time.
const WEIGHED: usize = 500;
/// Length of a list.
const TEN: usize = 10;

/// One line of the table.
#[derive(Serialize)]
struct Row {
    products: usize,
    orders: usize,
    files: usize,
    first_page_bytes_median: usize,
    first_page_bytes_p95: usize,
    further_median: usize,
    further_p95: usize,
    shop_bytes: usize,
    manifest_bytes: usize,
    /// Share of products whose rows were cut short.
    trimmed: f64,
    hit_4_entries: f64,
    hit_4_whole: f64,
    hit_10_entries: f64,
    hit_10_whole: f64,
    all_entries_bytes: usize,
    whole_bytes: usize,
}

/// What is trained once.
struct Trained {
    model: Vec<u8>,
    manifest: String,
    orders: usize,
}

fn main() {
    // What `cargo bench` hands over says nothing to us; a test run is not meant.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let said = |name: &str, default: &str| std::env::var(name).unwrap_or_else(|_| default.to_owned());
    let sizes: Vec<usize> = said("PAIRWELL_TRIPS", "1000,10000,100000")
        .split(',')
        .map(|size| size.parse().expect("a number of products"))
        .collect();
    let each: usize = said("PAIRWELL_TRIPS_ORDERS", "3").parse().expect("orders for each product");
    let keep = std::env::var_os("PAIRWELL_TRIPS_KEEP").map(PathBuf::from);
    if let Some(folder) = std::env::var_os("PAIRWELL_TRIPS_WRITE").map(PathBuf::from) {
        for products in sizes {
            let folder = folder.join(format!("{products}-{}", products * each));
            fs::create_dir_all(&folder).unwrap();
            shop::write(&Shop::new(products, MEAN), products * each, &folder).unwrap();
            println!("{}", folder.display());
        }
        return;
    }
    println!(
        "{:>9} {:>6} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}   HR@4 entries/whole, HR@10",
        "products", "files", "shop", "first", "p95", "further", "p95", "trimmed"
    );
    let rows: Vec<Row> = sizes
        .iter()
        .map(|products| {
            let row = measure(&trained(*products, products * each, keep.as_deref()), *products);
            println!(
                "{:>9} {:>6} {:>8} {:>8} {:>8} {:>8} {:>8} {:>7.1}%   {:.4} {:.4}   {:.4} {:.4}",
                row.products,
                row.files,
                row.shop_bytes,
                row.first_page_bytes_median,
                row.first_page_bytes_p95,
                row.further_median,
                row.further_p95,
                row.trimmed * 100.0,
                row.hit_4_entries,
                row.hit_4_whole,
                row.hit_10_entries,
                row.hit_10_whole
            );
            row
        })
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist/bench");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("trips.json"), serde_json::to_vec_pretty(&rows).unwrap()).unwrap();
}

/// The model of a shop of so many products and orders; one that is kept is any model directory.
fn trained(products: usize, orders: usize, keep: Option<&Path>) -> Trained {
    let kept = keep.map(|folder| folder.join(format!("{products}-{orders}")));
    if let Some(manifest) = kept.as_ref().and_then(|kept| fs::read_to_string(kept.join("manifest.json")).ok())
    {
        let said: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        let file = kept.unwrap().join(said["files"][0]["name"].as_str().unwrap());
        return Trained { model: fs::read(file).unwrap(), manifest, orders };
    }
    let folder = tempfile::tempdir().unwrap();
    let [order_file, product_file] = shop::write(&Shop::new(products, MEAN), orders, folder.path()).unwrap();
    let source = Source {
        orders: vec![order_file],
        products: Some(product_file),
        events: None,
        url: "/products/{key}".to_owned(),
        gift_cards: false,
    };
    let loaded = load(&source, &Silent).unwrap();
    drop(folder);
    let trained = Prepared::learn(&loaded, &Settings::default(), &Silent).unwrap().finish(&loaded).unwrap();
    let manifest = serde_json::to_string(&trained.manifest).unwrap();
    let (name, model) = trained.files.into_iter().next().unwrap();
    if let Some(kept) = kept {
        fs::create_dir_all(&kept).unwrap();
        fs::write(kept.join(name), &model).unwrap();
        fs::write(kept.join("manifest.json"), &manifest).unwrap();
    }
    Trained { model, manifest, orders }
}

fn measure(trained: &Trained, products: usize) -> Row {
    let said = std::env::var("PAIRWELL_TRIPS_BUDGET").ok().and_then(|bytes| bytes.parse().ok());
    let default = Options::default();
    let cutting =
        cut(&trained.model, &Options { budget: said.unwrap_or(default.budget), ..default }).unwrap();
    let mut whole = Model::default();
    whole.add(&trained.model).unwrap();
    // The orders name products by SKU, as orders do; pages by handle.
    let keys: HashMap<&str, &str> = whole
        .indexes()
        .filter_map(|product| whole.card(product))
        .map(|card| (card.variants.split('\t').next().unwrap_or(""), card.key))
        .collect();
    let mut numbers = Numbers::of(17);
    let mut later: Vec<Vec<u32>> = Vec::new();
    Shop::new(products, MEAN)
        .orders(23, HELD, |_, order| {
            later.push(order.products.clone());
            Ok(())
        })
        .unwrap();
    let trips: Vec<Vec<&str>> = later
        .iter()
        .map(|order| {
            let mut pages: Vec<&str> =
                order.iter().filter_map(|product| keys.get(shop::sku(*product).as_str()).copied()).collect();
            for at in (1..pages.len()).rev() {
                pages.swap(at, numbers.below(at + 1));
            }
            pages
        })
        .filter(|pages| pages.len() > 1)
        .collect();

    let entry: HashMap<&str, &[u8]> =
        cutting.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let file = |key: &str| format!("{}.pw", name(key, cutting.entries.digits));
    let small = cutting.entries.digits == 0.0;
    let visited = || trips.iter().take(WEIGHED).map(|pages| &pages[..pages.len().min(PAGES)]);
    let asked: BTreeSet<String> =
        if small { BTreeSet::new() } else { visited().flatten().map(|key| file(key)).collect() };
    let asked: Vec<String> = asked.into_iter().collect();
    let sizes: HashMap<String, usize> =
        asked.into_par_iter().map(|name| (name.clone(), brotli_size(entry[name.as_str()]))).collect();
    let shop_bytes = brotli_size(entry["shop.pw"]);
    let mut manifest: serde_json::Value = serde_json::from_str(&trained.manifest).unwrap();
    manifest["entries"] = serde_json::to_value(&cutting.entries).unwrap();
    let manifest_bytes = brotli_size(manifest.to_string().as_bytes());
    let (mut first, mut further) = (Vec::new(), Vec::new());
    for pages in visited() {
        let mut have = BTreeSet::new();
        for (n, key) in pages.iter().enumerate() {
            let name = file(key);
            let bytes = sizes.get(&name).filter(|_| have.insert(name.clone())).copied().unwrap_or(0);
            if n == 0 { first.push(manifest_bytes + shop_bytes + bytes) } else { further.push(bytes) }
        }
    }
    first.sort_unstable();
    further.sort_unstable();
    let at = |list: &[usize], share: f64| list[((list.len() - 1) as f64 * share) as usize];

    let hits: Vec<[bool; 4]> = trips
        .par_iter()
        .map(|pages| {
            let (own, bought) = (pages[0], &pages[1..]);
            let page = page(&cutting, &entry, own, small);
            let [of_entries, of_whole] = [&page, &whole].map(|model| shown(model, own));
            let hit = |list: &[String], most: usize| {
                list.iter().take(most).any(|key| bought.contains(&key.as_str()))
            };
            [hit(&of_entries, 4), hit(&of_whole, 4), hit(&of_entries, TEN), hit(&of_whole, TEN)]
        })
        .collect();
    let share = |n: usize| hits.iter().filter(|hit| hit[n]).count() as f64 / hits.len() as f64;
    Row {
        products,
        orders: trained.orders,
        files: cutting.files.len(),
        first_page_bytes_median: at(&first, 0.5),
        first_page_bytes_p95: at(&first, 0.95),
        further_median: at(&further, 0.5),
        further_p95: at(&further, 0.95),
        shop_bytes,
        manifest_bytes,
        trimmed: cutting.trimmed as f64 / products as f64,
        hit_4_entries: share(0),
        hit_4_whole: share(1),
        hit_10_entries: share(2),
        hit_10_whole: share(3),
        all_entries_bytes: cutting.wire.iter().sum(),
        whole_bytes: trained.model.len(),
    }
}

/// What the page of one product reads.
fn page(cutting: &Cutting, entry: &HashMap<&str, &[u8]>, key: &str, small: bool) -> Model {
    let mut model = Model::default();
    model.add(opened(entry["shop.pw"]).unwrap()).unwrap();
    if !small {
        let name = format!("{}.pw", name(key, cutting.entries.digits));
        model.add(opened(entry[name.as_str()]).unwrap()).unwrap();
    }
    model
}

/// Keys of what the page of a product shows.
fn shown(model: &Model, own: &str) -> Vec<String> {
    let context = Context { product: model.find(own), ..Context::default() };
    let list = list(model, &context, &Weights::default(), Kind::AlsoBought, TEN, &[]);
    list.picks.iter().filter_map(|pick| Some(model.card(pick.product)?.key.to_owned())).collect()
}
