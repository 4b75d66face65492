//! `pairwell inspect`

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};
use pairwell::model::container::Container;
use pairwell::trainer::directory::read_model;
use serde_json::json;

use crate::args::InspectArgs;
use crate::train::section_name;
use crate::words::{brotli_size, bytes, grouped};

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
            "build": manifest.build, "products": model.len(), "edges": model.edges(),
            "currency": manifest.currency, "files": manifest.files, "scoring": manifest.scoring, "parts": parts,
        });
        writeln!(out, "{}", serde_json::to_string_pretty(&whole)?)?;
        return Ok(());
    }
    writeln!(
        out,
        "Model {}: {} products, {} edges",
        manifest.build,
        grouped(model.len() as u64),
        grouped(model.edges() as u64)
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
    let mut neighbours: Vec<(u32, f32)> = model.neighbours(index).collect();
    neighbours.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let name = |p: u32| model.card(p).map_or_else(String::new, |card| card.key.to_owned());
    let title = |p: u32| model.card(p).map_or_else(String::new, |card| card.title.to_owned());
    let mut out = std::io::stdout().lock();
    if args.json {
        let list: Vec<_> = neighbours
            .iter()
            .map(|(p, weight)| json!({"product": name(*p), "title": title(*p), "weight": weight}))
            .collect();
        let whole = json!({"product": name(index), "title": title(index), "popularity": model.popularity(index), "neighbours": list});
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
    writeln!(out, "popularity {:.2}; {} neighbours:", model.popularity(index), neighbours.len())?;
    for (p, weight) in neighbours {
        writeln!(out, "  {weight:.3}  {}  {}", name(p), title(p))?;
    }
    Ok(())
}
