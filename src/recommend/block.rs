//! What each kind of block makes of the scores.

use super::Pick;
use super::context::Context;
use super::score::{Scores, Sources};
use crate::model::Model;

/// A kind of block.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Kind {
    /// The page's product with others to buy at once.
    BoughtTogether,
    /// Complements of other types than the page's product, no type more often than needed.
    CompleteTheLook,
    /// What goes with the cart.
    Cart,
    /// Plain score order.
    AlsoBought,
}

impl Kind {
    /// All kinds, with the names they have in pages and on the command line.
    pub const ALL: [(Kind, &'static str); 4] = [
        (Self::BoughtTogether, "bought-together"),
        (Self::CompleteTheLook, "complete-the-look"),
        (Self::Cart, "cart"),
        (Self::AlsoBought, "also-bought"),
    ];

    /// The kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// The name of this kind.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Which parts of the context the block listens to.
    pub fn sources(self) -> Sources {
        match self {
            Self::BoughtTogether => Sources { product: true, cart: false, past: false },
            Self::CompleteTheLook | Self::AlsoBought => Sources { product: true, cart: true, past: true },
            Self::Cart => Sources { product: false, cart: true, past: false },
        }
    }

    /// Whether popular products fill the list up when too few are spoken for. Never where the
    /// heading claims that the products were bought together.
    fn fills(self) -> bool {
        matches!(self, Self::AlsoBought)
    }
}

/// Chooses from `scores` what a block of `kind` shows.
pub(super) fn choose(
    model: &Model,
    context: &Context<'_>,
    scores: &Scores,
    kind: Kind,
    limit: usize,
    hidden: &[u32],
) -> Vec<Pick> {
    let allowed = |product: u32| {
        context.product != Some(product)
            && !context.cart.contains(&product)
            && !hidden.contains(&product)
            && model.available(product)
    };
    let mut best = match kind {
        Kind::CompleteTheLook => {
            let pool =
                top(scores.touched().iter().copied().filter(|p| allowed(*p)), limit * 8, |p| scores.get(p));
            spread(model, context, pool, limit)
        }
        _ => top(scores.touched().iter().copied().filter(|p| allowed(*p)), limit, |p| scores.get(p)),
    };
    if kind.fills() && best.len() < limit {
        let missing = limit - best.len();
        let rest = model.indexes().filter(|p| scores.get(*p) == 0.0 && allowed(*p));
        best.extend(top(rest, missing, |p| model.popularity(p)));
    }
    best.into_iter()
        .map(|product| Pick {
            product,
            score: scores.get(product),
            because: scores.explain(model, product).first().map(|c| c.from),
        })
        .collect()
}

/// The `limit` products of highest `score`, highest first, equal scores by index. Insertion into
/// a short list: faster than sorting all, and a general sort costs kilobytes in the wasm build.
fn top(products: impl Iterator<Item = u32>, limit: usize, score: impl Fn(u32) -> f32) -> Vec<u32> {
    let mut best: Vec<(f32, u32)> = Vec::with_capacity(limit + 1);
    for product in products {
        let candidate = (score(product), product);
        let better = |a: &(f32, u32), b: &(f32, u32)| a.0 > b.0 || a.0 == b.0 && a.1 < b.1;
        if best.len() == limit && best.last().is_none_or(|last| !better(&candidate, last)) {
            continue;
        }
        let at = best.iter().position(|known| better(&candidate, known)).unwrap_or(best.len());
        best.insert(at, candidate);
        best.truncate(limit);
    }
    best.into_iter().map(|(_, product)| product).collect()
}

/// `limit` of `pool` (best first), first one of each type other than the page's product's, then a
/// second of each, and so on; products of the page's own type are left out.
fn spread(model: &Model, context: &Context<'_>, pool: Vec<u32>, limit: usize) -> Vec<u32> {
    let own = context.product.map_or(0, |p| model.kind_number(p));
    let mut chosen: Vec<(u32, u32)> = Vec::new();
    // Rank of each product among those of its type; a type that is unknown cannot be compared.
    for round in 0..pool.len() {
        let mut seen: Vec<(u32, usize)> = Vec::new();
        for product in &pool {
            let kind = model.kind_number(*product);
            if kind != 0 && kind == own {
                continue;
            }
            let nth = match seen.iter_mut().find(|(k, _)| *k == kind && kind != 0) {
                Some((_, n)) => {
                    *n += 1;
                    *n
                }
                None => {
                    seen.push((kind, 0));
                    0
                }
            };
            if nth == round && chosen.len() < limit {
                chosen.push((*product, kind));
            }
        }
        if chosen.len() >= limit || round >= 2 {
            break;
        }
    }
    chosen.into_iter().map(|(product, _)| product).collect()
}
