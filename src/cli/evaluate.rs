//! `pairwell evaluate`

use std::fs;
use std::io::Write;

use anyhow::{Context, Result};
use pairwell::trainer::evaluate::cases::Protocol;
use pairwell::trainer::evaluate::split::Stage;
use pairwell::trainer::evaluate::{Evaluation, MethodResult, Options, evaluate};
use pairwell::trainer::{Source, load};

use crate::args::{EvaluateArgs, ProtocolArg};
use crate::bar::Bar;
use crate::settings;
use crate::words::{bytes, count};

pub fn run(args: &EvaluateArgs) -> Result<()> {
    let settings = settings::read(args.config.as_deref(), settings::Flags::default())?;
    let source = Source {
        orders: args.orders.clone(),
        products: args.products.clone(),
        events: None,
        url: "/{key}".into(),
    };
    let bar = Bar::new();
    let mut loaded = load(&source, &bar)?;
    // What was bought is judged, also where it is sold out by now.
    loaded.products.iter_mut().for_each(|product| product.card.available = true);
    let protocols = match args.protocol {
        ProtocolArg::Basket => vec![Protocol::Basket],
        ProtocolArg::Product => vec![Protocol::Product],
        ProtocolArg::Both => vec![Protocol::Basket, Protocol::Product],
    };
    let stage = if args.validation { Stage::Validation } else { Stage::Test };
    let mut evaluations = Vec::new();
    for protocol in protocols {
        let options =
            Options { protocol, stage, history: args.history, baselines: !args.alone, steps: args.steps };
        evaluations.push(evaluate(&loaded, &settings, &options, &bar).map_err(anyhow::Error::msg)?);
    }
    bar.finish();
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&evaluations)?)?;
    } else {
        evaluations.iter().try_for_each(|evaluation| table(&mut out, evaluation))?;
    }
    if let Some(path) = &args.html {
        let page = pairwell::trainer::evaluate::report::html(&evaluations).map_err(anyhow::Error::msg)?;
        fs::write(path, page).with_context(|| path.display().to_string())?;
        writeln!(out, "Wrote {}.", path.display())?;
    }
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
    let mean = |name: &str| method.figures.iter().find(|f| f.name == name).map_or(0.0, |f| f.mean);
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
