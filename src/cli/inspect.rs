//! `pairwell inspect`

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};
use pairwell::model::container::Container;
use pairwell::model::pairs::Neighbour;
use pairwell::trainer::directory::read_model;
use pairwell::trainer::output::brotli_size;
use serde_json::json;

use crate::args::InspectArgs;
use crate::train::section_name;
use crate::words::{bytes, grouped};

pub fn run(args: &InspectArgs) -> Result<()> {
    match &args.product {
        None => parts(args),
        Some(key) => product(args, key),
    }
}

/// Raw and compressed bytes of each part.
fn parts(args: &InspectArgs) -> Result<()> {
    let (manifest, model) = read_model(&args.model)?;
    let mut parts: Vec<(String, usize, usize)> = Vec::new();
    for entry in &manifest.files {
        let path = args.model.join(&entry.name);
        let file = fs::read(&path).with_context(|| path.display().to_string())?;
        let container = Container::decode(&file)?;
        for (tag, size) in container.sections() {
            let packed = container.section(tag).map_or(0, brotli_size);
            match parts.iter_mut().find(|(name, ..)| *name == section_name(tag)) {
                Some((_, raw, brotli)) => (*raw, *brotli) = (*raw + size, *brotli + packed),
                None => parts.push((section_name(tag), size, packed)),
            }
        }
    }
    let products = model.len().max(1) as f64;
    let mut out = std::io::stdout().lock();
    if args.json {
        let parts: Vec<_> = parts
            .iter()
            .map(|(name, raw, brotli)| json!({"part": name, "bytes": raw, "brotli": brotli}))
            .collect();
        let whole = json!({
            "build": manifest.build, "products": model.len(), "pairs": model.pairs(),
            "currency": manifest.currency, "files": manifest.files, "scoring": manifest.scoring, "parts": parts,
        });
        writeln!(out, "{}", serde_json::to_string_pretty(&whole)?)?;
        return Ok(());
    }
    writeln!(
        out,
        "Model {}: {} products, {} pairs",
        manifest.build,
        grouped(model.len() as u64),
        grouped(model.pairs() as u64)
    )?;
    writeln!(out, "{:<12} {:>10} {:>10} {:>22}", "part", "raw", "brotli", "brotli bytes/product")?;
    for (name, raw, brotli) in &parts {
        writeln!(
            out,
            "{name:<12} {:>10} {:>10} {:>22.2}",
            bytes(*raw),
            bytes(*brotli),
            *brotli as f64 / products
        )?;
    }
    Ok(())
}

/// One product's card and neighbours.
fn product(args: &InspectArgs, key: &str) -> Result<()> {
    let (manifest, model) = read_model(&args.model)?;
    let Some(index) = model.find(key) else {
        bail!("{}: no product has the key or SKU {key:?}", args.model.display());
    };
    let sorted = |list: &[Neighbour]| {
        let mut list = list.to_vec();
        list.sort_by(|a, b| {
            b.first.total_cmp(&a.first).then(b.second.total_cmp(&a.second)).then(a.to.cmp(&b.to))
        });
        list
    };
    let (neighbours, similar, later) =
        (sorted(model.neighbours(index)), sorted(model.similar(index)), sorted(model.later(index)));
    let (again, news) = (model.again(index), model.news(index));
    let name = |p: u32| model.card(p).map_or_else(String::new, |card| card.key.to_owned());
    let title = |p: u32| model.card(p).map_or_else(String::new, |card| card.title.to_owned());
    let mut out = std::io::stdout().lock();
    if args.json {
        let list = |rows: &[Neighbour], first: &str, second: &str| -> Vec<serde_json::Value> {
            let entry = |n: &Neighbour| json!({"product": name(n.to), "title": title(n.to), first: n.first, second: n.second});
            rows.iter().map(entry).collect()
        };
        let whole = json!({
            "product": name(index), "title": title(index), "popularity": model.popularity(index),
            "neighbours": list(&neighbours, "cart", "page"), "similar": list(&similar, "weight", "unused"),
            "later": list(&later, "weight", "days"), "again": {"rate": again.rate, "days": again.days},
            "trend": news.trend, "newness": news.newness,
        });
        writeln!(out, "{}", serde_json::to_string_pretty(&whole)?)?;
        return Ok(());
    }
    if let Some(card) = model.card(index) {
        let price = card.price.map_or_else(
            || "no price".to_owned(),
            |p| {
                format!(
                    "{:.*} {}",
                    manifest.minor_digits as usize,
                    f64::from(p) / 10f64.powi(manifest.minor_digits as i32),
                    manifest.currency
                )
            },
        );
        writeln!(out, "{}  {}", card.key, card.title)?;
        let stock = if card.available { "available" } else { "sold out" };
        writeln!(
            out,
            "{price}, {stock}; type {:?}, vendor {:?}, {}",
            card.kind,
            card.vendor,
            card.url.concat()
        )?;
    }
    writeln!(
        out,
        "in {:.2} % of orders; trend {:+.1} octaves, newness {:.2}",
        model.popularity(index) * 100.0,
        news.trend,
        news.newness
    )?;
    if again.rate > 0.0 {
        writeln!(
            out,
            "bought again by {:.0} % of its buyers, after {} days (median)",
            again.rate * 100.0,
            again.days
        )?;
    }
    writeln!(out, "{} complements (weight in a cart, weight on its page):", neighbours.len())?;
    for n in &neighbours {
        writeln!(out, "  {:.3} {:.3}  {}  {}", n.first, n.second, name(n.to), title(n.to))?;
    }
    writeln!(out, "{} alternatives:", similar.len())?;
    for n in &similar {
        writeln!(out, "  {:.3}  {}  {}", n.first, name(n.to), title(n.to))?;
    }
    writeln!(out, "{} bought in a later order (weight, days until then):", later.len())?;
    for n in &later {
        writeln!(out, "  {:.3} {:>5}  {}  {}", n.first, n.second, name(n.to), title(n.to))?;
    }
    Ok(())
}
