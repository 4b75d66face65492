//! Scoring and model start, each beside a named alternative in the same run: `make bench`.
//!
//! The model is that of the shipped sample; contexts are its own baskets' sizes. Times are medians
//! over many rounds; only the ratios mean something on another machine.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::HashMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use pairwell::model::Model;
use pairwell::recommend::{Context, Kind, Weights, recommend};
use pairwell::trainer::progress::Silent;
use pairwell::trainer::{Settings, Source, load, train};

/// Median time of one call of `work`.
fn median(mut work: impl FnMut()) -> Duration {
    let mut times = Vec::new();
    let begun = Instant::now();
    while times.len() < 50 || (begun.elapsed() < Duration::from_secs(1) && times.len() < 5_000) {
        let start = Instant::now();
        work();
        times.push(start.elapsed());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

fn line(what: &str, ours: Duration, alternative: &str, theirs: Duration) {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("{what:<34} {ours:>12.2?}   {alternative:<44} {theirs:>12.2?}   ratio {ratio:.3}");
}

fn main() {
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("www/sample");
    let source = Source {
        orders: vec![sample.join("orders_export.csv.gz")],
        products: Some(sample.join("products_export.csv.gz")),
        events: None,
        url: "/products/{key}".into(),
    };
    let loaded = load(&source, &Silent).unwrap();
    let trained = train(&loaded, &Settings::default(), &Silent).unwrap();
    let bytes = &trained.files[0].1;
    let mut model = Model::default();
    model.add(bytes).unwrap();
    println!("{} products, {} pairs", model.len(), model.pairs());

    // The same edges as a JSON object of [neighbour, weight] lists, as home-made widgets ship them.
    let table: HashMap<String, Vec<(String, f32)>> = model
        .indexes()
        .map(|p| {
            let row = model
                .neighbours(p)
                .iter()
                .map(|n| (model.card(n.to).unwrap().key.to_owned(), n.first))
                .collect();
            (model.card(p).unwrap().key.to_owned(), row)
        })
        .collect();
    let json = serde_json::to_vec(&table).unwrap();

    let start = median(|| {
        let mut model = Model::default();
        model.add(black_box(bytes)).unwrap();
        black_box(model.len());
    });
    let parse = median(|| {
        let table: HashMap<String, Vec<(String, f32)>> = serde_json::from_slice(black_box(&json)).unwrap();
        black_box(table.len());
    });
    line("model start (all, with cards)", start, "serde_json of the same edges (no cards)", parse);
    println!("{:<34} {:>12}   {:<44} {:>12}", "  bytes", bytes.len(), "", json.len());

    let cart: Vec<u32> = model.indexes().step_by(model.len() / 23).take(23).collect();
    let keys: Vec<&str> = cart.iter().map(|p| model.card(*p).unwrap().key).collect();
    let context = Context { cart: &cart, ..Context::default() };
    let weights = Weights::default();
    let ours = median(|| {
        black_box(recommend(&model, black_box(&context), &weights, Kind::AlsoBought, 10, &[]));
    });
    let theirs = median(|| {
        let mut scores: HashMap<&str, f32> = HashMap::new();
        for key in black_box(&keys) {
            for (to, weight) in &table[*key] {
                *scores.entry(to.as_str()).or_default() += weight;
            }
        }
        let mut list: Vec<(&str, f32)> = scores.into_iter().filter(|(key, _)| !keys.contains(key)).collect();
        list.sort_by(|a, b| b.1.total_cmp(&a.1));
        list.truncate(10);
        black_box(list);
    });
    line("score 23 products, best 10, why", ours, "HashMap of texts, full sort, no why", theirs);
}
