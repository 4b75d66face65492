//! The fuzz targets without a fuzzer: seeds, whatever was ever found, and changes of both, in every `cargo test`.
//! `make fuzz` searches for longer, and with a compiler that sees which paths are new.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod fuzzing;

use std::fs;
use std::path::Path;

use fuzzing::draw::{Draw, Seeded};
use fuzzing::mutate::mutate;
use fuzzing::{TARGETS, folder, golden};
use pairwell::trainer::ledger::state::State;

/// How often each target is asked beyond its seeds; PAIRWELL_TEST_CHANGES asks for more. Those that train a model
/// get a tenth.
fn changes(name: &str) -> u32 {
    let asked = std::env::var("PAIRWELL_TEST_CHANGES").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000);
    match name {
        "manifest" | "model" | "entry" | "history" | "lists" => asked,
        _ => asked / 10,
    }
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(found) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = found.map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// What the search of a target begins with.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let mut seeds = files(&folder("fuzzing").join("seeds").join(name));
    match name {
        "model" => seeds.extend(["model-v1.pw", "shop-v1.pw"].map(golden)),
        "entry" => seeds.push(golden("entry-v1.pw")),
        "state" => seeds.push(kept()),
        _ => {}
    }
    assert!(!seeds.is_empty(), "{name} has no seed");
    seeds
}

/// The body of a state of a few orders.
fn kept() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let state = State::at(folder.path());
    let mut ledger = state.read().unwrap();
    assert!(ledger.begin_export());
    for n in 0..4 {
        let order = ledger.order(&format!("#{n}"), Some(1_700_000_000 + n), "somebody", "GBP");
        for (id, name) in [("mug", "Mug"), ("pot", "Pot")] {
            let offer = pairwell::trainer::ledger::Offer { id, name, price: Some(2.5), reason: None };
            ledger.line(order, &offer);
        }
    }
    state.stage(&ledger).unwrap().commit().unwrap();
    let bytes = fs::read(state.path()).unwrap();
    bytes[12..bytes.len() - 32].to_vec()
}

#[test]
fn what_was_found_once_is_found_no_more() {
    for (name, target) in TARGETS {
        files(&folder("fuzzing").join("found").join(name)).iter().for_each(|bytes| target(bytes));
    }
}

#[test]
fn manifests_may_be_anything() {
    search("manifest");
}

#[test]
fn models_may_be_anything() {
    search("model");
}

#[test]
fn entries_may_be_anything() {
    search("entry");
}

#[test]
fn histories_may_be_anything() {
    search("history");
}

#[test]
fn shopify_orders_may_be_anything() {
    search("shopify_orders");
}

#[test]
fn generic_orders_may_be_anything() {
    search("generic_orders");
}

#[test]
fn products_may_be_anything() {
    search("products");
}

#[test]
fn order_files_may_be_anything() {
    search("orders");
}

#[test]
fn events_may_be_anything() {
    search("events");
}

#[test]
fn sales_may_be_anything() {
    search("sales");
}

#[test]
fn states_may_be_anything() {
    search("state");
}

#[test]
fn rules_may_be_anything() {
    search("rules");
}

#[test]
fn shops_may_be_anything() {
    search("lists");
}

#[test]
fn every_target_is_searched() {
    let source = include_str!("fuzz.rs");
    for (name, _) in TARGETS {
        assert!(source.contains(&format!("    search(\"{name}\");")), "{name}");
        let fuzzer = folder("../fuzz/fuzz_targets").join(format!("{name}.rs"));
        // A package from a registry has no fuzzer.
        assert!(fuzzer.exists() || !folder("../fuzz").exists(), "{}", fuzzer.display());
    }
}

fn search(name: &str) {
    let (_, target) = TARGETS.into_iter().find(|(known, _)| *known == name).unwrap();
    let seeds = seeds(name);
    seeds.iter().for_each(|bytes| target(bytes));
    let mut draw = Seeded(3);
    for n in 0..changes(name) {
        let [bytes, other] = [0; 2].map(|_| &seeds[draw.below(seeds.len() as u32) as usize]);
        let changed = mutate(&mut draw, bytes, other);
        // A panic says what is wrong; this says with what.
        let outcome = std::panic::catch_unwind(|| target(&changed));
        if let Err(panic) = outcome {
            let kept = std::env::temp_dir().join(format!("{name}-{n}"));
            fs::write(&kept, &changed).unwrap();
            eprintln!("{name}: change {n} fails; its bytes are in {}", kept.display());
            std::panic::resume_unwind(panic);
        }
    }
}
