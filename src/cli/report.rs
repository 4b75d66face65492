//! `pairwell report`

use std::io::Write;

use anyhow::{Result, bail};
use pairwell::trainer::directory::read_model;
use pairwell::trainer::output::write_whole;
use pairwell::trainer::rejects::Rejects;
use pairwell::trainer::report::attach::Lists;
use pairwell::trainer::report::{self, Options, Report, files, page, visits};
use pairwell::trainer::{sales, values};

use crate::args::ReportArgs;
use crate::bar::Bar;
use crate::words::{count, grouped};

pub fn run(args: &ReportArgs) -> Result<()> {
    let share = args.share.map(|percent| percent / 100.0);
    if share.is_some_and(|s| !(s > 0.0 && s < 1.0)) {
        bail!("--share is the part of the visitors held out, in per cent: above 0 and below 100");
    }
    let bar = Bar::new();
    let book = sales::read(&args.orders, &args.arm_key, &bar)?;
    let model = args.model.as_deref().map(read_model).transpose()?;
    let lists = model.as_ref().map(|(manifest, model)| Lists::new(model, manifest.scoring, args.list));
    let mut rejects = Rejects::default();
    let visits = args.visits.as_deref().map(|path| visits::read(path, &mut rejects)).transpose()?;
    let launched = args.launched.as_deref().map(values::time).transpose().map_err(anyhow::Error::msg)?;
    let options = Options {
        currency: args.currency.as_ref().map(|code| code.to_uppercase()),
        share,
        launched,
        draws: args.draws(),
        ..Options::default()
    };
    let report = report::report(&book, lists, visits.as_ref(), &options).map_err(anyhow::Error::msg)?;
    bar.finish();

    let html = page::html(&report).map_err(anyhow::Error::msg)?;
    let mut json = serde_json::to_vec_pretty(&report)?;
    json.push(b'\n');
    write_whole(&args.output, "report.html", html.as_bytes())?;
    write_whole(&args.output, "report.csv", &files::csv(&report)?)?;
    write_whole(&args.output, "report.json", &json)?;
    for rejected in [&book.rejects, &rejects].into_iter().flat_map(Rejects::rows).take(3) {
        eprintln!("note: {}:{}: {}", rejected.file.display(), rejected.line, rejected.reason);
    }
    let bad = book.rejects.total() + rejects.total();
    if bad > 0 {
        eprintln!("note: {} could not be read in full", count(bad, "row", "rows"));
    }
    if let Some((value, n)) = &book.odd_arms {
        eprintln!(
            "note: {} carry an arm that is neither shown nor held-out, such as {value:?}",
            count(*n, "order", "orders")
        );
    }
    let by_arm = report.experiment.as_ref().and_then(|e| e.shown.visitors).is_some();
    if report.experiment.is_some() && visits.is_some() && !by_arm {
        eprintln!(
            "note: no week of the visits has both arms: the answer rests on the average order value, not on revenue per visitor"
        );
    } else if report.experiment.is_none() && visits.is_some() && report.all.visitors.is_none() {
        eprintln!("note: no visit without an arm is of a week with orders, and no order carries an arm");
    }
    summary(&mut std::io::stdout().lock(), &report)?;
    println!("Wrote report.html, report.csv and report.json to {}.", args.output.display());
    Ok(())
}

fn summary(out: &mut impl Write, report: &Report) -> Result<()> {
    let (from, to) = &report.days;
    writeln!(
        out,
        "{} from {from} to {to}{}.",
        count(report.orders, "order", "orders"),
        if report.currency.is_empty() { String::new() } else { format!(", in {}", report.currency) }
    )?;
    for (reason, n) in &report.left_out {
        writeln!(out, "{:>12}  left out: {reason}", grouped(*n))?;
    }
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.2}"));
    match &report.experiment {
        Some(e) => {
            writeln!(
                out,
                "Experiment from {} to {}: {} shown, {} held out.",
                e.days.0,
                e.days.1,
                count(e.shown.orders, "order", "orders"),
                grouped(e.held_out.orders)
            )?;
            let interval = format!("difference ({:.0} % interval)", report.level * 100.0);
            writeln!(out, "{:<32} {:>10} {:>10}  {interval}", "", "shown", "held out")?;
            for (at, c) in e.comparisons.iter().enumerate() {
                let (a, b) = (page::shown(c.figure, c.shown), page::shown(c.figure, c.held_out));
                writeln!(out, "{:<32} {a:>10} {b:>10}  {}", c.figure, page::lift(c))?;
                if let Some(check) = e.robust.filter(|_| at == 0) {
                    let (a, b) = (
                        page::shown(c.figure, Some(check.shown)),
                        page::shown(c.figure, Some(check.held_out)),
                    );
                    let robust = report::Comparison { lift: Some(check.lift), ..c.clone() };
                    writeln!(
                        out,
                        "{:<32} {a:>10} {b:>10}  {}",
                        "  without the largest orders",
                        page::lift(&robust)
                    )?;
                }
            }
        }
        None => {
            writeln!(
                out,
                "Average order value {}, {} items an order{}{}.",
                number(report.all.order_value),
                number(report.all.items),
                report.all.attach_rate.map_or_else(String::new, |r| format!(
                    ", {:.1} % of orders with a recommended pair",
                    r * 100.0
                )),
                report
                    .all
                    .visitor_value
                    .map_or_else(String::new, |v| format!(", {v:.3} revenue per visitor"))
            )?;
            for week in report.weeks.iter().rev().take(4).rev() {
                let part = if week.partial { " (not a whole week)" } else { "" };
                let orders = count(week.all.orders, "order", "orders");
                writeln!(
                    out,
                    "  week from {}: {} in {orders}{part}",
                    week.starts,
                    number(week.all.order_value)
                )?;
            }
        }
    }
    writeln!(out)?;
    for sentence in &report.conclusions {
        writeln!(out, "- {sentence}")?;
    }
    writeln!(out)?;
    Ok(())
}
