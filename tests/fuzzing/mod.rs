//! What is fuzzed: for each target a function of bytes that fails when a promise is broken.
//!
//! `fuzz/` hands libFuzzer's bytes to them (`make fuzz`); `tests/fuzz.rs` hands them the seeds, all that
//! was ever found, and some thousand changes of these, in every `cargo test`. `docs/fuzzing.md` has the figures.

// Each user has its own part; panics are what a fuzzer listens for.
#![allow(
    dead_code,
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod draw;
pub mod mutate;
pub mod naive;
pub mod shop;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use pairwell::history::{History, Log};
use pairwell::model::kinds::Moment;
use pairwell::model::manifest::Manifest;
use pairwell::model::pairs::Neighbour;
use pairwell::model::rules::action;
use pairwell::model::{FileSource, Model};
use pairwell::recommend::{Context, Kind, Past, Weights, list};
use pairwell::trainer::directory::parse_manifest;
use pairwell::trainer::entries::{Options, cut, opened};
use pairwell::trainer::ledger::state::State;
use pairwell::trainer::load::Loaded;
use pairwell::trainer::output::sha256;
use pairwell::trainer::progress::Silent;
use pairwell::trainer::rejects::Rejects;
use pairwell::trainer::rules::facts::Facts;
use pairwell::trainer::{Reading, Settings, Source, load_with, rules, sales, segments, train};
use sha2::{Digest, Sha256};

/// What reads bytes that may be anything, and panics where it should not have.
pub type Target = fn(&[u8]);

/// All targets by name.
pub const TARGETS: [(&str, Target); 13] = [
    ("manifest", manifest),
    ("model", model),
    ("entry", entry),
    ("history", history),
    ("shopify_orders", shopify_orders),
    ("generic_orders", generic_orders),
    ("products", products),
    ("orders", orders),
    ("events", events),
    ("sales", sales),
    ("state", state),
    ("rules", rules),
    ("lists", lists),
];

/// A frozen file.
pub fn golden(name: &str) -> Vec<u8> {
    std::fs::read(folder("golden").join(name)).unwrap()
}

/// A folder of `tests/`, as seen from the package and from the fuzzer's, which lies one deeper.
pub fn folder(name: &str) -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inside = package.join("tests").join(name);
    if inside.exists() { inside } else { package.join("../tests").join(name) }
}

/// Looks at everything a reader can be asked: damage must not panic later either.
pub fn exercise(model: &Model) -> usize {
    let mut seen = 0;
    let moment = Some(Moment { hour: 23, weekday: 6, month: 11 });
    assert!(model.lifts(moment).iter().all(|lift| lift.is_finite()));
    let sound = |n: &Neighbour| (n.to as usize) < model.len() && n.first.is_finite() && n.second.is_finite();
    for index in model.indexes().take(1000) {
        for row in [model.neighbours(index), model.similar(index), model.later(index)] {
            assert!(row.iter().all(sound), "a neighbour that is none");
            seen += row.len();
        }
        seen += model
            .card(index)
            .map_or(0, |card| card.title.len() + card.url.concat().len() + card.image.concat().len());
        assert!(model.popularity(index).is_finite() && model.again(index).rate.is_finite());
        assert!(model.kind_lift(index, 0).is_finite());
        seen += usize::from(model.news(index).newness > 0.5) + usize::from(model.available(index));
        for n in 0..model.rules().len().min(20) {
            // What falls back lists kinds of blocks.
            let kinds = model.rules()[n].action == action::FALL_BACK;
            assert!(kinds || model.rule_products(n).iter().all(|p| (*p as usize) < model.len()));
            seen += usize::from(model.rule_means(n, index, false))
                + usize::from(model.rule_means(n, index, true));
        }
    }
    seen + usize::from(model.find("product-3").is_some()) + usize::from(model.find("5-BLUE").is_some())
}

/// Every kind of list, for a shopper who has done everything; each must hold what lists promise.
fn ask(model: &Model, weights: &Weights) {
    // Indexes come from looking up keys, so there are none beyond the shop.
    let Some(last) = (model.len() as u32).checked_sub(1) else { return };
    let past = [Past { product: last / 2, days: 3.0 }, Past { product: last, days: 40.0 }];
    let (cart, left, hidden) = ([1.min(last), last], [2.min(last)], 3.min(last));
    let context = Context {
        product: Some(0),
        cart: &cart,
        viewed: &past,
        purchased: &past,
        left: &left,
        moment: Some(Moment { hour: 5, weekday: 0, month: 6 }),
        day: 20_800,
        market: 1,
        gap: 900,
        ..Context::default()
    };
    for (kind, _) in Kind::ALL {
        let found = list(model, &context, weights, kind, 6, &[hidden]);
        assert!(found.picks.len() <= 6);
        for (at, pick) in found.picks.iter().enumerate() {
            assert!((pick.product as usize) < model.len(), "a product that is none");
            assert!(![0, cart[0], cart[1], hidden].contains(&pick.product) && model.available(pick.product));
            assert!(found.picks[..at].iter().all(|other| other.product != pick.product), "a product twice");
            found.scores.explain(model, pick.product);
        }
    }
}

pub fn manifest(bytes: &[u8]) {
    let Ok(read) = parse_manifest(bytes) else { return };
    assert!(read.minor_digits <= 9, "prices of {} digits after the point", read.minor_digits);
    // Whatever numbers it has: they are what scoring works with.
    let mut model = Model::default();
    model.add(&golden("model-v1.pw")).unwrap();
    ask(&model, &read.scoring);
    let again = serde_json::to_vec(&read).unwrap();
    // A number that has no JSON, such as one that is infinite, must not have come in.
    assert_eq!(parse_manifest(&again).map(|again: Manifest| again.files).as_ref(), Ok(&read.files));
}

pub fn model(bytes: &[u8]) {
    let mut model = Model::default();
    if model.add(bytes).is_err() {
        assert!(model.is_empty(), "a refused file leaves nothing behind");
        return;
    }
    exercise(&model);
    if model.len() < 1000 {
        ask(&model, &Weights::default());
        if let Ok(cutting) = cut(bytes, &Options { digits: Some(1.0), ..Options::default() }) {
            for (name, bytes) in &cutting.files {
                let mut page = Model::default();
                let read = page.add(opened(bytes).unwrap());
                assert_eq!(read, Ok(()), "{name}: a sound model makes sound entries");
            }
        }
    }
}

pub fn entry(bytes: &[u8]) {
    assert!(opened(bytes).is_none_or(|inner| bytes.ends_with(inner)));
    // What a page reads has passed its hash, or there is none; the reader must not care.
    let bare = bytes.get(32..).unwrap_or_default();
    for first in [None, Some(golden("entry-v1.pw"))] {
        let mut model = Model::default();
        if let Some(first) = &first {
            model.add(opened(first).unwrap()).unwrap();
        }
        let before = model.len();
        if model.add(bare).is_err() {
            assert_eq!(model.len(), before, "a refused file leaves the model as it was");
        }
        exercise(&model);
        if model.len() < 1000 {
            ask(&model, &Weights::default());
        }
    }
}

pub fn history(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // Most texts fail by their checksum: what lies behind is reached with a right one, too.
    let checked = text.split_once('\n').map_or(text, |(_, body)| body);
    let sum = pairwell::history::digits(u64::from(pairwell::history::hash_text(checked)), 36);
    for text in [text.to_owned(), format!("pw1 {sum}\n{checked}")] {
        let Ok(log) = Log::decode(&text) else { continue };
        assert_eq!(log.encode(), text, "a text has one meaning, and a meaning one text");
        for now in [0, 1_800_000_000, u32::MAX] {
            let history = History::merge([log.events(), log.events()], now);
            assert!(history.events().len() <= pairwell::history::CAP);
            assert!(history.views(now).iter().chain(&history.purchases(now)).all(|seen| seen.age <= now));
            assert!(history.left().len() + history.cart().len() <= 2 * history.events().len());
            let mut own = log.clone();
            own.keep(&history);
            own.halve();
            assert_eq!(Log::decode(&own.encode()).as_ref(), Ok(&own));
        }
    }
}

/// A file with these bytes, for readers that open one.
fn file(parts: &[&[u8]]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), parts.concat()).unwrap();
    file
}

fn source(orders: Option<&Path>, products: Option<&Path>, events: Option<&Path>) -> Source {
    Source {
        orders: orders.into_iter().map(PathBuf::from).collect(),
        products: products.map(PathBuf::from),
        events: events.map(PathBuf::from),
        url: "/products/{key}".into(),
        gift_cards: false,
    }
}

/// Trains on whatever was read; what comes of it is a sound model.
fn learn(source: &Source) {
    let strict = load_with(source, &Reading { strict: true, ..Reading::default() }, &Silent);
    let loaded = match load_with(source, &Reading::default(), &Silent) {
        Ok((loaded, _)) => loaded,
        Err(_) => return assert!(strict.is_err(), "strict reads nothing that else cannot be read"),
    };
    assert_eq!(
        strict.is_ok(),
        loaded.rejects.total() == 0,
        "strict is stopped by a bad row, and by nothing else"
    );
    loaded.rejects.to_csv().unwrap();
    let Ok(mut trained) = train(&loaded, &Settings::default(), &Silent) else { return };
    let facts = Facts::of_loaded(&loaded, source.products.as_deref(), &mut Rejects::default()).unwrap();
    rules::attach::attach(&mut trained, &rules::Rules::default(), &facts).unwrap();
    for (_, bytes) in &trained.files {
        let mut model = Model::default();
        model.add(bytes).expect("what was trained can be read");
        exercise(&model);
        ask(&model, &trained.manifest.scoring);
        cut(bytes, &Options::default()).expect("what was trained can be cut");
    }
}

const SHOPIFY: &[u8] = b"Name,Email,Financial Status,Currency,Created at,Cancelled at,Refunded Amount,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Id\n";
const GENERIC: &[u8] =
    b"order_id,customer_id,timestamp,status,product_id,quantity,unit_price,title,currency\n";
const CATALOG: &[u8] = b"Title,URL handle,Vendor,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Compare-at price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL,Image position,Gift card\n";
const FEW_ORDERS: &[u8] =
    b"1,c1,2026-01-01,paid,MUG,1,2.00,Mug,GBP\n1,c1,2026-01-01,paid,POT,1,9.00,Pot,GBP\n2,c2,2026-01-02,paid,MUG,1,2.00,Mug,GBP\n2,c2,2026-01-02,paid,POT,1,9.00,Pot,GBP\n";

/// Rows of a Shopify orders export.
pub fn shopify_orders(rows: &[u8]) {
    learn(&source(Some(file(&[SHOPIFY, rows]).path()), None, None));
}

/// Rows of the plain form.
pub fn generic_orders(rows: &[u8]) {
    learn(&source(Some(file(&[GENERIC, rows]).path()), None, None));
}

/// Rows of a products export, beside a few orders.
pub fn products(rows: &[u8]) {
    let (orders, products) = (file(&[GENERIC, FEW_ORDERS]), file(&[CATALOG, rows]));
    learn(&source(Some(orders.path()), Some(products.path()), None));
}

/// A whole file, whatever it begins with: encodings, delimiters, headers.
pub fn orders(bytes: &[u8]) {
    learn(&source(Some(file(&[bytes]).path()), None, None));
}

/// What visitors looked at.
pub fn events(bytes: &[u8]) {
    let (orders, events) = (file(&[GENERIC, FEW_ORDERS]), file(&[bytes]));
    learn(&source(Some(orders.path()), None, Some(events.path())));
}

/// Orders as reports read them.
pub fn sales(bytes: &[u8]) {
    let file = file(&[bytes]);
    if let Ok(book) = sales::read(&[file.path().to_owned()], "pairwell_arm", &Silent) {
        assert!(book.counted().count() <= book.sales.len());
        assert!(book.sales.iter().all(|sale| sale.value.is_finite()), "a value that is none");
    }
}

/// Orders that an earlier run has kept, with a hash that fits, as damage has none.
pub fn state(body: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let state = State::at(folder.path());
    let mut bytes = [b"pairwell", &1u32.to_le_bytes()[..], body].concat();
    bytes.extend(Sha256::digest(&bytes));
    std::fs::write(state.path(), &bytes).unwrap();
    if let Ok(ledger) = state.read() {
        state.stage(&ledger).unwrap().commit().unwrap();
        let written = std::fs::read(state.path()).unwrap();
        let again = state.read().expect("what was written can be read");
        state.stage(&again).unwrap().commit().unwrap();
        assert_eq!(
            sha256(&std::fs::read(state.path()).unwrap()),
            sha256(&written),
            "written again it is the same"
        );
    }
}

/// A small shop for rules to be about.
fn shelf() -> &'static (Loaded, Facts) {
    static SHELF: OnceLock<(Loaded, Facts)> = OnceLock::new();
    SHELF.get_or_init(|| {
        let rows = b"Red Mug,red-mug,Hearth,Mugs,\"red, mug\",TRUE,Active,MUG,,,4.95,6.50,,,DENY,,,FALSE\nTeapot,teapot,Hollow,Teapots,sale,TRUE,Active,POT,,,12.00,,,,DENY,,,FALSE\n";
        let (orders, products) = (file(&[GENERIC, FEW_ORDERS]), file(&[CATALOG, rows]));
        let source = source(Some(orders.path()), Some(products.path()), None);
        let (loaded, _) = load_with(&source, &Reading::default(), &Silent).unwrap();
        let facts = Facts::of_loaded(&loaded, Some(products.path()), &mut Rejects::default()).unwrap();
        (loaded, facts)
    })
}

/// rules.toml, down to the model that has the rules in it.
pub fn rules(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let path = Path::new("rules.toml");
    match segments::parse(path, text.to_owned()) {
        Ok(declared) => {
            segments::check::check(&declared, segments::check::Known { currency: "GBP", kinds: &["Mugs"] });
            let compiled = segments::compile(&declared, None);
            serde_json::to_vec(&compiled).unwrap();
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let read = match rules::parse(path, text.to_owned()) {
        Ok(read) => read,
        Err(error) => return assert!(!error.problems.is_empty() && !error.to_string().is_empty()),
    };
    let (loaded, facts) = shelf();
    rules::check::check(&read, facts, 20_800);
    let mut trained = train(loaded, &Settings::default(), &Silent).unwrap();
    if rules::attach::attach(&mut trained, &read, facts).is_ok() {
        for (_, bytes) in &trained.files {
            let mut model = Model::default();
            model.add(bytes).expect("what was compiled can be read");
            exercise(&model);
            ask(&model, &Weights::default());
        }
    }
}

/// A random shop, packed, against the plainest reference there is: the same lists, the same bits.
pub fn lists(bytes: &[u8]) {
    compare(&mut draw::Bytes(bytes), 24);
}

/// One random shop of up to `most` products, and some visits to it. Says how many lists were not empty.
pub fn compare(draw: &mut impl draw::Draw, most: u32) -> usize {
    let source = shop::shop(draw, most);
    let model = read(&source);
    let mut shown = 0;
    for _ in 0..4 {
        let weights = shop::weights(draw);
        let visit = shop::visit(draw, model.len() as u32);
        let (context, limit) = (visit.context(), 1 + draw.below(8) as usize);
        let hidden = [draw.below(most)];
        for (kind, name) in Kind::ALL {
            let asked =
                naive::Asked { shop: &source, context: &context, weights: &weights, limit, hidden: &hidden };
            let (wanted_kind, wanted) = asked.list(kind);
            let got = list(&model, &context, &weights, kind, limit, &hidden);
            let bits =
                |list: &[(u32, f32)]| list.iter().map(|(p, score)| (*p, score.to_bits())).collect::<Vec<_>>();
            let picks: Vec<(u32, f32)> = got.picks.iter().map(|pick| (pick.product, pick.score)).collect();
            assert_eq!(
                (got.kind.name(), bits(&picks)),
                (wanted_kind.name(), bits(&wanted)),
                "{name}, at most {limit}: packed {picks:?}, from the source {wanted:?}; {visit:?}, {weights:?}"
            );
            shown += usize::from(!picks.is_empty());
        }
    }
    shown
}

fn read(source: &FileSource) -> Model {
    let mut model = Model::default();
    model.add(&source.encode().unwrap()).expect("what was written can be read");
    model
}
