//! Adding up rows: the scores of all products that the context speaks for.

use super::context::{Context, Weights, faded};
use super::kind::Kind;
use crate::model::Model;
use crate::model::pairs::Neighbour;

/// Which parts of the context a block listens to.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Sources {
    /// The page's product.
    pub product: bool,
    /// The cart.
    pub cart: bool,
    /// Views of the past, and whether a product was bought before.
    pub past: bool,
    /// Purchases of the past as context for other products.
    pub bought: bool,
}

/// Which edges a block follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// What is bought in the same order.
    Complement,
    /// What is alike.
    Similar,
    /// Both.
    Both,
    /// What is bought in a later order.
    Later,
}

/// What one product of the context adds to a score.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Contribution {
    /// The context's product.
    pub from: u32,
    /// What it adds.
    pub score: f32,
}

/// The scores of all products that at least one product of the context has as a neighbour.
pub struct Scores {
    /// (product, its weight in the context), no product twice.
    terms: Vec<(u32, f32)>,
    rows: Rows,
    /// What page weights count, given the size of this context.
    page: f32,
    /// Score of each product of the shop; 0 where nothing speaks for it.
    totals: Vec<f32>,
    /// Products with a score, in the order in which they were first reached.
    touched: Vec<u32>,
    /// What popularity counts, given the size of this context.
    popularity: f32,
}

impl Scores {
    /// Scores for `context`, of c products:
    /// Σ weight · (cart weight + page weight · page / c²) + popularity / c, plus what the shopper
    /// bought before and is known to be bought again, by the type's calendar.
    // The browser's build is for size: here speed is worth the few bytes.
    #[cfg_attr(pairwell_for_size, optimize(speed))]
    pub fn of(model: &Model, context: &Context<'_>, weights: &Weights, kind: Kind) -> Self {
        let recipe = kind.recipe();
        let terms = terms(context, weights, recipe.sources);
        let size = size(context, &terms, recipe.sources);
        let mut scores = Self {
            terms,
            rows: recipe.rows,
            page: weights.page / (size * size),
            totals: vec![0.0f32; model.len()],
            touched: vec![0; model.len()],
            popularity: weights.popularity / size,
        };
        // In locals: through `scores` WebAssembly would load where they lie for each neighbour anew.
        let (totals, mut free) = (scores.totals.as_mut_slice(), scores.touched.iter_mut());
        for (from, weight) in &scores.terms {
            for part in parts(model, scores.rows, scores.page, *from) {
                for n in part.row {
                    add(totals, n.to, weight * part.edge(n), |product| {
                        free.next().into_iter().for_each(|slot| *slot = product);
                    });
                }
            }
        }
        let free = free.len();
        scores.touched.truncate(model.len() - free);
        if recipe.sources.past && recipe.rows == Rows::Complement && !context.purchased.is_empty() {
            scores.add_repeats(model, context, weights);
        }
        scores.add_popularity(model, &model.lifts(context.moment), weights.calendar);
        scores
    }

    /// Popularity, and what the calendar says of the types: `lifts`, which count `calendar`.
    fn add_popularity(&mut self, model: &Model, lifts: &[f32], calendar: f32) {
        for product in &self.touched {
            let lift = lifts.get(model.kind_number(*product) as usize).copied().unwrap_or(1.0);
            let timely = 1.0 + calendar * (lift - 1.0);
            let popular = self.popularity * model.popularity(*product);
            if let Some(total) = self.totals.get_mut(*product as usize) {
                *total = (*total + popular) * timely;
            }
        }
    }

    /// What was bought before and is known to be bought again. For each product
    /// m = Σ over its purchases of 1 / (1 + days / half-life) · 1 / (1 + orders since / orders), and
    /// the score again · m / (1 + m / saturation).
    #[inline(never)]
    fn add_repeats(&mut self, model: &Model, context: &Context<'_>, weights: &Weights) {
        let mut times = vec![0.0f32; model.len()];
        let mut bought: Vec<u32> = Vec::new();
        let (mut since, mut before) = (0.0f32, None);
        for past in context.purchased {
            // Purchases of one order share their age; the latest order comes first.
            if before.is_some_and(|days| days != past.days) {
                since += 1.0;
            }
            before = Some(past.days);
            let counts = faded(1.0, past.days, weights.again_half_life)
                / (1.0 + since / weights.again_orders.max(0.01));
            if let Some(m) = times.get_mut(past.product as usize) {
                if *m == 0.0 {
                    bought.push(past.product);
                }
                *m += counts;
            }
        }
        for product in bought {
            let rate = model.again(product).rate;
            let m = times.get(product as usize).copied().unwrap_or(0.0);
            if rate >= weights.once {
                let more = weights.again * rate * (m / (1.0 + m / weights.again_saturation.max(0.01)));
                add(&mut self.totals, product, more, |product| self.touched.push(product));
            }
        }
    }

    /// What `product` would score by popularity alone.
    pub(super) fn popular(&self, model: &Model, product: u32) -> f32 {
        self.popularity * model.popularity(product)
    }

    /// Products with a score, in no useful order.
    pub fn touched(&self) -> &[u32] {
        &self.touched
    }

    /// The score of `product`; 0 where nothing speaks for it.
    pub fn get(&self, product: u32) -> f32 {
        self.totals.get(product as usize).copied().unwrap_or(0.0)
    }

    /// Number of products in the context.
    pub fn terms(&self) -> usize {
        self.terms.len()
    }

    /// What each product of the context adds to the score of `product`, greatest first.
    pub fn explain(&self, model: &Model, product: u32) -> Vec<Contribution> {
        let mut out: Vec<Contribution> = Vec::new();
        for (from, weight) in &self.terms {
            let mut edge = 0.0;
            for part in parts(model, self.rows, self.page, *from) {
                for n in part.row {
                    edge += if n.to == product { part.edge(n) } else { 0.0 }
                }
            }
            if edge > 0.0 {
                let entry = Contribution { from: *from, score: weight * edge };
                // Insertion keeps the few entries ordered; a general sort costs kilobytes.
                let at = out.iter().position(|o| o.score < entry.score).unwrap_or(out.len());
                out.insert(at, entry);
            }
        }
        out
    }

    /// The part of `product`'s score that is popularity.
    pub fn popularity_part(&self, model: &Model, product: u32) -> f32 {
        if self.get(product) > 0.0 { self.popular(model, product) } else { 0.0 }
    }
}

/// Adds to a product's score. Within the inner loop of everything: a call for each neighbour would cost more than adding does.
#[inline(always)]
fn add(totals: &mut [f32], product: u32, score: f32, first: impl FnOnce(u32)) {
    if let Some(total) = totals.get_mut(product as usize) {
        if *total == 0.0 && score > 0.0 {
            first(product);
        }
        *total += score;
    }
}

/// What likeness counts beside a complement where a block follows both: the scales differ, and
/// evidence of purchases comes before likeness of words.
const SIMILAR_SHARE: f32 = 0.25;

/// A row, and what its neighbours' two values count.
struct RowPart<'m> {
    row: &'m [Neighbour],
    first: f32,
    second: f32,
}

impl RowPart<'_> {
    #[inline(always)]
    fn edge(&self, n: &Neighbour) -> f32 {
        n.first * self.first + n.second * self.second
    }
}

/// The neighbours of `from` by `rows`, in two parts of which either may be empty; page weights count `page`.
#[inline(never)]
fn parts<'m>(model: &'m Model, rows: Rows, page: f32, from: u32) -> [RowPart<'m>; 2] {
    let share = if rows == Rows::Both { SIMILAR_SHARE } else { 1.0 };
    let first = match rows {
        Rows::Similar => &[],
        Rows::Later => model.later(from),
        _ => model.neighbours(from),
    };
    let second = if matches!(rows, Rows::Similar | Rows::Both) { model.similar(from) } else { &[] };
    [
        RowPart { row: first, first: 1.0, second: if rows == Rows::Later { 0.0 } else { page } },
        RowPart { row: second, first: share, second: 0.0 },
    ]
}

/// How many products the context counts as. The page and the cart alone where there are any: a
/// long past must not drown what the shopper is doing now.
#[inline(never)]
fn size(context: &Context<'_>, terms: &[(u32, f32)], sources: Sources) -> f32 {
    let product = context.product.filter(|p| sources.product && !(sources.cart && context.cart.contains(p)));
    let now = product.iter().count() + if sources.cart { context.cart.len() } else { 0 };
    let all: f32 = terms.iter().map(|(_, weight)| weight).sum();
    if now > 0 { now as f32 } else { all.max(1.0) }
}

/// The context as (product, weight), no product twice: of several signals the strongest counts.
#[inline(never)]
fn terms(context: &Context<'_>, weights: &Weights, sources: Sources) -> Vec<(u32, f32)> {
    let mut terms: Vec<(u32, f32)> = Vec::new();
    let mut add = |product: u32, weight: f32| match terms.iter_mut().find(|(p, _)| *p == product) {
        Some((_, known)) => *known = known.max(weight),
        None if weight > 0.0 => terms.push((product, weight)),
        None => {}
    };
    if sources.product {
        context.product.into_iter().for_each(|p| add(p, 1.0));
    }
    if sources.cart {
        context.cart.iter().for_each(|p| add(*p, 1.0));
    }
    if sources.past {
        context
            .viewed
            .iter()
            .for_each(|v| add(v.product, faded(weights.view, v.days, weights.view_half_life)));
    }
    if sources.bought {
        let (purchase, half_life) = (weights.purchase, weights.purchase_half_life);
        if purchase > 0.0 {
            context.purchased.iter().for_each(|p| add(p.product, faded(purchase, p.days, half_life)));
        }
    }
    terms
}
