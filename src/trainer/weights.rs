//! From counts to the weights of a product's neighbours.

use rayon::prelude::*;

use super::counts::PairCounts;
use super::settings::Settings;
use crate::model::Edge;

/// The neighbours of every product: its strongest by shrunk cosine,
/// `w = g(a,b) / (√(g(a) g(b)) + shrinkage)`, where `g` are weighted order counts.
pub fn cosine(counts: &PairCounts, settings: &Settings) -> Vec<Vec<Edge>> {
    let weight = |product: usize| counts.weights.get(product).copied().unwrap_or(0.0);
    counts
        .pairs
        .par_iter()
        .enumerate()
        .map(|(product, pairs)| {
            let mut row: Vec<Edge> = pairs
                .iter()
                .map(|pair| {
                    let norm = (weight(product) * weight(pair.with as usize)).sqrt() + settings.shrinkage;
                    Edge { to: pair.with, weight: (pair.weight / norm) as f32 }
                })
                .collect();
            row.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.to.cmp(&b.to)));
            row.truncate(settings.neighbours);
            row
        })
        .collect()
}
