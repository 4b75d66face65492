//! `pairwell diff`

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use pairwell::model::Model;
use pairwell::model::manifest::Manifest;
use pairwell::trainer::compare::limits::Limits;
use pairwell::trainer::compare::lists::Named;
use pairwell::trainer::compare::{self, Diff, Side, quality};
use pairwell::trainer::directory::read_model;
use pairwell::trainer::output::brotli_size;
use pairwell::trainer::sales;

use crate::args::DiffArgs;
use crate::bar::Bar;
use crate::refusal::Refusal;
use crate::words::{bytes, count, grouped};

/// Products named in the text; `--json` names all.
const NAMED: usize = 10;

pub fn run(args: &DiffArgs) -> Result<()> {
    let bar = Bar::new();
    let (before, after) = (read_model(&args.old)?, read_model(&args.new)?);
    let (old, new) = (side(&args.old, &before)?, side(&args.new, &after)?);
    let mut quality = Vec::new();
    if let [was, is] = &args.evaluations[..] {
        let found = quality::of_evaluations(&evaluation(was)?, &evaluation(is)?);
        quality.extend(found.map_err(anyhow::Error::msg)?);
    }
    if !args.orders.is_empty() {
        let book = sales::read(&args.orders, sales::DEFAULT_KEY, &bar)?;
        quality.extend(quality::judge(&old, &new, &book, args.cases));
    }
    bar.finish();
    let limits = Limits {
        lost_products: args.max_lost_products / 100.0,
        lost_pairs: args.max_lost_pairs / 100.0,
        quality_drop: args.max_quality_drop / 100.0,
        growth: args.max_growth / 100.0,
    };
    let diff = compare::diff(&old, &new, args.list, quality, &limits);
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&diff)?)?;
    } else {
        text(&mut out, &diff, args)?;
    }
    if diff.broken.is_empty() {
        return Ok(());
    }
    let reasons: Vec<&str> = diff.broken.iter().map(|broken| broken.words.as_str()).collect();
    Err(Refusal(format!("look at it before it goes up: {}", reasons.join("; "))).into())
}

fn evaluation(path: &Path) -> Result<serde_json::Value> {
    let text = fs::read(path).with_context(|| path.display().to_string())?;
    serde_json::from_slice(&text)
        .with_context(|| format!("{}: not what `pairwell evaluate --json` prints", path.display()))
}

fn side<'a>(directory: &Path, read: &'a (Manifest, Model)) -> Result<Side<'a>> {
    let (manifest, model) = read;
    let mut brotli = 0;
    for entry in &manifest.files {
        let path = directory.join(&entry.name);
        brotli += brotli_size(&fs::read(&path).with_context(|| path.display().to_string())?);
    }
    Ok(Side { manifest, model, brotli })
}

fn text(out: &mut impl Write, diff: &Diff, args: &DiffArgs) -> Result<()> {
    if diff.old == diff.new {
        writeln!(out, "Both are model {}.", diff.old)?;
        return Ok(());
    }
    let (products, pairs, size) = (&diff.products, &diff.pairs, &diff.size);
    writeln!(out, "Model {} becomes {}.", diff.old, diff.new)?;
    writeln!(
        out,
        "Products: {} → {}; {} gained, {} lost, {} under another key, {} sold out since.",
        grouped(products.old as u64),
        grouped(products.new as u64),
        grouped(products.gained.len() as u64),
        grouped(products.lost.len() as u64),
        grouped(products.renamed.len() as u64),
        grouped(products.sold_out as u64)
    )?;
    some(out, "gained", &products.gained)?;
    some(out, "lost", &products.lost)?;
    for renamed in products.renamed.iter().take(NAMED) {
        writeln!(out, "  under another key  {} → {}", renamed.old, renamed.new)?;
    }
    more(out, products.renamed.len(), "under another key")?;
    writeln!(
        out,
        "Pairs in lists of {}: {} → {}; {} gained, {} lost, {} at another place. {} of {} have the same list.",
        args.list,
        grouped(pairs.old as u64),
        grouped(pairs.new as u64),
        grouped(pairs.gained as u64),
        grouped(pairs.lost as u64),
        grouped(pairs.moved as u64),
        grouped(pairs.same_lists as u64),
        count(pairs.lists as u64, "product of both", "products of both"),
    )?;
    for changed in pairs.most_popular.iter().take(5) {
        let signed =
            |sign: char, keys: &[String]| keys.iter().map(|key| format!("{sign}{key}")).collect::<Vec<_>>();
        let all = [signed('+', &changed.gained), signed('−', &changed.lost)].concat();
        writeln!(out, "  {}: {}", changed.product.key, all.join(" "))?;
    }
    writeln!(
        out,
        "Size: {} → {}, on the wire {} → {} ({:+.1} %).",
        bytes(size.old as usize),
        bytes(size.new as usize),
        bytes(size.old_brotli),
        bytes(size.new_brotli),
        // Nothing is +0.0 and not -0.0.
        (size.growth * 1000.0).round() / 10.0 + 0.0
    )?;
    for quality in &diff.quality {
        let (how, interval) = match quality.difference {
            Some((low, high)) => ("the same orders", format!("; difference {low:+.3} to {high:+.3} (95 %)")),
            None => ("evaluated", String::new()),
        };
        writeln!(
            out,
            "Quality, {}, {how} ({}): hit rate at 10 {:.3} → {:.3}{interval}.",
            quality.protocol,
            count(quality.cases as u64, "case", "cases"),
            quality.old,
            quality.new
        )?;
    }
    if diff.quality.iter().any(|quality| quality.difference.is_some()) {
        writeln!(
            out,
            "A model that was trained on these very orders answers them better than new ones; a fall is a fall all the same."
        )?;
    } else if !args.orders.is_empty() {
        writeln!(out, "Quality: none of the orders has two products that a model knows.")?;
    }
    Ok(())
}

fn some(out: &mut impl Write, what: &str, products: &[Named]) -> Result<()> {
    for product in products.iter().take(NAMED) {
        writeln!(out, "  {what}  {}  {}", product.key, product.title)?;
    }
    more(out, products.len(), what)
}

/// How many of `all` are not named.
fn more(out: &mut impl Write, all: usize, what: &str) -> Result<()> {
    if all > NAMED {
        writeln!(out, "  … and {} more {what}", grouped((all - NAMED) as u64))?;
    }
    Ok(())
}
