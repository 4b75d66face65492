//! A made-up shop of 10,000 products with 32 neighbours each, as co-purchase models look: most neighbours are of a
//! product's own theme, and popular products are neighbours of many.

use pairwell::model::kinds::{KindSource, SLOTS};
use pairwell::model::pairs::{Edge, PairSource};
use pairwell::model::{CardSource, FileSource};

use super::Numbers;

pub const PRODUCTS: usize = 10_000;
pub const NEIGHBOURS: usize = 32;
const THEME: usize = 50;
/// Types, all of which the shop's own entry has.
const TYPES: usize = 100;
/// Levels of weights, level 0 being none.
pub const LEVELS: usize = 16;

/// What a first level stands for: squares, as weights are quantised.
pub fn weight(level: u8) -> f32 {
    (f32::from(level) / 15.0).powi(2)
}

/// Neighbours of each product, by index, ascending; products are numbered by popularity.
pub fn rows() -> Vec<Vec<Edge>> {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let themes = PRODUCTS / THEME;
    (0..PRODUCTS)
        .map(|own| {
            let mut row: Vec<Edge> = Vec::with_capacity(NEIGHBOURS);
            while row.len() < NEIGHBOURS {
                let to = if numbers.next() < 0.7 {
                    own % themes + themes * numbers.rank(THEME)
                } else {
                    numbers.rank(PRODUCTS)
                } as u32;
                if to as usize != own && row.iter().all(|edge| edge.to != to) {
                    // Small weights are more frequent than large ones.
                    let first = 1 + (numbers.next().powi(2) * 15.0) as u8;
                    row.push(Edge { to, first, second: 0 });
                }
            }
            row.sort_by_key(|edge| edge.to);
            row
        })
        .collect()
}

/// The key of a product, as long as a SKU.
pub fn key(product: usize) -> String {
    format!("SKU-{:06}", product * 7_919 % 1_000_000)
}

/// The shop as what a model file is written from.
pub fn source() -> FileSource {
    let card = |n: usize| CardSource {
        key: key(n),
        title: format!("Product number {n} of its kind"),
        url: format!("/products/{}", key(n)),
        price: Some(500 + (n as u32 * 37) % 9_000),
        available: true,
        kind: format!("Type {:02}", n % TYPES),
        ..CardSource::default()
    };
    FileSource {
        products: (0..PRODUCTS).map(card).collect(),
        edges: PairSource { rows: rows(), first: (0..LEVELS as u8).map(weight).collect(), second: vec![0.0] },
        // By falling popularity, in steps of a byte.
        popularity: (0..PRODUCTS).map(|n| (n * 255 / PRODUCTS) as u8).collect(),
        kinds: KindSource { complements: vec![Vec::new(); TYPES], calendar: vec![[1.09; SLOTS]; TYPES] },
        ..FileSource::default()
    }
}

/// The products of a context of 23, of three themes and from all over.
pub fn context() -> Vec<usize> {
    let themes = PRODUCTS / THEME;
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut found: Vec<usize> = Vec::new();
    while found.len() < 23 {
        let product = if found.len() < 15 {
            (found.len() % 3) * 11 + themes * numbers.below(THEME)
        } else {
            numbers.below(PRODUCTS)
        };
        if !found.contains(&product) {
            found.push(product);
        }
    }
    found
}
