//! `pairwell train`

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use anyhow::{Result, bail};
use pairwell::model::container::Container;
use pairwell::trainer::load::Loaded;
use pairwell::trainer::output::{brotli_size, remove, write_whole};
use pairwell::trainer::{Source, Trained, directory, load, train};

use crate::args::TrainArgs;
use crate::bar::Bar;
use crate::settings;
use crate::words::{bytes, count, grouped};

const REJECTS: &str = "rejects.csv";

pub fn run(args: &TrainArgs) -> Result<()> {
    let begun = Instant::now();
    let flags = settings::Flags {
        neighbours: args.neighbours,
        pairs: args.pairs,
        weight_bits: args.weight_bits,
        min_orders: args.min_orders,
    };
    let settings = settings::read(args.config.as_deref(), flags)?;
    if !args.product_url.contains("{key}") {
        bail!(
            "--product-url {:?} has no {{key}} in it, so every product would have the same page",
            args.product_url
        );
    }
    let source = Source {
        orders: args.orders.clone(),
        products: args.products.clone(),
        events: args.events.clone(),
        url: args.product_url.clone(),
    };
    let bar = Bar::new();
    let loaded = load(&source, &bar)?;
    write_rejects(&loaded, &args.output)?;
    check_rejects(&loaded, args)?;
    let trained = train(&loaded, &settings, &bar).map_err(anyhow::Error::msg)?;
    bar.finish();
    write_model(&trained, &args.output)?;
    summary(&mut std::io::stdout().lock(), &loaded, &trained, args, begun)?;
    Ok(())
}

fn write_rejects(loaded: &Loaded, output: &Path) -> Result<()> {
    if loaded.rejects.total() == 0 {
        remove(output, REJECTS)?;
    } else {
        write_whole(output, REJECTS, &loaded.rejects.to_csv()?)?;
    }
    Ok(())
}

fn check_rejects(loaded: &Loaded, args: &TrainArgs) -> Result<()> {
    let (bad, good) = (loaded.rejects.total(), loaded.counts.lines);
    let share = bad as f64 * 100.0 / (bad + good).max(1) as f64;
    if share > args.max_rejects {
        let first = loaded.rejects.rows().first();
        let example =
            first.map_or_else(String::new, |r| format!("{}:{}: {}", r.file.display(), r.line, r.reason));
        bail!(
            "{share:.1} % of all rows could not be read, more than --max-rejects {} allows; no model was written. \
             The first one: {example}. All are in {}",
            args.max_rejects,
            args.output.join(REJECTS).display()
        );
    }
    Ok(())
}

/// Writes the files, then the manifest that points at them, then drops files of older models.
/// Those of the model that was there before stay: a page may have read its manifest just now.
fn write_model(trained: &Trained, output: &Path) -> Result<()> {
    let before = directory::read_manifest(output).ok();
    for (name, bytes) in &trained.files {
        write_whole(output, name, bytes)?;
    }
    let mut manifest = serde_json::to_vec(&trained.manifest)?;
    manifest.push(b'\n');
    write_whole(output, "manifest.json", &manifest)?;
    let kept = |name: &str| {
        let of = |files: &[pairwell::model::manifest::FileEntry]| files.iter().any(|f| f.name == name);
        of(&trained.manifest.files) || before.as_ref().is_some_and(|m| of(&m.files))
    };
    for entry in fs::read_dir(output)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with("model-") && name.ends_with(".pw") && !kept(&name) {
            remove(output, &name)?;
        }
    }
    Ok(())
}

fn summary(
    out: &mut impl Write,
    loaded: &Loaded,
    trained: &Trained,
    args: &TrainArgs,
    begun: Instant,
) -> Result<()> {
    let read = &loaded.counts;
    for (path, format) in &read.formats {
        writeln!(out, "{}: {format}", path.display())?;
    }
    let customers = match read.customers {
        0 => String::new(),
        n => format!(" of {}", count(n as u64, "known customer", "known customers")),
    };
    writeln!(
        out,
        "Read {} with {}{customers}.",
        count(read.orders as u64, "order", "orders"),
        count(read.lines, "line item", "line items")
    )?;
    let left_out: u64 = read.left_out.iter().map(|(_, n)| n).sum();
    if left_out > 0 {
        writeln!(out, "Left out {}:", count(left_out, "line item", "line items"))?;
        for (reason, n) in &read.left_out {
            writeln!(out, "{:>12}  {}", grouped(*n), reason.words())?;
        }
    }
    if !read.products_left_out.is_empty() {
        writeln!(out, "Products that are never recommended:")?;
        for (reason, n) in &read.products_left_out {
            writeln!(out, "{:>12}  {reason}", grouped(*n))?;
        }
    }
    let rejects = loaded.rejects.total();
    if rejects > 0 {
        let rows = count(rejects, "row", "rows");
        writeln!(
            out,
            "{rows} could not be read in full: line and reason are in {}.",
            args.output.join(REJECTS).display()
        )?;
    }
    if let Some(sessions) = &loaded.sessions {
        writeln!(
            out,
            "Read {} in {}; {} of products the model does not know were left out.",
            count(sessions.views, "view", "views"),
            count(sessions.len() as u64, "session", "sessions"),
            grouped(sessions.unknown)
        )?;
    }
    writeln!(
        out,
        "Learned from {}, {} of them with two products or more.",
        count(trained.orders as u64, "order", "orders"),
        grouped(trained.orders_with_pairs as u64)
    )?;
    let products = loaded.products.len();
    writeln!(
        out,
        "{} of {} have enough evidence for neighbours ({} in all); the others can only be shown by popularity.",
        grouped(trained.products_with_neighbours as u64),
        count(products as u64, "product", "products"),
        grouped(trained.edges as u64)
    )?;
    for (name, file) in &trained.files {
        writeln!(
            out,
            "Wrote {}: {}, {} on the wire (brotli).",
            args.output.join(name).display(),
            bytes(file.len()),
            bytes(brotli_size(file))
        )?;
        if let Ok(container) = Container::decode(file) {
            let parts = container.sections().map(|(tag, size)| {
                let each = size as f64 / products.max(1) as f64;
                format!("{} {} ({each:.1} a product)", section_name(tag), bytes(size))
            });
            writeln!(out, "      {}", parts.collect::<Vec<_>>().join(", "))?;
        }
    }
    writeln!(out, "Wrote {}.", args.output.join("manifest.json").display())?;
    let memory = peak_memory().map_or_else(String::new, |n| format!(", at most {} of memory", bytes(n)));
    writeln!(out, "Took {:.1} s{memory}.", begun.elapsed().as_secs_f64())?;
    Ok(())
}

/// The most memory this process has had, in bytes; `None` where the system does not say.
fn peak_memory() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()? * 1024)
}

/// A section's name in words.
pub fn section_name(tag: [u8; 4]) -> String {
    match &tag {
        b"KEYS" => "keys".to_owned(),
        b"EDGE" => "edges".to_owned(),
        b"PRIO" => "popularity".to_owned(),
        b"CARD" => "cards".to_owned(),
        b"SIML" => "similar".to_owned(),
        b"LATR" => "later".to_owned(),
        b"NEWS" => "trends".to_owned(),
        b"KIND" => "types".to_owned(),
        other => String::from_utf8_lossy(other).into_owned(),
    }
}
