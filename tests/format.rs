//! The model format: a frozen file, and every way of damaging it by a bit or a cut.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

use std::path::PathBuf;

use pairwell::model::container::Container;
use pairwell::model::kinds::{KindSource, Moment, SLOTS};
use pairwell::model::later::LaterEdge;
use pairwell::model::pairs::{Edge, Neighbour, PairSource};
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
    }
}

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/model-v1.pw")
}

fn read(bytes: &[u8]) -> Result<Model, ModelError> {
    let mut model = Model::default();
    model.add(bytes)?;
    Ok(model)
}

/// Looks at everything a reader can be asked: damage must not panic later either.
fn exercise(model: &Model) -> usize {
    let mut seen = 0;
    for index in model.indexes().take(1000) {
        let sound =
            |n: &&Neighbour| (n.to as usize) < model.len() && n.first.is_finite() && n.second.is_finite();
        seen += model.neighbours(index).iter().filter(sound).count();
        seen += model
            .card(index)
            .map_or(0, |card| card.title.len() + card.url.concat().len() + card.image.concat().len());
        seen += usize::from(model.popularity(index) >= 0.0);
        seen += model.similar(index).len() + model.later(index).iter().filter(|n| n.second > 0.0).count();
        let moment = Moment { hour: 23, weekday: 6, month: 11 };
        seen +=
            usize::from(model.timely(index, moment) * model.kind_lift(index, 0) > model.again(index).rate);
        seen += usize::from(model.news(index).newness > 0.5);
    }
    seen + usize::from(model.find("product-3").is_some()) + usize::from(model.find("5-BLUE").is_some())
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
    assert_eq!(model.similar(2).first().unwrap().to, 9);
    assert_eq!(model.later(10).first().map(|n| (n.to, n.second)), Some((15, 10.0)));
    assert!(model.again(12).rate > 0.4 && model.again(12).days == 30.0);
    assert_eq!((model.news(23).newness, model.news(8).trend), (1.0, 0.0));
    assert_eq!(model.kind_lift(1, 0), 1.5);
}

#[test]
fn no_truncation_is_accepted() {
    let bytes = std::fs::read(golden()).unwrap();
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length]).is_err(), "accepted the first {length} bytes");
    }
    let mut longer = bytes;
    longer.push(0);
    assert!(read(&longer).is_err(), "accepted a byte too many");
}

#[test]
fn no_flipped_bit_panics() {
    let bytes = std::fs::read(golden()).unwrap();
    let mut accepted = 0;
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(model) = read(&flipped) {
            exercise(&model);
            accepted += 1;
        }
    }
    // Inside a title or a weight a flip is another sound model: that is what the manifest's
    // SHA-256 is for (see `a_directory_refuses_every_flip`).
    assert!(accepted < bytes.len() * 8 && accepted > 0);
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
    assert!(read(&Container::encode(24, 0, 24, &sections)).is_ok());
    sections.retain(|(tag, _)| tag != b"EDGE");
    assert_eq!(read(&Container::encode(24, 0, 24, &sections)).err(), Some(ModelError::Missing(Part::Edges)));
}

#[test]
fn files_of_two_shops_or_of_the_same_products_do_not_mix() {
    let bytes = source().encode().unwrap();
    let mut model = read(&bytes).unwrap();
    assert_eq!(model.add(&bytes), Err(ModelError::Overlap));
    let mut smaller = source();
    smaller.products.truncate(5);
    smaller.popularity.truncate(5);
    smaller.edges.rows = vec![Vec::new(); 5];
    smaller.similar = PairSource::default();
    smaller.later.clear();
    smaller.news.clear();
    assert_eq!(model.add(&smaller.encode().unwrap()), Err(ModelError::OtherShop));
    assert_eq!(model.len(), 24, "a refused file leaves the model as it was");
}
