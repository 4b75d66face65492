//! The model format: a frozen file, versions and sections. `damage.rs` has every way of damaging it.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

use std::path::PathBuf;

use pairwell::model::container::Container;
use pairwell::model::kinds::{KindSource, SLOTS};
use pairwell::model::later::LaterEdge;
use pairwell::model::pairs::{Edge, PairSource};
use pairwell::model::rules::{Products, Rule, Rules, action};
use pairwell::model::{Again, CardSource, FileSource, Model, ModelError, News, Part};

/// A small shop that uses every feature of the format.
fn source() -> FileSource {
    let product = |n: u32| CardSource {
        key: format!("product-{n}"),
        title: format!("Product № {n}"),
        url: if n == 3 { "/pages/special".into() } else { format!("/products/product-{n}") },
        image: if n == 4 { String::new() } else { format!("/pictures/product-{n}.svg") },
        variants: if n == 5 { vec!["5-RED".into(), "5-BLUE".into()] } else { vec![format!("SKU{n}")] },
        price: (n != 6).then_some(n * 199),
        compare_at: (n == 7).then_some(2000),
        kind: ["Mugs", "Lanterns", ""][n as usize % 3].into(),
        vendor: ["Hearth", "Hollow"][n as usize % 2].into(),
        available: n != 8,
    };
    let row = |n: u32| -> Vec<Edge> {
        let level = |k: u32| (k % 5) as u8;
        (1..=n % 6).map(|k| Edge { to: (n + k * k) % 24, first: level(k), second: level(n) }).collect()
    };
    let table = |levels: u8| (0..levels).map(|q| f32::from(q) * 0.25).collect();
    let alike = |n: u32| vec![Edge { to: (n + 7) % 24, first: 1, second: 0 }];
    FileSource {
        products: (0..24).map(product).collect(),
        edges: PairSource { rows: (0..24).map(row).collect(), first: table(16), second: table(8) },
        popularity: (0..24).map(|n| n * 2).collect(),
        similar: PairSource { rows: (0..24).map(alike).collect(), first: table(2), second: table(1) },
        later: (0..24).map(|n| vec![LaterEdge { to: (n + 5) % 24, weight: 0.25, days: n as f32 }]).collect(),
        again: (0..24).map(|n| Again { rate: n as f32 / 24.0, days: 30.0 }).collect(),
        news: (0..24)
            .map(|n| News { trend: n as f32 / 8.0 - 1.0, newness: f32::from(u8::from(n == 23)) })
            .collect(),
        kinds: KindSource { complements: vec![vec![(2, 1.5)], vec![]], calendar: vec![[1.25; SLOTS]; 2] },
        rules: rules(),
    }
}

fn rules() -> Rules {
    let all = || Products { all: true, listed: Vec::new() };
    let listed = |listed: &[u32]| Products { all: false, listed: listed.to_vec() };
    let pin = Rule {
        blocks: 1 << 11,
        markets: 0b110,
        when: listed(&[2, 9]),
        of: listed(&[7, 3, 20]),
        ..Rule::default()
    };
    let dear = Rule { low: 150, relation: 0b0110, when: all(), of: all(), ..Rule::default() };
    let advent = Rule { action: action::WEIGH, amount: 150, from: 20_784, to: 20_811, ..dear.clone() };
    let limit = Rule { action: action::PER_VENDOR, amount: 2, when: all(), of: all(), ..Rule::default() };
    let chain = Rule {
        action: action::FALL_BACK,
        amount: 2,
        blocks: 1 << 11,
        when: all(),
        of: listed(&[4, 9]),
        ..Rule::default()
    };
    Rules { rules: vec![chain, pin, Rule { action: action::EXCLUDE, high: 200, ..dear }, advent, limit] }
}

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/model-v1.pw")
}

fn read(bytes: &[u8]) -> Result<Model, ModelError> {
    let mut model = Model::default();
    model.add(bytes)?;
    Ok(model)
}

/// Set PAIRWELL_WRITE_GOLDEN=1 to write the file anew after a deliberate change of the format,
/// which needs a new version.
#[test]
fn the_golden_file_is_read_and_written_to_the_byte() {
    let bytes = source().encode().unwrap();
    if std::env::var_os("PAIRWELL_WRITE_GOLDEN").is_some() {
        std::fs::write(golden(), &bytes).unwrap();
    }
    let frozen = std::fs::read(golden()).unwrap();
    assert_eq!(bytes, frozen, "the writer no longer writes version 1");

    let model = read(&frozen).unwrap();
    assert_eq!(model.len(), 24);
    assert_eq!(model.find("product-5"), Some(5));
    assert_eq!(model.find("5-BLUE"), Some(5), "a variant finds its product");
    assert_eq!(model.find("nothing"), None);
    let card = model.card(7).unwrap();
    assert_eq!((card.title, card.price, card.compare_at), ("Product № 7", Some(1393), Some(2000)));
    assert_eq!((card.kind, card.vendor, card.available), ("Lanterns", "Hollow", true));
    assert_eq!(model.card(3).unwrap().url.concat(), "/pages/special");
    assert_eq!(model.card(4).unwrap().image.concat(), "");
    assert!(!model.available(8));
    let neighbours: Vec<(u32, f32, f32)> =
        model.neighbours(2).iter().map(|n| (n.to, n.first, n.second)).collect();
    assert_eq!(neighbours, [(3, 0.25, 0.5), (6, 0.5, 0.5)]);
    assert_eq!(
        (model.popularity(0), model.popularity(2).to_bits()),
        (1.0, (0.840_896_4f32 * 0.840_896_4 * 0.840_896_4 * 0.840_896_4).to_bits())
    );
    assert_eq!(model.similar(2).iter().next().unwrap().to, 9);
    assert_eq!(model.later(10).iter().next().map(|n| (n.to, n.second)), Some((15, 10.0)));
    assert!(model.again(12).rate > 0.4 && model.again(12).days == 30.0);
    assert_eq!((model.news(23).newness, model.news(8).trend), (1.0, 0.0));
    assert_eq!(model.kind_lift(1, 0), 1.5);
    assert_eq!(model.rules(), rules().rules);
}

#[test]
fn another_major_version_is_named() {
    let mut bytes = std::fs::read(golden()).unwrap();
    bytes[4] = 9;
    let error = read(&bytes).err().unwrap();
    assert_eq!(error, ModelError::Version { expected: 1, got: 9 });
    assert!(error.to_string().contains("version 9"), "{error}");
}

#[test]
fn an_unknown_section_is_ignored_and_a_missing_one_is_named() {
    let bytes = source().encode().unwrap();
    let container = Container::decode(&bytes).unwrap();
    let mut sections: Vec<_> =
        container.sections().map(|(tag, _)| (tag, container.section(tag).unwrap().to_vec())).collect();
    sections.push((*b"XTRA", vec![1, 2, 3]));
    assert!(read(&Container::encode(24, 24, &sections)).is_ok());
    sections.retain(|(tag, _)| tag != b"EDGE");
    assert_eq!(read(&Container::encode(24, 24, &sections)).err(), Some(ModelError::Missing(Part::Edges)));
}

#[test]
fn a_whole_file_is_read_alone() {
    let bytes = source().encode().unwrap();
    let mut model = read(&bytes).unwrap();
    assert_eq!(model.add(&bytes), Err(ModelError::NotAlone));
    assert_eq!(model.len(), 24, "a refused file leaves the model as it was");
}
