//! `pairwell frontier`

use std::fs;
use std::io::Write;

use anyhow::{Context, Result};
use pairwell::trainer::evaluate::report::frontier_svg;
use pairwell::trainer::evaluate::search::{Trial, frontier};
use pairwell::trainer::evaluate::split::Stage;

use crate::args::FrontierArgs;
use crate::bar::Bar;
use crate::evaluate::load_to_judge;
use crate::settings;

pub fn run(args: &FrontierArgs) -> Result<()> {
    let settings = settings::read(args.config.as_deref(), settings::Flags::default())?;
    let bar = Bar::new();
    let loaded = load_to_judge(&args.orders, args.products.as_deref(), None, &bar)?;
    let stage = if args.validation { Stage::Validation } else { Stage::Test };
    let trials = frontier(&loaded, &settings, stage, &bar).map_err(anyhow::Error::msg)?;
    bar.finish();
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&trials)?)?;
    } else {
        table(&mut out, &trials)?;
    }
    if let Some(path) = &args.svg {
        let svg = frontier_svg(&trials).map_err(anyhow::Error::msg)?;
        fs::write(path, svg).with_context(|| path.display().to_string())?;
        writeln!(out, "Wrote {}.", path.display())?;
    }
    Ok(())
}

/// A table that is also Markdown.
pub fn table(out: &mut impl Write, trials: &[Trial]) -> Result<()> {
    writeln!(out, "| {:<42} | bytes a product | basket R@10 | product HR@10 | coverage |", "settings")?;
    writeln!(out, "|{:-<44}|{:->17}|{:->13}|{:->15}|{:->10}|", "", ":", ":", ":", ":")?;
    for t in trials {
        writeln!(
            out,
            "| {:<42} | {:>15.1} | {:>11.4} | {:>13.4} | {:>8.3} |",
            t.what, t.bytes_per_product, t.basket, t.product, t.coverage
        )?;
    }
    Ok(())
}
