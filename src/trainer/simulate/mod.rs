//! What recommendations and bundle discounts could bring, worked out beforehand from past orders.
//!
//! [`bundles`] asks at what discount a bundle stops paying; [`uplift`] how much the average order value could
//! grow at most. Neither is a forecast: only an experiment (see [`super::report`]) tells what happens.

pub mod bundles;
pub mod uplift;

use crate::model::Model;
use crate::recommend::{Context, Kind, Weights, recommend};

/// The "often bought together" list of a product.
fn together(model: &Model, weights: &Weights, product: u32, length: usize) -> Vec<u32> {
    let context = Context { product: Some(product), ..Context::default() };
    recommend(model, &context, weights, Kind::BoughtTogether, length, &[])
        .iter()
        .map(|pick| pick.product)
        .collect()
}
