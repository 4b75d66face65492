//! The whole training, from loaded orders to bytes.

use super::learn::{self, learn};
use super::load::Loaded;
use super::output::sha256;
use super::pack::{Learned, kind_numbers, pack};
use super::progress::Progress;
use super::settings::Settings;
use super::{kinds, later, news, similar};
use crate::model::manifest::{FileEntry, MANIFEST_VERSION, Manifest};
use crate::recommend::Weights;

/// A trained model.
pub struct Trained {
    /// What `manifest.json` says.
    pub manifest: Manifest,
    /// Name and bytes of each file that the manifest names.
    pub files: Vec<(String, Vec<u8>)>,
    /// Orders with at least one product that counts.
    pub orders: usize,
    /// Of these, orders with at least two.
    pub orders_with_pairs: usize,
    /// Products with at least one neighbour.
    pub products_with_neighbours: usize,
    /// Directed edges: pairs, once for each direction that says something.
    pub edges: usize,
    /// Each step of the learning, for those who want to measure what it cost.
    pub steps: learn::Learned,
}

/// Trains a model from what was loaded. The same input gives the same bytes.
///
/// # Errors
///
/// A sentence that says why no model can be made.
pub fn train(loaded: &Loaded, settings: &Settings, progress: &dyn Progress) -> Result<Trained, String> {
    let products = loaded.products.len();
    if products == 0 {
        return Err("there is no product to recommend: the files name none that is for sale".to_owned());
    }
    let steps = learn(&loaded.orders, products, settings, progress);
    progress.stage("Looking for alternatives", 0);
    let similar = match &loaded.sessions {
        Some(sessions) => similar::from_views(sessions, &loaded.products, settings),
        None => similar::from_texts(&loaded.products, settings.similar),
    };
    progress.stage("Following later orders", 0);
    let later = later::learn(&loaded.orders, products, settings);
    let news = news::learn(&loaded.orders, products);
    let (kind_of, kinds) = kind_numbers(&loaded.products);
    let kinds = kinds::learn(&loaded.orders, &kind_of, kinds);
    progress.stage("Packing", 0);
    let learned = Learned {
        products: &loaded.products,
        popularity: &steps.prior,
        cart: &steps.cart_levels,
        page: &steps.page_levels,
        similar: &similar,
        later: &later,
        news: &news,
        kinds,
    };
    let bytes = pack(&learned)?;
    let scoring =
        Weights { again: AGAIN * later.next_rate, once: ONCE * later.repeat_rate, ..Weights::default() };
    Ok(describe(loaded, steps, scoring, bytes))
}

/// A product whose buyers buy it again this much more rarely than the shop's goods are bought again
/// on the whole is one that people buy once.
const ONCE: f32 = 0.2;

/// One product's neighbours in levels.
type Row = Vec<(u32, u8)>;

/// What having bought a product adds to its score, for each unit of the chance that a product of
/// one order is in the next: fitted on validation slices.
const AGAIN: f32 = 4.5;

fn describe(loaded: &Loaded, steps: learn::Learned, scoring: Weights, bytes: Vec<u8>) -> Trained {
    let hash = sha256(&bytes);
    let short = |hash: &str| hash.chars().take(16).collect::<String>();
    let name = format!("model-{}.pw", short(&hash));
    let products = loaded.products.len() as u32;
    let entry = FileEntry {
        name: name.clone(),
        bytes: bytes.len() as u32,
        sha256: hash.clone(),
        first: 0,
        count: products,
    };
    let manifest = Manifest {
        version: MANIFEST_VERSION,
        build: short(&sha256(hash.as_bytes())),
        products,
        currency: loaded.currency.clone(),
        minor_digits: loaded.minor_digits,
        files: vec![entry],
        scoring,
    };
    let baskets = (0..loaded.orders.len()).map(|n| loaded.orders.basket(n).len());
    let neighbours = |(cart, page): (&Row, &Row)| {
        cart.len() + page.iter().filter(|(to, _)| cart.iter().all(|(other, _)| other != to)).count()
    };
    let rows: Vec<usize> =
        steps.cart_levels.rows.iter().zip(&steps.page_levels.rows).map(neighbours).collect();
    Trained {
        manifest,
        files: vec![(name, bytes)],
        orders: loaded.orders.len(),
        orders_with_pairs: baskets.filter(|size| *size >= 2).count(),
        products_with_neighbours: rows.iter().filter(|n| **n > 0).count(),
        edges: rows.iter().sum(),
        steps,
    }
}
