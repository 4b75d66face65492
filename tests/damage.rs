//! Every flipped bit and every truncation of three frozen files: one with every part of the format and rules, a larger
//! shop, and an entry. Where hashes are checked none is accepted; where they are not, none may panic, now or later.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod fuzzing;

use fuzzing::draw::Seeded;
use fuzzing::{exercise, golden, shop};
use pairwell::model::manifest::FileEntry;
use pairwell::model::{Model, ModelError};
use pairwell::trainer::directory::fits;
use pairwell::trainer::entries::opened;
use pairwell::trainer::output::sha256;
use sha2::{Digest, Sha256};

const WHOLE: [&str; 2] = ["model-v1.pw", "shop-v1.pw"];
const ENTRY: &str = "entry-v1.pw";

/// A shop of some size, frozen; `model-v1.pw` is of `format.rs`.
fn shop_source() -> pairwell::model::FileSource {
    let mut draw = Seeded(7);
    let mut source = shop::shop(&mut draw, 1);
    while source.products.len() < 50
        || source.later.is_empty()
        || source.news.is_empty()
        || source.similar.rows.is_empty()
        || source.kinds.calendar.is_empty()
    {
        source = shop::shop(&mut draw, 70);
    }
    source.rules = shop::rules(&mut draw, source.products.len() as u32);
    source
}

fn entry_bytes() -> Vec<u8> {
    let mut draw = Seeded(11);
    let bytes = shop::shop(&mut draw, 60).encode_entry(7);
    [Sha256::digest(&bytes).as_slice(), &bytes].concat()
}

/// Set PAIRWELL_WRITE_GOLDEN=1 to write the files anew after a deliberate change of the format, which needs a
/// new version.
#[test]
fn frozen_files_are_read_and_written_to_the_byte() {
    for (name, bytes) in [("shop-v1.pw", shop_source().encode().unwrap()), (ENTRY, entry_bytes())] {
        if std::env::var_os("PAIRWELL_WRITE_GOLDEN").is_some() {
            std::fs::write(fuzzing::folder("golden").join(name), &bytes).unwrap();
        }
        assert_eq!(golden(name), bytes, "the writer no longer writes version 1 of {name}");
    }
    for name in WHOLE {
        assert!(exercise(&read(&golden(name)).unwrap()) > 300, "{name}");
    }
    let entry = golden(ENTRY);
    assert!(exercise(&read(opened(&entry).unwrap()).unwrap()) > 300);
}

fn read(bytes: &[u8]) -> Result<Model, ModelError> {
    let mut model = Model::default();
    model.add(bytes)?;
    Ok(model)
}

/// Hands over each way of flipping one bit.
fn flips(bytes: &[u8], mut take: impl FnMut(usize, &[u8])) {
    let mut flipped = bytes.to_vec();
    for bit in 0..bytes.len() * 8 {
        flipped[bit / 8] ^= 1 << (bit % 8);
        take(bit, &flipped);
        flipped[bit / 8] ^= 1 << (bit % 8);
    }
    assert_eq!(flipped, bytes);
}

#[test]
fn where_hashes_are_checked_no_flip_and_no_truncation_is_accepted() {
    for name in WHOLE {
        let bytes = golden(name);
        let entry = FileEntry {
            name: name.into(),
            bytes: bytes.len() as u32,
            sha256: sha256(&bytes),
            first: 0,
            count: 0,
        };
        assert!(fits(&entry, &bytes));
        flips(&bytes, |bit, flipped| assert!(!fits(&entry, flipped), "{name}: bit {bit}"));
        assert!((0..bytes.len()).all(|end| !fits(&entry, &bytes[..end])), "{name}");
    }
    let bytes = golden(ENTRY);
    assert!(opened(&bytes).is_some());
    flips(&bytes, |bit, flipped| assert!(opened(flipped).is_none(), "bit {bit}"));
    assert!((0..bytes.len()).all(|end| opened(&bytes[..end]).is_none()));
}

#[test]
fn no_truncation_is_read_and_none_panics() {
    let entry = golden(ENTRY);
    for bytes in [golden(WHOLE[0]), golden(WHOLE[1]), opened(&entry).unwrap().to_vec()] {
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length]).is_err(), "accepted the first {length} bytes");
        }
        let longer = [&bytes[..], &[0]].concat();
        assert!(read(&longer).is_err(), "accepted a byte too many");
    }
}

#[test]
fn no_flipped_bit_of_whole_files_panics() {
    for name in WHOLE {
        let (bytes, mut accepted) = (golden(name), 0);
        flips(&bytes, |_, flipped| {
            if let Ok(model) = read(flipped) {
                exercise(&model);
                accepted += 1;
            }
        });
        // Inside a title or a weight a flip is another sound model: that is what hashes are for.
        assert!(accepted < bytes.len() * 8 && accepted > 0, "{name}: {accepted}");
    }
}

#[test]
fn no_flipped_bit_of_an_entry_panics_beside_another() {
    let sealed = golden(ENTRY);
    let bytes = opened(&sealed).unwrap();
    flips(bytes, |bit, flipped| {
        let mut model = read(bytes).unwrap();
        let products = model.len();
        match model.add(flipped) {
            Ok(()) => drop(exercise(&model)),
            Err(_) => {
                assert_eq!(model.len(), products, "bit {bit}: a refused file leaves the model as it was")
            }
        }
    });
}

/// Sections of little use to a shopper but of much to an attacker: weights that are no numbers, or have no end.
#[test]
fn weights_that_are_infinite_or_no_number_are_refused() {
    let mut source = shop_source();
    for hostile in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -1.0, f32::MAX] {
        for table in 0..4 {
            let place = match table {
                0 => &mut source.edges.first[3],
                1 => &mut source.edges.second[3],
                2 => &mut source.similar.first[3],
                _ => &mut source.similar.second[3],
            };
            let sound = std::mem::replace(place, hostile);
            let bytes = source.encode().unwrap();
            assert!(
                matches!(read(&bytes), Err(ModelError::Invalid(_))),
                "{hostile} in table {table} was accepted"
            );
            let entry = source.encode_entry(7);
            assert!(read(&entry).is_err(), "{hostile} in table {table} of an entry was accepted");
            match table {
                0 => source.edges.first[3] = sound,
                1 => source.edges.second[3] = sound,
                2 => source.similar.first[3] = sound,
                _ => source.similar.second[3] = sound,
            }
            assert!(read(&source.encode().unwrap()).is_ok());
        }
    }
}
