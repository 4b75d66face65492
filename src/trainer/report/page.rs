//! The report as one HTML page, its pictures inside. Nothing in it is fetched from anywhere.

use super::plots;
use super::run::{ArmFigures, Comparison, Experiment, Report, Week};
use super::words::{ATTACH_RATE, ITEMS, ORDER_VALUE, VISITOR_VALUE, Verdict, in_weeks, percent, verdict};
use crate::trainer::page::{cells, escape, figure, grouped, whole, wide};

/// A figure of an arm in a week, where it has one.
type Figure = fn(&ArmFigures) -> Option<f64>;

/// The page.
///
/// # Errors
///
/// When a picture cannot be drawn.
pub fn html(report: &Report) -> Result<String, String> {
    let mut body = String::new();
    let (from, to) = &report.days;
    body.push_str(&format!(
        "<p class=\"quiet\">{} orders from {from} to {to}, amounts in {}.</p>",
        grouped(report.orders),
        if report.currency.is_empty() { "the shop's currency".to_owned() } else { escape(&report.currency) }
    ));
    let mut sentences = report.conclusions.iter();
    if let Some(answer) = sentences.next() {
        let class = match report.experiment.as_ref().map(verdict) {
            Some(Verdict::Higher) => "answer good",
            Some(Verdict::Lower | Verdict::Broken) => "answer bad",
            _ => "answer",
        };
        body.push_str(&format!("<p class=\"{class}\">{}</p>", escape(answer)));
    }
    body.push_str(&tiles(report));
    body.push_str("<ul>");
    sentences.for_each(|sentence| body.push_str(&format!("<li>{}</li>", escape(sentence))));
    body.push_str("</ul>");
    if let Some(experiment) = &report.experiment {
        body.push_str(&comparison_table(report, experiment));
        body.push_str(&figure("Lift so far, with its interval", &plots::lifts(report)?));
    }
    body.push_str(&figure("Average order value by week", &plots::order_values(report)?));
    body.push_str(&week_table(report));
    body.push_str(&wait_table(report));
    if !report.left_out.is_empty() {
        body.push_str("<h2>Orders left out</h2><ul>");
        for (reason, n) in &report.left_out {
            body.push_str(&format!("<li>{} {}</li>", grouped(*n), escape(reason)));
        }
        body.push_str("</ul>");
    }
    Ok(whole("Pairwell: report", "What recommendations did", &body))
}

/// The figures that are looked for first.
fn tiles(report: &Report) -> String {
    let mut tiles: Vec<(String, String)> = Vec::new();
    match report.experiment.as_ref().and_then(|e| Some((e, e.comparisons.first()?))) {
        Some((experiment, first)) => {
            let difference = first.lift.map_or_else(|| "–".to_owned(), |l| percent(l.lift));
            tiles.push((difference, format!("difference of {}", first.figure)));
            tiles.push((shown(first.figure, first.shown), "where recommendations were shown".to_owned()));
            tiles.push((shown(first.figure, first.held_out), "where they were held out".to_owned()));
            let orders = experiment.shown.orders + experiment.held_out.orders;
            tiles.push((grouped(orders), "orders in the experiment".to_owned()));
        }
        None => {
            tiles.push((shown(ORDER_VALUE, report.all.order_value), ORDER_VALUE.to_owned()));
            tiles.push((shown(ITEMS, report.all.items), ITEMS.to_owned()));
            if report.all.attach_rate.is_some() {
                tiles.push((shown(ATTACH_RATE, report.all.attach_rate), ATTACH_RATE.to_owned()));
            }
            if report.all.visitor_value.is_some() {
                tiles.push((shown(VISITOR_VALUE, report.all.visitor_value), VISITOR_VALUE.to_owned()));
            }
            tiles.push((grouped(report.a_week.round() as u64), "orders a week".to_owned()));
        }
    }
    let tile = |(figure, name): &(String, String)| {
        format!("<li><b>{}</b><span>{}</span></li>", escape(figure), escape(name))
    };
    format!("<ul class=\"tiles\">{}</ul>", tiles.iter().map(tile).collect::<String>())
}

/// A figure as it is written, by its name.
pub fn shown(name: &str, value: Option<f64>) -> String {
    match (name, value) {
        (_, None) => "–".to_owned(),
        (ATTACH_RATE, Some(v)) => format!("{:.1} %", v * 100.0),
        (VISITOR_VALUE, Some(v)) => format!("{v:.3}"),
        (_, Some(v)) => format!("{v:.2}"),
    }
}

/// The lift of a comparison with its interval.
pub fn lift(comparison: &Comparison) -> String {
    comparison.lift.map_or_else(
        || "too little to tell".to_owned(),
        |l| format!("{} ({} … {})", percent(l.lift), percent(l.low), percent(l.high)),
    )
}

/// What the robust check compares, in words.
pub fn robust_name(experiment: &Experiment) -> &'static str {
    match experiment.comparisons.first().map(|c| c.figure) {
        Some(VISITOR_VALUE) => "the same, largest hundredth of customers capped",
        _ => "customers' average order, without the lowest and highest fifth",
    }
}

fn comparison_table(report: &Report, experiment: &Experiment) -> String {
    let (from, to) = &experiment.days;
    let mut out = format!(
        "<table class=\"compared\"><tr><th>figure</th><th>shown</th><th>held out</th><th>difference ({:.0} % interval)</th></tr>",
        report.level * 100.0
    );
    for (at, comparison) in experiment.comparisons.iter().enumerate() {
        let name = comparison.figure;
        let row = [
            name.to_owned(),
            shown(name, comparison.shown),
            shown(name, comparison.held_out),
            lift(comparison),
        ];
        let class = if at == 0 { "<tr class=\"first\">" } else { "<tr>" };
        out.push_str(&cells(&row).replacen("<tr>", class, 1));
        if let Some(check) = experiment.robust.filter(|_| at == 0) {
            let l = check.lift;
            let row = [
                robust_name(experiment).to_owned(),
                shown(name, Some(check.shown)),
                shown(name, Some(check.held_out)),
                format!("{} ({} … {})", percent(l.lift), percent(l.low), percent(l.high)),
            ];
            out.push_str(&cells(&row));
        }
    }
    out.push_str("</table>");
    format!(
        "<h2>The experiment</h2><p>{from} to {to}: {} orders of {} customers with recommendations shown, {} of {} held out.</p>{}",
        grouped(experiment.shown.orders),
        grouped(experiment.shown.customers),
        grouped(experiment.held_out.orders),
        grouped(experiment.held_out.customers),
        wide("The experiment", &out)
    )
}

/// The weeks, a column for every figure that is known; with an experiment both arms in a cell.
fn week_table(report: &Report) -> String {
    let with_arms = report.experiment.is_some();
    let in_it = |week: &&Week| !with_arms || week.shown.orders + week.held_out.orders > 0;
    let weeks: Vec<&Week> = report.weeks.iter().filter(in_it).collect();
    let figures: [(&str, Figure); 4] = [
        (ORDER_VALUE, |arm| arm.order_value),
        (ITEMS, |arm| arm.items),
        (ATTACH_RATE, |arm| arm.attach_rate),
        (VISITOR_VALUE, |arm| arm.visitor_value),
    ];
    let arms = |week: &Week| {
        if with_arms { vec![week.shown.clone(), week.held_out.clone()] } else { vec![week.all.clone()] }
    };
    let known = |of: fn(&ArmFigures) -> Option<f64>| {
        weeks.iter().any(|week| arms(week).iter().any(|arm| of(arm).is_some()))
    };
    let figures: Vec<_> = figures.into_iter().filter(|(_, of)| known(*of)).collect();
    let mut out = String::from("<table class=\"weeks\"><tr><th>week from</th><th>orders</th>");
    for (name, _) in &figures {
        out.push_str(&format!("<th>{name}</th>"));
        if with_arms && *name == ORDER_VALUE {
            out.push_str("<th>its lift this week</th>");
        }
    }
    out.push_str("</tr>");
    let both = |cells: Vec<String>| cells.join(" / ");
    for week in &weeks {
        let arms = arms(week);
        let mut row = vec![week.starts.clone(), both(arms.iter().map(|arm| grouped(arm.orders)).collect())];
        for (name, of) in &figures {
            row.push(both(arms.iter().map(|arm| shown(name, of(arm))).collect()));
            if with_arms && *name == ORDER_VALUE {
                let interval = |l: super::resample::Lift| {
                    format!("{} ({} … {})", percent(l.lift), percent(l.low), percent(l.high))
                };
                row.push(week.lift.map_or_else(|| "–".to_owned(), interval));
            }
        }
        let text = cells(&row);
        out.push_str(&if week.partial { text.replacen("<tr>", "<tr class=\"part\">", 1) } else { text });
    }
    out.push_str("</table>");
    let mut notes = Vec::new();
    if with_arms {
        notes.push("Before the stroke: recommendations shown; after it: held out.");
    }
    if weeks.iter().any(|week| week.partial) {
        notes.push("Grey: a week that the export has only in part.");
    }
    let note = match notes.is_empty() {
        true => String::new(),
        false => format!("<p class=\"quiet\">{}</p>", notes.join(" ")),
    };
    format!("<h2>Week by week</h2>{}{note}", wide("Week by week", &out))
}

fn wait_table(report: &Report) -> String {
    if report.waits.is_empty() {
        return String::new();
    }
    let (mut shares, mut lifts): (Vec<f64>, Vec<f64>) =
        report.waits.iter().map(|w| (w.held_out, w.lift)).unzip();
    for values in [&mut shares, &mut lifts] {
        values.sort_by(f64::total_cmp);
        values.dedup();
    }
    let mut out = String::from("<table><tr><th>held out</th>");
    lifts.iter().for_each(|lift| out.push_str(&format!("<th>a lift of {:.0} %</th>", lift * 100.0)));
    out.push_str("</tr>");
    for share in &shares {
        let mut row = vec![format!("{:.0} %", share * 100.0)];
        row.extend(lifts.iter().map(|lift| {
            let wait = report.waits.iter().find(|w| w.held_out == *share && w.lift == *lift);
            wait.map_or_else(String::new, |w| in_weeks(w.weeks))
        }));
        out.push_str(&cells(&row));
    }
    out.push_str("</table>");
    format!(
        "<h2>How long to wait</h2><p>At {} orders a week, to find a lift of the average order value four times out of five.</p>{}",
        grouped(report.a_week.round() as u64),
        wide("How long to wait", &out)
    )
}
