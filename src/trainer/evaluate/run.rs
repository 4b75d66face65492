//! One evaluation: fit, ask every method, judge.

use std::collections::HashMap;

use rayon::prelude::*;
use serde::Serialize;

use super::super::counts::{PairCounts, count};
use super::super::learn::baskets::Baskets;
use super::super::learn::{Learned, Rows};
use super::super::load::Loaded;
use super::super::output::brotli_size;
use super::super::pair_counts;
use super::super::pair_counts::count::Floor;
use super::super::progress::Progress;
use super::super::settings::Settings;
use super::super::train::train;
use super::bootstrap::interval;
use super::cases::{Case, Protocol, cases};
use super::ease;
use super::metrics::{FIGURES, Outcome};
use super::rankers::{Association, Associations, Ease, Packed, Popularity, Ranker, Step};
use super::split::{Stage, split};
use crate::model::container::Container;
use crate::model::tags;
use crate::recommend::{Past, Weights};

/// What to evaluate.
#[derive(Debug, Clone)]
pub struct Options {
    /// What is hidden, one evaluation each.
    pub protocols: Vec<Protocol>,
    /// Which part is judged on.
    pub stage: Stage,
    /// Whether the model may see the customer's orders of the fit part.
    pub history: bool,
    /// Whether to run the methods to beat beside it.
    pub baselines: bool,
    /// Whether to judge each step of the learning too.
    pub steps: bool,
    /// Whether to judge a model from pair counts alone too.
    pub counts: bool,
}

/// Figures of all methods.
#[derive(Debug, Clone, Serialize)]
pub struct Evaluation {
    /// What was hidden.
    pub protocol: &'static str,
    /// Orders fitted on.
    pub fit_orders: usize,
    /// Products of the fit part.
    pub catalog: usize,
    /// Cases asked.
    pub cases: usize,
    /// One for each method, ours first.
    pub methods: Vec<MethodResult>,
}

/// Figures of one method.
#[derive(Debug, Clone, Serialize)]
pub struct MethodResult {
    /// Its name.
    pub name: String,
    /// Mean over the cases, in the order of [`FIGURES`].
    pub figures: Vec<Figure>,
    /// Distinct products shown over products of the fit part.
    pub coverage: f64,
    /// Bytes on the wire of keys, edges and popularity, brotli; `None` for methods that
    /// have no packed form.
    pub bytes: Option<usize>,
    /// Hit at 10 by size of the cart: (least size, cases, share).
    pub by_cart: Vec<(usize, usize, f64)>,
    /// Hit at 10 by how many purchases of the customer the method may see, with `--history`:
    /// (least number, cases, share).
    pub by_history: Vec<(usize, usize, f64)>,
    /// Hit at 10 by popularity decile of the answers, least popular first: (cases, share).
    pub by_popularity: Vec<(usize, f64)>,
}

/// One figure with its uncertainty.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// Its name.
    pub name: &'static str,
    /// Mean over the cases.
    pub mean: f64,
    /// 95 % bootstrap interval.
    pub interval: (f64, f64),
    /// Ours minus this method, case by case: mean and 95 % interval. `None` for ours.
    pub ours_minus: Option<(f64, (f64, f64))>,
}

/// Fits on the first part of `loaded` and judges on what came later, by every protocol asked for.
///
/// # Errors
///
/// A sentence that says why nothing can be judged.
pub fn evaluate(
    loaded: &Loaded,
    settings: &Settings,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Vec<Evaluation>, String> {
    let split = split(loaded, options.stage);
    let fit = &split.fit;
    if split.baskets.iter().all(|order| order.products.len() < 2) {
        return Err(format!(
            "no case to judge: of {} later orders none has two products that the earlier {} orders know",
            split.baskets.len(),
            fit.orders.len()
        ));
    }
    let trained = train(fit, settings, progress)?;
    let bytes: usize = trained.files.iter().map(|(_, file)| core_bytes(file)).sum();
    let file = trained.files.first().map_or(&[][..], |(_, file)| file);
    let keys = fit.products.iter().map(|p| p.card.key.as_str());
    let ours = Packed::new(file, trained.manifest.scoring, keys)?;
    let share: Vec<f32> = trained.steps.prior.iter().map(|level| (-f32::from(*level) / 4.0).exp2()).collect();

    progress.stage("Counting for the other methods", 0);
    let plain =
        if options.baselines { count(&fit.orders, fit.products.len(), 1) } else { PairCounts::default() };
    let mut rivals: Vec<(&str, Box<dyn Ranker + '_>)> = Vec::new();
    if options.baselines {
        rivals.push(("popularity", Box::new(Popularity::of(&plain))));
        for (name, by) in [
            ("co-occurrence", Association::CoOccurrence),
            ("confidence", Association::Confidence),
            ("cosine", Association::Cosine),
        ] {
            rivals.push((name, Box::new(Associations { counts: &plain, by })));
        }
        progress.stage("Inverting the matrix of dense EASE", 0);
        rivals.extend(ease_of(fit, settings));
    }
    if options.counts {
        let counted = pair_counts::train::from_orders(fit, settings, Floor::default(), progress)?;
        let file = counted.files.first().map_or(&[][..], |(_, file)| file);
        let keys = fit.products.iter().map(|p| p.card.key.as_str());
        rivals.push(("from pair counts", Box::new(Packed::new(file, counted.manifest.scoring, keys)?)));
    }
    if options.steps {
        rivals.extend(steps_of(&trained.steps, &share, trained.manifest.scoring));
    }

    let histories = if options.history { histories(fit) } else { HashMap::new() };
    let deciles = deciles(&trained_orders(fit));
    let mut evaluations = Vec::new();
    for protocol in &options.protocols {
        let cases = cases(&split.baskets, *protocol);
        let judge = |name: &str, ranker: &dyn Ranker, bytes: Option<usize>| -> (MethodResult, Vec<Outcome>) {
            progress.stage(&format!("Asking {name}"), 0);
            let past = |case: &Case| past(&histories, case);
            let known: Vec<usize> = cases.iter().map(|case| past(case).len()).collect();
            let lists: Vec<Vec<u32>> =
                cases.par_iter().map(|case| ranker.rank(&case.cart, &past(case))).collect();
            summarise(name, &cases, &lists, fit.products.len(), &deciles, &known, bytes)
        };
        let (first, our_outcomes) = judge("Pairwell", &ours, Some(bytes));
        let mut methods = vec![first];
        for (name, ranker) in &rivals {
            let (mut result, outcomes) = judge(name, ranker.as_ref(), None);
            compare(&mut result, &our_outcomes, &outcomes);
            methods.push(result);
        }
        evaluations.push(Evaluation {
            protocol: protocol.name(),
            fit_orders: fit.orders.len(),
            catalog: fit.products.len(),
            cases: cases.len(),
            methods,
        });
    }
    Ok(evaluations)
}

/// What the customer of `case` bought before, latest first.
fn past(histories: &HashMap<u32, Vec<(u32, i64)>>, case: &Case) -> Vec<Past> {
    let events = case.customer.and_then(|c| histories.get(&c)).map_or(&[][..], Vec::as_slice);
    let days = |at: i64| case.time.map_or(0.0, |now| (now - at).max(0) as f32 / 86_400.0);
    events.iter().rev().map(|(product, at)| Past { product: *product, days: days(*at) }).collect()
}

/// Dense EASE twice: as published, and with the orders weighted and the diagonal raised.
fn ease_of(fit: &Loaded, settings: &Settings) -> Vec<(&'static str, Box<dyn Ranker>)> {
    let plain = Settings { size_damping: 0.0, half_life: Some(0.0), ..settings.clone() };
    let mut out: Vec<(&str, Box<dyn Ranker>)> = Vec::new();
    if fit.products.len() > ease::LARGEST {
        return out;
    }
    for (name, settings, lambda, share) in
        [("dense EASE (λ 100)", &plain, 100.0, 0.0), ("dense EASE (tuned)", settings, 8.0, 0.7)]
    {
        let baskets = Baskets::of(&fit.orders, fit.products.len(), settings);
        if let Some(weights) = ease::weights(&baskets, lambda, share) {
            let (inside, outside) = baskets.numbers();
            out.push((name, Box::new(Ease { weights, inside, outside })));
        }
    }
    out
}

/// The steps from dense rows to bytes, to see what each costs.
fn steps_of<'a>(
    steps: &'a Learned,
    share: &'a [f32],
    weights: Weights,
) -> Vec<(&'static str, Box<dyn Ranker + 'a>)> {
    let step = |cart: &'a Rows, page: Option<&'a Rows>| -> Box<dyn Ranker + 'a> {
        Box::new(Step { cart, page, share, weights })
    };
    vec![
        ("step: local ridge", step(&steps.local, None)),
        ("step: pruned", step(&steps.pruned, None)),
        ("step: refitted", step(&steps.refitted, None)),
        ("step: mixed", step(&steps.cart, None)),
        ("step: with page lists", step(&steps.cart, Some(&steps.page))),
    ]
}

/// Bytes on the wire of what a recommendation needs: keys, complements and popularity, each
/// compressed as a CDN would.
fn core_bytes(file: &[u8]) -> usize {
    let Ok(container) = Container::decode(file) else { return 0 };
    let parts = [tags::KEYS, tags::EDGE, tags::PRIO];
    parts.iter().filter_map(|tag| container.section(*tag)).map(brotli_size).sum()
}

/// What every customer of the fit part bought, and when: every purchase, the earliest first.
fn histories(fit: &Loaded) -> HashMap<u32, Vec<(u32, i64)>> {
    let mut out: HashMap<u32, Vec<(u32, i64)>> = HashMap::new();
    for order in 0..fit.orders.len() {
        let head = fit.orders.head(order);
        let (Some(customer), Some(time)) = (head.and_then(|h| h.customer), head.and_then(|h| h.time)) else {
            continue;
        };
        let events = out.entry(customer).or_default();
        events.extend(fit.orders.basket(order).iter().map(|product| (*product, time)));
    }
    out
}

fn trained_orders(fit: &Loaded) -> Vec<u32> {
    let mut orders = vec![0u32; fit.products.len()];
    for product in (0..fit.orders.len()).flat_map(|order| fit.orders.basket(order)) {
        if let Some(n) = orders.get_mut(*product as usize) {
            *n += 1;
        }
    }
    orders
}

/// The popularity decile of each product, 0 the least bought; equal counts by number.
fn deciles(orders: &[u32]) -> Vec<usize> {
    let mut ranked: Vec<(u32, usize)> = orders.iter().copied().zip(0..).collect();
    ranked.sort_unstable();
    let mut out = vec![0; orders.len()];
    for (rank, (_, product)) in ranked.iter().enumerate() {
        if let Some(slot) = out.get_mut(*product) {
            *slot = rank * 10 / orders.len();
        }
    }
    out
}

fn summarise(
    name: &str,
    cases: &[Case],
    lists: &[Vec<u32>],
    catalog: usize,
    popularity: &[usize],
    known: &[usize],
    bytes: Option<usize>,
) -> (MethodResult, Vec<Outcome>) {
    let outcomes: Vec<Outcome> =
        cases.iter().zip(lists).map(|(case, list)| Outcome::of(list, &case.answers)).collect();
    let figures = FIGURES
        .iter()
        .enumerate()
        .map(|(at, figure)| {
            let values = column(&outcomes, at);
            Figure { name: figure, mean: mean(&values), interval: interval(&values), ours_minus: None }
        })
        .collect();
    let mut shown = vec![false; catalog];
    lists.iter().flatten().for_each(|p| {
        if let Some(slot) = shown.get_mut(*p as usize) {
            *slot = true;
        }
    });
    let hits: Vec<f64> = outcomes.iter().map(|o| o.hit_10).collect();
    let share = |of: Vec<f64>| (of.len(), mean(&of));
    let carts: Vec<usize> = cases.iter().map(|case| case.cart.len()).collect();
    let by_cart = by_size(&[1, 2, 5, 10, 20, 50], &carts, &hits);
    let seen = known.iter().any(|n| *n > 0);
    let by_history = if seen { by_size(&[0, 1, 10, 50, 200, 1000], known, &hits) } else { Vec::new() };
    let decile = |case: &Case| case.answers.iter().filter_map(|p| popularity.get(*p as usize)).min().copied();
    let by_popularity = (0..10)
        .map(|d| {
            share(
                cases
                    .iter()
                    .zip(&hits)
                    .filter(|(case, _)| decile(case) == Some(d))
                    .map(|(_, hit)| *hit)
                    .collect(),
            )
        })
        .collect();
    let coverage = shown.iter().filter(|s| **s).count() as f64 / catalog.max(1) as f64;
    (
        MethodResult { name: name.to_owned(), figures, coverage, bytes, by_cart, by_history, by_popularity },
        outcomes,
    )
}

/// Cases and share of hits from each of `starts` to the next; empty ranges are left out.
fn by_size(starts: &[usize], sizes: &[usize], hits: &[f64]) -> Vec<(usize, usize, f64)> {
    let ranges = starts
        .iter()
        .enumerate()
        .map(|(n, least)| (*least, starts.get(n + 1).copied().unwrap_or(usize::MAX)));
    ranges
        .map(|(least, end)| {
            let inside = sizes.iter().zip(hits).filter(|(size, _)| (least..end).contains(size));
            let of: Vec<f64> = inside.map(|(_, hit)| *hit).collect();
            (least, of.len(), mean(&of))
        })
        .filter(|(_, count, _)| *count > 0)
        .collect()
}

fn compare(result: &mut MethodResult, ours: &[Outcome], theirs: &[Outcome]) {
    for (at, figure) in result.figures.iter_mut().enumerate() {
        let differences: Vec<f64> =
            column(ours, at).iter().zip(column(theirs, at)).map(|(a, b)| a - b).collect();
        figure.ours_minus = Some((mean(&differences), interval(&differences)));
    }
}

fn column(outcomes: &[Outcome], at: usize) -> Vec<f64> {
    outcomes.iter().filter_map(|o| o.figures().get(at).copied()).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

impl Evaluation {
    /// A figure of our own model.
    pub fn ours(&self, name: &str) -> f64 {
        self.methods.first().map_or(0.0, |m| m.figure(name))
    }
}

impl MethodResult {
    /// The mean of a figure by its name; 0 for a name there is none of.
    pub fn figure(&self, name: &str) -> f64 {
        self.figures.iter().find(|figure| figure.name == name).map_or(0.0, |figure| figure.mean)
    }
}
