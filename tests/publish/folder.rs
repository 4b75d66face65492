//! Folders.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;

use crate::common::Shop;
use crate::models::{A, B, C, D, Models, build};
use crate::place::Place;
use crate::rounds;
use crate::run::{command, pairwell, publish, strs};

#[test]
fn a_folder_gets_plain_files_that_a_web_server_may_read() {
    let shop = Shop::new();
    let place = Place::Folder(shop.path("srv/www/model"));
    pairwell(&strs(&publish(A, &place)))
        .ok()
        .says("the first one")
        .says("https://YOUR-HOST/FOLDER/manifest.json");
    place.is(Models::get(A));
    for key in place.list().into_keys() {
        let mode = fs::metadata(shop.path("srv/www/model").join(&key)).unwrap().permissions().mode();
        assert_eq!(mode & 0o444, 0o444, "{key}");
    }
    assert!(!shop.path("srv/www/model/rejects.csv").exists());
    let before = place.list();
    pairwell(&strs(&publish(A, &place))).ok().says("Nothing to upload");
    assert_eq!(place.list(), before);
    for model in [B, C, D] {
        let url = format!("file://{}", place.url());
        pairwell(&["publish", Models::get(model).to_str().unwrap(), &url]).ok();
        place.is(Models::get(model));
    }
    assert!(!shop.path("srv/www/model/g").join(build(A)).exists(), "pruned, and its folder with it");
    pairwell(&["rollback", &place.url()]).ok();
    place.is(Models::get(C));
    let run = pairwell(&["publish", Models::get(A).to_str().unwrap(), &place.url(), "--dry-run"]).ok();
    run.says("Would publish").says("Nothing was changed");
    place.is(Models::get(C));
}

#[test]
fn killed_at_any_moment_a_folder_holds_a_whole_model_and_the_next_run_finishes() {
    let shop = Shop::new();
    let place = Place::Folder(shop.path("www"));
    pairwell(&strs(&publish(A, &place))).ok();
    let mut killed = 0;
    for round in 0..rounds(60) {
        let model = [B, C, D, A][round % 4];
        let mut child = command("", &strs(&publish(model, &place))).spawn().unwrap();
        // Nothing tells from outside how far it is; what is made of the folder in between is looked at all the time.
        for _ in 0..(round * 7) % 40 {
            place.whole();
            if child.try_wait().unwrap().is_some() {
                break;
            }
        }
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().signal() == Some(9));
        place.whole().unwrap();
        if round % 3 == 0 {
            // A prune that was killed is given some time to be alive; here none is.
            let index = shop.path("www/generations.json");
            let mut json = place.index();
            if let Some(since) = json["pruning"]["since"].as_i64() {
                json["pruning"]["since"] = (since - 3_600).into();
                fs::write(index, json.to_string()).unwrap();
            }
            pairwell(&strs(&publish(model, &place))).ok();
            place.is(Models::get(model));
        }
    }
    assert!(killed > 0);
}

#[test]
fn what_killed_runs_left_unfinished_is_swept_when_it_is_old() {
    let shop = Shop::new();
    let place = Place::Folder(shop.path("www"));
    pairwell(&strs(&publish(A, &place))).ok();
    for (name, old) in
        [("www/.pairwell-old", true), ("www/at/.pairwell-old", true), ("www/.pairwell-new", false)]
    {
        let path = shop.file(name, "half a file");
        if old {
            let hours_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(7_200);
            fs::File::options().write(true).open(path).unwrap().set_modified(hours_ago).unwrap();
        }
    }
    pairwell(&["prune", &place.url()]).ok();
    assert!(!shop.path("www/.pairwell-old").exists() && !shop.path("www/at/.pairwell-old").exists());
    assert!(shop.path("www/.pairwell-new").exists(), "somebody may be writing it");
}
