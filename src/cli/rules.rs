//! Rules files on the command line.

use std::io::Write;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};
use pairwell::trainer::load::Loaded;
use pairwell::trainer::rejects::Rejects;
use pairwell::trainer::rules::attach::attach;
use pairwell::trainer::rules::compile::{Compiled, market_name};
use pairwell::trainer::rules::facts::Facts;
use pairwell::trainer::rules::{Rules, RulesError, load};
use pairwell::trainer::segments::{self, Declared};
use pairwell::trainer::{Trained, values};

use crate::words::count;

/// The rules of `path`; without one those that hold for every shop: no gift cards, no samples.
pub fn read(path: Option<&Path>) -> Result<Rules> {
    Ok(path.map_or_else(|| Ok(Rules::default()), load)?)
}

/// The rules of `path` and its segments; what is wrong with either is said at once.
pub fn read_all(path: Option<&Path>) -> Result<(Rules, Vec<Declared>)> {
    let Some(path) = path else { return Ok((Rules::default(), Vec::new())) };
    match (load(path), segments::load(path)) {
        (Ok(rules), Ok(declared)) => Ok((rules, declared)),
        (rules, declared) => {
            let mut problems: Vec<_> = [rules.err(), declared.err()]
                .into_iter()
                .flatten()
                .flat_map(|error| error.problems)
                .collect();
            problems.sort_by(|a, b| (a.place, &a.what).cmp(&(b.place, &b.what)));
            // A text that is no TOML, or no text, is so for both.
            problems.dedup();
            Err(RulesError { path: path.to_owned(), problems }.into())
        }
    }
}

/// Puts `rules` into `trained`.
pub fn apply(
    trained: &mut Trained,
    rules: &Rules,
    loaded: &Loaded,
    export: Option<&Path>,
) -> Result<Compiled> {
    // What cannot be read of the export was listed when it was loaded.
    let facts = Facts::of_loaded(loaded, export, &mut Rejects::default())?;
    attach(trained, rules, &facts).map_err(anyhow::Error::msg)
}

/// A day as days since 1970: of `at`, or today.
pub fn day(at: Option<&str>) -> Result<u32> {
    let seconds = match at {
        Some(text) => match values::time(text) {
            Ok(seconds) => seconds,
            Err(why) => bail!("--at: {why}"),
        },
        None => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs() as i64),
    };
    Ok(u32::try_from(seconds / 86_400).unwrap_or(0))
}

/// The number of a market in a model; 0, with a note, for one that no rule is for.
pub fn market(name: Option<&str>, known: &[String]) -> u32 {
    let Some(name) = name else { return 0 };
    match known.iter().position(|market| *market == market_name(name)) {
        Some(at) => at as u32 + 1,
        None => {
            eprintln!("note: no rule of the model is for the market {name:?}");
            0
        }
    }
}

/// What became of the rules.
pub fn summary(out: &mut impl Write, path: &Path, rules: &Rules, compiled: &Compiled) -> Result<()> {
    let all = count(rules.rules.len() as u64, "rule", "rules");
    let empty = match compiled.empty {
        0 => String::new(),
        n => format!(
            "; {n} of them match no product of the model: `pairwell lint {}` says which",
            path.display()
        ),
    };
    writeln!(out, "Rules: {all} of {}{empty}.", path.display())?;
    Ok(())
}
