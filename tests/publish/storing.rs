//! What is stored, how it is served, and that nothing goes up twice.

use std::fs;

use pairwell::trainer::output::sha256;

use crate::models::{A, B, Models, build, copy};
use crate::place::Place;
use crate::proxy::Proxy;
use crate::run::{pairwell, publish, strs, through};
use crate::server;

const FOREVER: &str = "public, max-age=31536000, immutable";
const SHORT: &str = "public, max-age=300, stale-while-revalidate=3600";

fn model_file(n: usize) -> String {
    let text = fs::read_to_string(Models::get(n).join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    manifest["files"][0]["name"].as_str().unwrap().to_owned()
}

#[test]
fn types_cache_lives_and_encodings_are_as_browsers_need_them() {
    let place = Place::bucket(&server::bucket(), "model");
    let run = pairwell(&strs(&publish(A, &place))).ok();
    assert_eq!(run.stderr, "", "no progress in a pipe");
    place.is(Models::get(A));

    let expect = |key: &str, media_type: &str, cache: &str, encoding: Option<&str>| {
        let object = place.get(key).unwrap();
        assert_eq!(object.media_type.as_deref(), Some(media_type), "{key}");
        assert_eq!(object.cache.as_deref(), Some(cache), "{key}");
        assert_eq!(object.encoding.as_deref(), encoding, "{key}");
        object
    };
    let octets = "application/octet-stream";
    let model = expect(&model_file(A), octets, FOREVER, Some("br"));
    assert!(model.stored < model.bytes.len());
    expect("manifest.json", "application/json", SHORT, None);
    expect("at/large.pw", octets, SHORT, Some("br"));
    expect("at/shop.pw", octets, SHORT, None);
    expect(&format!("g/{}/manifest.json", build(A)), "application/json", FOREVER, None);
    // A copy takes its source's headers along, so the source has those of the copy.
    expect(&format!("g/{}/at/large.pw", build(A)), octets, SHORT, Some("br"));
    expect("generations.json", "application/json", "no-cache", None);
    let private: Vec<String> = place.list().into_keys().filter(|key| key.contains("rejects")).collect();
    assert!(private.is_empty(), "only what the manifest names goes up: {private:?}");
}

#[test]
fn gzip_and_plain_bodies_and_other_cache_lives_may_be_asked_for() {
    let bucket = server::bucket();
    for (args, wanted) in [
        (&["--encoding", "gzip"][..], Some("gzip")),
        (&["--encoding", "none"], None),
        // Browsers refuse brotli over plain HTTP.
        (&["--public-url", "http://shop.example/model"], Some("gzip")),
        (&["--public-url", "https://shop.example/model"], Some("br")),
    ] {
        let place = Place::bucket(&bucket, &format!("model{}", args.join("").replace([':', '/'], "-")));
        let base = publish(A, &place);
        let run = pairwell(&[&strs(&base)[..], args, &["--max-age", "60"]].concat()).ok();
        place.is(Models::get(A));
        assert_eq!(place.get("at/large.pw").unwrap().encoding.as_deref(), wanted, "{args:?}");
        assert_eq!(
            place.get("manifest.json").unwrap().cache.as_deref(),
            Some("public, max-age=60, stale-while-revalidate=3600")
        );
        if args[0] == "--public-url" {
            run.says(&format!("data-model=\"{}/manifest.json\"", args[1]));
        }
    }
}

#[test]
fn what_is_there_with_equal_content_is_not_uploaded_again() {
    let proxy = Proxy::new();
    let place = Place::bucket(&server::bucket(), "model");
    through(&proxy, &strs(&publish(A, &place))).ok().says("the first one");
    let uploads = |seen: Vec<crate::proxy::Seen>| -> Vec<String> {
        seen.into_iter().filter(|one| one.uploads()).map(|one| one.path).collect()
    };
    assert_eq!(
        uploads(proxy.take()).iter().filter(|path| path.contains("/g/") || path.contains("model-")).count(),
        7
    );

    through(&proxy, &strs(&publish(A, &place))).ok().says("Nothing to upload").says("was live already");
    let again = proxy.take();
    assert!(again.iter().all(|one| !one.writes()), "nothing is written: {again:?}");

    // Another model with one entry file the same under the stable name.
    through(&proxy, &strs(&publish(B, &place))).ok().says(&format!("before: {}", build(A)));
    place.is(Models::get(B));
    let copied: Vec<String> = proxy
        .take()
        .into_iter()
        .filter(|one| one.copies)
        .map(|one| one.path.rsplit('/').next().unwrap().to_owned())
        .collect();
    let mut copied = copied;
    copied.sort();
    assert_eq!(copied, ["3f0.pw", "a1.pw", "large.pw"], "shop.pw is the same in both");

    // Back to the first by publishing it: all of it is there.
    through(&proxy, &strs(&publish(A, &place))).ok().says("Nothing to upload");
    place.is(Models::get(A));
    // A file that somebody damaged goes up again, and it alone.
    let model = model_file(A);
    server::ask("DELETE", &format!("/{}/model/{model}", bucket_of(&place)));
    proxy.take();
    through(&proxy, &strs(&publish(A, &place))).ok().says("Uploaded 1 file");
    assert_eq!(uploads(proxy.take()), [format!("/{}/model/{model}", bucket_of(&place))]);
    place.is(Models::get(A));
}

fn bucket_of(place: &Place) -> String {
    let Place::Bucket { bucket, .. } = place else { panic!("a bucket") };
    bucket.clone()
}

#[test]
fn e_tags_that_are_not_md5_are_no_hindrance() {
    let proxy = Proxy::with_other_e_tags();
    let place = Place::bucket(&server::bucket(), "model");
    through(&proxy, &strs(&publish(A, &place))).ok();
    place.is(Models::get(A));
    proxy.take();
    through(&proxy, &strs(&publish(A, &place))).ok().says("Nothing to upload");
    assert!(proxy.take().iter().all(|one| !one.writes()));
    through(&proxy, &strs(&publish(B, &place))).ok();
    place.is(Models::get(B));
    assert_eq!(proxy.take().iter().filter(|one| one.copies).count(), 3, "only those that differ");
    through(&proxy, &["rollback", &place.url()]).ok();
    place.is(Models::get(A));
}

#[test]
fn two_uploads_of_one_build_that_differ_are_two_generations() {
    let place = Place::bucket(&server::bucket(), "model");
    let shop = crate::common::Shop::new();
    pairwell(&strs(&publish(A, &place))).ok();
    let other = shop.path("model");
    copy(A, &other);
    fs::write(other.join("at/3f0.pw"), "made by another release").unwrap();
    pairwell(&["publish", other.to_str().unwrap(), &place.url()]).ok().says("was live already");
    place.is(&other);
    let ids: Vec<String> = place.index()["generations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 2);
    assert!(ids[1].starts_with(&format!("{}-", build(A))), "{ids:?}");
    pairwell(&["rollback", &place.url()]).ok();
    place.is(Models::get(A));
}

#[test]
fn a_dry_run_says_what_would_happen_and_changes_nothing() {
    let proxy = Proxy::new();
    let place = Place::bucket(&server::bucket(), "model");
    let dry = |args: &[&str]| {
        let before = place.list();
        proxy.take();
        let run = through(&proxy, &[args, &["--dry-run"]].concat()).ok();
        let seen = proxy.take();
        assert!(seen.iter().all(|one| !one.writes()), "{seen:?}");
        assert_eq!(place.list(), before);
        run
    };
    let base = publish(A, &place);
    dry(&strs(&base))
        .says("manifest.json, which is not there yet")
        .says(&model_file(A))
        .says("Would renew 4 files in at/");
    for model in [A, B, 2, 3] {
        pairwell(&[&strs(&publish(model, &place))[..], &["--keep", "9"]].concat()).ok();
    }
    let base = publish(4, &place);
    dry(&strs(&base))
        .says(&format!("which now names build {}", build(3)))
        .says("Would renew 3 files in at/, remove 1; 1 is right already")
        .says("Would remove 2 older generations (14 files, ");
    dry(&["rollback", &place.url()]).says(&format!("Would make build {} live", build(2)));
    dry(&["prune", &place.url()]).says("Would remove 1 older generation (7 files, ");
    dry(&["publish", "--resume", &place.url()]).says("Would renew 0 files");
    assert_eq!(
        sha256(&place.get("manifest.json").unwrap().bytes),
        sha256(&fs::read(Models::get(3).join("manifest.json")).unwrap())
    );
}
