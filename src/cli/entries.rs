//! The entries of a model that was trained: what pages fetch.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use pairwell::trainer::Trained;
use pairwell::trainer::entries::{self, Cutting, Options, SHOP};

use crate::args::TrainArgs;
use crate::words::{bytes, count};

pub use entries::FOLDER;

/// Cuts the entries, and has the manifest say so.
pub fn cut(trained: &mut Trained, args: &TrainArgs) -> Result<Cutting> {
    let options = Options { digits: args.entry_digits, budget: args.entry_budget };
    let (_, whole) = trained.files.first().context("a model without a file")?;
    let cutting = entries::cut(whole, &options)?;
    trained.manifest.entries = Some(cutting.entries.clone());
    Ok(cutting)
}

/// Says what a page will fetch.
pub fn summary(out: &mut impl Write, cutting: &Cutting, output: &Path) -> Result<()> {
    let folder = output.join(FOLDER);
    let shop = format!("{}.pw", SHOP);
    let names = cutting.files.iter().map(|(name, _)| *name == shop);
    let sizes: Vec<(bool, usize)> = names.zip(cutting.wire.iter().copied()).collect();
    let own = sizes.iter().filter(|(shop, _)| *shop).map(|(_, size)| *size).sum::<usize>();
    let mut pages: Vec<usize> = sizes.iter().filter(|(shop, _)| !shop).map(|(_, size)| *size).collect();
    pages.sort_unstable();
    write!(out, "Wrote {}: {} for every page", folder.join(&shop).display(), bytes(own))?;
    if let (Some(median), Some(largest)) = (pages.get(pages.len() / 2), pages.last()) {
        write!(
            out,
            ", and {} for products' pages, {} in the median, {} at most",
            count(pages.len() as u64, "entry", "entries"),
            bytes(*median),
            bytes(*largest)
        )?;
    }
    writeln!(out, " (brotli).")?;
    if cutting.trimmed > 0 {
        writeln!(
            out,
            "      To stay within --entry-budget, {} show their strongest neighbours only.",
            count(cutting.trimmed as u64, "product", "products")
        )?;
    }
    writeln!(
        out,
        "      For the fastest first list give the script tag data-entries=\"{}\".",
        cutting.entries.digits
    )?;
    Ok(())
}
