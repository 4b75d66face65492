//! What is no model, no place or no permission is said in words, and nothing is touched.

use std::fs;

use crate::common::Shop;
use crate::models::{A, B, Models, copy};
use crate::place::Place;
use crate::run::{Run, command, pairwell, publish, strs};
use crate::server;

#[test]
fn what_is_no_whole_model_directory_is_not_published() {
    let shop = Shop::new();
    let place = Place::Folder(shop.path("www"));
    pairwell(&strs(&publish(A, &place))).ok();
    let before = place.list();
    let refused = |change: &dyn Fn(&std::path::Path), words: &str| {
        let model = shop.path("model");
        let _ = fs::remove_dir_all(&model);
        copy(B, &model);
        change(&model);
        let run = pairwell(&["publish", model.to_str().unwrap(), &place.url()]).fails(words);
        assert!(run.stderr.contains("Nothing was published. Train again"), "{}", run.stderr);
        assert_eq!(place.list(), before, "{words}");
    };
    let model_file = |model: &std::path::Path| {
        let mut names = fs::read_dir(model).unwrap().map(|entry| entry.unwrap().path());
        names.find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("model-")).unwrap()
    };
    refused(
        &|model| fs::remove_file(model.join("manifest.json")).unwrap(),
        "is this a directory that `pairwell train` wrote?",
    );
    refused(&|model| fs::write(model.join("manifest.json"), "{").unwrap(), "not a manifest");
    refused(&|model| fs::remove_file(model_file(model)).unwrap(), "model-");
    refused(
        &|model| {
            let path = model_file(model);
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(path, bytes).unwrap();
        },
        "not the one the manifest names",
    );
    refused(
        &|model| {
            let old = model_file(model);
            fs::rename(&old, model.join("model.pw")).unwrap();
            let name = old.file_name().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(model.join("manifest.json")).unwrap();
            fs::write(model.join("manifest.json"), text.replace(&name, "model.pw")).unwrap();
        },
        "not named by its content",
    );
    refused(&|model| fs::write(model.join("at/a b.pw"), "x").unwrap(), "not an entry file's name");
    refused(&|model| fs::create_dir(model.join("at/folder")).unwrap(), "not an entry file's name");
}

#[test]
fn what_is_no_place_is_said_to_be_none() {
    let model = Models::get(A).to_str().unwrap();
    pairwell(&["publish", model, "ftp://host/model"]).fails("Write s3://BUCKET/FOLDER");
    pairwell(&["publish", model]).fails("say where to");
    pairwell(&["publish", model, "s3://shop-that-is-not-there/model"]).fails("There is no such bucket");
    let empty = Place::bucket(&server::bucket(), "model").url();
    pairwell(&["rollback", &empty]).fails("nothing was published to this address");
    pairwell(&["publish", "--resume", &empty]).fails("nothing was published to this address");
    pairwell(&["publish", "--resume", model, &empty]).fails("takes the URL alone");
    pairwell(&["prune", &empty]).ok().says("Nothing to remove");
}

#[test]
fn an_index_of_somebody_else_or_of_a_newer_release_is_not_written_over() {
    let shop = Shop::new();
    let place = Place::Folder(shop.path("www"));
    fs::create_dir_all(shop.path("www")).unwrap();
    shop.file("www/generations.json", "{\"mine\": true}");
    pairwell(&strs(&publish(A, &place))).fails("not an index of generations");
    shop.file("www/generations.json", "{\"version\": 2, \"generations\": [], \"live\": []}");
    pairwell(&strs(&publish(A, &place))).fails("has version 2");
    assert_eq!(place.list().len(), 1);
}

#[test]
fn a_prune_at_work_is_waited_for_only_where_it_matters() {
    let shop = Shop::new();
    let place = Place::Folder(shop.path("www"));
    pairwell(&strs(&publish(A, &place))).ok();
    let mark = |ids: &[String]| {
        let mut index = place.index();
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        index["pruning"] = serde_json::json!({ "by": "another", "since": now, "ids": ids, "files": [] });
        shop.file("www/generations.json", index.to_string());
    };
    mark(&[crate::models::build(B)]);
    let run = pairwell(&strs(&publish(B, &place))).lost();
    assert!(run.stderr.contains("A prune is removing files of this very model"), "{}", run.stderr);
    pairwell(&["prune", &place.url()]).lost();
    mark(&["something-else".to_owned()]);
    pairwell(&strs(&publish(B, &place))).ok();
    place.is(Models::get(B));
}

#[test]
fn a_store_that_refuses_is_quoted_with_what_to_do() {
    // Nothing listens there.
    let place = Place::bucket("shop", "model");
    let base = publish(A, &place);
    let mut refused = command("http://127.0.0.1:1", &strs(&base));
    refused.env("AWS_MAX_ATTEMPTS", "1");
    let run: Run = refused.output().unwrap().into();
    run.fails("cannot read manifest.json");
}
