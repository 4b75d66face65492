//! What may be concluded, and what may not, in plain words.

use super::run::{Experiment, Report};
use crate::trainer::page::grouped;

/// Name of the average order value.
pub const ORDER_VALUE: &str = "average order value";
/// Name of the pieces an order.
pub const ITEMS: &str = "items per order";
/// Name of the share of orders with a recommended pair.
pub const ATTACH_RATE: &str = "orders with a recommended pair";
/// Name of the revenue over visitors.
pub const VISITOR_VALUE: &str = "revenue per visitor";

/// What an experiment says of its first figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The split is broken: nothing can be said.
    Broken,
    /// Too few orders for any figure.
    TooLittle,
    /// No difference that chance could not make.
    NotSeen,
    /// The mean differs, but not without the largest orders.
    ByFew,
    /// Higher where blocks are shown.
    Higher,
    /// Lower where blocks are shown.
    Lower,
}

/// What an experiment says. A difference counts only when the interval of the mean and the robust check
/// both leave 0 out on the same side, so a false one is rarer than the interval's own error.
pub fn verdict(experiment: &Experiment) -> Verdict {
    if experiment.mismatch.is_some_and(|m| m.alarm()) {
        return Verdict::Broken;
    }
    let Some(lift) = experiment.comparisons.first().and_then(|c| c.lift) else {
        return Verdict::TooLittle;
    };
    let robust = experiment.robust.map_or(0, |check| check.lift.sign());
    match lift.sign() {
        0 => Verdict::NotSeen,
        sign if sign != robust => Verdict::ByFew,
        1 => Verdict::Higher,
        _ => Verdict::Lower,
    }
}

/// A share as people write it: "+5.2 %".
pub fn percent(share: f64) -> String {
    format!("{:+.1} %", share * 100.0).replace('-', "−")
}

/// The sentences under a report; the first is the answer.
pub fn conclusions(report: &Report) -> Vec<String> {
    match &report.experiment {
        Some(experiment) => of_experiment(report, experiment),
        None => without_experiment(report),
    }
}

fn of_experiment(report: &Report, experiment: &Experiment) -> Vec<String> {
    let verdict = verdict(experiment);
    let first = experiment.comparisons.first();
    let figure = first.map_or(ORDER_VALUE, |c| c.figure);
    let mut out = vec![answer(verdict, experiment, figure)];
    if let Some(m) = experiment.mismatch {
        let what = if m.of_visitors { "visitors" } else { "customers" };
        if !m.alarm() {
            out.push(format!(
                "The split is as it should be: {:.1} % of {what} held out, {:.1} % asked for (p = {:.2}).",
                m.found * 100.0,
                m.expected * 100.0,
                m.p
            ));
        } else if !m.of_visitors {
            out.push("Only customers were counted. Blocks that change how many people buy would shift the split as well; give the visitors of each arm (--visits) to tell the two apart.".to_owned());
        }
    } else {
        out.push("Whether the split is as it should be was not checked: say what share was to be held out (--share).".to_owned());
    }
    if verdict == Verdict::NotSeen
        && let Some(smallest) = experiment.smallest
    {
        out.push(format!(
            "That is not a proof that there is none: this many orders find a lift of the {ORDER_VALUE} four times out of five only from about {} on.",
            percent(smallest)
        ));
    }
    out.extend(waiting(
        report,
        experiment.held_out.orders as f64
            / (experiment.shown.orders + experiment.held_out.orders).max(1) as f64,
    ));
    if figure == ORDER_VALUE {
        out.push("Order values count buyers only. Blocks that make more, or fewer, visitors buy do not show here: that takes the visitors of each arm (--visits).".to_owned());
    }
    out.push(format!(
        "The answer rests on one figure, {figure}, chosen beforehand. The others are for orientation: one in twenty of them leaves its interval by chance. The same holds for looking every week and stopping when it looks good: settle the last day first."
    ));
    if experiment.held_out.customers < 400 || experiment.shown.customers < 400 {
        out.push("An arm has fewer than 400 customers. With so few, and some very large orders among them, intervals are narrower than they should be.".to_owned());
    }
    if experiment.in_both > 0 {
        out.push(format!(
            "{} bought in both arms, on two devices or after clearing the browser. That makes any difference look smaller than it is.",
            if experiment.in_both == 1 { "One customer".to_owned() } else { format!("{} customers", grouped(experiment.in_both)) }
        ));
    }
    if report.without_arm > 0 {
        out.push(format!(
            "{} of {} orders carry no arm and are in no arm's figures.",
            grouped(report.without_arm),
            grouped(report.orders)
        ));
    }
    out
}

fn answer(verdict: Verdict, experiment: &Experiment, figure: &str) -> String {
    let lift = experiment.comparisons.first().and_then(|c| c.lift);
    let range = lift.map_or_else(String::new, |l| {
        format!("{} (between {} and {})", percent(l.lift), percent(l.low), percent(l.high))
    });
    match verdict {
        Verdict::Broken => {
            let p = experiment.mismatch.map_or(0.0, |m| m.p);
            let chance =
                if p < 1e-6 { "less than one in a million".to_owned() } else { format!("p = {p:.6}") };
            format!(
                "No conclusion: the arms do not have the sizes they should have ({chance}). Something assigns or loses visitors unevenly, and until that is found no difference below can be trusted."
            )
        }
        Verdict::TooLittle => "No conclusion: an arm has too few orders.".to_owned(),
        Verdict::NotSeen => format!(
            "No difference that chance could not make: {figure} {range} where recommendations were shown."
        ),
        Verdict::ByFew => format!(
            "No conclusion yet: {figure} differs by {range}, but not without the largest orders. A few of them decide; wait."
        ),
        Verdict::Higher => {
            format!("Recommendations raised the {figure} by {range}, with and without the largest orders.")
        }
        Verdict::Lower => format!(
            "Recommendations lowered the {figure} by {range}, with and without the largest orders. Look at what the blocks show."
        ),
    }
}

fn without_experiment(report: &Report) -> Vec<String> {
    let mut out = Vec::new();
    match &report.launch {
        Some((day, before, since)) => {
            let pair = (before.order_value, since.order_value);
            let change = match pair {
                (Some(a), Some(b)) if a > 0.0 => format!(
                    "The {ORDER_VALUE} was {a:.2} {0} before {day} and {b:.2} {0} since ({1}). ",
                    report.currency,
                    percent(b / a - 1.0)
                ),
                _ => format!("There are no orders on both sides of {day}. "),
            };
            out.push(format!("{change}This proves nothing: season, prices, advertising and who buys change as well, and no order says what it would have been without the blocks."));
        }
        None => out.push(
            "This proves nothing about recommendations: no order carries an experiment's arm.".to_owned(),
        ),
    }
    out.push("To know, hold the blocks out for a part of the visitors and let each order carry its arm (the order attribute pairwell_arm, \"shown\" or \"held-out\").".to_owned());
    out.extend(waiting(report, 0.5));
    out
}

/// How long it takes, for the share held out that is nearest to `share`.
fn waiting(report: &Report, share: f64) -> Vec<String> {
    let nearest = |a: f64, b: f64| (a - share).abs().total_cmp(&(b - share).abs());
    let Some(share) = report.waits.iter().map(|w| w.held_out).min_by(|a, b| nearest(*a, *b)) else {
        return Vec::new();
    };
    let wait = |lift: f64| report.waits.iter().find(|w| w.held_out == share && w.lift == lift);
    let say = |lift: f64| wait(lift).map(|w| format!("a {:.0} % lift {}", lift * 100.0, in_weeks(w.weeks)));
    let lifts: Vec<String> = [0.05, 0.1, 0.2].into_iter().filter_map(say).collect();
    let a_month = (report.a_week * 365.25 / 84.0).round();
    vec![format!(
        "At {} orders a month with {:.0} % held out you will see {}, four times out of five.",
        grouped(a_month as u64),
        share * 100.0,
        lifts.join(", ")
    )]
}

/// A time to wait.
pub fn in_weeks(weeks: f64) -> String {
    match weeks.ceil() {
        n if n <= 1.0 => "within a week".to_owned(),
        n if n <= 104.0 => format!("in {n:.0} weeks"),
        n if n <= 520.0 => format!("in {:.0} years", (n / 52.0).ceil()),
        _ => "not within ten years".to_owned(),
    }
}
