//! `pairwell evaluate`

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use pairwell::trainer::evaluate::cases::Protocol;
use pairwell::trainer::evaluate::report::html;
use pairwell::trainer::evaluate::search::{frontier, tune};
use pairwell::trainer::evaluate::split::Stage;
use pairwell::trainer::evaluate::{Evaluation, MethodResult, Options, evaluate};
use pairwell::trainer::goal::{Chosen, Trade, Worth, trade_at};
use pairwell::trainer::ledger::state::State;
use pairwell::trainer::load::Loaded;
use pairwell::trainer::{Reading, Settings, Source, load_with};

use crate::args::{EvaluateArgs, ProtocolArg};
use crate::bar::Bar;
use crate::goal;
use crate::settings;
use crate::words::{bytes, count};

pub fn run(args: &EvaluateArgs) -> Result<()> {
    let settings = settings::read(args.config.as_deref(), settings::Flags::default())?;
    let bar = Bar::new();
    let loaded = load_to_judge(&args.orders, args.products.as_deref(), args.state.as_deref(), &bar)?;
    let protocols = match args.protocol {
        ProtocolArg::Basket => vec![Protocol::Basket],
        ProtocolArg::Product => vec![Protocol::Product],
        ProtocolArg::Both => vec![Protocol::Basket, Protocol::Product],
    };
    let stage = if args.validation { Stage::Validation } else { Stage::Test };
    if let Some(path) = &args.tune {
        return tuned(&loaded, &settings, path, &bar);
    }
    let options = Options {
        protocols,
        stage,
        history: args.history,
        baselines: !args.alone,
        steps: args.steps,
        counts: args.from_counts,
    };
    let evaluations = evaluate(&loaded, &settings, &options, &bar).map_err(anyhow::Error::msg)?;
    let wanted = goal::wanted(&args.goal, args.products.as_deref())?;
    let goal =
        wanted.as_ref().map(|wanted| judged_goal(wanted, &loaded, &settings, stage, &bar)).transpose()?;
    bar.finish();
    let mut out = std::io::stdout().lock();
    match (&goal, args.json) {
        (None, true) => writeln!(out, "{}", serde_json::to_string_pretty(&evaluations)?)?,
        (Some((_, chosen, trades)), true) => {
            let all = serde_json::json!({ "evaluations": evaluations, "goal": { "chosen": chosen, "trades": trades } });
            writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        }
        _ => evaluations.iter().try_for_each(|evaluation| table(&mut out, evaluation))?,
    }
    let mut said = Vec::new();
    if let (Some(wanted), Some((worth, chosen, trades))) = (&wanted, &goal) {
        goal::choice(&mut said, wanted, &loaded, worth, chosen)?;
        goal::trades(&mut said, wanted.goal.objective, &loaded.currency, trades)?;
    }
    if !args.json {
        out.write_all(&said)?;
    }
    if let Some(path) = &args.html {
        let frontier = frontier(&loaded, &settings, stage, &bar).map_err(anyhow::Error::msg)?;
        bar.finish();
        let page =
            html(&evaluations, &frontier, &String::from_utf8_lossy(&said)).map_err(anyhow::Error::msg)?;
        fs::write(path, page).with_context(|| path.display().to_string())?;
        writeln!(out, "Wrote {}.", path.display())?;
    }
    Ok(())
}

/// The goal's exponent, chosen on the validation slice, and what it costs and brings on `stage`.
fn judged_goal(
    wanted: &goal::Wanted,
    loaded: &Loaded,
    settings: &Settings,
    stage: Stage,
    bar: &Bar,
) -> Result<(Worth, Chosen, Vec<Trade>)> {
    let (worth, chosen) = goal::chosen(wanted, loaded, settings, bar)?;
    let what = (wanted.goal.objective, chosen.exponent);
    let trades = trade_at(loaded, settings, what, stage, &wanted.shelves, bar).map_err(anyhow::Error::msg)?;
    Ok((worth, chosen, trades))
}

/// Reads orders to be judged on: what was bought counts, also where it is sold out by now.
pub fn load_to_judge(
    orders: &[PathBuf],
    products: Option<&Path>,
    state: Option<&Path>,
    bar: &Bar,
) -> Result<Loaded> {
    let state = state.map(State::at);
    if let Some(state) = state.as_ref().filter(|state| !state.path().exists()) {
        bail!("{}: there is no such file: `pairwell train --state` writes it", state.path().display());
    }
    let products = products.map(Path::to_owned);
    let source =
        Source { orders: orders.to_vec(), products, events: None, url: "/{key}".into(), gift_cards: false };
    let reading = Reading { state: state.as_ref(), ..Reading::default() };
    let (mut loaded, _) = load_with(&source, &reading, bar)?;
    loaded.products.iter_mut().for_each(|product| product.card.available = true);
    Ok(loaded)
}

/// Searches on the validation slice and writes what it found.
fn tuned(loaded: &Loaded, settings: &Settings, path: &Path, bar: &Bar) -> Result<()> {
    let (best, trials) = tune(loaded, settings, bar).map_err(anyhow::Error::msg)?;
    bar.finish();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "Judged on the validation slice (80-90 % of the orders by time); the last tenth was not looked at."
    )?;
    crate::frontier::table(&mut out, &trials)?;
    let mut text = serde_json::to_vec_pretty(&best)?;
    text.push(b'\n');
    fs::write(path, text).with_context(|| path.display().to_string())?;
    writeln!(out, "Wrote {}: hand it to `pairwell train --config`.", path.display())?;
    Ok(())
}

fn table(out: &mut impl Write, evaluation: &Evaluation) -> Result<()> {
    let question = match evaluation.protocol {
        "basket" => "one product of each later order hidden, all others in the cart",
        _ => "one product of each later order looked at, all others hidden",
    };
    writeln!(
        out,
        "{}: {question}. Fitted on {} and {}; {}.",
        evaluation.protocol,
        count(evaluation.fit_orders as u64, "order", "orders"),
        count(evaluation.catalog as u64, "product", "products"),
        count(evaluation.cases as u64, "case", "cases"),
    )?;
    writeln!(
        out,
        "{:<20} {:>7} {:>7} {:>16} {:>7} {:>7} {:>7} {:>6} {:>10}  HR@10: Pairwell minus it (95 %)",
        "", "HR@4", "HR@10", "(95 % interval)", "MRR@10", "NDCG@10", "P@4", "cover", "bytes"
    )?;
    for method in &evaluation.methods {
        row(out, method)?;
    }
    writeln!(out)?;
    Ok(())
}

fn row(out: &mut impl Write, method: &MethodResult) -> Result<()> {
    let mean = |name: &str| method.figure(name);
    let hit = method.figures.iter().find(|f| f.name == "HR@10");
    let (low, high) = hit.map_or((0.0, 0.0), |f| f.interval);
    let difference = hit.and_then(|f| f.ours_minus).map_or_else(String::new, |(mean, (low, high))| {
        let verdict = if low > 0.0 {
            "better"
        } else if high < 0.0 {
            "worse"
        } else {
            "no clear difference"
        };
        format!("{mean:+.3} ({low:+.3} … {high:+.3}) {verdict}")
    });
    writeln!(
        out,
        "{:<20} {:>7.4} {:>7.4} {:>16} {:>7.4} {:>7.4} {:>7.4} {:>6.3} {:>10}  {difference}",
        method.name,
        mean("HR@4"),
        mean("HR@10"),
        format!("({low:.3} … {high:.3})"),
        mean("MRR@10"),
        mean("NDCG@10"),
        mean("P@4"),
        method.coverage,
        method.bytes.map_or_else(|| "-".to_owned(), bytes),
    )?;
    Ok(())
}
