//! `pairwell lint`

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::{Result, bail};
use pairwell::trainer::compare::lint::{Lint, Problem, lint};
use pairwell::trainer::directory::read_model;
use pairwell::trainer::rejects::Rejects;
use pairwell::trainer::rules::check::{Finding, Level, check};
use pairwell::trainer::rules::facts::Facts;
use pairwell::trainer::{Source, load};

use crate::args::LintArgs;
use crate::bar::Bar;
use crate::refusal::Refusal;
use crate::words::{count, grouped};

/// Digits of a price behind the point where no order says its currency: those of most currencies.
const DIGITS: u32 = 2;

/// Products named for each problem; `--json` names all.
const NAMED: usize = 5;

pub fn run(args: &LintArgs) -> Result<()> {
    if args.path.is_dir() {
        return model(args);
    }
    rules(args)
}

/// A rules file against the products export, and the orders where there are any.
fn rules(args: &LintArgs) -> Result<()> {
    let (rules, segments) = crate::rules::read_all(Some(&args.path))?;
    let Some(products) = &args.products else {
        bail!("rules are checked against the shop's products: --products FILE");
    };
    let bar = Bar::new();
    let mut rejects = Rejects::default();
    let facts = if args.orders.is_empty() {
        Facts::of_export(products, DIGITS, &mut rejects)?
    } else {
        let source = Source {
            orders: args.orders.clone(),
            products: Some(products.clone()),
            events: None,
            url: "/{key}".into(),
            gift_cards: true,
        };
        Facts::of_loaded(&load(&source, &bar)?, Some(products), &mut rejects)?
    };
    let today = crate::rules::day(args.at.as_deref())?;
    let mut findings = check(&rules, &facts, today);
    let mut types: Vec<&str> =
        facts.items.iter().map(|item| item.kind.as_str()).filter(|kind| !kind.is_empty()).collect();
    types.sort_unstable();
    types.dedup();
    // A day that has not ended knows all its orders.
    let end = i64::from(today + 1) * 86_400 - 1;
    findings.extend(crate::segments::findings(&segments, &types, (&args.orders, products), end, &bar)?);
    findings.sort_by(|a, b| a.place.cmp(&b.place).then(a.level.cmp(&b.level)));
    bar.finish();
    let number = |level: Level| findings.iter().filter(|finding| finding.level == level).count();
    let (errors, warnings) = (number(Level::Error), number(Level::Warning));
    let mut out = std::io::stdout().lock();
    if args.json {
        let all = serde_json::json!({ "errors": errors, "warnings": warnings, "findings": findings });
        writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
    } else {
        for Finding { level, place, what } in &findings {
            let level = if *level == Level::Error { "error" } else { "warning" };
            writeln!(out, "{}:{}:{}: {level}: {what}", args.path.display(), place.line, place.column)?;
        }
        writeln!(
            out,
            "{}{} checked against {}: {}, {}.",
            count(rules.rules.len() as u64, "rule", "rules"),
            match segments.len() as u64 {
                0 => String::new(),
                n => format!(" and {}", count(n, "segment", "segments")),
            },
            count(facts.items.len() as u64, "product", "products"),
            count(errors as u64, "error", "errors"),
            count(warnings as u64, "warning", "warnings")
        )?;
    }
    if errors > 0 || args.strict && warnings > 0 {
        return Err(Refusal("the rules do not mean what they say: see the lines above".to_owned()).into());
    }
    Ok(())
}

/// A model directory against the products export.
fn model(args: &LintArgs) -> Result<()> {
    let Some(products) = &args.products else {
        bail!("a model is checked against the shop's products: --products FILE");
    };
    let (manifest, model) = read_model(&args.path)?;
    let mut rejects = Rejects::default();
    let found = lint(&model, products, (&manifest.currency, manifest.minor_digits), &mut rejects)?;
    if rejects.total() > 0 {
        eprintln!(
            "note: {} of the products could not be read in full",
            count(rejects.total(), "row", "rows")
        );
    }
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&found)?)?;
    } else {
        text(&mut out, &found, model.len())?;
    }
    if found.errors > 0 || (args.strict && found.warnings > 0) {
        let errors = count(found.errors as u64, "product leads", "products lead");
        let more = if args.strict {
            format!(", {} more findings", grouped(found.warnings as u64))
        } else {
            String::new()
        };
        return Err(
            Refusal(format!("{errors} shoppers wrong{more}: train again with this products export")).into()
        );
    }
    Ok(())
}

fn text(out: &mut impl Write, found: &Lint, products: usize) -> Result<()> {
    let mut counts: BTreeMap<Problem, u64> = BTreeMap::new();
    found.findings.iter().for_each(|finding| *counts.entry(finding.problem).or_default() += 1);
    for (problem, n) in &counts {
        let level = if problem.is_error() { "error" } else { "warning" };
        writeln!(out, "{level}: {} {}", count(*n, "product", "products"), problem.words())?;
        for finding in found.findings.iter().filter(|f| f.problem == *problem).take(NAMED) {
            let detail =
                if finding.detail.is_empty() { String::new() } else { format!("  ({})", finding.detail) };
            writeln!(out, "    {}  {}{detail}", finding.key, finding.title)?;
        }
        if *n > NAMED as u64 {
            writeln!(out, "    … and {} more", grouped(n - NAMED as u64))?;
        }
    }
    writeln!(
        out,
        "{} checked: {}, {}. {} for sale are not in the model.",
        count(products as u64, "product", "products"),
        count(found.errors as u64, "error", "errors"),
        count(found.warnings as u64, "warning", "warnings"),
        grouped(found.unknown as u64)
    )?;
    Ok(())
}
