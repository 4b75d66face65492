//! Making the list of a block.

use super::Pick;
use super::context::{Context, Weights};
use super::kind::{Kind, Order};
use super::score::Scores;
use crate::model::Model;

/// Candidates looked at for each place when types are spread.
const POOL: usize = 8;

/// A trend below this many octaves is no trend.
const RISING: f32 = 0.4;

/// A product is due from this share of its usual lag on.
const DUE: f32 = 0.6;

/// Chooses what a block of `kind` shows.
pub(super) fn choose(
    model: &Model,
    context: &Context<'_>,
    weights: &Weights,
    scores: &Scores,
    kind: Kind,
    limit: usize,
    hidden: &[u32],
) -> Vec<Pick> {
    let recipe = kind.recipe();
    let once = |product: u32| {
        context.purchased.iter().any(|past| past.product == product)
            && model.again(product).rate < weights.once
    };
    let allowed = |product: u32| {
        context.product != Some(product)
            && !context.cart.contains(&product)
            && !hidden.contains(&product)
            && model.available(product)
            && (recipe.order == Order::Own || !once(product))
    };
    // Every list is "the best of some products by some value": one function, handed both as trait
    // objects, because a copy of it for each kind would be most of the widget's scoring code.
    let touched =
        &mut scores.touched().iter().copied().filter(|p| allowed(*p)) as &mut dyn Iterator<Item = u32>;
    let all = &mut model.indexes().filter(|p| allowed(*p)) as &mut dyn Iterator<Item = u32>;
    let best = match recipe.order {
        Order::Score if recipe.fills => {
            // Products that nothing speaks for compete by popularity alone. Indexes are by falling
            // popularity, so the first few are all that can win a place.
            let others = all.filter(|p| scores.get(*p) == 0.0).take(limit);
            let value = |p: u32| if scores.get(p) > 0.0 { scores.get(p) } else { scores.popular(model, p) };
            top(&mut touched.chain(others), limit, &value)
        }
        Order::Score => top(touched, limit, &|p| scores.get(p)),
        Order::Spread => {
            let suited = |p: u32| scores.get(p) * context.product.map_or(1.0, |own| model.kind_lift(own, p));
            spread(model, context, top(touched, limit * POOL, &suited), limit)
        }
        Order::Own => own(context, kind, limit).into_iter().filter(|p| allowed(*p)).take(limit).collect(),
        Order::Due => {
            top(&mut bought(context).into_iter().filter(|p| allowed(*p)), limit, &|p| due(model, context, p))
        }
        Order::Popular => top(all, limit, &|p| model.popularity(p)),
        Order::Rising => top(all, limit, &|p| (model.news(p).trend - RISING).max(0.0) * model.popularity(p)),
        Order::Newest => top(all, limit, &|p| {
            let newness = model.news(p).newness;
            if newness > 0.0 { newness + model.popularity(p) } else { 0.0 }
        }),
    };
    best.into_iter()
        .map(|product| Pick {
            product,
            score: scores.get(product),
            because: scores.explain(model, product).first().map(|c| c.from),
        })
        .collect()
}

/// The shopper's own products for a block that shows just those.
fn own(context: &Context<'_>, kind: Kind, limit: usize) -> Vec<u32> {
    match kind {
        Kind::LeftBehind => distinct(&mut context.left.iter().copied()),
        _ => {
            // The products of the page and the cart are dropped later: keep enough for that.
            let most = limit + context.cart.len() + 1;
            distinct(&mut context.viewed.iter().map(|view| view.product)).into_iter().take(most).collect()
        }
    }
}

fn distinct(products: &mut dyn Iterator<Item = u32>) -> Vec<u32> {
    let mut out = Vec::new();
    products.for_each(|p| {
        if !out.contains(&p) {
            out.push(p);
        }
    });
    out
}

/// How due a product is: how often its buyers buy it again, once a good part of the usual time
/// has passed since the last purchase; fading when it is long overdue. 0: not due.
fn due(model: &Model, context: &Context<'_>, product: u32) -> f32 {
    let again = model.again(product);
    let bought = context.purchased.iter().filter(|past| past.product == product);
    let (times, last) =
        bought.fold((0.0f32, f32::INFINITY), |(n, last), past| (n + 1.0, last.min(past.days)));
    if again.days <= 0.0 || last < DUE * again.days {
        return 0.0;
    }
    let overdue = (last / again.days - 1.0).max(0.0);
    again.rate * times / (1.0 + overdue * 0.5)
}

/// The products that were bought, each once.
fn bought(context: &Context<'_>) -> Vec<u32> {
    distinct(&mut context.purchased.iter().map(|past| past.product))
}

/// The `limit` products of highest `score`, highest first, equal scores by index; products of
/// score 0 are left out. Insertion into a short list: faster than sorting all, and a general sort
/// costs kilobytes in the wasm build.
fn top(products: &mut dyn Iterator<Item = u32>, limit: usize, score: &dyn Fn(u32) -> f32) -> Vec<u32> {
    let mut best: Vec<(f32, u32)> = Vec::with_capacity(limit + 1);
    for product in products {
        let value = score(product);
        // A list that is full is entered by what is better than its last.
        let beaten = |known: &(f32, u32)| value > known.0 || value == known.0 && product < known.1;
        if value <= 0.0 || best.len() == limit && !best.last().is_some_and(beaten) {
            continue;
        }
        let at = best.iter().position(beaten).unwrap_or(best.len());
        best.insert(at, (value, product));
        best.truncate(limit);
    }
    best.into_iter().map(|(_, product)| product).collect()
}

/// `limit` of `pool` (best first): one of each type, then a second and a third of each; products
/// of the page's own type are left out. A type that is unknown cannot be compared.
fn spread(model: &Model, context: &Context<'_>, pool: Vec<u32>, limit: usize) -> Vec<u32> {
    const MOST_OF_A_TYPE: usize = 3;
    let own = context.product.map_or(0, |p| model.kind_number(p));
    let mut seen: Vec<(u32, usize)> = Vec::new();
    // (how many of its type stand before it, product), best first.
    let ranked: Vec<(usize, u32)> = pool
        .into_iter()
        .filter(|p| own == 0 || model.kind_number(*p) != own)
        .map(|product| {
            let kind = model.kind_number(product);
            match seen.iter_mut().find(|(k, _)| *k == kind && kind != 0) {
                Some((_, n)) => {
                    *n += 1;
                    (*n, product)
                }
                None => {
                    seen.push((kind, 0));
                    (0, product)
                }
            }
        })
        .collect();
    (0..MOST_OF_A_TYPE)
        .flat_map(|round| ranked.iter().filter(move |(n, _)| *n == round).map(|(_, product)| *product))
        .take(limit)
        .collect()
}
