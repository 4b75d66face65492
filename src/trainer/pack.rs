//! From what was learned to the bytes of the model.

use super::catalog::Product;
use super::later::Later;
use super::learn::{Levels, Rows};
use crate::model::kinds::KindSource;
use crate::model::later::LaterEdge;
use crate::model::news::News;
use crate::model::pairs::{Edge, PairSource};
use crate::model::{CardSource, FileSource};

/// Everything that goes into a model, by product number.
pub struct Learned<'a> {
    /// The products.
    pub products: &'a [Product],
    /// Popularity level of each.
    pub popularity: &'a [u8],
    /// Cart weights of the complements of each.
    pub cart: &'a Levels,
    /// Page weights of the complements of each.
    pub page: &'a Levels,
    /// Alternatives of each.
    pub similar: &'a Rows,
    /// What is bought later and again.
    pub later: &'a Later,
    /// Trend and newness of each.
    pub news: &'a [News],
    /// Product types.
    pub kinds: KindSource,
}

/// Levels of likeness: the order of a list matters, not its sum.
const LIKENESSES: u8 = 5;

/// The bytes of a model of one file, products numbered by falling popularity.
///
/// # Errors
///
/// A sentence naming the two products that cannot be told apart.
pub fn pack(learned: &Learned<'_>) -> Result<Vec<u8>, String> {
    let order = by_popularity(learned);
    let mut position = vec![0u32; learned.products.len()];
    for (old, new) in order.iter().zip(0..) {
        if let Some(slot) = position.get_mut(*old as usize) {
            *slot = new;
        }
    }
    let place = |old: u32| position.get(old as usize).copied().unwrap_or(0);
    let timed =
        |row: &Vec<LaterEdge>| row.iter().map(|edge| LaterEdge { to: place(edge.to), ..*edge }).collect();
    let complements = both(&learned.cart.rows, &learned.page.rows);
    let source = FileSource {
        products: sequenced(learned.products, &order, |p| p.card.clone()),
        edges: PairSource {
            rows: moved(&complements, &order, &place),
            first: learned.cart.table.clone(),
            second: learned.page.table.clone(),
        },
        popularity: sequenced(learned.popularity, &order, |level| *level),
        similar: likenesses(learned.similar, &order, &place),
        later: sequenced(&learned.later.edges, &order, timed),
        again: sequenced(&learned.later.again, &order, |a| *a),
        news: sequenced(learned.news, &order, |n| *n),
        kinds: learned.kinds.clone(),
        // They come when the model is packed: see `rules::attach`.
        ..FileSource::default()
    };
    source
        .encode()
        .map_err(|(a, b)| format!("the products \"{a}\" and \"{b}\" have keys that cannot be told apart"))
}

/// Products by popularity level; within a level those of one type together, so that the cards and
/// the gaps of like products compress.
fn by_popularity(learned: &Learned<'_>) -> Vec<u32> {
    let level = |p: u32| learned.popularity.get(p as usize).copied().unwrap_or(u8::MAX);
    let card =
        |p: u32| learned.products.get(p as usize).map(|product| (&product.card.kind, &product.card.key));
    let mut order: Vec<u32> = (0..learned.products.len() as u32).collect();
    order.sort_by(|a, b| level(*a).cmp(&level(*b)).then_with(|| card(*a).cmp(&card(*b))).then(a.cmp(b)));
    order
}

/// Cart and page levels of each edge together.
fn both(cart: &[Vec<(u32, u8)>], page: &[Vec<(u32, u8)>]) -> Vec<Vec<Edge>> {
    cart.iter()
        .zip(page)
        .map(|(cart, page)| {
            let mut row: Vec<Edge> =
                cart.iter().map(|(to, first)| Edge { to: *to, first: *first, second: 0 }).collect();
            for (to, second) in page {
                match row.iter_mut().find(|edge| edge.to == *to) {
                    Some(edge) => edge.second = *second,
                    None => row.push(Edge { to: *to, first: 0, second: *second }),
                }
            }
            row
        })
        .collect()
}

fn moved(rows: &[Vec<Edge>], order: &[u32], place: &impl Fn(u32) -> u32) -> Vec<Vec<Edge>> {
    sequenced(rows, order, |row| row.iter().map(|edge| Edge { to: place(edge.to), ..*edge }).collect())
}

fn likenesses(rows: &Rows, order: &[u32], place: &impl Fn(u32) -> u32) -> PairSource {
    let greatest = rows.iter().flatten().map(|(_, w)| *w).fold(1e-6f32, f32::max);
    let level = |weight: f32| {
        (weight / greatest * f32::from(LIKENESSES)).ceil().clamp(1.0, f32::from(LIKENESSES)) as u8
    };
    let edges: Vec<Vec<Edge>> = rows
        .iter()
        .map(|row| row.iter().map(|(to, w)| Edge { to: *to, first: level(*w), second: 0 }).collect())
        .collect();
    PairSource {
        rows: moved(&edges, order, place),
        first: (0..=LIKENESSES).map(|q| f32::from(q) / f32::from(LIKENESSES) * greatest).collect(),
        second: vec![0.0],
    }
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
