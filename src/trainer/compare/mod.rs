//! Two models held against each other before the newer one goes up, and a model against the shop's products.
//!
//! [`lists`] says which products and pairs came and went, [`quality`] asks both models the same questions,
//! [`limits`] says what is too much, [`lint`] finds what the shop no longer sells as the model shows it.

pub mod limits;
pub mod lint;
pub mod lists;
pub mod quality;

use serde::Serialize;

use crate::model::Model;
use crate::model::manifest::Manifest;
use limits::{Broken, Limits};
use lists::{Pairs, Products};
use quality::Quality;

/// One of the two models.
pub struct Side<'a> {
    /// What its manifest says.
    pub manifest: &'a Manifest,
    /// The model.
    pub model: &'a Model,
    /// Bytes of its files on the wire, brotli.
    pub brotli: usize,
}

/// Bytes of both models.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Size {
    /// Bytes of the older model's files.
    pub old: u64,
    /// Bytes of the newer one's.
    pub new: u64,
    /// The older one's on the wire, brotli.
    pub old_brotli: usize,
    /// The newer one's.
    pub new_brotli: usize,
    /// Growth on the wire; 0.1 is 10 %.
    pub growth: f64,
}

/// What differs.
#[derive(Debug, Clone, Serialize)]
pub struct Diff {
    /// Build of the older model.
    pub old: String,
    /// Build of the newer one.
    pub new: String,
    /// Products that came and went.
    pub products: Products,
    /// Pairs in the lists that pages show.
    pub pairs: Pairs,
    /// Bytes.
    pub size: Size,
    /// Quality on orders, where some were given.
    pub quality: Vec<Quality>,
    /// Limits that are passed; empty: good to go up.
    pub broken: Vec<Broken>,
}

/// Compares two models; `length` is that of the lists that pages show.
pub fn diff(old: &Side<'_>, new: &Side<'_>, length: usize, quality: Vec<Quality>, limits: &Limits) -> Diff {
    let bytes = |side: &Side<'_>| side.manifest.files.iter().map(|file| u64::from(file.bytes)).sum();
    let growth = new.brotli as f64 / (old.brotli.max(1)) as f64 - 1.0;
    let mut diff = Diff {
        old: old.manifest.build.clone(),
        new: new.manifest.build.clone(),
        products: lists::products(old, new),
        pairs: lists::pairs(old, new, length),
        size: Size {
            old: bytes(old),
            new: bytes(new),
            old_brotli: old.brotli,
            new_brotli: new.brotli,
            growth,
        },
        quality,
        broken: Vec::new(),
    };
    diff.broken = limits.broken(&diff);
    diff
}
