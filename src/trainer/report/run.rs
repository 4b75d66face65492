//! The figures of a report.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::attach::Lists;
use super::mismatch::{self, Mismatch};
use super::power::{self, Wait};
use super::resample::{Lift, Part, Sample, lift, log_error, ratio};
use super::robust::{Trimmed, yuen_welch};
use super::units::{Entry, Unit, group, parts};
use super::visits::Visits;
use super::{weeks, words};
use crate::trainer::sales::{Arm, Sale, SalesBook};

/// What to report on.
#[derive(Debug, Clone)]
pub struct Options {
    /// Currency to report in; `None`: the one most orders have.
    pub currency: Option<String>,
    /// Share of visitors that was to be held out, 0 to 1.
    pub share: Option<f64>,
    /// When the blocks went live, in seconds since 1970.
    pub launched: Option<i64>,
    /// Probability that an interval holds the truth.
    pub level: f64,
    /// Bootstrap draws.
    pub draws: usize,
    /// Seed of the draws: the same files and seed give the same report.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { currency: None, share: None, launched: None, level: 0.95, draws: 2_000, seed: 1 }
    }
}

/// Figures of some orders.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ArmFigures {
    /// Number of orders.
    pub orders: u64,
    /// Number of customers; an order of an unknown customer is one of its own.
    pub customers: u64,
    /// What the goods cost together.
    pub value: f64,
    /// Average order value.
    pub order_value: Option<f64>,
    /// Pieces an order.
    pub items: Option<f64>,
    /// Share of orders with a recommended pair, where a model was given.
    pub attach_rate: Option<f64>,
    /// Visitors, where given.
    pub visitors: Option<f64>,
    /// Value over visitors.
    pub visitor_value: Option<f64>,
}

/// One figure of both arms.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Its name.
    pub figure: &'static str,
    /// Where blocks were shown.
    pub shown: Option<f64>,
    /// Where they were held out.
    pub held_out: Option<f64>,
    /// The one over the other, with its interval; `None` where there is too little.
    pub lift: Option<Lift>,
}

/// One week.
#[derive(Debug, Clone, Serialize)]
pub struct Week {
    /// Its Monday.
    pub starts: String,
    /// Whether the orders begin or end in the middle of it.
    pub partial: bool,
    /// All orders.
    pub all: ArmFigures,
    /// Orders that carry the arm "shown".
    pub shown: ArmFigures,
    /// Orders that carry the arm "held-out".
    pub held_out: ArmFigures,
    /// Lift of the average order value in this week alone.
    pub lift: Option<Lift>,
    /// The same from the experiment's begin to the end of this week.
    pub so_far: Option<Lift>,
}

/// The arms held against each other.
#[derive(Debug, Clone, Serialize)]
pub struct Experiment {
    /// First and last day with an order that carries an arm.
    pub days: (String, String),
    /// Orders where blocks were shown.
    pub shown: ArmFigures,
    /// Orders where they were held out.
    pub held_out: ArmFigures,
    /// All figures; the first is the one that the conclusion rests on.
    pub comparisons: Vec<Comparison>,
    /// The robust check of the first figure: trimmed means of customers' average orders, or, of the
    /// revenue per visitor, the lift with the largest customers capped.
    pub robust: Option<Trimmed>,
    /// Whether the arms have the sizes they should.
    pub mismatch: Option<Mismatch>,
    /// Customers with orders in both arms.
    pub in_both: u64,
    /// The smallest lift that this many orders find four times out of five.
    pub smallest: Option<f64>,
}

/// A whole report.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Currency of all amounts, empty where the orders name none.
    pub currency: String,
    /// Orders that count, and their first and last day.
    pub orders: u64,
    /// First and last day.
    pub days: (String, String),
    /// Orders that do not count, by reason.
    pub left_out: Vec<(String, u64)>,
    /// Orders without an arm.
    pub without_arm: u64,
    /// Week by week.
    pub weeks: Vec<Week>,
    /// Over all orders.
    pub all: ArmFigures,
    /// The launch's day, where given, and the figures before and since.
    pub launch: Option<(String, ArmFigures, ArmFigures)>,
    /// The experiment, where orders carry arms.
    pub experiment: Option<Experiment>,
    /// Orders a week, on average.
    pub a_week: f64,
    /// How long it takes to see lifts, by share held out.
    pub waits: Vec<Wait>,
    /// Probability that an interval holds the truth.
    pub level: f64,
    /// What may and may not be concluded, in plain words; the first sentence is the answer.
    pub conclusions: Vec<String>,
}

/// An order that counts, with what was worked out of it.
struct Counted<'a> {
    sale: &'a Sale,
    week: i64,
    time: i64,
    attached: Option<bool>,
}

impl Counted<'_> {
    fn entry(&self) -> Entry<'_> {
        let sale = self.sale;
        Entry { customer: &sale.customer, value: sale.value, items: sale.items(), attached: self.attached }
    }
}

/// Makes the report. `lists` finds recommended pairs, `visits` has the visitors of each arm.
///
/// # Errors
///
/// A sentence that says why there is nothing to report.
pub fn report(
    book: &SalesBook,
    mut lists: Option<Lists<'_>>,
    visits: Option<&Visits>,
    options: &Options,
) -> Result<Report, String> {
    let currency = options.currency.clone().unwrap_or_else(|| most_common(book));
    let mut left_out: Vec<(String, u64)> =
        book.left_out().into_iter().map(|(reason, n)| (reason.words().to_owned(), n)).collect();
    let (mut foreign, mut undated) = (0, 0);
    let mut counted: Vec<Counted<'_>> = Vec::new();
    for sale in book.counted() {
        match sale.time {
            _ if !sale.currency.is_empty() && sale.currency != currency => foreign += 1,
            None => undated += 1,
            Some(time) => {
                let attached = lists.as_mut().map(|lists| lists.attached(sale));
                counted.push(Counted { sale, week: weeks::week_of(time), time, attached });
            }
        }
    }
    left_out.extend((foreign > 0).then(|| (format!("in another currency than {currency}"), foreign)));
    left_out.extend((undated > 0).then(|| ("without a time that can be read".to_owned(), undated)));
    let (Some(first), Some(last)) = (counted.first().map(|c| c.time), counted.last().map(|c| c.time)) else {
        return Err("no order to report on: none counts and has a time".to_owned());
    };
    let span_weeks = ((last - first) as f64 / 604_800.0).max(1.0 / 7.0);
    let experiment = experiment(&counted, visits, options);
    let a_week = match &experiment {
        Some((_, in_weeks)) => *in_weeks,
        None => counted.len() as f64 / span_weeks,
    };
    let experiment = experiment.map(|(experiment, _)| experiment);
    let all_units = group(counted.iter().map(Counted::entry));
    let spread = spread(&all_units);
    let share = experiment.as_ref().map(|e| {
        let (a, b) = (e.shown.orders as f64, e.held_out.orders as f64);
        b / (a + b)
    });
    let mut report = Report {
        orders: counted.len() as u64,
        days: (weeks::day(first), weeks::day(last)),
        left_out,
        without_arm: counted.iter().filter(|c| c.sale.arm.is_none()).count() as u64,
        weeks: by_week(&counted, visits, options, (first, last)),
        all: with_visitors(figures(&all_units, lists.is_some(), None), &counted, visits),
        launch: options.launched.map(|at| launch(&counted, at, lists.is_some())),
        a_week,
        waits: power::waits(spread, share.or(options.share), options.level, a_week),
        level: options.level,
        conclusions: Vec::new(),
        experiment,
        currency,
    };
    report.conclusions = words::conclusions(&report);
    Ok(report)
}

fn most_common(book: &SalesBook) -> String {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    book.counted()
        .filter(|sale| !sale.currency.is_empty())
        .for_each(|sale| *counts.entry(&sale.currency).or_default() += 1);
    counts.into_iter().max_by_key(|(_, n)| *n).map_or_else(String::new, |(code, _)| code.to_owned())
}

/// Fewer customers than this say too little of how order values scatter to foretell anything by it.
const ENOUGH: usize = 30;

/// Standard deviation of order values over their mean, as it counts for a mean over customers; `None` where there are too
/// few of them.
fn spread(units: &[Unit]) -> Option<f64> {
    if units.len() < ENOUGH {
        return None;
    }
    let values = parts(units, |unit| unit.value);
    let orders: f64 = units.iter().map(|unit| unit.orders).sum();
    log_error(Sample { parts: &values, visitors: None }).map(|error| error * orders.sqrt())
}

fn figures(units: &[Unit], with_model: bool, visitors: Option<f64>) -> ArmFigures {
    // From 0.0: a sum of nothing is -0.0, which would be written so.
    let sum = |of: fn(&Unit) -> f64| units.iter().map(of).fold(0.0, |sum, value| sum + value);
    let (orders, value) = (sum(|u| u.orders), sum(|u| u.value));
    let an_order = |total: f64| (orders > 0.0).then(|| total / orders);
    ArmFigures {
        orders: orders as u64,
        customers: units.len() as u64,
        value,
        order_value: an_order(value),
        items: an_order(sum(|u| u.items)),
        attach_rate: an_order(sum(|u| u.attached)).filter(|_| with_model),
        visitors,
        visitor_value: visitors.filter(|v| *v > 0.0).map(|v| value / v),
    }
}

/// `all` with the visitors that were counted without arms.
fn with_visitors(all: ArmFigures, counted: &[Counted<'_>], visits: Option<&Visits>) -> ArmFigures {
    let orders = counted.iter().map(|one| (one.week, one.sale.value));
    match visits.and_then(|visits| visits.over(orders)) {
        Some((visitors, value)) => {
            ArmFigures { visitors: Some(visitors), visitor_value: Some(value / visitors), ..all }
        }
        None => all,
    }
}

/// The units of an arm among `counted`.
fn arm_units<'a>(counted: impl Iterator<Item = &'a Counted<'a>>, arm: Arm) -> Vec<Unit> {
    group(counted.filter(|c| c.sale.arm == Some(arm)).map(Counted::entry))
}

/// The lift of a week. With fewer draws than for the total, and fewer still where orders are many: its last
/// digit means nothing, and every week asks for it.
fn order_value_lift(shown: &[Unit], held_out: &[Unit], options: &Options) -> Option<Lift> {
    const WORK: usize = 20_000_000;
    let draws = (WORK / (shown.len() + held_out.len()).max(1)).clamp(199, 999).min(options.draws);
    let (a, b) = (parts(shown, |u| u.value), parts(held_out, |u| u.value));
    let sample = |parts| Sample { parts, visitors: None };
    lift(sample(&a), sample(&b), options.level, draws, options.seed)
}

fn by_week(
    counted: &[Counted<'_>],
    visits: Option<&Visits>,
    options: &Options,
    (first, last): (i64, i64),
) -> Vec<Week> {
    let with_model = counted.iter().any(|c| c.attached.is_some());
    let (from, to) = (weeks::week_of(first), weeks::week_of(last));
    // A week that the export cuts is no week: its orders are fewer for that reason alone.
    let cut = |week: i64| {
        let (starts, ends) = (weeks::start(week), weeks::start(week + 1));
        (week == from && first - starts >= 86_400) || (week == to && ends - last > 86_400)
    };
    // Only weeks that have orders: one wild date must not make a thousand empty ones.
    let mut all: Vec<i64> = counted.iter().map(|c| c.week).collect();
    all.dedup();
    all.into_iter()
        .map(|week| {
            let until = counted.partition_point(|c| c.week <= week);
            let since = counted.partition_point(|c| c.week < week);
            let own = counted.get(since..until).unwrap_or(&[]);
            let before = counted.get(..until).unwrap_or(&[]);
            let in_experiment = own.iter().any(|c| c.sale.arm.is_some());
            let figures_of = |units: &[Unit], arm: Option<Arm>| {
                let visits = visits.and_then(|visits| match arm {
                    Some(arm) => visits.of(week, arm),
                    None => visits.of_all(week),
                });
                figures(units, with_model, visits)
            };
            let [shown, held] = Arm::BOTH.map(|arm| arm_units(own.iter(), arm));
            let mut so_far = None;
            if in_experiment {
                let [shown, held] = Arm::BOTH.map(|arm| arm_units(before.iter(), arm));
                so_far = order_value_lift(&shown, &held, options);
            }
            Week {
                starts: weeks::day(weeks::start(week)),
                partial: cut(week),
                all: figures_of(&group(own.iter().map(Counted::entry)), None),
                lift: order_value_lift(&shown, &held, options),
                so_far,
                shown: figures_of(&shown, Some(Arm::Shown)),
                held_out: figures_of(&held, Some(Arm::HeldOut)),
            }
        })
        .collect()
}

fn launch(counted: &[Counted<'_>], at: i64, with_model: bool) -> (String, ArmFigures, ArmFigures) {
    let part = |keep: &dyn Fn(i64) -> bool| {
        let units = group(counted.iter().filter(|c| keep(c.time)).map(Counted::entry));
        figures(&units, with_model, None)
    };
    (weeks::day(at), part(&|time| time < at), part(&|time| time >= at))
}

/// The experiment and its orders a week; `None` where no order carries an arm.
fn experiment(
    counted: &[Counted<'_>],
    visits: Option<&Visits>,
    options: &Options,
) -> Option<(Experiment, f64)> {
    let in_it: Vec<&Counted<'_>> = counted.iter().filter(|c| c.sale.arm.is_some()).collect();
    let (first, last) = (in_it.first()?.time, in_it.last()?.time);
    let [shown, held] = Arm::BOTH.map(|arm| arm_units(in_it.iter().copied(), arm));
    let with_model = in_it.iter().any(|c| c.attached.is_some());
    let compare = |figure, a: &[Part], b: &[Part], visitors: Option<[f64; 2]>| {
        let [va, vb] = visitors.map_or([None, None], |v| v.map(Some));
        let (a, b) = (Sample { parts: a, visitors: va }, Sample { parts: b, visitors: vb });
        Comparison {
            figure,
            shown: ratio(a),
            held_out: ratio(b),
            lift: lift(a, b, options.level, options.draws, options.seed),
        }
    };
    let plain = |figure, of: fn(&Unit) -> f64| compare(figure, &parts(&shown, of), &parts(&held, of), None);
    let mut comparisons = vec![plain(words::ORDER_VALUE, |u| u.value), plain(words::ITEMS, |u| u.items)];
    if with_model {
        comparisons.push(plain(words::ATTACH_RATE, |u| u.attached));
    }
    let average = |units: &[Unit]| units.iter().map(|u| u.value / u.orders).collect::<Vec<f64>>();
    let mut robust = yuen_welch(&average(&shown), &average(&held), options.level);
    let visitors = visits.map(|v| Arm::BOTH.map(|arm| v.total(arm))).filter(|v| v.iter().all(|n| *n > 0.0));
    if let (Some(visits), Some(visitors)) = (visits, visitors) {
        // Only weeks in which both arms were counted: else orders would have no visitors.
        let covered = || in_it.iter().copied().filter(|c| visits.covers(c.week));
        let [a, b] = Arm::BOTH.map(|arm| parts(&arm_units(covered(), arm), |u| u.value));
        comparisons.insert(0, compare(words::VISITOR_VALUE, &a, &b, Some(visitors)));
        robust = capped(&a, &b, visitors, options);
    }
    let names = |arm: Arm| -> BTreeSet<&str> {
        let of = in_it.iter().filter(|c| c.sale.arm == Some(arm));
        of.map(|c| c.sale.customer.as_str()).filter(|name| !name.is_empty()).collect()
    };
    let in_both = names(Arm::Shown).intersection(&names(Arm::HeldOut)).count() as u64;
    let of = |units: &[Unit], arm: Arm| {
        figures(units, with_model, visitors.and_then(|v| v.get(arm as usize).copied()))
    };
    let (mut shown_figures, mut held_figures) = (of(&shown, Arm::Shown), of(&held, Arm::HeldOut));
    if let Some(first) = comparisons.first().filter(|first| first.figure == words::VISITOR_VALUE) {
        // Of the weeks that have visitors, as compared.
        (shown_figures.visitor_value, held_figures.visitor_value) = (first.shown, first.held_out);
    }
    // Customers and not orders: those of one customer lie in one arm, and would be taken for a broken split.
    let counts = visitors.unwrap_or([shown_figures.customers as f64, held_figures.customers as f64]);
    let mismatch = options.share.and_then(|share| {
        let [a, b] = counts;
        mismatch::test(a, b, share, visitors.is_some())
    });
    let orders = in_it.len() as f64;
    let all: Vec<Unit> = shown.iter().chain(&held).copied().collect();
    let smallest = spread(&all).filter(|s| *s > 0.0 && held_figures.orders > 0 && shown_figures.orders > 0);
    let held_share = held_figures.orders as f64 / orders;
    Some((
        Experiment {
            days: (weeks::day(first), weeks::day(last)),
            comparisons,
            robust,
            mismatch,
            in_both,
            smallest: smallest.map(|s| power::smallest(orders, s, held_share, options.level)),
            shown: shown_figures,
            held_out: held_figures,
        },
        orders / ((last - first) as f64 / 604_800.0).max(1.0 / 7.0),
    ))
}

/// Revenue per visitor with the largest hundredth of customers, of both arms together, capped at the
/// smallest of them.
fn capped(shown: &[Part], held: &[Part], visitors: [f64; 2], options: &Options) -> Option<Trimmed> {
    let mut all: Vec<f64> = shown.iter().chain(held).map(|(value, _)| *value).collect();
    all.sort_unstable_by(f64::total_cmp);
    let cap = super::resample::quantile(&all, 0.99);
    let cut =
        |arm: &[Part]| arm.iter().map(|(value, orders)| (value.min(cap), *orders)).collect::<Vec<Part>>();
    let (a, b) = (cut(shown), cut(held));
    let [va, vb] = visitors;
    let (a, b) = (Sample { parts: &a, visitors: Some(va) }, Sample { parts: &b, visitors: Some(vb) });
    let lift = lift(a, b, options.level, options.draws, options.seed)?;
    Some(Trimmed { shown: ratio(a)?, held_out: ratio(b)?, lift })
}
