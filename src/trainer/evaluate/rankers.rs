//! Methods that answer cases: the packed model by its own reader, and what it is held against.

use faer::Mat;

use super::super::counts::PairCounts;
use super::super::learn::Rows;
use super::metrics::DEPTH;
use crate::model::Model;
use crate::recommend::{Context, Kind, Past, Weights, recommend};

/// Answers cases with at most [`DEPTH`] products, best first, never one of `cart`.
pub trait Ranker: Sync {
    /// The list for a cart and what the customer bought before.
    fn rank(&self, cart: &[u32], purchased: &[Past]) -> Vec<u32>;
}

/// The products that are bought most, whatever the cart.
pub struct Popularity(Vec<u32>);

impl Popularity {
    /// By number of orders.
    pub fn of(counts: &PairCounts) -> Self {
        let mut order: Vec<u32> = (0..counts.orders.len() as u32).collect();
        let bought = |p: u32| counts.orders.get(p as usize).copied().unwrap_or(0);
        order.sort_by(|a, b| bought(*b).cmp(&bought(*a)).then(a.cmp(b)));
        Self(order)
    }
}

impl Ranker for Popularity {
    fn rank(&self, cart: &[u32], _: &[Past]) -> Vec<u32> {
        self.0.iter().filter(|p| !cart.contains(p)).take(DEPTH).copied().collect()
    }
}

/// What a pair adds to a score in the classical methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Association {
    /// Number of orders that contain both.
    CoOccurrence,
    /// That number over the orders of the product in the cart: the confidence of the rule.
    Confidence,
    /// That number over the root of both products' orders.
    Cosine,
}

/// Sums an association over the cart, from counts that are not weighted.
pub struct Associations<'a> {
    /// Plain counts.
    pub counts: &'a PairCounts,
    /// Which one.
    pub by: Association,
}

impl Ranker for Associations<'_> {
    fn rank(&self, cart: &[u32], _: &[Past]) -> Vec<u32> {
        let orders = |p: u32| f64::from(self.counts.orders.get(p as usize).copied().unwrap_or(0).max(1));
        let mut scores = vec![0.0; self.counts.orders.len()];
        for from in cart {
            for pair in self.counts.pairs.get(*from as usize).into_iter().flatten() {
                let both = f64::from(pair.orders);
                let strength = match self.by {
                    Association::CoOccurrence => both,
                    Association::Confidence => both / orders(*from),
                    Association::Cosine => both / (orders(*from) * orders(pair.with)).sqrt(),
                };
                if let Some(score) = scores.get_mut(pair.with as usize) {
                    *score += strength;
                }
            }
        }
        best(&scores, cart)
    }
}

/// Dense EASE.
pub struct Ease {
    pub(super) weights: Mat<f32>,
    /// The number in `weights` of each product, and the reverse.
    pub(super) inside: Vec<u32>,
    pub(super) outside: Vec<u32>,
}

impl Ranker for Ease {
    fn rank(&self, cart: &[u32], _: &[Past]) -> Vec<u32> {
        let cart: Vec<u32> = cart.iter().filter_map(|p| self.inside.get(*p as usize).copied()).collect();
        let scores: Vec<f64> = (0..self.weights.nrows())
            .map(|to| cart.iter().map(|from| f64::from(self.weights[(*from as usize, to)])).sum())
            .collect();
        best(&scores, &cart).into_iter().filter_map(|p| self.outside.get(p as usize).copied()).collect()
    }
}

/// One step of the learning, scored in floating point as [`Packed`] does.
pub struct Step<'a> {
    /// Cart weights by source.
    pub cart: &'a Rows,
    /// Page weights by source, if this step has them.
    pub page: Option<&'a Rows>,
    /// Share of orders of each product.
    pub share: &'a [f32],
    /// As in the manifest.
    pub weights: Weights,
}

impl Ranker for Step<'_> {
    fn rank(&self, cart: &[u32], _: &[Past]) -> Vec<u32> {
        let size = cart.len().max(1) as f32;
        let page = self.weights.page / (size * size);
        let popularity = self.weights.popularity / size;
        let mut scores: Vec<f64> = self.share.iter().map(|share| f64::from(popularity * share)).collect();
        let mut add = |row: Option<&Vec<(u32, f32)>>, factor: f32| {
            for (to, weight) in row.into_iter().flatten() {
                if let Some(score) = scores.get_mut(*to as usize) {
                    *score += f64::from(weight * factor);
                }
            }
        };
        for from in cart {
            add(self.cart.get(*from as usize), 1.0);
            add(self.page.and_then(|rows| rows.get(*from as usize)), page);
        }
        best(&scores, cart)
    }
}

/// A packed model, read and scored by the code that runs in the browser.
pub struct Packed {
    model: Model,
    weights: Weights,
    /// Model index of each product number, and the reverse.
    index: Vec<u32>,
    number: Vec<u32>,
}

impl Packed {
    /// The model of `bytes`, for products with these keys.
    ///
    /// # Errors
    ///
    /// When the bytes are no sound model, or lack a key.
    pub fn new<'k>(
        bytes: &[u8],
        weights: Weights,
        keys: impl Iterator<Item = &'k str>,
    ) -> Result<Self, String> {
        let mut model = Model::default();
        model.add(bytes).map_err(|error| error.to_string())?;
        let index: Option<Vec<u32>> = keys.map(|key| model.find(key)).collect();
        let index = index.ok_or("the model lacks a product it was trained on")?;
        let mut number = vec![0; model.len()];
        for (n, at) in index.iter().enumerate() {
            if let Some(slot) = number.get_mut(*at as usize) {
                *slot = n as u32;
            }
        }
        Ok(Self { model, weights, index, number })
    }

    fn index_of(&self, product: u32) -> Option<u32> {
        self.index.get(product as usize).copied()
    }
}

impl Ranker for Packed {
    fn rank(&self, cart: &[u32], purchased: &[Past]) -> Vec<u32> {
        let cart: Vec<u32> = cart.iter().filter_map(|p| self.index_of(*p)).collect();
        let purchased: Vec<Past> = purchased
            .iter()
            .filter_map(|past| Some(Past { product: self.index_of(past.product)?, ..*past }))
            .collect();
        let context = Context { cart: &cart, purchased: &purchased, ..Context::default() };
        recommend(&self.model, &context, &self.weights, Kind::AlsoBought, DEPTH, &[])
            .iter()
            .filter_map(|pick| self.number.get(pick.product as usize).copied())
            .collect()
    }
}

/// The products of greatest positive score that are not in `cart`; equal ones by number.
fn best(scores: &[f64], cart: &[u32]) -> Vec<u32> {
    let mut list: Vec<(f64, u32)> = scores
        .iter()
        .copied()
        .zip(0..)
        .filter(|(score, product)| *score > 0.0 && !cart.contains(product))
        .collect();
    let by = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if list.len() > DEPTH {
        list.select_nth_unstable_by(DEPTH, by);
        list.truncate(DEPTH);
    }
    list.sort_by(by);
    list.into_iter().map(|(_, product)| product).collect()
}
