//! `pairwell segments`, and the segments of `train`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use pairwell::model::segments::{Bounds, Segments};
use pairwell::trainer::feed::Identity;
use pairwell::trainer::output::write_private;
use pairwell::trainer::rejects::Rejects;
use pairwell::trainer::report::weeks::day;
use pairwell::trainer::rules::check::Finding;
use pairwell::trainer::sales::{self, SalesBook};
use pairwell::trainer::segments::check::{Known, check, empty};
use pairwell::trainer::segments::customers::{
    Customers, add_views, catalog, customers, kinds, last_order, main_currency,
};
use pairwell::trainer::segments::sheet::sheet;
use pairwell::trainer::segments::{Declared, bounds, compile, load, need_scores};
use pairwell::trainer::values;
use pairwell::trainer::{catalog::Catalog, load::Loaded, progress::Progress};

use crate::args::SegmentsArgs;
use crate::bar::Bar;
use crate::words::{count, grouped};
use crate::{private, stale};

pub fn run(args: &SegmentsArgs) -> Result<()> {
    let (directory, name) = place(&args.output)?;
    private::not_with_a_model(directory, "segments are")?;
    let declared = load(&args.rules)?;
    if declared.is_empty() {
        bail!(
            "{}: no segment is declared: add [[segment]] tables, see docs/segments.md",
            args.rules.display()
        );
    }
    let bar = Bar::new();
    let mut rejects = Rejects::default();
    let products = args.products.as_deref().map(|path| catalog(path, &mut rejects)).transpose()?;
    let book = sales::read(&args.orders, sales::DEFAULT_KEY, &bar)?;
    let known = products.unwrap_or_default();
    let mut all = customers(&book, &known);
    if let Some(path) = &args.events {
        if args.products.is_none() {
            bail!("--events needs --products too: views count by the type of the product");
        }
        add_views(path, &known, &mut all, &mut rejects)?;
    }
    bar.finish();
    if all.is_empty() {
        bail!(
            "no customer is known: the orders have neither an e-mail address nor a customer's id, or no time"
        );
    }
    let currency = main_currency(&book);
    let scores = quintiles(&all, &book, &currency);
    let segments = compile(&declared, scores.clone());
    let now = match &args.at {
        Some(text) => values::time(text).map_err(anyhow::Error::msg)?,
        None => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64),
    };
    note(&args.rules, &check(&declared, Known { currency: &currency, kinds: &kinds(&known) }));
    if args.products.is_none() && declared.iter().any(|one| one.segment.category.is_some()) {
        eprintln!("note: without --products no product has a type, and no condition on a category holds");
    }
    let who = if args.plain_emails { Identity::Plain } else { Identity::Hashed };
    let digits = pairwell::trainer::segments::digits(&currency);
    let sheet = sheet(&all, &segments, scores.as_ref(), (&currency, digits), who, now)?;
    write_private(directory, name, &sheet.bytes)?;

    let mut out = std::io::stdout().lock();
    writeln!(out, "{} on {}:", count(all.len() as u64, "known customer", "known customers"), day(now))?;
    for (name, n) in &sheet.counts {
        let share = *n as f64 * 100.0 / all.len().max(1) as f64;
        let name = if name.is_empty() { "in no segment" } else { name };
        writeln!(out, "{:>10}  {share:>5.1} %  {name}", grouped(*n))?;
    }
    stale::note(last_order(&book), now);
    let bad = book.rejects.total() + rejects.total();
    if bad > 0 {
        eprintln!("note: {} could not be read in full", count(bad, "row", "rows"));
    }
    if sheet.nameless > 0 {
        eprintln!(
            "note: {} known by an id only, which neither Klaviyo nor Omnisend can import",
            count(sheet.nameless, "customer is", "customers are")
        );
    }
    writeln!(out, "Wrote {}.", args.output.display())?;
    match who {
        Identity::Hashed => {
            writeln!(out, "Addresses are SHA-256 hashes; --plain-emails writes them as they are.")?
        }
        Identity::Plain => {
            writeln!(out, "This file holds your customers' addresses: keep it off every web server.")?;
        }
    }
    Ok(())
}

/// Where the file goes: its directory and its name.
fn place(path: &Path) -> Result<(&Path, &str)> {
    let name = path.file_name().and_then(|name| name.to_str()).context("--output names no file")?;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    Ok((directory.unwrap_or(Path::new(".")), name))
}

/// Quintiles as of the last order, so that the same export always gives the same.
fn quintiles(all: &Customers, book: &SalesBook, currency: &str) -> Option<Bounds> {
    bounds(all.values(), currency, last_order(book)?)
}

fn note(rules: &Path, findings: &[Finding]) {
    for Finding { place, what, .. } in findings {
        eprintln!("note: {}:{}:{}: {what}", rules.display(), place.line, place.column);
    }
}

/// What is wrong with the segments of a rules file: for `lint`. `types` are those of products for sale; with `orders`
/// their customers are judged on the day `at`.
pub fn findings(
    declared: &[Declared],
    types: &[&str],
    (orders, products): (&[PathBuf], &Path),
    at: i64,
    progress: &dyn Progress,
) -> Result<Vec<Finding>> {
    if declared.is_empty() || orders.is_empty() {
        return Ok(check(declared, Known { kinds: types, ..Known::default() }));
    }
    let book = sales::read(orders, sales::DEFAULT_KEY, progress)?;
    // What cannot be read of the products is no concern of the rules.
    let all = customers(&book, &catalog(products, &mut Rejects::default())?);
    let currency = main_currency(&book);
    let mut found = check(declared, Known { currency: &currency, kinds: types });
    if !all.is_empty() {
        let scores = quintiles(&all, &book, &currency);
        // Who is never in a segment for a reason that is known already is not told twice.
        let known: Vec<_> = found.iter().map(|finding| finding.place).collect();
        let nobody = empty(declared, &all, scores, at);
        found.extend(nobody.into_iter().filter(|finding| !known.contains(&finding.place)));
    }
    Ok(found)
}

/// The segments of the rules file for the manifest of a model of `loaded`; `None` where it declares none.
pub fn for_model(
    rules: &Path,
    declared: &[Declared],
    orders: &[PathBuf],
    loaded: &Loaded,
    progress: &dyn Progress,
) -> Result<Option<Segments>> {
    if declared.is_empty() {
        return Ok(None);
    }
    let scores = if need_scores(declared) {
        let book = sales::read(orders, sales::DEFAULT_KEY, progress)?;
        let currency = main_currency(&book);
        quintiles(&customers(&book, &Catalog::default()), &book, &currency)
    } else {
        None
    };
    if need_scores(declared) && scores.is_none() {
        eprintln!("note: no order has both a customer and a time: nobody gets scores");
    }
    let mut types: Vec<&str> =
        loaded.products.iter().map(|p| p.card.kind.as_str()).filter(|k| !k.is_empty()).collect();
    types.sort_unstable();
    types.dedup();
    note(rules, &check(declared, Known { currency: &loaded.currency, kinds: &types }));
    Ok(Some(compile(declared, scores)))
}
