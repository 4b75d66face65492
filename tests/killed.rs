//! Trainings that are killed, at any moment: the model's directory holds a whole model, the one before or the new one.
#![cfg(all(feature = "cli", unix))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use common::{Shop, orders_csv};
use pairwell::trainer::directory::read_model;
use pairwell::trainer::entries::opened;

/// Kills; PAIRWELL_TEST_ROUNDS asks for more.
fn rounds() -> u32 {
    std::env::var("PAIRWELL_TEST_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(20)
}

/// The files of a model as they are: another inode under an old name is a file written anew.
fn files(shop: &Shop, model: &str) -> BTreeSet<(PathBuf, u64)> {
    let inside = |name: &str| fs::read_dir(shop.path(model).join(name)).into_iter().flatten().flatten();
    let named = |path: &PathBuf| path.extension().is_some_and(|end| end == "pw" || end == "json");
    // One may be replaced while it is looked at.
    inside(".")
        .chain(inside("at"))
        .filter_map(|entry| Some((entry.path(), entry.metadata().ok()?.ino())))
        .filter(|(path, _)| named(path))
        .collect()
}

/// The files that pages read: each whole in itself, of whichever training.
fn entries(shop: &Shop, model: &str) -> usize {
    let found = fs::read_dir(shop.path(model).join("at")).unwrap().map(|entry| entry.unwrap().path());
    let entries: Vec<_> = found.filter(|path| path.extension().is_some_and(|end| end == "pw")).collect();
    for path in &entries {
        let bytes = fs::read(path).unwrap();
        let inner = opened(&bytes).unwrap_or_else(|| panic!("{} is not whole", path.display()));
        pairwell::model::Model::default().add(inner).unwrap();
    }
    entries.len()
}

#[test]
fn killed_at_any_moment_it_leaves_the_old_model_or_the_new() {
    let shop = Shop::new();
    let keys: Vec<String> = (0..400).map(|n| format!("p{n}")).collect();
    let baskets = |step: usize| -> Vec<(Vec<&str>, usize)> {
        (0..400).map(|n| ([n, n + 1, n + step].map(|p| keys[p % 400].as_str()).to_vec(), 3)).collect()
    };
    let file = |name: &str, baskets: &[(Vec<&str>, usize)]| {
        let baskets: Vec<(&[&str], usize)> = baskets.iter().map(|(basket, n)| (&basket[..], *n)).collect();
        shop.file(name, orders_csv(&baskets));
    };
    file("old.csv", &baskets(7));
    file("new.csv", &baskets(31));
    let train =
        |orders: &str, model: &str| ["train", orders, "-o", model, "--entry-digits", "2"].map(str::to_owned);
    let run = |orders: &str, model: &str| {
        let args = train(orders, model);
        shop.pairwell(&args.each_ref().map(String::as_str)).ok();
        shop.read(&format!("{model}/manifest.json"))
    };
    let (old, new) = (run("old.csv", "expected-old"), run("new.csv", "expected-new"));
    assert_eq!(run("old.csv", "model"), old);
    let count = entries(&shop, "model");
    let (mut before, mut after, mut half) = (0, 0, 0);
    for round in 0..rounds() {
        // Killed when so many files were written: none, some, or all but for the old ones that are to go.
        let target = (count + 2) * round as usize / (rounds() as usize - 1);
        let untouched = files(&shop, "model");
        let mut child = Command::new(env!("CARGO_BIN_EXE_pairwell"))
            .current_dir(shop.dir())
            .args(train("new.csv", "model"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while files(&shop, "model").difference(&untouched).count() < target
            && child.try_wait().unwrap().is_none()
        {
            std::thread::yield_now();
        }
        drop(child.kill());
        child.wait().unwrap();
        // Read as `recommend` reads it, hashes checked, and as pages do.
        let found = shop.read("model/manifest.json");
        assert!(read_model(&shop.path("model")).is_ok(), "round {round}");
        assert_eq!(entries(&shop, "model"), count, "round {round}");
        match found {
            _ if found == old => before += 1,
            _ if found == new => after += 1,
            _ => panic!("round {round}: neither the old model nor the new: {found}"),
        }
        half += usize::from(fs::read_dir(shop.path("model")).unwrap().count() > 3);
        // Whoever comes next is not kept out, and clears away.
        assert_eq!(run("old.csv", "model"), old);
        let left: Vec<String> = fs::read_dir(shop.path("model"))
            .unwrap()
            .chain(fs::read_dir(shop.path("model/at")).unwrap())
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.ends_with(".pw") && name != "at" && name != "manifest.json")
            .collect();
        assert!(left.is_empty(), "round {round}: {left:?} is left");
    }
    println!(
        "{before} left the old model, {after} the new one; in {half} there was more than one model's files"
    );
    assert!(before > 0 && after > 0, "{before} before, {after} after");
}
