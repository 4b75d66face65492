//! Products that are alike: the neighbours of "you might also like".
//!
//! Two sources. Where an events file is given, products that the same visitors looked at
//! ([`from_views`]). Otherwise what the catalog says ([`from_texts`]): words and letter triples of
//! the titles, type, tags and vendor, weighed by how rare they are (TF-IDF), and the price.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::catalog::Product;
use super::learn::Rows;
use super::progress::{Progress, step};
use super::settings::Settings;
use super::views::Sessions;

/// A feature that more than this share of the catalog has says nothing, and costs most of the
/// time: lists of products grow with the square.
const COMMON: f64 = 0.05;

/// Features of large catalogs are cut here, so that the work stays linear in the catalog.
const LONGEST_LIST: usize = 2_000;

/// What a feature of each kind counts against a word of the title.
mod part {
    pub const WORD: f32 = 1.0;
    pub const TRIPLE: f32 = 0.35;
    pub const KIND: f32 = 1.2;
    pub const TAG: f32 = 0.6;
    pub const VENDOR: f32 = 0.3;
}

/// Prices that differ by this factor halve the likeness.
const PRICE_FACTOR: f32 = 4.0;

/// Products of another type than the row's are liked by this much less: an alternative is of the
/// same kind, what goes with it is a complement's business.
const OTHER_KIND: f32 = 0.4;

/// Products that are less alike than this are not.
const LEAST: f32 = 0.05;

/// What is compared of each pair beside the words, close together: of a large catalog hundreds of millions are.
#[derive(Clone, Copy)]
struct Traits {
    /// Equal for products of equal type.
    kind: u32,
    /// In minor units; 0: unknown.
    price: u32,
}

fn traits(products: &[Product]) -> Vec<Traits> {
    let mut kinds: FxHashMap<&str, u32> = FxHashMap::default();
    let mut out = Vec::with_capacity(products.len());
    for product in products {
        let next = kinds.len() as u32;
        let kind = *kinds.entry(product.card.kind.as_str()).or_insert(next);
        out.push(Traits { kind, price: product.card.price.unwrap_or(0) });
    }
    out
}

/// The `keep` most alike of each product by what the catalog says. A step of `progress` is a product.
pub fn from_texts(products: &[Product], keep: usize, progress: &dyn Progress) -> Rows {
    let vectors = weigh(products);
    let lists = invert(&vectors.rows, vectors.features);
    let traits = traits(products);
    traits
        .par_iter()
        .zip(&vectors.rows)
        .enumerate()
        .map_init(
            || (vec![0.0f32; products.len()], Vec::new()),
            |(scores, touched), (own, (one, vector))| {
                for (feature, weight) in vector {
                    for (other, theirs) in lists.get(*feature as usize).into_iter().flatten() {
                        if let Some(score) = scores.get_mut(*other as usize) {
                            if *score == 0.0 {
                                touched.push(*other);
                            }
                            *score += weight * theirs;
                        }
                    }
                }
                let mut row: Vec<(u32, f32)> = touched
                    .drain(..)
                    .filter_map(|other| {
                        let alike = std::mem::take(scores.get_mut(other as usize)?);
                        // Most of what is touched shares too little, however well it fits.
                        if alike <= LEAST || other as usize == own {
                            return None;
                        }
                        let weight = alike * fit(*one, *traits.get(other as usize)?);
                        (weight > LEAST).then_some((other, weight))
                    })
                    .collect();
                strongest(&mut row, keep);
                step(progress, own);
                row
            },
        )
        .collect()
}

/// The products most often looked at by the same visitors: cosine of views, shrunk. Products of
/// which no view is known get alternatives by text.
pub fn from_views(
    sessions: &Sessions,
    products: &[Product],
    settings: &Settings,
    progress: &dyn Progress,
) -> Rows {
    let counts = super::counts::count(sessions.as_orders(), products.len(), settings.min_orders);
    let views = |p: u32| f64::from(counts.orders.get(p as usize).copied().unwrap_or(0));
    let mut rows: Rows = counts
        .pairs
        .par_iter()
        .enumerate()
        .map(|(own, pairs)| {
            let mut row: Vec<(u32, f32)> = pairs
                .iter()
                .map(|pair| {
                    let norm = (views(own as u32) * views(pair.with)).sqrt() + settings.view_shrinkage;
                    (pair.with, (f64::from(pair.orders) / norm) as f32)
                })
                .collect();
            strongest(&mut row, settings.similar);
            row
        })
        .collect();
    if rows.iter().any(Vec::is_empty) {
        for (row, text) in rows.iter_mut().zip(from_texts(products, settings.similar, progress)) {
            if row.is_empty() {
                *row = text;
            }
        }
    }
    rows
}

fn strongest(row: &mut Vec<(u32, f32)>, keep: usize) {
    let by_weight = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if row.len() > keep {
        row.select_nth_unstable_by(keep, by_weight);
        row.truncate(keep);
    }
    row.sort_unstable_by(by_weight);
    // Of a large catalog thousands are looked at for each that is kept.
    row.shrink_to_fit();
}

/// How well two products fit as alternatives, apart from their words.
fn fit(a: Traits, b: Traits) -> f32 {
    let kind = if a.kind == b.kind { 1.0 } else { OTHER_KIND };
    if a.price == 0 || b.price == 0 {
        return kind;
    }
    let ratio = (a.price.max(b.price) as f32) / (a.price.min(b.price) as f32);
    kind * (1.0 / (1.0 + ratio.ln() / PRICE_FACTOR.ln()))
}

/// The features of a product and how much each counts before rarity, by name.
fn features(product: &Product) -> Vec<(String, f32)> {
    let mut out: Vec<(String, f32)> = Vec::new();
    let card = &product.card;
    // Where an export has no titles the key stands in: its digits are not words.
    let title = if card.title == card.key { String::new() } else { card.title.to_lowercase() };
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        out.push((format!("w{word}"), part::WORD));
        let letters: Vec<char> = format!(" {word} ").chars().collect();
        for triple in letters.windows(3) {
            out.push((std::iter::once(&'3').chain(triple).collect(), part::TRIPLE));
        }
    }
    // The words and triples of a title add up; the rest a product has or has not.
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    let mut single = |prefix: char, text: &str, weight: f32| {
        if !text.is_empty() {
            out.push((format!("{prefix}{}", text.to_lowercase()), weight));
        }
    };
    single('k', &card.kind, part::KIND);
    single('v', &card.vendor, part::VENDOR);
    product.tags.iter().for_each(|tag| single('t', tag, part::TAG));
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out.dedup_by(|next, kept| next.0 == kept.0);
    out
}

struct Vectors {
    /// Per product: (feature, weight), unit length.
    rows: Vec<Vec<(u32, f32)>>,
    features: usize,
}

/// How many products have each feature. Features are worked out here and once more by [`weigh`]: to keep all
/// of them would take more memory than anything else of a large catalog.
fn spread(products: &[Product]) -> FxHashMap<String, u32> {
    let count = |mut spread: FxHashMap<String, u32>, product: &Product| {
        features(product).into_iter().for_each(|(name, _)| *spread.entry(name).or_insert(0) += 1);
        spread
    };
    let sum = |a: FxHashMap<String, u32>, b: FxHashMap<String, u32>| {
        let (mut all, few) = if a.len() < b.len() { (b, a) } else { (a, b) };
        few.into_iter().for_each(|(name, n)| *all.entry(name).or_insert(0) += n);
        all
    };
    products.par_iter().fold(FxHashMap::default, count).reduce(FxHashMap::default, sum)
}

/// Weighs features by rarity, drops those that one product alone or too many have, and brings
/// every product to unit length.
fn weigh(products: &[Product]) -> Vectors {
    // In a small catalog "common" would begin at a handful of products.
    let count = products.len();
    let most = ((count as f64 * COMMON) as usize).clamp(20.min(count), LONGEST_LIST) as u32;
    let mut kept: Vec<(String, u32)> =
        spread(products).into_iter().filter(|(_, n)| (2..=most.max(2)).contains(n)).collect();
    kept.par_sort_unstable();
    let numbers: FxHashMap<&str, (u32, f32)> = kept
        .iter()
        .zip(0u32..)
        .map(|((name, n), number)| (name.as_str(), (number, (count as f32 / *n as f32).ln().max(0.1))))
        .collect();
    let rows = products
        .par_iter()
        .map(|product| {
            let mut row: Vec<(u32, f32)> = features(product)
                .iter()
                .filter_map(|(name, count)| {
                    numbers.get(name.as_str()).map(|(n, rarity)| (*n, count.sqrt() * rarity))
                })
                .collect();
            let length = row.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
            row.iter_mut().for_each(|(_, w)| *w /= length.max(1e-6));
            row
        })
        .collect();
    Vectors { rows, features: numbers.len() }
}

fn invert(rows: &[Vec<(u32, f32)>], features: usize) -> Vec<Vec<(u32, f32)>> {
    let mut lists = vec![Vec::new(); features];
    for (row, product) in rows.iter().zip(0u32..) {
        for (feature, weight) in row {
            if let Some(list) = lists.get_mut(*feature as usize) {
                list.push((product, *weight));
            }
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CardSource;
    use crate::trainer::progress::Silent;

    fn product(title: &str, kind: &str, price: u32) -> Product {
        let card = CardSource {
            key: title.into(),
            title: title.into(),
            kind: kind.into(),
            price: Some(price),
            ..CardSource::default()
        };
        Product { card, tags: Vec::new(), left_out: None }
    }

    #[test]
    fn alternatives_are_of_the_same_kind_and_price() {
        let products = [
            product("Red Retrospot Mug", "Mugs", 500),
            product("Blue Spotty Mug", "Mugs", 550),
            product("Golden Mug", "Mugs", 9000),
            product("Red Retrospot Lunch Bag", "Bags", 500),
            product("Garden Chair", "Chairs", 4000),
            product("Garden Bench", "Chairs", 5000),
        ];
        let rows = from_texts(&products, 4, &Silent);
        let order: Vec<u32> = rows[0].iter().map(|(to, _)| *to).collect();
        assert_eq!(order[0], 1, "the mug of like price comes first: {:?}", rows[0]);
        assert!(!order.contains(&4) && !order.contains(&0));
        assert_eq!(rows[4][0].0, 5);
    }
}
