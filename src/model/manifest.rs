//! `manifest.json`: which files make the model, and how to score with it.
//!
//! The one file of a model directory with a fixed name and a short cache life. All others carry
//! their hash in their name and never change.

use serde::{Deserialize, Serialize};

use super::segments::Segments;
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
    /// How prices in this currency are written, for languages in which a page can do so by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prices: Vec<PriceForm>,
    /// The model's files.
    pub files: Vec<FileEntry>,
    /// How context and priors are weighed against each other.
    pub scoring: Weights,
    /// The entries beside the whole file, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entries: Option<Entries>,
    /// Segments of shoppers, where the merchant has declared any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segments: Option<Segments>,
    /// Names of the markets that rules are for, in small letters; the first is market 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub markets: Vec<String>,
}

/// One way to write prices, as an array of six: what stands before a price, between its groups of three digits, before its
/// decimals and behind it, up to how many digits are one group, and the languages that write so: tags in small letters with a
/// space between them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceForm(pub String, pub String, pub String, pub String, pub u32, pub String);

/// The entries: small files in the folder `at`, for pages. Each carries its own SHA-256.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entries {
    /// Hex digits of a key's SHA-256 that name its entry; quarters are bits of one more; 0: there is the shop's own
    /// alone.
    pub digits: f32,
    /// How many there are.
    pub files: u32,
    /// SHA-256 over a line for each, by name: its SHA-256, a space, its name.
    pub sha256: String,
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
