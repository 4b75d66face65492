//! From products and weights to the bytes of the model.

use super::catalog::Product;
use crate::model::{CardSource, Edge, FileSource};

/// The bytes of a model of one file.
///
/// # Errors
///
/// A sentence naming the two products that cannot be told apart.
pub fn pack(
    products: &[Product],
    orders: &[f64],
    edges: &[Vec<Edge>],
    order: &[u32],
    weight_bits: u32,
) -> Result<Vec<u8>, String> {
    let mut position = vec![0u32; products.len()];
    for (new, old) in order.iter().zip(0..).map(|(old, new)| (new, *old)) {
        if let Some(slot) = position.get_mut(old as usize) {
            *slot = new;
        }
    }
    let renamed =
        |edge: &Edge| position.get(edge.to as usize).map(|to| Edge { to: *to, weight: edge.weight });
    let cards: Vec<CardSource> =
        order.iter().filter_map(|old| products.get(*old as usize)).map(|p| p.card.clone()).collect();
    let source = FileSource {
        products: cards,
        edges: order
            .iter()
            .map(|old| {
                edges.get(*old as usize).map_or_else(Vec::new, |row| row.iter().filter_map(renamed).collect())
            })
            .collect(),
        orders: order.iter().map(|old| orders.get(*old as usize).copied().unwrap_or(0.0)).collect(),
        weight_bits,
    };
    source
        .encode()
        .map_err(|(a, b)| format!("the products \"{a}\" and \"{b}\" have keys that cannot be told apart"))
}
