//! The report's table for spreadsheets.

use super::run::{ArmFigures, Report};
use super::words::VISITOR_VALUE;
use crate::trainer::rejects::safe;

/// Week by week and in total, an arm a row.
///
/// # Errors
///
/// When the CSV writer fails, which memory does not.
pub fn csv(report: &Report) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record([
        "week",
        "arm",
        "orders",
        "customers",
        "value",
        "order_value",
        "items_per_order",
        "attach_rate",
        "visitors",
        "revenue_per_visitor",
        "shown_over_held_out",
        "low",
        "high",
        "currency",
        "partial_week",
    ])?;
    for week in &report.weeks {
        let partial = if week.partial { "yes" } else { "" };
        let arms =
            [("all", &week.all, None), ("shown", &week.shown, week.lift), ("held-out", &week.held_out, None)];
        for (arm, figures, lift) in arms.into_iter().filter(|(arm, f, _)| *arm == "all" || f.orders > 0) {
            row(&mut out, report, (&week.starts, arm, partial), figures, lift)?;
        }
    }
    row(&mut out, report, ("total", "all", ""), &report.all, None)?;
    if let Some(e) = &report.experiment {
        let lift = e.comparisons.iter().find(|c| c.figure != VISITOR_VALUE).and_then(|c| c.lift);
        row(&mut out, report, ("total", "shown", ""), &e.shown, lift)?;
        row(&mut out, report, ("total", "held-out", ""), &e.held_out, None)?;
    }
    out.into_inner().map_err(|error| error.into_error().into())
}

fn row(
    out: &mut csv::Writer<Vec<u8>>,
    report: &Report,
    (week, arm, partial): (&str, &str, &str),
    f: &ArmFigures,
    lift: Option<super::resample::Lift>,
) -> Result<(), csv::Error> {
    let number =
        |value: Option<f64>, digits: usize| value.map_or_else(String::new, |v| format!("{v:.digits$}"));
    // As a ratio and not as a lift, which may begin with a minus as a formula does.
    out.write_record([
        week.to_owned(),
        arm.to_owned(),
        f.orders.to_string(),
        f.customers.to_string(),
        format!("{:.2}", f.value),
        number(f.order_value, 2),
        number(f.items, 3),
        number(f.attach_rate, 4),
        number(f.visitors, 0),
        number(f.visitor_value, 4),
        number(lift.map(|l| 1.0 + l.lift), 4),
        number(lift.map(|l| 1.0 + l.low), 4),
        number(lift.map(|l| 1.0 + l.high), 4),
        safe(&report.currency),
        partial.to_owned(),
    ])
}
