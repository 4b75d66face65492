//! The whole training, from loaded orders to bytes.

use super::later::Later;
use super::learn::{self, learn, quantise};
use super::load::Loaded;
use super::output::sha256;
use super::pack::{Learned, kind_numbers, pack};
use super::progress::Progress;
use super::settings::Settings;
use super::{kinds, later, news, prices, similar};
use crate::model::kinds::KindSource;
use crate::model::manifest::{FileEntry, MANIFEST_VERSION, Manifest};
use crate::model::news::News;
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
    Prepared::learn_with(loaded, settings, true, progress)?.finish(loaded)
}

/// All that was learned, before it is packed: what can still be weighed anew without learning again.
pub struct Prepared {
    steps: learn::Learned,
    similar: learn::Rows,
    later: Later,
    news: Vec<News>,
    kinds: KindSource,
}

impl Prepared {
    /// Learns from what was loaded.
    ///
    /// # Errors
    ///
    /// When there is nothing to learn about.
    pub fn learn(loaded: &Loaded, settings: &Settings, progress: &dyn Progress) -> Result<Self, String> {
        Self::learn_with(loaded, settings, false, progress)
    }

    fn learn_with(
        loaded: &Loaded,
        settings: &Settings,
        keep: bool,
        progress: &dyn Progress,
    ) -> Result<Self, String> {
        let products = loaded.products.len();
        if products == 0 {
            return Err("there is no product to recommend: the files name none that is for sale".to_owned());
        }
        let steps = learn(&loaded.orders, products, settings, keep, progress);
        let similar = alternatives(loaded, settings, progress);
        progress.stage("Following later orders", products as u64);
        let later = later::learn(&loaded.orders, products, settings, progress);
        let news = news::learn(&loaded.orders, products);
        let (kind_of, kinds) = kind_numbers(&loaded.products);
        let kinds = kinds::learn(&loaded.orders, &kind_of, kinds);
        progress.stage("Packing", 0);
        Ok(Self { steps, similar, later, news, kinds })
    }

    /// What was learned from pair counts. Nothing is known of later orders and of trends.
    pub(super) fn of_counts(
        steps: learn::Learned,
        loaded: &Loaded,
        settings: &Settings,
        kinds: KindSource,
        progress: &dyn Progress,
    ) -> Self {
        let (later, news) = (Later::default(), Vec::new());
        Self { steps, similar: alternatives(loaded, settings, progress), later, news, kinds }
    }

    /// As [`Prepared::learn`], with more on each page list than is kept: [`Prepared::weigh`] then chooses among
    /// twice as many. The lists are greedy, so that with factors of 1 it comes to the same.
    ///
    /// # Errors
    ///
    /// As [`Prepared::learn`].
    pub fn learn_to_weigh(
        loaded: &Loaded,
        settings: &Settings,
        progress: &dyn Progress,
    ) -> Result<Self, String> {
        let wide = Settings { page_list: 2 * settings.page_list, ..settings.clone() };
        let mut prepared = Self::learn(loaded, &wide, progress)?;
        prepared.weigh(&[], settings);
        Ok(prepared)
    }

    /// Weighs complements by a factor for each product, 1 where it is to stay as it is. The factor goes
    /// into the weights before they become levels: what is published has no factor of its own.
    pub fn weigh(&mut self, factors: &[f32], settings: &Settings) {
        let weighed = |rows: &learn::Rows| -> learn::Rows {
            let factor = |product: u32| factors.get(product as usize).copied().unwrap_or(1.0);
            rows.iter().map(|row| row.iter().map(|(to, w)| (*to, w * factor(*to))).collect()).collect()
        };
        self.steps.cart_levels =
            quantise(weighed(&self.steps.cart), settings.weight_bits, settings.companding);
        let mut page = weighed(&self.steps.page);
        for list in &mut page {
            // Stable: equal ones stay as they were chosen.
            list.sort_by(|a, b| b.1.total_cmp(&a.1));
            list.truncate(settings.page_list);
        }
        self.steps.page_levels = quantise(page, settings.page_bits, settings.companding);
    }

    /// How context and priors are weighed against each other.
    pub fn scoring(&self) -> Weights {
        let Later { next_rate, repeat_rate, .. } = self.later;
        Weights { again: AGAIN * next_rate, once: ONCE * repeat_rate, ..Weights::default() }
    }

    /// The bytes of the model.
    ///
    /// # Errors
    ///
    /// When two products cannot be told apart.
    pub fn pack(&self, loaded: &Loaded) -> Result<Vec<u8>, String> {
        pack(&Learned {
            products: &loaded.products,
            popularity: &self.steps.prior,
            cart: &self.steps.cart_levels,
            page: &self.steps.page_levels,
            similar: &self.similar,
            later: &self.later,
            news: &self.news,
            kinds: self.kinds.clone(),
        })
    }

    /// The model.
    ///
    /// # Errors
    ///
    /// As [`Prepared::pack`].
    pub fn finish(self, loaded: &Loaded) -> Result<Trained, String> {
        let (bytes, scoring) = (self.pack(loaded)?, self.scoring());
        Ok(describe(loaded, self.steps, scoring, bytes))
    }
}

fn alternatives(loaded: &Loaded, settings: &Settings, progress: &dyn Progress) -> learn::Rows {
    progress.stage("Looking for alternatives", loaded.products.len() as u64);
    match &loaded.sessions {
        Some(sessions) => similar::from_views(sessions, &loaded.products, settings, progress),
        None => similar::from_texts(&loaded.products, settings.similar, progress),
    }
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
        prices: prices::forms(&loaded.currency),
        files: vec![entry],
        scoring,
        entries: None,
        segments: None,
        markets: Vec::new(),
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
