//! `manifest.json`: which files make the model, and how to score with it.
//!
//! The one file of a model directory with a fixed name and a short cache life. All others carry
//! their hash in their name and never change.

use serde::{Deserialize, Serialize};

use crate::recommend::Weights;

/// Version of the manifest's layout; readers refuse any other.
pub const MANIFEST_VERSION: u32 = 1;

/// The manifest of a model directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`MANIFEST_VERSION`].
    pub version: u32,
    /// First 16 hex digits of the SHA-256 over all files' hashes: equal for equal models.
    pub build: String,
    /// Number of products.
    pub products: u32,
    /// ISO 4217 code of all prices, empty when unknown.
    pub currency: String,
    /// Digits of a price after the decimal point: cards hold prices in minor units.
    pub minor_digits: u32,
    /// The model's files.
    pub files: Vec<FileEntry>,
    /// How context and priors are weighed against each other.
    pub scoring: Weights,
}

/// One file of the model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Name, relative to the manifest; it contains the file's hash.
    pub name: String,
    /// Length in bytes, uncompressed.
    pub bytes: u32,
    /// SHA-256 of the uncompressed bytes, hexadecimal.
    pub sha256: String,
    /// First product of the file.
    pub first: u32,
    /// Number of products of the file.
    pub count: u32,
}
