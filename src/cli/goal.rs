//! `--objective` of `train` and `evaluate`: what a list is to be good for, within a limit.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};
use pairwell::trainer::goal::{Change, Chosen, Goal, Objective, Trade, Worth, choose};
use pairwell::trainer::load::Loaded;
use pairwell::trainer::rejects::Rejects;
use pairwell::trainer::shelf::{self, Shelves};
use pairwell::trainer::{Settings, progress::Progress};

use crate::args::{GoalArgs, ObjectiveArg};
use crate::words::{count, grouped};

/// What was asked for, where it changes anything; and the costs it takes.
pub struct Wanted {
    pub goal: Goal,
    pub shelves: Shelves,
    /// Rows of the costs that could not be read.
    pub bad: u64,
}

/// Reads `args`; `products` is the products export.
pub fn wanted(args: &GoalArgs, products: Option<&Path>) -> Result<Option<Wanted>> {
    let objective = match args.objective {
        ObjectiveArg::Purchases => return Ok(None),
        ObjectiveArg::Revenue => Objective::Revenue,
        ObjectiveArg::Margin => Objective::Margin,
    };
    let most_lost = percent(&args.most_lost)?;
    let mut rejects = Rejects::default();
    let mut shelves = Shelves::default();
    if objective == Objective::Margin {
        if products.is_none() && args.costs.is_none() {
            bail!(
                "--objective margin needs costs: --costs FILE (CSV with sku and cost), or --products with a column \"Cost per item\""
            );
        }
        if let Some(path) = products {
            shelves = shelf::read(path, &mut rejects)?;
        }
        if let Some(path) = &args.costs {
            shelf::read_costs(path, &mut shelves, &mut rejects)?;
        }
    }
    Ok(Some(Wanted { goal: Goal { objective, most_lost }, shelves, bad: rejects.total() }))
}

fn percent(text: &str) -> Result<f64> {
    let number: f64 = match text.trim().trim_end_matches('%').trim().parse() {
        Ok(number) => number,
        Err(_) => bail!("--most-lost {text:?} is no number of per cent; say for example 5%"),
    };
    if !(0.0..=100.0).contains(&number) {
        bail!("--most-lost is in per cent of recall: 0 to 100");
    }
    Ok(number / 100.0)
}

/// What `loaded`'s products bring, and how far the goal may go.
pub fn chosen(
    wanted: &Wanted,
    loaded: &Loaded,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<(Worth, Chosen)> {
    let Wanted { goal, shelves, .. } = wanted;
    let worth = Worth::of(loaded, goal.objective, shelves);
    if worth.known() == 0 {
        match goal.objective {
            Objective::Margin => {
                bail!("no product has both a price and a cost: --objective margin has nothing to go by")
            }
            _ => bail!("no product has a price: --objective revenue has nothing to go by"),
        }
    }
    Ok((worth, choose(loaded, settings, *goal, shelves, progress).map_err(anyhow::Error::msg)?))
}

/// How the exponent came about.
pub fn choice(
    out: &mut impl Write,
    wanted: &Wanted,
    loaded: &Loaded,
    worth: &Worth,
    chosen: &Chosen,
) -> Result<()> {
    let Goal { objective, most_lost } = wanted.goal;
    writeln!(
        out,
        "Goal {}: complements weighed by (value / {:.2}) to the power of {}, the most that keeps the loss of recall@10 within {:.1} %.",
        objective.name(),
        worth.typical,
        chosen.exponent,
        most_lost * 100.0
    )?;
    if let Some(lost) = chosen.next_lost {
        writeln!(
            out,
            "    The next step up may lose {:.1} % (worse end of the 95 % interval).",
            lost * 100.0
        )?;
    }
    let unknown = loaded.products.len() - worth.known();
    if unknown > 0 {
        let what = if objective == Objective::Margin { "price or cost" } else { "price" };
        writeln!(
            out,
            "    {} without a known {what} stay as they are.",
            count(unknown as u64, "product", "products")
        )?;
    }
    if wanted.bad > 0 {
        writeln!(out, "    {} of the costs could not be read.", count(wanted.bad, "row", "rows"))?;
    }
    Ok(())
}

/// What is given and what is got.
pub fn trades(out: &mut impl Write, objective: Objective, currency: &str, trades: &[Trade]) -> Result<()> {
    let brings = match objective {
        Objective::Margin => "margin a list",
        _ => "revenue a list",
    };
    let currency = if currency.is_empty() { String::new() } else { format!(" ({currency})") };
    for trade in trades {
        writeln!(out, "  {}, {}:", trade.protocol, format_args!("{} cases", grouped(trade.cases as u64)))?;
        row(out, "recall@10", &trade.recall, 3)?;
        row(out, &format!("{brings}{currency}"), &trade.worth, 2)?;
    }
    Ok(())
}

fn row(out: &mut impl Write, name: &str, change: &Change, digits: usize) -> Result<()> {
    let figure = |(mean, (low, high)): (f64, (f64, f64))| {
        format!("{mean:.digits$} ({low:.digits$} … {high:.digits$})")
    };
    let (mean, (low, high)) = change.difference;
    let share = if change.before.0 > 0.0 { mean / change.before.0 * 100.0 } else { 0.0 };
    writeln!(
        out,
        "    {name:<22} {:>24} → {:>24}   {mean:+.digits$} ({low:+.digits$} … {high:+.digits$}), {share:+.1} %",
        figure(change.before),
        figure(change.after)
    )?;
    Ok(())
}
