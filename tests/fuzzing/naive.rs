//! The lists of a shop worked out in the plainest way: from the writer's source, a whole table of edges,
//! every product looked at, everything sorted. What the packed file gives must be the same, to the bit.
//!
//! Without rules, which have tests of their own.

use std::cmp::Ordering;

use pairwell::model::pairs::PairSource;
use pairwell::model::{FileSource, Moment};
use pairwell::recommend::kind::{Order, Recipe};
use pairwell::recommend::score::Rows;
use pairwell::recommend::{Context, Kind, Past, Weights, Within};

/// A shop, and what is asked of it.
pub struct Asked<'a> {
    pub shop: &'a FileSource,
    pub context: &'a Context<'a>,
    pub weights: &'a Weights,
    pub limit: usize,
    pub hidden: &'a [u32],
}

impl Asked<'_> {
    /// What is found along the chain of fallbacks, with scores.
    pub fn list(&self, mut kind: Kind) -> (Kind, Vec<(u32, f32)>) {
        loop {
            let recipe = kind.recipe();
            let mut list = self.block(kind, &recipe);
            if list.len() >= recipe.least.min(self.limit) {
                return (kind, list);
            }
            match recipe.fallback {
                Some(next) => kind = next,
                None => {
                    list.clear();
                    return (kind, list);
                }
            }
        }
    }

    fn count(&self) -> u32 {
        self.shop.products.len() as u32
    }

    fn block(&self, kind: Kind, recipe: &Recipe) -> Vec<(u32, f32)> {
        let (context, shop) = (self.context, self.shop);
        let terms = self.terms(recipe);
        let size = self.size(recipe, &terms);
        let scores: Vec<f32> = (0..self.count()).map(|p| self.score(p, recipe, &terms, size)).collect();
        let share = |p: u32| self.weights.popularity / size * share_of(shop.popularity[p as usize]);
        let kind_of = |p: u32| shop.products[p as usize].kind.as_str();
        let vendor_of = |p: u32| shop.products[p as usize].vendor.as_str();
        let value = |p: u32| -> f32 {
            let score = scores[p as usize];
            let popular = share_of(shop.popularity[p as usize]);
            match recipe.order {
                Order::Score if score > 0.0 => score + self.reaches(kind, p),
                Order::Score if recipe.fills => share(p),
                Order::Score => 0.0,
                Order::Spread => {
                    score * context.product.map_or(1.0, |own| self.lift(kind_of(own), kind_of(p)))
                }
                Order::Own => {
                    let own: Vec<u32> = match kind {
                        Kind::LeftBehind => context.left.to_vec(),
                        _ => context.viewed.iter().map(|view| view.product).collect(),
                    };
                    let own: Vec<u32> = own.into_iter().filter(|p| self.allowed(*p, recipe)).collect();
                    own.iter().position(|other| *other == p).map_or(0.0, |at| 1.0 / (at + 1) as f32)
                }
                Order::Due => self.due(p),
                Order::Popular => match (context.product, context.within) {
                    (Some(own), Within::Kind) if kind_of(own) != kind_of(p) => 0.0,
                    (Some(own), Within::Vendor) if vendor_of(own) != vendor_of(p) => 0.0,
                    _ => popular,
                },
                Order::Rising => {
                    (shop.news.get(p as usize).map_or(0.0, |n| n.trend) - 0.4).max(0.0) * popular
                }
                Order::Newest => match shop.news.get(p as usize).map_or(0.0, |n| n.newness) {
                    newness if newness > 0.0 => newness + popular,
                    _ => 0.0,
                },
            }
        };
        let mut ranked: Vec<(u32, f32)> = (0..self.count())
            .filter(|p| self.allowed(*p, recipe))
            .map(|p| (p, value(p)))
            .filter(|(_, value)| *value > 0.0)
            .collect();
        ranked.sort_by(|a, b| b.1.partial_cmp(&a.1).unwrap_or(Ordering::Equal).then(a.0.cmp(&b.0)));
        if recipe.order == Order::Spread {
            ranked = self.spread(ranked, kind_of);
        }
        ranked.truncate(self.limit);
        ranked.into_iter().map(|(p, _)| (p, scores[p as usize])).collect()
    }

    fn allowed(&self, p: u32, recipe: &Recipe) -> bool {
        let context = self.context;
        let rate = self.shop.again.get(p as usize).map_or(0.0, |again| again.rate);
        let once = context.purchased.iter().any(|past| past.product == p) && rate < self.weights.once;
        context.everything
            || context.product != Some(p)
                && !context.cart.contains(&p)
                && !self.hidden.contains(&p)
                && self.shop.products[p as usize].available
                && (recipe.order == Order::Own || !once)
    }

    /// Products of the context with the greatest weight that any signal gives them.
    fn terms(&self, recipe: &Recipe) -> Vec<(u32, f32)> {
        let (context, weights, sources) = (self.context, self.weights, recipe.sources);
        let half = |start: f32, past: &Past, days: f32| start / (1.0 + past.days.max(0.0) / days.max(0.01));
        let mut all: Vec<(u32, f32)> = Vec::new();
        if sources.product {
            all.extend(context.product.map(|p| (p, 1.0)));
        }
        if sources.cart {
            all.extend(context.cart.iter().map(|p| (*p, 1.0)));
        }
        if sources.past {
            let views = context.viewed.iter();
            all.extend(views.map(|v| (v.product, half(weights.view, v, weights.view_half_life))));
        }
        if sources.bought {
            let bought = context.purchased.iter();
            all.extend(bought.map(|b| (b.product, half(weights.purchase, b, weights.purchase_half_life))));
        }
        all.retain(|(_, weight)| *weight > 0.0);
        let mut terms: Vec<(u32, f32)> = Vec::new();
        for (product, _) in &all {
            if terms.iter().all(|(known, _)| known != product) {
                let greatest = all.iter().filter(|(p, _)| p == product).map(|(_, w)| *w).fold(0.0, f32::max);
                terms.push((*product, greatest));
            }
        }
        terms
    }

    fn size(&self, recipe: &Recipe, terms: &[(u32, f32)]) -> f32 {
        let (context, sources) = (self.context, recipe.sources);
        let mut now = if sources.cart { context.cart.len() } else { 0 };
        let in_cart = |p: u32| sources.cart && context.cart.contains(&p);
        if sources.product && context.product.is_some_and(|p| !in_cart(p)) {
            now += 1;
        }
        if now > 0 { now as f32 } else { terms.iter().map(|(_, weight)| *weight).sum::<f32>().max(1.0) }
    }

    fn score(&self, p: u32, recipe: &Recipe, terms: &[(u32, f32)], size: f32) -> f32 {
        let (shop, weights) = (self.shop, self.weights);
        let page = weights.page / (size * size);
        let mut total = 0.0f32;
        for (from, weight) in terms {
            if matches!(recipe.rows, Rows::Complement | Rows::Both)
                && let Some((first, second)) = edge(&shop.edges, *from, p)
            {
                total += weight * (first + second * page);
            }
            if matches!(recipe.rows, Rows::Similar | Rows::Both)
                && let Some((first, _)) = edge(&shop.similar, *from, p)
            {
                total += weight * (first * if recipe.rows == Rows::Both { 0.25 } else { 1.0 });
            }
            if recipe.rows == Rows::Later {
                let row = shop.later.get(*from as usize).into_iter().flatten();
                row.filter(|e| e.to == p).for_each(|e| total += weight * e.weight);
            }
        }
        if recipe.sources.past && recipe.rows == Rows::Complement {
            total += self.repeated(p);
        }
        if total == 0.0 {
            return 0.0;
        }
        let lift = self.context.moment.map_or(1.0, |moment| self.timely(p, moment));
        let popular = weights.popularity / size * share_of(shop.popularity[p as usize]);
        (total + popular) * (1.0 + weights.calendar * (lift - 1.0))
    }

    /// What having bought it before adds.
    fn repeated(&self, p: u32) -> f32 {
        let (context, w) = (self.context, self.weights);
        let rate = self.shop.again.get(p as usize).map_or(0.0, |again| again.rate);
        let mut m = 0.0f32;
        for (at, past) in context.purchased.iter().enumerate().filter(|(_, past)| past.product == p) {
            // Orders since: how often the age changes on the way here.
            let since = context.purchased[..=at].windows(2).filter(|two| two[0].days != two[1].days).count();
            m += (1.0 / (1.0 + past.days.max(0.0) / w.again_half_life.max(0.01)))
                / (1.0 + since as f32 / w.again_orders.max(0.01));
        }
        if m == 0.0 || rate < w.once {
            return 0.0;
        }
        w.again * rate * (m / (1.0 + m / w.again_saturation.max(0.01)))
    }

    fn due(&self, p: u32) -> f32 {
        let Some(again) = self.shop.again.get(p as usize) else { return 0.0 };
        let days: Vec<f32> =
            self.context.purchased.iter().filter(|past| past.product == p).map(|past| past.days).collect();
        let last = days.iter().copied().fold(f32::INFINITY, f32::min);
        // What is not in the past is in no list of it.
        if days.is_empty() || last < 0.6 * again.days {
            return 0.0;
        }
        again.rate * days.len() as f32 / (1.0 + (last / again.days - 1.0).max(0.0) * 0.5)
    }

    fn reaches(&self, kind: Kind, p: u32) -> f32 {
        let (gap, price) = (self.context.gap, self.shop.products[p as usize].price.unwrap_or(0));
        let reaches = kind == Kind::Cart && gap > 0 && price >= gap && price / 3 <= gap;
        if reaches { 100.0 } else { 0.0 }
    }

    fn kind_number(&self, kind: &str) -> Option<usize> {
        if kind.is_empty() {
            return None;
        }
        pairwell::model::cards::kind_names(&self.shop.products).iter().position(|name| *name == kind)
    }

    fn lift(&self, own: &str, other: &str) -> f32 {
        let (Some(own), Some(other)) = (self.kind_number(own), self.kind_number(other)) else { return 1.0 };
        let row = self.shop.kinds.complements.get(own);
        row.into_iter()
            .flatten()
            .find(|(k, _)| *k as usize == other + 1)
            .map_or(1.0, |(_, lift)| lift.max(1.0))
    }

    fn timely(&self, p: u32, moment: Moment) -> f32 {
        let kind = self.kind_number(&self.shop.products[p as usize].kind);
        let Some(calendar) = kind.and_then(|kind| self.shop.kinds.calendar.get(kind)) else { return 1.0 };
        let slots = moment.slots().map(|slot| f64::from(calendar[slot]));
        // Powers of two, in eighths of an octave; together they have a limit.
        let octaves: f64 = slots.iter().map(|lift| (lift.log2() * 8.0).round()).sum();
        (octaves.clamp(-64.0, 64.0) / 8.0).exp2() as f32
    }

    /// One of each type, then a second and a third of each; nothing of the page's own.
    fn spread<'s>(&self, ranked: Vec<(u32, f32)>, kind_of: impl Fn(u32) -> &'s str) -> Vec<(u32, f32)> {
        // Of eight for each place.
        let ranked = ranked.into_iter().take(self.limit.saturating_mul(8));
        let own = self.context.product.map_or("", &kind_of);
        let ranked: Vec<(u32, f32)> = ranked.filter(|(p, _)| own.is_empty() || kind_of(*p) != own).collect();
        let before = |at: usize| {
            let kind = kind_of(ranked[at].0);
            if kind.is_empty() { 0 } else { ranked[..at].iter().filter(|(p, _)| kind_of(*p) == kind).count() }
        };
        let rounds = (0..3).flat_map(|round| (0..ranked.len()).filter(move |at| before(*at) == round));
        let order: Vec<usize> = rounds.collect();
        order.into_iter().map(|at| ranked[at]).collect()
    }
}

/// What the two levels of an edge stand for.
fn edge(pairs: &PairSource, from: u32, to: u32) -> Option<(f32, f32)> {
    let edge = pairs.rows.get(from as usize)?.iter().find(|edge| edge.to == to)?;
    let value = |table: &[f32], level: u8| table.get(usize::from(level)).copied().unwrap_or(0.0);
    ((edge.first, edge.second) != (0, 0))
        .then(|| (value(&pairs.first, edge.first), value(&pairs.second, edge.second)))
}

/// 2^(−level/4), multiplied up.
fn share_of(level: u8) -> f32 {
    (0..level).fold(1.0, |share, _| share * 0.840_896_4)
}
