//! How far a goal may go: the largest exponent that costs no more relevance than allowed.

use serde::Serialize;

use super::super::evaluate::cases::{Case, Protocol};
use super::super::evaluate::split::{Stage, split};
use super::super::load::Loaded;
use super::super::progress::Progress;
use super::super::settings::Settings;
use super::super::shelf::Shelves;
use super::super::train::Prepared;
use super::trade::{Judged, Trade, judge, questions, trade};
use super::worth::{Objective, Worth};

/// Exponents tried, the smallest first: 1 is expected value in full.
const EXPONENTS: [f64; 13] = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

/// A goal and its limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// What lists are to be good for.
    pub objective: Objective,
    /// Share of recall at 10 that may be lost, 0 to 1.
    pub most_lost: f64,
}

/// How far it may go.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chosen {
    /// The exponent; 0: not at all.
    pub exponent: f64,
    /// What that costs and brings on the orders it was chosen on.
    pub trades: Vec<Trade>,
    /// What the next larger one would lose, at the worse end of the interval; `None` where there was none to try.
    pub next_lost: Option<f64>,
}

/// Fits on the first 80 % of the orders by time, and finds the largest exponent at which the next tenth loses at most
/// `goal.most_lost` of recall at 10, baskets and product pages alike. It is the worse end of the loss's 95 %
/// interval that must stay within: with few orders to tell by, little is risked.
///
/// # Errors
///
/// When there is no order to judge by, or no model can be made.
pub fn choose(
    loaded: &Loaded,
    settings: &Settings,
    goal: Goal,
    shelves: &Shelves,
    progress: &dyn Progress,
) -> Result<Chosen, String> {
    let mut stage = Judge::new(loaded, settings, goal.objective, Stage::Validation, shelves, progress)?;
    let mut chosen = Chosen { exponent: 0.0, trades: stage.at(0.0, settings)?, next_lost: None };
    if goal.objective == Objective::Purchases {
        return Ok(chosen);
    }
    for exponent in EXPONENTS {
        progress.stage(&format!("Weighing by value, exponent {exponent}"), 0);
        let trades = stage.at(exponent, settings)?;
        let lost = trades.iter().map(|trade| trade.lost().1).fold(f64::NEG_INFINITY, f64::max);
        if lost > goal.most_lost {
            chosen.next_lost = Some(lost);
            break;
        }
        chosen = Chosen { exponent, trades, next_lost: None };
    }
    Ok(chosen)
}

/// What `exponent` costs and brings on the orders of `stage`, by a model of the orders before them.
///
/// # Errors
///
/// As [`choose`].
pub fn trade_at(
    loaded: &Loaded,
    settings: &Settings,
    (objective, exponent): (Objective, f64),
    stage: Stage,
    shelves: &Shelves,
    progress: &dyn Progress,
) -> Result<Vec<Trade>, String> {
    Judge::new(loaded, settings, objective, stage, shelves, progress)?.at(exponent, settings)
}

/// A model of the earlier orders, and what the later ones ask it.
struct Judge {
    fit: Loaded,
    prepared: Prepared,
    worth: Worth,
    questions: Vec<(Protocol, Vec<Case>)>,
    before: Vec<Judged>,
}

impl Judge {
    fn new(
        loaded: &Loaded,
        settings: &Settings,
        objective: Objective,
        stage: Stage,
        shelves: &Shelves,
        progress: &dyn Progress,
    ) -> Result<Self, String> {
        let split = split(loaded, stage);
        let mut fit = split.fit;
        // What was bought counts, also where it is sold out by now.
        fit.products.iter_mut().for_each(|product| product.card.available = true);
        let questions = questions(&split.baskets);
        if questions.iter().all(|(_, cases)| cases.is_empty()) {
            return Err(format!(
                "no order to judge a goal by: of {} later orders none has two products that the earlier {} orders \
                 know. Train without --objective",
                split.baskets.len(),
                fit.orders.len()
            ));
        }
        let prepared = Prepared::learn_to_weigh(&fit, settings, progress)?;
        let worth = Worth::of(&fit, objective, shelves);
        let before = judge(&prepared, &fit, &questions, &worth)?;
        Ok(Self { fit, prepared, worth, questions, before })
    }

    fn at(&mut self, exponent: f64, settings: &Settings) -> Result<Vec<Trade>, String> {
        self.prepared.weigh(&self.worth.factors(exponent), settings);
        let after = judge(&self.prepared, &self.fit, &self.questions, &self.worth)?;
        Ok(trade(&self.questions, &self.before, &after))
    }
}
