//! The whole training, from loaded orders to bytes.

use super::counts::{PairCounts, count};
use super::load::Loaded;
use super::output::sha256;
use super::pack::{Learned, kind_numbers, pack};
use super::progress::Progress;
use super::settings::Settings;
use super::weights::cosine;
use super::{kinds, later, news, order, similar};
use crate::model::Edge;
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
    /// Edges.
    pub edges: usize,
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
    progress.stage("Counting pairs", 0);
    let counts = count(&loaded.orders, products, settings);
    progress.stage("Weighing neighbours", 0);
    let edges: Vec<Vec<Edge>> = cosine(&counts, settings);
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
    let numbering = order::numbering(&loaded.products, &counts.orders, &edges);
    let popularity: Vec<f64> = counts.orders.iter().map(|n| f64::from(*n)).collect();
    let learned = Learned {
        products: &loaded.products,
        orders: &popularity,
        edges: &edges,
        similar: &similar,
        later: &later,
        news: &news,
        kinds,
    };
    let bytes = pack(&learned, &numbering, settings.weight_bits)?;
    Ok(describe(loaded, &counts, &edges, bytes))
}

fn describe(loaded: &Loaded, counts: &PairCounts, edges: &[Vec<Edge>], bytes: Vec<u8>) -> Trained {
    let hash = sha256(&bytes);
    let short = |hash: &str| hash.chars().take(16).collect::<String>();
    let name = format!("model-{}.pw", short(&hash));
    let products = counts.orders.len() as u32;
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
        scoring: Weights::default(),
    };
    let baskets = (0..loaded.orders.len()).map(|n| loaded.orders.basket(n).len());
    Trained {
        manifest,
        files: vec![(name, bytes)],
        orders: loaded.orders.len(),
        orders_with_pairs: baskets.filter(|size| *size >= 2).count(),
        products_with_neighbours: edges.iter().filter(|row| !row.is_empty()).count(),
        edges: edges.iter().map(Vec::len).sum(),
    }
}
