//! From the whole file to entries: small files at addresses that a page knows by itself.
//!
//! An entry holds the rows of the products whose keys' SHA-256 begins with its name, and the cards
//! of all products that these rows name, so that a list needs one request and no directory. One
//! more, `shop`, has what belongs to no product's page: best-sellers, what is rising, what is new,
//! the types, and what rules put first.
//!
//! Entries have stable names, so they carry what a manifest says of hashed files: 32 bytes SHA-256
//! stand before the bytes that it is of. Each is whole in itself. See `model::rank` for why a mixture
//! of two trainings is none of a problem.

mod cut;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::output::sha256;
use crate::model::manifest::Entries;
use crate::model::{Model, ModelError, Part};
use cut::{Cut, Page};

/// The folder of a model directory that they are in.
pub const FOLDER: &str = "at";

/// The name of the shop's own entry.
pub const SHOP: &str = "shop";

/// Products up to which the shop's own entry holds everything: fewer bytes than a page's pictures.
const SMALL: usize = 400;

/// Hex digits that name an entry, in quarters, which are bits: 4,096 files, for hosts count files ...
const LEAST_BITS: u32 = 12;

/// ... up to 16,384 where more than [`CROWDED`] products would share one: hosts that count end at 20,000.
const MOST_BITS: u32 = 14;

/// Products up to which an entry is not divided.
const CROWDED: usize = 12;

/// Bytes of the SHA-256 before an entry's bytes.
const HEAD: usize = 32;

/// How entries are cut.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Hex digits of the hash that name an entry, with quarters of one more; 0 for the shop's own alone; `None`: by
    /// the number of products.
    pub digits: Option<f32>,
    /// Bytes, brotli, up to which an entry holds whole rows; where it would be more, the weakest
    /// neighbours are left out.
    pub budget: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { digits: None, budget: 15_000 }
    }
}

/// The entries of one model.
pub struct Cutting {
    /// What the manifest says of them.
    pub entries: Entries,
    /// Name, as in the folder, and bytes of each; by name.
    pub files: Vec<(String, Vec<u8>)>,
    /// Bytes of each on the wire, by [`brotli_estimate`](super::output::brotli_estimate); in the same order.
    pub wire: Vec<usize>,
    /// Of how many products the weakest neighbours were left out.
    pub trimmed: usize,
}

/// Cuts the whole file `bytes` into entries.
///
/// # Errors
///
/// When the bytes are not those of a whole model file.
pub fn cut(bytes: &[u8], options: &Options) -> Result<Cutting, ModelError> {
    let mut model = Model::default();
    model.add(bytes)?;
    // A whole file may be without cards; entries are made of them.
    if model.indexes().any(|product| model.card(product).is_none()) {
        return Err(ModelError::Missing(Part::Cards));
    }
    let digits = options.digits.unwrap_or_else(|| default_digits(model.len()));
    let build = Sha256::digest(bytes).iter().take(4).fold(0u32, |n, byte| n << 8 | u32::from(*byte));
    let cut = Cut::of(&model, build).ok_or(ModelError::Missing(Part::Head))?;

    let mut buckets = std::collections::BTreeMap::<String, (Vec<u32>, Vec<(&str, &str)>)>::new();
    for product in model.indexes().filter(|_| digits > 0.0) {
        let Some(card) = model.card(product) else { continue };
        buckets.entry(name(card.key, digits)).or_default().0.push(product);
        for id in card.variants.split('\t').filter(|id| !id.is_empty() && *id != card.key) {
            buckets.entry(name(id, digits)).or_default().1.push((id, card.key));
        }
    }
    let mut pages: Vec<(String, Page)> = buckets
        .into_par_iter()
        .map(|(name, (own, aliases))| (name, cut.page(&own, &aliases, options.budget)))
        .collect();
    let everything: Vec<u32> = if digits == 0.0 { model.indexes().collect() } else { Vec::new() };
    pages.push((SHOP.to_owned(), cut.shop(&everything)));

    let trimmed = pages.iter().map(|(_, page)| page.trimmed).sum();
    let wire = pages.iter().map(|(_, page)| page.wire + HEAD).collect();
    let files: Vec<(String, Vec<u8>)> =
        pages.into_iter().map(|(name, page)| (format!("{name}.pw"), sealed(page.bytes))).collect();
    let hashes: String = files.iter().map(|(name, bytes)| format!("{} {name}\n", sha256(bytes))).collect();
    let entries = Entries { digits, files: files.len() as u32, sha256: sha256(hashes.as_bytes()) };
    Ok(Cutting { entries, files, wire, trimmed })
}

fn default_digits(products: usize) -> f32 {
    if products <= SMALL {
        return 0.0;
    }
    let crowded = |bits: &u32| products >> bits >= CROWDED;
    let bits = (LEAST_BITS..MOST_BITS).find(|bits| !crowded(bits)).unwrap_or(MOST_BITS);
    bits as f32 / 4.0
}

/// The name of the entry with the rows of the product of this key: the first digits of the SHA-256, in
/// hexadecimal, as template languages of shops can work it out, too; then, where `digits` has quarters, so many
/// of the next digit's four bits as a number.
pub fn name(key: &str, digits: f32) -> String {
    let hash = sha256(key.as_bytes());
    let whole = digits as usize;
    let bits = ((digits - digits.trunc()) * 4.0) as u32;
    let next = hash.chars().nth(whole).and_then(|digit| digit.to_digit(16)).filter(|_| bits > 0);
    let mut name: String = hash.chars().take(whole).collect();
    name.extend(next.and_then(|next| char::from_digit(next >> (4 - bits), 16)));
    name
}

/// `bytes` behind their SHA-256.
fn sealed(bytes: Vec<u8>) -> Vec<u8> {
    let mut out = Sha256::digest(&bytes).to_vec();
    out.extend(bytes);
    out
}

/// The bytes of the model file in an entry; `None` where they are not those that its head is of.
pub fn opened(entry: &[u8]) -> Option<&[u8]> {
    let (head, bytes) = entry.split_at_checked(HEAD)?;
    (Sha256::digest(bytes).as_slice() == head).then_some(bytes)
}
