//! Both models asked the same questions: orders of late, of which a product is hidden as `evaluate` hides
//! one.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;

use super::Side;
use super::lists::named;
use crate::recommend::{Context, Kind, recommend};
use crate::trainer::evaluate::bootstrap::interval;
use crate::trainer::evaluate::cases::{Case, Protocol, cases};
use crate::trainer::evaluate::metrics::{DEPTH, Outcome};
use crate::trainer::evaluate::split::CaseOrder;
use crate::trainer::report::attach::Lists;
use crate::trainer::sales::SalesBook;

/// Hit rate at 10 of both models on the same cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quality {
    /// What is hidden: one product of the basket, or all but the one looked at.
    pub protocol: String,
    /// Number of cases, of the newer model.
    pub cases: usize,
    /// The older model's hit rate.
    pub old: f64,
    /// The newer one's.
    pub new: f64,
    /// Newer minus older, case by case: 95 % interval; `None` where the cases differ.
    pub difference: Option<(f64, f64)>,
}

impl Quality {
    /// By what part the newer model is worse; below 0 where it is better.
    pub fn drop(&self) -> f64 {
        if self.old > 0.0 { 1.0 - self.new / self.old } else { 0.0 }
    }
}

/// Hit rates of two evaluations, as `pairwell evaluate --json` prints them: each of a model that had not seen
/// the orders it was asked about, which makes them fairer than [`judge`] on orders that both were trained on.
///
/// # Errors
///
/// A sentence that says what is missing.
pub fn of_evaluations(old: &Value, new: &Value) -> Result<Vec<Quality>, String> {
    let rate = |evaluations: &Value, protocol: &str| -> Option<(f64, u64)> {
        let evaluation = evaluations.as_array()?.iter().find(|e| e["protocol"] == protocol)?;
        let figure = evaluation["methods"][0]["figures"].as_array()?.iter().find(|f| f["name"] == "HR@10")?;
        Some((figure["mean"].as_f64()?, evaluation["cases"].as_u64()?))
    };
    let both = |protocol: Protocol| {
        let name = protocol.name();
        let ((old, _), (new, cases)) = (rate(old, name)?, rate(new, name)?);
        Some(Quality { protocol: name.to_owned(), cases: cases as usize, old, new, difference: None })
    };
    let found: Vec<Quality> = [Protocol::Basket, Protocol::Product].into_iter().filter_map(both).collect();
    if found.is_empty() {
        return Err(
            "the two have no protocol in common: expected what `pairwell evaluate --json` prints".to_owned()
        );
    }
    Ok(found)
}

/// Products of both models under one numbering, by key as text.
struct Universe {
    keys: Vec<String>,
    /// Indexes in the older and the newer model.
    indexes: Vec<[Option<u32>; 2]>,
}

/// Judges both models on the last `most` orders that count and have two known products or more.
pub fn judge(old: &Side<'_>, new: &Side<'_>, book: &SalesBook, most: usize) -> Vec<Quality> {
    let sides = [old, new];
    let mut lists = sides.map(|side| Lists::new(side.model, side.manifest.scoring, DEPTH));
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut orders: Vec<(String, Option<i64>, Vec<String>)> = Vec::new();
    for sale in book.sales.iter().rev().filter(|sale| sale.left_out.is_none()) {
        if orders.len() >= most {
            break;
        }
        let mut keys: Vec<String> = sale
            .lines
            .iter()
            .filter_map(|line| {
                lists.iter_mut().zip(sides).find_map(|(lists, side)| {
                    lists.find(&line.id, &line.title).map(|p| named(side.model, p).key)
                })
            })
            .collect();
        keys.sort_unstable();
        keys.dedup();
        if keys.len() >= 2 {
            keys.iter().for_each(|key| {
                numbers.insert(key.clone(), 0);
            });
            orders.push((sale.name.clone(), sale.time, keys));
        }
    }
    numbers.values_mut().zip(0..).for_each(|(slot, n)| *slot = n);
    let universe = Universe {
        indexes: numbers.keys().map(|key| sides.map(|side| side.model.find(key))).collect(),
        keys: numbers.keys().cloned().collect(),
    };
    let number = |key: &String| numbers.get(key).map(|n| *n as u32);
    let orders: Vec<CaseOrder> = orders
        .iter()
        .map(|(name, time, keys)| CaseOrder {
            name: name.clone(),
            time: *time,
            customer: None,
            products: keys.iter().filter_map(number).collect(),
        })
        .collect();
    [Protocol::Basket, Protocol::Product]
        .into_iter()
        .filter_map(|p| ask(sides, &universe, &orders, p))
        .collect()
}

fn ask(
    sides: [&Side<'_>; 2],
    universe: &Universe,
    orders: &[CaseOrder],
    protocol: Protocol,
) -> Option<Quality> {
    let cases = cases(orders, protocol);
    let hits = |side: usize| -> Vec<f64> {
        let Some(asked) = sides.get(side) else { return Vec::new() };
        cases.par_iter().map(|case| hit(asked, side, universe, case)).collect()
    };
    let (old, new) = (hits(0), hits(1));
    let differences: Vec<f64> = new.iter().zip(&old).map(|(a, b)| a - b).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    (!cases.is_empty()).then(|| Quality {
        protocol: protocol.name().to_owned(),
        cases: cases.len(),
        old: mean(&old),
        new: mean(&new),
        difference: Some(interval(&differences)),
    })
}

/// 1 when the model's list holds an answer.
fn hit(side: &Side<'_>, which: usize, universe: &Universe, case: &Case) -> f64 {
    let index = |p: &u32| universe.indexes.get(*p as usize)?.get(which).copied().flatten();
    let cart: Vec<u32> = case.cart.iter().filter_map(index).collect();
    let context = Context { cart: &cart, ..Context::default() };
    let picks = recommend(side.model, &context, &side.manifest.scoring, Kind::AlsoBought, DEPTH, &[]);
    let list: Vec<u32> = picks
        .iter()
        .map(|pick| {
            universe.keys.binary_search(&named(side.model, pick.product).key).map_or(u32::MAX, |n| n as u32)
        })
        .collect();
    Outcome::of(&list, &case.answers).hit_10
}
