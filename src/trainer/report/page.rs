//! The report as one HTML page, its pictures inside. Nothing in it is fetched from anywhere.

use super::plots;
use super::run::{Comparison, Experiment, Report};
use super::words::{ATTACH_RATE, ITEMS, ORDER_VALUE, VISITOR_VALUE, Verdict, in_weeks, percent, verdict};
use crate::trainer::page::{cells, escape, figure, grouped, whole, wide};

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
            tiles.push((format!("{:.0}", report.a_week), "orders a week".to_owned()));
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
        "<table><tr><th>figure</th><th>shown</th><th>held out</th><th>difference ({:.0} % interval)</th></tr>",
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

fn week_table(report: &Report) -> String {
    let with_arms = report.experiment.is_some();
    let mut out = String::from("<table><tr><th>week from</th><th>orders</th>");
    let heads: &[&str] = if with_arms {
        &["value, shown", "value, held out", "lift this week", "items, shown", "items, held out"]
    } else {
        &["average order value", "items per order", "orders with a recommended pair"]
    };
    heads.iter().for_each(|head| out.push_str(&format!("<th>{head}</th>")));
    out.push_str("</tr>");
    let in_it = |week: &&super::run::Week| !with_arms || week.shown.orders + week.held_out.orders > 0;
    for week in report.weeks.iter().filter(in_it) {
        let mut row = vec![week.starts.clone(), grouped(week.all.orders)];
        if with_arms {
            row.push(shown(ORDER_VALUE, week.shown.order_value));
            row.push(shown(ORDER_VALUE, week.held_out.order_value));
            let interval = |l: super::resample::Lift| {
                format!("{} ({} … {})", percent(l.lift), percent(l.low), percent(l.high))
            };
            row.push(week.lift.map_or_else(|| "–".to_owned(), interval));
            row.push(shown(ITEMS, week.shown.items));
            row.push(shown(ITEMS, week.held_out.items));
        } else {
            row.push(shown(ORDER_VALUE, week.all.order_value));
            row.push(shown(ITEMS, week.all.items));
            row.push(shown(ATTACH_RATE, week.all.attach_rate));
        }
        let text = cells(&row);
        out.push_str(&if week.partial { text.replacen("<tr>", "<tr class=\"part\">", 1) } else { text });
    }
    out.push_str("</table>");
    let part = report.weeks.iter().filter(in_it).any(|week| week.partial);
    let note =
        if part { "<p class=\"quiet\">Grey: a week that the export has only in part.</p>" } else { "" };
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
        "<h2>How long to wait</h2><p>At {:.0} orders a week, to find a lift of the average order value four times out of five.</p>{}",
        report.a_week,
        wide("How long to wait", &out)
    )
}
