//! Later orders asked again under two sets of rules: who gains and loses places, and what it costs.

use std::collections::HashMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::model::Model;
use crate::recommend::{Context, Kind, Weights, list};
use crate::trainer::evaluate::bootstrap::interval;
use crate::trainer::evaluate::cases::{Case, Protocol, cases};
use crate::trainer::evaluate::metrics::{DEPTH, Outcome};
use crate::trainer::evaluate::split::Split;
use crate::trainer::rules::compile::market_name;

/// One of the two.
pub struct Side {
    /// What to call it: the file or directory.
    pub name: String,
    /// The model with its rules.
    pub model: Model,
    /// How it is scored.
    pub weights: Weights,
    /// Names of its markets.
    pub markets: Vec<String>,
}

/// What to ask.
pub struct Options {
    /// Kinds of blocks.
    pub blocks: Vec<Kind>,
    /// Places of a block.
    pub list: usize,
    /// The day to ask on, since 1970; `None`: each order's own.
    pub day: Option<u32>,
    /// The market to ask for.
    pub market: Option<String>,
}

/// A figure under both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Its name.
    pub name: &'static str,
    /// Mean under the first, and its 95 % interval.
    pub a: (f64, (f64, f64)),
    /// Under the second.
    pub b: (f64, (f64, f64)),
    /// Second minus first on the same cases, and its 95 % interval.
    pub difference: (f64, (f64, f64)),
}

/// One kind of block.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Block {
    /// The kind.
    pub kind: &'static str,
    /// What was hidden: one product of the basket, or all but the one looked at.
    pub protocol: &'static str,
    /// Orders asked about.
    pub cases: usize,
    /// Lists that are not the same under both.
    pub changed: usize,
    /// Lists that are empty under the first and the second.
    pub empty: (usize, usize),
    /// Quality.
    pub quality: Vec<Compared>,
}

/// The places that one product has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exposure {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Share of all places under the first.
    pub a: f64,
    /// Under the second.
    pub b: f64,
}

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Replay {
    /// The first.
    pub a: String,
    /// The second.
    pub b: String,
    /// By kind of block.
    pub blocks: Vec<Block>,
    /// Places filled under the first and the second.
    pub places: (u64, u64),
    /// Part of the places that went to other products.
    pub moved: f64,
    /// Products whose share differs, the greatest difference first.
    pub exposure: Vec<Exposure>,
}

/// Replays the later orders of `split` under `a` and `b`.
pub fn replay(split: &Split, a: &Side, b: &Side, options: &Options) -> Replay {
    let mut places: HashMap<String, [u64; 2]> = HashMap::new();
    let mut titles: HashMap<String, String> = HashMap::new();
    let mut blocks = Vec::new();
    for kind in &options.blocks {
        let protocol = if kind.sources().product { Protocol::Product } else { Protocol::Basket };
        let cases = cases(&split.baskets, protocol);
        let both: Vec<[Vec<u32>; 2]> =
            cases.par_iter().map(|case| [a, b].map(|side| ask(split, side, *kind, case, options))).collect();
        let shown = |keys: &[u32], side: &Side| -> Vec<String> {
            let key = |product: &u32| side.model.card(*product).map(|card| card.key.to_owned());
            keys.iter().filter_map(key).collect()
        };
        let (mut changed, mut empty) = (0, (0, 0));
        let mut outcomes: [Vec<[f64; 3]>; 2] = [Vec::new(), Vec::new()];
        for (case, [first, second]) in cases.iter().zip(&both) {
            let keys = [shown(first, a), shown(second, b)];
            changed += usize::from(keys[0] != keys[1]);
            empty.0 += usize::from(first.is_empty());
            empty.1 += usize::from(second.is_empty());
            let answers: Vec<&str> = case.answers.iter().map(|p| split.fit.key(*p)).collect();
            for (side, list) in keys.iter().enumerate() {
                for key in list.iter().take(options.list) {
                    if let Some(n) = places.entry(key.clone()).or_default().get_mut(side) {
                        *n += 1;
                    }
                }
                if let Some(out) = outcomes.get_mut(side) {
                    out.push(judged(list, &answers));
                }
            }
        }
        for (side, lists) in [(a, 0), (b, 1)] {
            for product in both.iter().filter_map(|pair| pair.get(lists)).flatten() {
                if let Some(card) = side.model.card(*product) {
                    titles.entry(card.key.to_owned()).or_insert_with(|| card.title.to_owned());
                }
            }
        }
        let quality = ["HR@4", "HR@10", "recall@10"];
        blocks.push(Block {
            kind: kind.name(),
            protocol: protocol.name(),
            cases: cases.len(),
            changed,
            empty,
            quality: quality
                .into_iter()
                .enumerate()
                .map(|(at, name)| compared(name, at, &outcomes))
                .collect(),
        });
    }
    let total = |side: usize| places.values().filter_map(|n| n.get(side)).sum::<u64>();
    let totals = (total(0), total(1));
    let share = |n: u64, of: u64| n as f64 / of.max(1) as f64;
    let mut exposure: Vec<Exposure> = places
        .into_iter()
        .map(|(key, [first, second])| Exposure {
            title: titles.get(&key).cloned().unwrap_or_default(),
            key,
            a: share(first, totals.0),
            b: share(second, totals.1),
        })
        .filter(|one| one.a != one.b)
        .collect();
    let difference = |one: &Exposure| (one.b - one.a).abs();
    exposure.sort_by(|x, y| difference(y).total_cmp(&difference(x)).then_with(|| x.key.cmp(&y.key)));
    // From 0.0, as a sum of nothing is -0.0.
    let moved = exposure.iter().map(difference).fold(0.0, |sum, part| sum + part) / 2.0;
    Replay { a: a.name.clone(), b: b.name.clone(), blocks, places: totals, moved, exposure }
}

/// The list for a case, as the browser makes it: fallbacks included.
fn ask(split: &Split, side: &Side, kind: Kind, case: &Case, options: &Options) -> Vec<u32> {
    let cart: Vec<u32> = case.cart.iter().filter_map(|p| side.model.find(split.fit.key(*p))).collect();
    let of_page = kind.sources().product;
    let own_day = || case.time.and_then(|time| u32::try_from(time / 86_400).ok()).unwrap_or(0);
    let market = options.market.as_deref().map(market_name);
    let number = market.and_then(|name| side.markets.iter().position(|known| *known == name));
    let context = Context {
        product: cart.first().copied().filter(|_| of_page),
        cart: if of_page { &[] } else { &cart },
        day: options.day.unwrap_or_else(own_day),
        market: number.map_or(0, |at| at as u32 + 1),
        ..Context::default()
    };
    let found = list(&side.model, &context, &side.weights, kind, DEPTH.max(options.list), &[]);
    found.picks.iter().map(|pick| pick.product).collect()
}

/// Hit among four, among ten, and the share of answers among ten.
fn judged(list: &[String], answers: &[&str]) -> [f64; 3] {
    // An answer is its own number; what is none has a number that no answer has.
    let number =
        |key: &String| answers.iter().position(|answer| answer == key).map_or(u32::MAX, |at| at as u32);
    let numbers: Vec<u32> = list.iter().map(number).collect();
    let all: Vec<u32> = (0..answers.len() as u32).collect();
    let outcome = Outcome::of(&numbers, &all);
    let found = numbers.iter().take(DEPTH).filter(|n| **n != u32::MAX).count();
    [outcome.hit_4, outcome.hit_10, found as f64 / answers.len().max(1) as f64]
}

fn compared(name: &'static str, at: usize, outcomes: &[Vec<[f64; 3]>; 2]) -> Compared {
    let column =
        |side: &Vec<[f64; 3]>| -> Vec<f64> { side.iter().filter_map(|row| row.get(at).copied()).collect() };
    let [a, b] = [column(&outcomes[0]), column(&outcomes[1])];
    let differences: Vec<f64> = b.iter().zip(&a).map(|(b, a)| b - a).collect();
    let judged = |values: &[f64]| (values.iter().sum::<f64>() / values.len().max(1) as f64, interval(values));
    Compared { name, a: judged(&a), b: judged(&b), difference: judged(&differences) }
}
