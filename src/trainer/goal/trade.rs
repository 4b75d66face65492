//! What a goal costs and what it brings, on orders that the model has not seen.

use rayon::prelude::*;
use serde::Serialize;

use super::super::evaluate::bootstrap::interval;
use super::super::evaluate::cases::{Case, Protocol, cases};
use super::super::evaluate::metrics::{DEPTH, Outcome};
use super::super::evaluate::rankers::{Packed, Ranker};
use super::super::evaluate::split::CaseOrder;
use super::super::load::Loaded;
use super::super::train::Prepared;
use super::worth::Worth;

/// A mean over cases before and after, and what it changed by, case by case, each with its 95 % bootstrap interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// With all factors 1.
    pub before: (f64, (f64, f64)),
    /// Weighed for the goal.
    pub after: (f64, (f64, f64)),
    /// After less before.
    pub difference: (f64, (f64, f64)),
}

/// What is given and what is got, for one way of asking.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trade {
    /// What was hidden.
    pub protocol: &'static str,
    /// Cases asked.
    pub cases: usize,
    /// Whether one of the ten products shown was bought: with one product hidden, recall at 10.
    pub recall: Change,
    /// What those of the ten that were bought bring, a list, in major units. Products whose worth is not known
    /// bring nothing here.
    pub worth: Change,
}

impl Trade {
    /// Share of recall that is lost, and the same at the worse end of its interval.
    pub fn lost(&self) -> (f64, f64) {
        let Change { before: (before, _), difference: (mean, (low, _)), .. } = &self.recall;
        let share = |lost: f64| if *before > 0.0 { lost / before } else { 0.0 };
        (share(-mean), share(-low))
    }
}

/// What a list achieved in each case: whether it was right, and what it brought.
pub(super) struct Judged {
    hits: Vec<f64>,
    brought: Vec<f64>,
}

/// The questions put to both models: what orders after the fit part hide.
pub(super) fn questions(baskets: &[CaseOrder]) -> Vec<(Protocol, Vec<Case>)> {
    [Protocol::Basket, Protocol::Product].map(|protocol| (protocol, cases(baskets, protocol))).into()
}

/// Puts `questions` to the model of `prepared`, packed and read as the browser reads it.
pub(super) fn judge(
    prepared: &Prepared,
    fit: &Loaded,
    questions: &[(Protocol, Vec<Case>)],
    worth: &Worth,
) -> Result<Vec<Judged>, String> {
    let bytes = prepared.pack(fit)?;
    let keys = fit.products.iter().map(|product| product.card.key.as_str());
    let model = Packed::new(&bytes, prepared.scoring(), keys)?;
    let brought = |case: &Case, list: &[u32]| -> f64 {
        let right = list.iter().take(DEPTH).filter(|product| case.answers.contains(product));
        right.filter_map(|product| worth.get(*product)).sum()
    };
    let one = |(_, cases): &(Protocol, Vec<Case>)| {
        let lists: Vec<Vec<u32>> = cases.par_iter().map(|case| model.rank(&case.cart, &[])).collect();
        let asked = || cases.iter().zip(&lists);
        Judged {
            hits: asked().map(|(case, list)| Outcome::of(list, &case.answers).hit_10).collect(),
            brought: asked().map(|(case, list)| brought(case, list)).collect(),
        }
    };
    Ok(questions.iter().map(one).collect())
}

/// The trade between two judgements of the same `questions`.
pub(super) fn trade(questions: &[(Protocol, Vec<Case>)], before: &[Judged], after: &[Judged]) -> Vec<Trade> {
    let pairs = questions.iter().zip(before.iter().zip(after));
    pairs
        .map(|((protocol, cases), (before, after))| Trade {
            protocol: protocol.name(),
            cases: cases.len(),
            recall: change(&before.hits, &after.hits),
            worth: change(&before.brought, &after.brought),
        })
        .collect()
}

fn change(before: &[f64], after: &[f64]) -> Change {
    let figure = |values: &[f64]| (mean(values), interval(values));
    let differences: Vec<f64> = after.iter().zip(before).map(|(after, before)| after - before).collect();
    Change { before: figure(before), after: figure(after), difference: figure(&differences) }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
