//! Entries say what the whole file says: a page that read its own entry and the shop's shows the
//! lists that one with the whole model would show.

#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use pairwell::model::{CardSource, FileSource, Model, Moment};
use pairwell::recommend::{Context, Kind, Past, Weights, list};
use pairwell::trainer::directory::read_manifest;
use pairwell::trainer::entries::{Cutting, Options, cut, name, opened};
use pairwell::trainer::output::sha256;
use pairwell::trainer::progress::Silent;
use pairwell::trainer::{Settings, Source, load, train};

const TEN: usize = 10;

/// The shop that ships with the project, trained once for all tests.
fn sample() -> Vec<u8> {
    static SAMPLE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    SAMPLE.get_or_init(train_sample).clone()
}

fn train_sample() -> Vec<u8> {
    let at = |name: &str| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("www/sample").join(name);
    let source = Source {
        orders: vec![at("orders_export.csv.gz")],
        products: Some(at("products_export.csv.gz")),
        events: None,
        url: "/products/{key}".to_owned(),
        gift_cards: false,
    };
    let loaded = load(&source, &Silent).unwrap();
    train(&loaded, &Settings::default(), &Silent).unwrap().files.remove(0).1
}

fn whole(bytes: &[u8]) -> Model {
    let mut model = Model::default();
    model.add(bytes).unwrap();
    model
}

/// What a page with these products reads: the shop's entry, and theirs.
fn page(cutting: &Cutting, keys: &[&str]) -> Model {
    let mut model = Model::default();
    let names: BTreeSet<String> = keys.iter().map(|key| name(key, cutting.entries.digits)).collect();
    for wanted in std::iter::once("shop".to_owned()).chain(names.into_iter().filter(|name| !name.is_empty()))
    {
        let (_, bytes) = cutting.files.iter().find(|(name, _)| *name == format!("{wanted}.pw")).unwrap();
        model.add(opened(bytes).unwrap()).unwrap();
    }
    model
}

/// Keys and scores of a list, each model asked in its own numbers.
fn shown(
    model: &Model,
    kind: Kind,
    product: Option<&str>,
    cart: &[&str],
    viewed: &[&str],
) -> Vec<(String, u32)> {
    let number = |key: &&str| model.find(key);
    let cart: Vec<u32> = cart.iter().filter_map(number).collect();
    let viewed: Vec<Past> =
        viewed.iter().filter_map(number).map(|product| Past { product, days: 0.5 }).collect();
    let context = Context {
        product: product.as_ref().and_then(number),
        cart: &cart,
        viewed: &viewed,
        moment: Some(Moment { hour: 20, weekday: 6, month: 10 }),
        ..Context::default()
    };
    let list = list(model, &context, &Weights::default(), kind, TEN, &[]);
    let key = |product: u32| model.card(product).unwrap().key.to_owned();
    list.picks.iter().map(|pick| (key(pick.product), pick.score.to_bits())).collect()
}

#[test]
fn a_page_shows_from_its_entry_what_it_would_show_from_the_whole_model() {
    let bytes = sample();
    let all = whole(&bytes);
    let cutting = cut(&bytes, &Options::default()).unwrap();
    assert_eq!((cutting.entries.digits, cutting.trimmed), (3.0, 0));
    let keys: Vec<&str> = all.indexes().map(|p| all.card(p).unwrap().key).collect();
    let mut compared = 0;
    for n in (0..keys.len()).step_by(17) {
        let [own, other, third] = [n, n * 3 + 1, n * 5 + 2].map(|n| keys[n % keys.len()]);
        let model = page(&cutting, &[own, other, third]);
        for kind in [
            Kind::BoughtTogether,
            Kind::CompleteTheLook,
            Kind::AlsoBought,
            Kind::Similar,
            Kind::ForYou,
            Kind::BecauseYouViewed,
            Kind::Cart,
            Kind::AfterPurchase,
            Kind::BestSellers,
        ] {
            let expected = shown(&all, kind, Some(own), &[other], &[third]);
            let got = shown(&model, kind, Some(own), &[other], &[third]);
            // The page's own entry has all that anything speaks for, and the shop's the best-sellers that fill
            // a list up; what the two cannot know is how products far down compare that nothing speaks for.
            assert_eq!(got, expected, "{} on the page of {own}", kind.name());
            compared += 1;
        }
    }
    assert!(compared > 1700, "{compared}");
    for kind in [Kind::BestSellers, Kind::Trending, Kind::New] {
        assert_eq!(shown(&page(&cutting, &[]), kind, None, &[], &[]), shown(&all, kind, None, &[], &[]));
    }
}

#[test]
fn entries_stay_within_their_budget_and_keep_the_strongest() {
    let bytes = sample();
    let all = whole(&bytes);
    let (few, budget) = (2.0, 4_000);
    let cutting = cut(&bytes, &Options { digits: Some(few), budget }).unwrap();
    assert_eq!(cutting.files.len(), 257);
    assert!(cutting.trimmed > 3000);
    for (name, bytes) in &cutting.files {
        let size = pairwell::trainer::output::brotli_size(bytes);
        assert!(size <= budget || name == "shop.pw", "{name}: {size} bytes");
    }
    // Rows are cut where they are asked for least, and none has more while another lacks what a list shows first.
    let mut deeper = 0;
    for own in all.indexes().step_by(97) {
        let key = all.card(own).unwrap().key;
        let model = page(&cutting, &[key]);
        let rows: Vec<(f32, usize, usize)> = all
            .indexes()
            .filter(|product| name(all.card(*product).unwrap().key, few) == name(key, few))
            .map(|product| {
                let here = model.find(all.card(product).unwrap().key).unwrap();
                (all.popularity(product), model.neighbours(here).len(), all.neighbours(product).len())
            })
            .collect();
        let most = rows.iter().map(|(_, here, _)| *here).max().unwrap();
        for (_, here, whole) in &rows {
            assert!(here == whole || *here >= most.min(4), "{key}: {rows:?}");
        }
        let first = rows.iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        deeper += usize::from(
            rows.iter().all(|(_, here, whole)| first.1 >= *here || first.1 == first.2 || here == whole),
        );
    }
    assert!(deeper > 30, "{deeper}");
    let key = all.card(40).unwrap().key;
    let strongest = &shown(&all, Kind::AlsoBought, Some(key), &[], &[])[0];
    assert_eq!(&shown(&page(&cutting, &[key]), Kind::AlsoBought, Some(key), &[], &[])[0].0, &strongest.0);
}

fn shop(keys: &[&str], level: u8) -> Vec<u8> {
    let card = |key: &&str| CardSource {
        key: (*key).into(),
        title: format!("{key} of training {level}"),
        kind: if key.len() > 3 { "Long" } else { "Short" }.to_owned(),
        variants: vec![format!("{key}-1"), format!("{key}-2")],
        available: true,
        ..CardSource::default()
    };
    let rows = (0..keys.len() as u32).map(|own| {
        let to = (own + 1) % keys.len() as u32;
        vec![pairwell::model::pairs::Edge { to, first: level, second: 0 }]
    });
    FileSource {
        products: keys.iter().map(card).collect(),
        edges: pairwell::model::pairs::PairSource {
            rows: rows.collect(),
            first: (0..16).map(|l| l as f32 * 0.5).collect(),
            second: vec![0.0],
        },
        popularity: vec![3; keys.len()],
        ..FileSource::default()
    }
    .encode()
    .unwrap()
}

#[test]
fn entries_of_two_trainings_are_read_together_and_told_by_their_keys() {
    let digits = Options { digits: Some(3.0), ..Options::default() };
    // The later training numbers products otherwise, has lost one and has a new one.
    let old = cut(&shop(&["mug", "lamp", "rug", "teapot"], 3), &digits).unwrap();
    let new = cut(&shop(&["teapot", "candle", "mug", "lamp"], 9), &digits).unwrap();
    let file = |cutting: &Cutting, key: &str| {
        let wanted = format!("{}.pw", name(key, 3.0));
        let (_, bytes) = cutting.files.iter().find(|(name, _)| *name == wanted).unwrap();
        opened(bytes).unwrap().to_vec()
    };
    let orders: [&[Vec<u8>]; 2] = [
        &[file(&new, "teapot"), file(&old, "mug"), file(&old, "lamp")],
        &[file(&new, "teapot"), file(&old, "lamp"), file(&old, "mug")],
    ];
    for files in orders {
        let mut model = page(&new, &[]);
        files.iter().for_each(|bytes| model.add(bytes).unwrap());
        let row = |key: &str| -> Vec<(String, f32)> {
            let row = model.neighbours(model.find(key).unwrap());
            row.iter().map(|n| (model.card(n.to).unwrap().key.to_owned(), n.first)).collect()
        };
        assert_eq!(row("teapot"), [("candle".to_owned(), 4.5)], "of now");
        assert_eq!(row("mug"), [("lamp".to_owned(), 1.5)], "kept from before");
        assert_eq!(row("lamp"), [("rug".to_owned(), 1.5)], "to a product that is in no newer entry");
        assert_eq!(row("candle"), [], "its entry was not read");
        let title = |key: &str| model.card(model.find(key).unwrap()).unwrap().title;
        assert_eq!(title("mug"), "mug of training 9", "the newest card, whichever came first");
        assert_eq!(title("rug"), "rug of training 3");
        assert_eq!(model.len(), 5);
        let kind = |key: &str| model.kind_number(model.find(key).unwrap());
        assert!(
            kind("mug") == kind("rug") && kind("teapot") == kind("candle") && kind("mug") != kind("teapot")
        );
        // Read again, as after going back to a page: nothing is there twice.
        model.add(&files[0]).unwrap();
        assert_eq!(model.len(), 5);
    }
}

#[test]
fn a_page_that_names_a_variant_learns_where_its_product_is() {
    let cutting =
        cut(&shop(&["mug", "lamp"], 3), &Options { digits: Some(4.0), ..Options::default() }).unwrap();
    let model = page(&cutting, &["mug-2"]);
    assert_eq!(model.alias("mug-2"), Some("mug"));
    assert_eq!((model.alias("mug"), model.alias("mug-")), (None, None));
}

#[test]
fn a_quarter_of_a_digit_is_a_bit_of_the_next_one() {
    let hash = sha256("mug".as_bytes());
    let next = u32::from_str_radix(&hash[3..4], 16).unwrap();
    for (digits, bits) in [(3.25, 1), (3.5, 2), (3.75, 3)] {
        assert_eq!(name("mug", digits), format!("{}{}", &hash[..3], next >> (4 - bits)));
    }
    assert_eq!((name("mug", 3.0), name("mug", 4.0)), (hash[..3].to_owned(), hash[..4].to_owned()));
    let bytes = sample();
    let all = whole(&bytes);
    let cutting = cut(&bytes, &Options { digits: Some(1.75), budget: usize::MAX }).unwrap();
    assert_eq!((cutting.files.len(), cutting.trimmed), (129, 0));
    for product in all.indexes().step_by(301) {
        let key = all.card(product).unwrap().key;
        let model = page(&cutting, &[key]);
        let found = model.find(key).unwrap();
        assert_eq!(model.neighbours(found).len(), all.neighbours(product).len(), "{key}");
    }
}

#[test]
fn a_small_shop_is_one_entry() {
    let bytes = shop(&["mug", "lamp", "rug"], 3);
    let cutting = cut(&bytes, &Options::default()).unwrap();
    assert_eq!((cutting.entries.digits, cutting.entries.files), (0.0, 1));
    let model = page(&cutting, &[]);
    assert_eq!(model.neighbours(model.find("mug").unwrap()).len(), 1);
    assert!(model.find("rug").is_some(), "also what goes with nothing");
}

#[test]
fn an_entry_without_products_is_read_beside_others() {
    let empty = FileSource::default().encode_entry(1);
    let other = cut(&shop(&["mug", "lamp"], 3), &Options::default()).unwrap();
    let mut model = Model::default();
    model.add(&empty).unwrap();
    assert!(model.is_empty());
    model.add(opened(&other.files[0].1).unwrap()).unwrap();
    assert_eq!(model.len(), 2);
}

#[test]
fn damage_is_found_and_never_a_panic() {
    let cutting = cut(&sample(), &Options::default()).unwrap();
    let (_, bytes) = cutting.files.iter().find(|(name, _)| name == "a01.pw").unwrap();
    let inner = opened(bytes).unwrap();
    for bit in (0..bytes.len() * 8).step_by(5) {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(opened(&flipped).is_none(), "bit {bit}");
        // Where a page cannot hash, the reader is all there is.
        let mut model = page(&cutting, &[]);
        if model.add(&flipped[32..]).is_ok() {
            let keys: Vec<u32> = model.indexes().collect();
            for product in keys {
                model.neighbours(product).iter().for_each(|n| assert!((n.to as usize) < model.len()));
                model.card(product).unwrap();
            }
        }
    }
    for end in 0..bytes.len() {
        assert!(opened(&bytes[..end]).is_none());
        if let Some(cut) = inner.get(..end).filter(|cut| cut.len() < inner.len()) {
            assert!(page(&cutting, &[]).add(cut).is_err(), "{end} bytes");
        }
    }
}

#[test]
fn training_writes_them_and_takes_away_what_is_old() {
    let shop = common::Shop::new();
    shop.file(
        "orders.csv",
        common::orders_csv(&[(&["mug", "pot"], 20), (&["mug", "pot", "tea"], 10), (&["lamp", "bulb"], 12)]),
    );
    let train = |digits: &str| {
        shop.pairwell(&["train", "orders.csv", "-o", "model", "--entry-digits", digits]).ok();
        let at = shop.path("model/at");
        let mut names: Vec<String> =
            std::fs::read_dir(&at).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        let line = |name: &String| format!("{} {name}\n", sha256(&std::fs::read(at.join(name)).unwrap()));
        let hashes: String = names.iter().map(line).collect();
        let said = read_manifest(&shop.path("model")).unwrap().entries.unwrap();
        assert_eq!(said.sha256, sha256(hashes.as_bytes()));
        assert_eq!((said.digits.to_string(), said.files as usize), (digits.to_owned(), names.len()));
        names
    };
    let many = train("2");
    assert!(many.len() > 3 && many.iter().all(|name| name == "shop.pw" || name.len() == "ff.pw".len()));
    assert_eq!(train("0"), ["shop.pw"]);
}
