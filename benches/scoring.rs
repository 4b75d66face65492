//! Scoring natively, and the files with which `benches/scoring.mjs` does the same in WebAssembly and in plain JavaScript.
//!
//! 23 products of context with 32 neighbours each, the best ten, of 10,000 products.

use std::fs;
use std::hint::black_box;

use pairwell::model::pairs::Edge;
use pairwell::model::{Model, Moment};
use pairwell::recommend::{Context, Kind, Weights, recommend};
use pairwell::trainer::entries::{Options, SHOP, cut, name, opened};
use serde_json::{Map, Value, json};

use super::common::{Results, folder, seconds, shop};

const LIMIT: usize = 10;
const DIGITS: f32 = 3.0;
/// So many bytes that no row is cut short.
const BUDGET: usize = 1 << 20;

pub fn run(results: &mut Results) {
    let source = shop::source();
    let whole = source.encode().unwrap();
    let keys: Vec<String> = shop::context().into_iter().map(shop::key).collect();
    let cutting = cut(&whole, &Options { digits: Some(DIGITS), budget: BUDGET }).unwrap();
    let entry = |name: String| {
        let (_, bytes) = cutting.files.iter().find(|(other, _)| *other == format!("{name}.pw")).unwrap();
        opened(bytes).unwrap()
    };
    // What a page has when all of its cart's entries have come: the shop's own entry first.
    let mut names = vec![SHOP.to_owned()];
    names.extend(keys.iter().map(|key| name(key, DIGITS)));
    let entries: Vec<&[u8]> = names.into_iter().map(entry).collect();

    let mut of_entries = Model::default();
    entries.iter().for_each(|bytes| of_entries.add(bytes).unwrap());
    let mut of_whole = Model::default();
    of_whole.add(&whole).unwrap();
    let mut lists = Vec::new();
    for (name, model) in [("native", &of_entries), ("native-whole", &of_whole)] {
        let cart: Vec<u32> = keys.iter().map(|key| model.find(key).unwrap()).collect();
        let moment = Some(Moment { hour: 20, weekday: 6, month: 11 });
        let context = Context { cart: &cart, moment, ..Context::default() };
        let list = || recommend(model, black_box(&context), &Weights::default(), Kind::Cart, LIMIT, &[]);
        results.note(name, seconds(|| drop(black_box(list()))), "s");
        let key = |product: u32| model.card(product).unwrap().key.to_owned();
        lists.push(list().iter().map(|pick| key(pick.product)).collect::<Vec<_>>());
    }
    assert_eq!(lists[0], lists[1], "entries and the whole file recommend differently");

    let data = folder("scoring");
    for (n, bytes) in entries.iter().enumerate() {
        fs::write(data.join(format!("{n:02}.pw")), bytes).unwrap();
    }
    let rows = &source.edges.rows;
    let scored = |edge: &Edge| (edge.to as usize, shop::weight(edge.first));
    let by_index: Vec<Vec<(usize, f32)>> = rows.iter().map(|row| row.iter().map(scored).collect()).collect();
    let by_key: Map<String, Value> = by_index
        .iter()
        .enumerate()
        .map(|(n, row)| {
            let row: Map<_, _> = row.iter().map(|(to, score)| (shop::key(*to), json!(score))).collect();
            (shop::key(n), Value::Object(row))
        })
        .collect();
    let write = |name: &str, value: Value| fs::write(data.join(name), value.to_string()).unwrap();
    write("by-key.json", Value::Object(by_key));
    write("by-index.json", json!(by_index));
    write(
        "context.json",
        json!({ "keys": keys, "indexes": shop::context(), "limit": LIMIT, "shown": lists[0] }),
    );
}
