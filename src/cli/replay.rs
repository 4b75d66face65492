//! `pairwell replay`

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use pairwell::model::Model;
use pairwell::recommend::Kind;
use pairwell::trainer::directory::read_model;
use pairwell::trainer::evaluate::split::{Split, Stage, split};
use pairwell::trainer::output::write_whole;
use pairwell::trainer::rules::Rules;
use pairwell::trainer::rules::replay::{Compared, Exposure, Options, Replay, Side, replay};
use pairwell::trainer::rules::replay_page::html;
use pairwell::trainer::{Settings, Source, load, train};

use crate::args::ReplayArgs;
use crate::bar::Bar;
use crate::rules;
use crate::words::{count, grouped};

/// Products named on each side of the text; `--json` names all.
const NAMED: usize = 10;

pub fn run(args: &ReplayArgs) -> Result<()> {
    let bar = Bar::new();
    let (first, second) = match &args.rules[..] {
        [one] => (None, one),
        [one, two] => (Some(one), two),
        _ => {
            anyhow::bail!("replay compares rules: --rules A --rules B, or one --rules to compare with none")
        }
    };
    let read = |path: Option<&PathBuf>| match path {
        Some(path) if path.is_dir() => Ok(Rules { gift_cards: true, ..Rules::default() }),
        path => rules::read(path.map(PathBuf::as_path)),
    };
    let (a, b) = (read(first)?, read(Some(second))?);
    let source = Source {
        orders: args.orders.clone(),
        products: args.products.clone(),
        events: None,
        url: "/{key}".into(),
        gift_cards: a.gift_cards || b.gift_cards,
    };
    let loaded = load(&source, &bar)?;
    let split = split(&loaded, Stage::Test);
    let sides = [
        side(args, first.map(PathBuf::as_path), &a, &split, &bar)?,
        side(args, Some(second.as_path()), &b, &split, &bar)?,
    ];
    let options = Options {
        blocks: args.block.iter().map(|kind| kind.0).collect(),
        list: args.list,
        day: args.at.as_deref().map(|at| rules::day(Some(at))).transpose()?,
        market: args.market.clone(),
    };
    bar.finish();
    let [a, b] = &sides;
    let found = replay(&split, a, b, &options);
    if found.blocks.iter().all(|block| block.cases == 0) {
        anyhow::bail!(
            "no later order has two products that the earlier ones know: there is nothing to replay"
        );
    }
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&found)?)?;
    } else {
        text(&mut out, &found)?;
    }
    if let Some(path) = &args.html {
        let name = path.file_name().with_context(|| format!("{}: no file name", path.display()))?;
        let directory =
            path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        write_whole(directory, &name.to_string_lossy(), html(&found).as_bytes())?;
        if !args.json {
            writeln!(out, "Wrote {}.", path.display())?;
        }
    }
    Ok(())
}

/// A model directory as it is, or a model of the earlier orders with the rules of a file.
fn side(args: &ReplayArgs, path: Option<&Path>, rules: &Rules, split: &Split, bar: &Bar) -> Result<Side> {
    if let Some(path) = path.filter(|path| path.is_dir()) {
        let (manifest, model) = read_model(path)?;
        return Ok(Side {
            name: path.display().to_string(),
            model,
            weights: manifest.scoring,
            markets: manifest.markets,
        });
    }
    let mut trained = train(&split.fit, &Settings::default(), bar).map_err(anyhow::Error::msg)?;
    rules::apply(&mut trained, rules, &split.fit, args.products.as_deref())?;
    let mut model = Model::default();
    for (_, bytes) in &trained.files {
        model.add(bytes).map_err(|error| anyhow::anyhow!("{error}"))?;
    }
    let name = path.map_or_else(|| "no rules".to_owned(), |path| path.display().to_string());
    Ok(Side { name, model, weights: trained.manifest.scoring, markets: trained.manifest.markets })
}

fn text(out: &mut impl Write, found: &Replay) -> Result<()> {
    writeln!(out, "A: {}\nB: {}", found.a, found.b)?;
    for block in &found.blocks {
        let kind = Kind::parse(block.kind).map_or("", Kind::name);
        writeln!(
            out,
            "\n{kind}: {} ({}); {} under B. Empty lists: {} under A, {} under B.",
            count(block.cases as u64, "case", "cases"),
            block.protocol,
            count(block.changed as u64, "list differs", "lists differ"),
            block.empty.0,
            block.empty.1
        )?;
        writeln!(out, "{:<10} {:>24} {:>24}  B minus A (95 % interval)", "", "A", "B")?;
        block.quality.iter().try_for_each(|figure| quality(out, figure))?;
    }
    writeln!(
        out,
        "\n{:.1} % of the places go to other products under B ({} filled under A, {} under B).",
        found.moved * 100.0,
        grouped(found.places.0),
        grouped(found.places.1)
    )?;
    for (heading, gains) in [("Gain places:", true), ("Lose places:", false)] {
        let mut moved = found.exposure.iter().filter(|one| (one.b > one.a) == gains).peekable();
        if moved.peek().is_some() {
            writeln!(out, "{heading}")?;
        }
        moved.take(NAMED).try_for_each(|one| exposure(out, one))?;
    }
    Ok(())
}

fn quality(out: &mut impl Write, figure: &Compared) -> Result<()> {
    let judged = |(mean, (low, high)): (f64, (f64, f64))| format!("{mean:.4} ({low:.3} … {high:.3})");
    let (mean, (low, high)) = figure.difference;
    let verdict = if high < 0.0 {
        "worse"
    } else if low > 0.0 {
        "better"
    } else {
        "no clear difference"
    };
    writeln!(
        out,
        "{:<10} {:>24} {:>24}  {mean:+.4} ({low:+.4} … {high:+.4}) {verdict}",
        figure.name,
        judged(figure.a),
        judged(figure.b)
    )?;
    Ok(())
}

fn exposure(out: &mut impl Write, one: &Exposure) -> Result<()> {
    let (a, b) = (one.a * 100.0, one.b * 100.0);
    writeln!(out, "  {:+.2} %  {a:.2} % → {b:.2} %  {}  {}", b - a, one.key, one.title)?;
    Ok(())
}
