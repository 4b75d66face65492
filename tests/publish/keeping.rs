//! Going back, and removing what is no longer kept.

use std::collections::BTreeSet;

use crate::models::{A, B, C, D, E, Models, build};
use crate::place::Place;
use crate::run::{pairwell, publish, strs};
use crate::server;

fn put(place: &Place, models: &[usize]) {
    for model in models {
        pairwell(&[&strs(&publish(*model, place))[..], &["--keep", "99"]].concat()).ok();
    }
}

#[test]
fn rollback_goes_back_one_at_a_time_or_to_any_build_that_is_there() {
    let place = Place::bucket(&server::bucket(), "model");
    put(&place, &[A, B, C]);
    let url = place.url();
    let back = || pairwell(&["rollback", &url]);
    back().ok().says(&format!("now names build {}", build(B))).says(&format!("before: {}", build(C)));
    place.is(Models::get(B));
    back().ok();
    place.is(Models::get(A));
    back().fails("Nothing was live before the present model").fails(&build(C));
    place.is(Models::get(A));

    let to = |id: &str| pairwell(&["rollback", &url, "--to", id]);
    to(&build(C)[..6]).ok();
    place.is(Models::get(C));
    to(&build(C)).ok().says("is live already");
    to("0000").fails("There is no build 0000. There are: ");
    to("").fails("several builds");

    put(&place, &[D]);
    pairwell(&["rollback", &url, "--list"]).ok().says(&format!("{}  ", build(D))).says("rollback goes here");
    back().ok();
    place.is(Models::get(C));
}

#[test]
fn rollback_refuses_a_generation_that_is_not_whole() {
    let bucket = server::bucket();
    let place = Place::bucket(&bucket, "model");
    put(&place, &[A, B]);
    let entry = format!("g/{}/at/3f0.pw", build(A));
    server::ask("DELETE", &format!("/{bucket}/model/{entry}"));
    let run = pairwell(&["rollback", &place.url()]);
    run.fails("is not whole any more").fails(&entry).fails("The pointer was not touched");
    place.is(Models::get(B));
}

#[test]
fn prune_removes_what_no_kept_generation_names_and_nothing_else() {
    let bucket = server::bucket();
    let place = Place::bucket(&bucket, "model");
    put(&place, &[A, B, C, D, E]);
    // Others keep files in the same folder.
    let foreign = ["pairwell.js", "model-0123456789abcdef.pw", "g.txt", "at.html"];
    for name in foreign {
        server::ask("PUT", &format!("/{bucket}/model/{name}"));
    }
    let before: BTreeSet<String> = place.list().into_keys().collect();
    pairwell(&["prune", &place.url(), "--keep", "2"]).code.filter(|code| *code == 2).expect("three at least");
    let run = pairwell(&["prune", &place.url()]).ok();
    run.says("Removed 2 older generations (14 files").says(&format!(
        "Kept: {}, {}, {}",
        build(E),
        build(D),
        build(C)
    ));
    let gone: Vec<String> = before.difference(&place.list().into_keys().collect()).cloned().collect();
    assert_eq!(gone.len(), 14, "{gone:?}");
    let file = |n: usize| {
        let record = Models::get(n).join("manifest.json");
        let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(record).unwrap()).unwrap();
        manifest["files"][0]["name"].as_str().unwrap().to_owned()
    };
    for key in &gone {
        let of = |n: usize| *key == file(n) || key.starts_with(&format!("g/{}/", build(n)));
        assert!(of(A) || of(B), "{key} was needed");
    }
    place.is(Models::get(E));
    for model in [D, C] {
        pairwell(&["rollback", &place.url(), "--to", &build(model)]).ok();
        place.is(Models::get(model));
    }
    pairwell(&["prune", &place.url()]).ok().says("Nothing to remove");
}

#[test]
fn publishing_keeps_as_many_generations_as_it_is_told_to() {
    let place = Place::bucket(&server::bucket(), "model");
    put(&place, &[A, B, C]);
    pairwell(&strs(&publish(D, &place))).ok().says("Removed 1 older generation (7 files, ").says(&build(A));
    place.is(Models::get(D));
    assert_eq!(place.index()["generations"].as_array().unwrap().len(), 3);
    assert!(place.list().keys().all(|key| !key.contains(&build(A))));
    // What was pruned is published again like any other.
    pairwell(&strs(&publish(A, &place))).ok();
    place.is(Models::get(A));
}

#[test]
fn a_model_put_there_by_hand_is_replaced_and_its_file_stays() {
    let shop = crate::common::Shop::new();
    let place = Place::Folder(shop.path("www"));
    crate::models::copy(A, &shop.path("www"));
    pairwell(&["rollback", &place.url()]).fails("Nothing was live before");
    pairwell(&["publish", "--resume", &place.url()]).fails("not put there by `pairwell publish`");
    pairwell(&["prune", &place.url()]).ok().says("Nothing to remove");
    for model in [B, C, D, E] {
        pairwell(&strs(&publish(model, &place))).ok();
        place.is(Models::get(model));
    }
    let by_hand = std::fs::read_dir(Models::get(A)).unwrap().map(|entry| entry.unwrap().file_name());
    let by_hand =
        by_hand.filter_map(|name| name.into_string().ok()).find(|name| name.starts_with("model-")).unwrap();
    assert!(place.get(&by_hand).is_some(), "no generation ever named it");
}
