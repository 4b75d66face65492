//! Making the list of a block.

use super::Pick;
use super::context::{Context, Weights, Within};
use super::kind::{Kind, Order};
use super::rules::Effects;
use super::score::Scores;
use crate::model::Model;

/// Candidates looked at for each place when types are spread.
const POOL: usize = 8;

/// A trend below this many octaves is no trend.
const RISING: f32 = 0.4;

/// A product is due from this share of its usual lag on.
const DUE: f32 = 0.6;

/// What brings an order over the shop's threshold comes before what does not: more than any score.
const REACHES: f32 = 100.0;

/// What costs more than so many times what is missing brings an order over the threshold, too, but
/// nobody buys it for that.
const DEAR: u32 = 3;

/// Chooses what a block of `kind` shows.
pub(super) fn choose(
    model: &Model,
    context: &Context<'_>,
    scores: &Scores,
    weights: &Weights,
    kind: Kind,
    limit: usize,
    hidden: &[u32],
) -> Vec<Pick> {
    let recipe = kind.recipe();
    let rules = Effects::of(model, context, kind);
    let once = |product: u32| {
        context.purchased.iter().any(|past| past.product == product)
            && model.again(product).rate < weights.once
    };
    let allowed = |product: u32| {
        context.everything
            || context.product != Some(product)
                && !context.cart.contains(&product)
                && !hidden.contains(&product)
                && model.available(product)
                && rules.factor(product) >= 0.0
                && (recipe.order == Order::Own || !once(product))
    };
    // Every list is "the best of some allowed products by some value".
    let mut pool: Vec<u32> = match recipe.order {
        Order::Score | Order::Spread => scores.touched().to_vec(),
        Order::Own if kind == Kind::LeftBehind => context.left.to_vec(),
        Order::Own => context.viewed.iter().map(|view| view.product).collect(),
        Order::Due => context.purchased.iter().map(|past| past.product).collect(),
        _ => model.indexes().collect(),
    };
    if recipe.fills {
        // Products that nothing speaks for compete by popularity alone. Where indexes are by falling
        // popularity, the first few are all that can win a place; but rules may lift any of them.
        let few = model.sorted() && !rules.weigh();
        let others = model.indexes().filter(|p| scores.get(*p) == 0.0 && (!few || allowed(*p)));
        pool.extend(others.take(if few { limit } else { usize::MAX }));
    }
    let plain = |p: u32| match recipe.order {
        Order::Score => match scores.get(p) {
            score if score > 0.0 => score + reaches(model, context, kind, p),
            _ => scores.popular(model, p),
        },
        Order::Spread => scores.get(p) * context.product.map_or(1.0, |own| model.kind_lift(own, p)),
        // They stand as they were handed over.
        Order::Own => 1.0 / (1 + pool.iter().position(|own| *own == p).unwrap_or(0)) as f32,
        Order::Due => due(model, context, p),
        Order::Popular => model.popularity(p) * f32::from(u8::from(within(model, context, p))),
        Order::Rising => (model.news(p).trend - RISING).max(0.0) * model.popularity(p),
        Order::Newest => match model.news(p).newness {
            newness if newness > 0.0 => newness + model.popularity(p),
            _ => 0.0,
        },
    };
    let spreads = recipe.order == Order::Spread;
    let value = |p: u32| plain(p) * rules.factor(p);
    let mut looked_at = if spreads || rules.limited() { limit.saturating_mul(POOL) } else { limit };
    let best = loop {
        let found = top(model, &pool, looked_at, value, &allowed);
        let all = found.len() < looked_at;
        let ranked = if spreads { spread(model, context, found, looked_at) } else { found };
        let mut best: Vec<u32> = Vec::new();
        for product in rules.pins.iter().filter(|pin| allowed(**pin)).chain(&ranked) {
            // Pins stand whatever the limits say, and count for them.
            let pinned = best.len() < limit && rules.pins.contains(product);
            if best.len() < limit && !best.contains(product) && (pinned || rules.room(model, &best, *product))
            {
                best.push(*product);
            }
        }
        // Where limits leave out too much, further products are looked at.
        if all || !rules.limited() || best.len() == limit {
            break best;
        }
        looked_at = looked_at.saturating_mul(POOL);
    };
    best.into_iter().map(|product| Pick { product, score: scores.get(product) }).collect()
}

/// What bringing the order over the threshold adds, in a cart's block.
fn reaches(model: &Model, context: &Context<'_>, kind: Kind, product: u32) -> f32 {
    let price = if kind == Kind::Cart && context.gap > 0 { model.price(product).unwrap_or(0) } else { 0 };
    let fits = price > 0 && price >= context.gap && price / DEAR <= context.gap;
    if fits { REACHES } else { 0.0 }
}

/// Whether a best-seller is of the type or vendor asked for.
fn within(model: &Model, context: &Context<'_>, product: u32) -> bool {
    let number = |product: u32| match context.within {
        Within::Shop => 0,
        Within::Kind => model.kind_number(product),
        Within::Vendor => model.vendor_number(product),
    };
    // Of a page without a product, or a product without a type: no type is asked for.
    context.product.is_none_or(|own| number(own) == number(product))
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

/// The `limit` products of highest `score` that are `allowed`, highest first, equal scores by popularity;
/// none twice, and none of score 0. Insertion into a short list: faster than sorting all, and a
/// general sort costs kilobytes in the wasm build. What is allowed takes longer to find out than what
/// is better, so only what would enter the list is asked for.
#[cfg_attr(pairwell_for_size, optimize(speed))]
fn top(
    model: &Model,
    products: &[u32],
    limit: usize,
    score: impl Fn(u32) -> f32,
    allowed: &dyn Fn(u32) -> bool,
) -> Vec<u32> {
    let mut best: Vec<(f32, u32)> = Vec::with_capacity(limit.min(products.len()) + 1);
    // What nothing below is looked at for: more than 0, and the last of a list that is full.
    let mut least = f32::from_bits(1);
    for product in products {
        let value = score(*product);
        if value < least {
            continue;
        }
        let beaten = |known: &(f32, u32)| {
            value > known.0 || value == known.0 && model.rank(*product) < model.rank(known.1)
        };
        if best.iter().any(|(_, known)| known == product) || !allowed(*product) {
            continue;
        }
        let at = best.iter().position(beaten).unwrap_or(best.len());
        best.insert(at, (value, *product));
        best.truncate(limit);
        if let Some((last, _)) = best.get(limit.wrapping_sub(1)) {
            least = *last;
        }
    }
    best.into_iter().map(|(_, product)| product).collect()
}

/// `limit` of `pool` (best first): one of each type, then a second and a third of each; products
/// of the page's own type are left out. A type that is unknown cannot be compared.
fn spread(model: &Model, context: &Context<'_>, pool: Vec<u32>, limit: usize) -> Vec<u32> {
    const MOST_OF_A_TYPE: usize = 3;
    let own = context.product.map_or(0, |p| model.kind_number(p));
    // (how many of its type stand before it, product), best first.
    let mut ranked: Vec<(usize, u32)> = Vec::new();
    for product in pool {
        let kind = model.kind_number(product);
        if own == 0 || kind != own {
            let alike = |(_, other): &&(usize, u32)| kind != 0 && model.kind_number(*other) == kind;
            ranked.push((ranked.iter().filter(alike).count(), product));
        }
    }
    let mut out = Vec::new();
    for round in 0..MOST_OF_A_TYPE {
        for (before, product) in &ranked {
            if *before == round && out.len() < limit {
                out.push(*product);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::pairs::{Edge, PairSource};
    use crate::model::{CardSource, FileSource};
    use crate::recommend::recommend;

    #[test]
    fn what_brings_the_order_over_the_threshold_comes_first_unless_it_is_dear() {
        let card = |key: &str, price| CardSource {
            key: key.into(),
            price: Some(price),
            available: true,
            ..CardSource::default()
        };
        let edges = (1..5).zip([9u8, 5, 3, 7]).map(|(to, first)| Edge { to, first, second: 0 }).collect();
        let bytes = FileSource {
            products: vec![
                card("mug", 500),
                card("cheap", 300),
                card("fits", 800),
                card("fits too", 2000),
                card("dear", 9000),
            ],
            edges: PairSource {
                rows: vec![edges, vec![], vec![], vec![], vec![]],
                first: (0..10).map(|level| level as f32 * 0.1).collect(),
                second: vec![0.0],
            },
            popularity: vec![1; 5],
            ..FileSource::default()
        }
        .encode()
        .unwrap();
        let mut model = Model::default();
        model.add(&bytes).unwrap();
        let shown = |gap: u32, kind: Kind| -> Vec<u32> {
            let context = Context { cart: &[0], gap, ..Context::default() };
            recommend(&model, &context, &Weights::default(), kind, 4, &[])
                .iter()
                .map(|pick| pick.product)
                .collect()
        };
        assert_eq!(shown(0, Kind::Cart), [1, 4, 2, 3], "by score");
        assert_eq!(shown(720, Kind::Cart), [2, 3, 1, 4], "£7.20 are missing");
        assert_eq!(shown(720, Kind::AlsoBought), [1, 4, 2, 3], "of no concern elsewhere");
    }
}
