//! From what was learned to the bytes of the model.

use super::catalog::Product;
use super::later::Later;
use crate::model::kinds::KindSource;
use crate::model::later::LaterEdge;
use crate::model::news::News;
use crate::model::{CardSource, Edge, FileSource};

/// Everything that goes into a model, by product number.
pub struct Learned<'a> {
    /// The products.
    pub products: &'a [Product],
    /// Decayed orders of each.
    pub orders: &'a [f64],
    /// Complements of each.
    pub edges: &'a [Vec<Edge>],
    /// Alternatives of each.
    pub similar: &'a [Vec<Edge>],
    /// What is bought later and again.
    pub later: &'a Later,
    /// Trend and newness of each.
    pub news: &'a [News],
    /// Product types.
    pub kinds: KindSource,
}

/// The bytes of a model of one file, products in the sequence `order`.
///
/// # Errors
///
/// A sentence naming the two products that cannot be told apart.
pub fn pack(learned: &Learned<'_>, order: &[u32], weight_bits: u32) -> Result<Vec<u8>, String> {
    let mut position = vec![0u32; learned.products.len()];
    for (old, new) in order.iter().zip(0..) {
        if let Some(slot) = position.get_mut(*old as usize) {
            *slot = new;
        }
    }
    let place = |old: u32| position.get(old as usize).copied().unwrap_or(0);
    let plain = |row: &Vec<Edge>| row.iter().map(|edge| Edge { to: place(edge.to), ..*edge }).collect();
    let timed =
        |row: &Vec<LaterEdge>| row.iter().map(|edge| LaterEdge { to: place(edge.to), ..*edge }).collect();
    let source = FileSource {
        products: sequenced(learned.products, order, |p| p.card.clone()),
        edges: sequenced(learned.edges, order, plain),
        orders: sequenced(learned.orders, order, |n| *n),
        weight_bits,
        similar: sequenced(learned.similar, order, plain),
        later: sequenced(&learned.later.edges, order, timed),
        again: sequenced(&learned.later.again, order, |a| *a),
        news: sequenced(learned.news, order, |n| *n),
        kinds: learned.kinds.clone(),
    };
    source
        .encode()
        .map_err(|(a, b)| format!("the products \"{a}\" and \"{b}\" have keys that cannot be told apart"))
}

/// `values` in the sequence `order`, each made into what is written.
fn sequenced<T, U>(values: &[T], order: &[u32], make: impl Fn(&T) -> U) -> Vec<U> {
    order.iter().filter_map(|old| values.get(*old as usize)).map(make).collect()
}

/// For each product the number of its type as the cards will number it, and how many there are.
pub fn kind_numbers(products: &[Product]) -> (Vec<u32>, usize) {
    let cards: Vec<CardSource> = products.iter().map(|p| p.card.clone()).collect();
    let names = crate::model::cards::kind_names(&cards);
    let number = |kind: &str| names.iter().position(|name| *name == kind).map_or(0, |at| at as u32 + 1);
    (products.iter().map(|p| number(&p.card.kind)).collect(), names.len())
}
