//! Reading a model: natively all of the sample's shop beside `serde_json` of the same, and the files with which
//! `benches/start.mjs` reads what a product's page fetches, beside `JSON.parse` of the same.

use std::fs;
use std::hint::black_box;

use pairwell::model::Model;
use pairwell::model::pairs::Neighbour;
use pairwell::trainer::entries::opened;
use serde_json::{Value, json};

use super::common::{Results, folder, seconds, top};
use super::encodings::sample_file;

pub fn run(results: &mut Results) {
    let whole = fs::read(sample_file()).unwrap();
    let read = |files: &[&[u8]]| {
        let mut model = Model::default();
        files.iter().for_each(|bytes| model.add(bytes).unwrap());
        model
    };
    let text = json_of(&read(&[&whole])).to_string();
    results.note("whole-bytes", whole.len() as f64, "B");
    results.note("whole-json-bytes", text.len() as f64, "B");
    results.note("whole-native", seconds(|| drop(black_box(read(&[black_box(&whole)])))), "s");
    let parse = || serde_json::from_slice::<Value>(black_box(text.as_bytes())).unwrap();
    results.note("whole-serde", seconds(|| drop(black_box(parse()))), "s");

    // The shop's own entry, and of the others that of median size.
    let place = top().join("dist/model/at");
    let mut entries: Vec<(u64, std::path::PathBuf)> = fs::read_dir(&place)
        .unwrap()
        .map(|file| file.unwrap())
        .filter(|file| file.file_name() != "shop.pw")
        .map(|file| (file.metadata().unwrap().len(), file.path()))
        .collect();
    entries.sort();
    let sealed = [fs::read(place.join("shop.pw")).unwrap(), fs::read(&entries[entries.len() / 2].1).unwrap()];
    let files = sealed.each_ref().map(|bytes| opened(bytes).unwrap());
    let text = json_of(&read(&files)).to_string();
    let data = folder("start");
    for (name, bytes) in [("shop.pw", files[0]), ("page.pw", files[1]), ("page.json", text.as_bytes())] {
        fs::write(data.join(name), bytes).unwrap();
    }
    results.note("page-bytes", files.iter().map(|bytes| bytes.len()).sum::<usize>() as f64, "B");
    results.note("page-json-bytes", text.len() as f64, "B");
    results.note("page-native", seconds(|| drop(black_box(read(&files)))), "s");
}

/// Products with what is shown of them, and their neighbours with weights: what the model says, but for types' calendars.
fn json_of(model: &Model) -> Value {
    let row = |row: &[Neighbour]| -> Value { row.iter().map(|n| json!([n.to, n.first, n.second])).collect() };
    let product = |product: u32| {
        let card = model.card(product);
        let card = card.map(|card| {
            let address = |parts: [&str; 3]| parts.concat();
            json!({
                "key": card.key, "title": card.title, "url": address(card.url), "image": address(card.image),
                "variants": card.variants, "price": card.price, "compare_at": card.compare_at,
                "kind": card.kind, "vendor": card.vendor, "available": card.available,
            })
        });
        json!({
            "card": card, "popularity": model.popularity(product), "trend": model.news(product).trend,
            "bought": row(model.neighbours(product)), "similar": row(model.similar(product)),
            "later": row(model.later(product)),
        })
    };
    model.indexes().map(product).collect()
}
