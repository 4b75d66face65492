//! The model: from baskets to the weights of complements.
//!
//! ```text
//! baskets ─▶ gram ─▶ candidates ─▶ ridge ─▶ prune ─▶ refit ─▶ page ─▶ levels
//! ```
//!
//! Two weights for each pair. The *cart* weight is what a product in a cart of several says: local
//! ridge, pruned, and refitted by likelihood on what is kept. The *page* weight is what a product
//! says that is all there is to go by: a list chosen so that some product of it is bought,
//! whichever kind of shopper came ([`page`]). Scoring lets the second fade with the square of the
//! context's size.
//!
//! Inside this module products are numbered by their number of orders, the most ordered first.
//! Strengths are in *orders*, as pseudo-counts of typical line items, so that a setting means the
//! same for a shop of large orders and one of small ones.

pub mod baskets;
mod buyers;
mod candidates;
pub(super) mod gram;
mod levels;
mod page;
mod prior;
pub(super) mod prune;
mod ragged;
mod refit;
mod ridge;

use super::orders::Orders;
use super::progress::Progress;
use super::settings::Settings;
use baskets::Baskets;
use gram::Gram;
pub use levels::Levels;
pub(super) use levels::quantise;

/// Rows of (other product, weight).
pub type Rows = Vec<Vec<(u32, f32)>>;

/// What was learned, and each step on the way to it, by product number.
pub struct Learned {
    /// Ridge on all candidates; this and the next two are empty where steps were not to be kept.
    pub local: Rows,
    /// Its strongest of each product, fitted by likelihood, less the pairs that are not worth their
    /// bytes.
    pub pruned: Rows,
    /// Fitted once more on those.
    pub refitted: Rows,
    /// The refit mixed with the ridge, and lowered for what is bought anyway.
    pub cart: Rows,
    /// Lists for one product of context.
    pub page: Rows,
    /// `cart` in few levels.
    pub cart_levels: Levels,
    /// `page` in few levels.
    pub page_levels: Levels,
    /// Popularity level of each product: share of orders = 2^(−level / 4).
    pub prior: Vec<u8>,
}

/// Learns from `orders` over `products` products. Deterministic: every row is computed by itself,
/// and sums over orders are taken in blocks that do not depend on the number of threads. `keep` says
/// whether the steps that no model needs are kept for an evaluation.
pub fn learn(
    orders: &Orders,
    products: usize,
    settings: &Settings,
    keep: bool,
    progress: &dyn Progress,
) -> Learned {
    progress.stage("Counting products", 0);
    let baskets = Baskets::of(orders, products, settings);
    let gram = Gram::count(&baskets);
    progress.stage("Counting pairs and choosing candidates", products as u64);
    let candidates::Candidates { cart: candidates, page: nearest } =
        candidates::strongest(&baskets, &gram, settings, progress);
    progress.stage("Solving a ridge regression for each product", 0);
    let local = match gram.pairs() {
        Some(pairs) => flip_rows(&ridge::solve(&gram, pairs, &candidates, settings)),
        None => flip(candidates::start(&gram, candidates).iter(), products),
    };
    // The strongest of each product are fitted first, so that pairs are judged by weights that
    // already know of each other; then those worth most are kept and fitted again.
    let nominated = prune::strongest(&local, settings.neighbours);
    // Of the ridge's weights only those of pairs that may be kept are needed from here on.
    let local = keep.then_some(local);
    progress.stage("Fitting weights by likelihood", (FIRST_PASSES + settings.refit_passes) as u64);
    let first = refit::fit(&baskets, &gram, &nominated, FIRST_PASSES, settings, progress);
    let asked = prune::asked(gram.diagonal.iter().map(|own| f64::from(*own) / gram.line), settings);
    let pruned = prune::pairs(&first, &asked, settings);
    drop(first);
    let refitted = refit::fit(&baskets, &gram, &pruned, settings.refit_passes, settings, progress);
    let cart = refit::blend(&refitted, &nominated, &gram, settings);
    drop(nominated);
    progress.stage("Choosing lists for single products", products as u64);
    let page = page::lists(&baskets, &gram, &cart, &nearest, settings, progress);
    drop(nearest);
    let back = |rows: &Rows| baskets.back(rows);
    let kept = |rows: &Rows| if keep { back(rows) } else { Rows::new() };
    Learned {
        cart_levels: levels::quantise(back(&cart), settings.weight_bits, settings.companding),
        page_levels: levels::quantise(back(&page), settings.page_bits, settings.companding),
        prior: baskets.back_values(&prior::levels(&baskets)),
        local: local.as_ref().map(back).unwrap_or_default(),
        pruned: kept(&pruned),
        refitted: kept(&refitted),
        cart: back(&cart),
        page: back(&page),
    }
}

/// Passes of the refit before pairs are judged; the rest comes after.
const FIRST_PASSES: usize = 4;

/// Rows by source of `count` products from rows by target, or the reverse.
fn flip<'a>(rows: impl Iterator<Item = &'a [(u32, f32)]> + Clone, count: usize) -> Rows {
    let mut lengths = vec![0usize; count];
    for (other, _) in rows.clone().flatten() {
        lengths.get_mut(*other as usize).into_iter().for_each(|length| *length += 1);
    }
    let mut out: Rows = lengths.into_iter().map(Vec::with_capacity).collect();
    for (own, row) in (0u32..).zip(rows) {
        for (other, weight) in row {
            if let Some(list) = out.get_mut(*other as usize) {
                list.push((own, *weight));
            }
        }
    }
    out
}

/// As [`flip`], as many as there are.
pub(super) fn flip_rows(rows: &Rows) -> Rows {
    flip(rows.iter().map(Vec::as_slice), rows.len())
}

/// By weight, greatest first; equal ones by number.
pub(super) fn by_weight(a: &(u32, f32), b: &(u32, f32)) -> std::cmp::Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}
