//! `pairwell train`

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use pairwell::model::container::Container;
use pairwell::trainer::entries::Cutting;
use pairwell::trainer::ledger::state::{Staged, State};
use pairwell::trainer::load::Loaded;
use pairwell::trainer::lock::{Lock, LockError};
use pairwell::trainer::output::{brotli_size, remove, write_all, write_private, write_whole};
use pairwell::trainer::{Prepared, Reading, Source, Trained, directory, load_with};

use crate::args::TrainArgs;
use crate::bar::Bar;
use crate::busy::Busy;
use crate::counts;
use crate::entries;
use crate::goal;
use crate::rules;
use crate::segments;
use crate::settings;
use crate::words::{bytes, count, grouped};

const REJECTS: &str = "rejects.csv";

/// The settings among the flags.
pub fn flags(args: &TrainArgs) -> settings::Flags {
    settings::Flags {
        neighbours: args.neighbours,
        pairs: args.pairs,
        weight_bits: args.weight_bits,
        min_orders: args.min_orders,
        min_customers: args.min_customers,
    }
}

pub fn run(args: &TrainArgs) -> Result<()> {
    let begun = Instant::now();
    if !args.product_url.contains("{key}") {
        bail!(
            "--product-url {:?} has no {{key}} in it, so every product would have the same page",
            args.product_url
        );
    }
    if args.pair_counts.is_some() {
        let _lock = lock(&args.output)?;
        return counts::train(args);
    }
    let settings = settings::read(args.config.as_deref(), flags(args))?;
    let (rules, declared) = rules::read_all(args.rules.as_deref())?;
    let source = Source {
        orders: args.orders.clone(),
        products: args.products.clone(),
        events: args.events.clone(),
        url: args.product_url.clone(),
        gift_cards: rules.gift_cards,
    };
    let (state, _locks) = take(args)?;
    let bar = Bar::new();
    let reading = Reading { strict: args.strict, state: state.as_ref(), keep: true };
    let (mut loaded, staged) = load_with(&source, &reading, &bar)?;
    write_rejects(&loaded, &args.output)?;
    check_rejects(&loaded, args)?;
    let wanted = goal::wanted(&args.goal, args.products.as_deref())?;
    let goal = wanted.as_ref().map(|wanted| goal::chosen(wanted, &loaded, &settings, &bar)).transpose()?;
    // From here on nobody asks what an order is called.
    loaded.orders.forget_names();
    let prepared = match &goal {
        None => Prepared::learn(&loaded, &settings, &bar),
        Some((worth, chosen)) => Prepared::learn_to_weigh(&loaded, &settings, &bar).map(|mut prepared| {
            prepared.weigh(&worth.factors(chosen.exponent), &settings);
            prepared
        }),
    };
    let prepared = prepared.map_err(anyhow::Error::msg)?;
    let mut trained = prepared.finish(&loaded).map_err(anyhow::Error::msg)?;
    let compiled = rules::apply(&mut trained, &rules, &loaded, args.products.as_deref())?;
    if let Some(path) = &args.rules {
        trained.manifest.segments = segments::for_model(path, &declared, &args.orders, &loaded, &bar)?;
        if args.state.is_some() && trained.manifest.segments.as_ref().is_some_and(|s| s.rfm.is_some()) {
            eprintln!("note: the quintiles of segments are those of the customers in this run's files");
        }
    }
    bar.finish();
    let cutting = write_model(&mut trained, args)?;
    // Last: until the model is there, the same files can be fed again.
    staged.map(Staged::commit).transpose()?;
    let mut out = std::io::stdout().lock();
    summary(&mut out, &loaded, &trained, &cutting, args, begun)?;
    if let Some(path) = &args.rules {
        rules::summary(&mut out, path, &rules, &compiled)?;
    }
    if let (Some(wanted), Some((worth, chosen))) = (&wanted, &goal) {
        goal::choice(&mut out, wanted, &loaded, worth, chosen)?;
        writeln!(
            out,
            "On the orders it was chosen by (`pairwell evaluate` with the same options judges on later ones):"
        )?;
        goal::trades(&mut out, wanted.goal.objective, &loaded.currency, &chosen.trades)?;
    }
    Ok(())
}

/// The state, and the locks on what this run writes.
fn take(args: &TrainArgs) -> Result<(Option<State>, Vec<Lock>)> {
    let mut locks = vec![lock(&args.output)?];
    let Some(directory) = &args.state else { return Ok((None, locks)) };
    let (inner, outer) = (resolved(directory)?, args.output.canonicalize()?);
    if inner.starts_with(&outer) {
        bail!(
            "--state {} lies in the model's directory {}: that one goes on a web server, and the state holds your \
             orders. Keep it somewhere else",
            directory.display(),
            args.output.display()
        );
    }
    locks.push(lock(directory)?);
    keep_private(directory)?;
    Ok((Some(State::at(directory)), locks))
}

/// The path without links and dots, also of a directory that is not there yet.
fn resolved(path: &Path) -> Result<PathBuf> {
    let whole = std::path::absolute(path)?;
    let mut above = whole.as_path();
    loop {
        match (above.canonicalize(), above.parent()) {
            (Ok(found), _) => return Ok(found.join(whole.strip_prefix(above)?)),
            (Err(_), Some(parent)) => above = parent,
            (Err(error), None) => return Err(error).with_context(|| path.display().to_string()),
        }
    }
}

fn lock(directory: &Path) -> Result<Lock> {
    Lock::take(directory).map_err(|error| match error {
        LockError::Held { .. } => Busy(error.to_string()).into(),
        other @ LockError::Io { .. } => other.into(),
    })
}

/// The directory is its owner's alone, as the file in it is.
#[cfg(unix)]
fn keep_private(directory: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(directory, fs::Permissions::from_mode(0o700))
        .with_context(|| format!("{}: cannot be made private", directory.display()))
}

#[cfg(not(unix))]
fn keep_private(_: &Path) -> Result<()> {
    Ok(())
}

pub fn write_rejects(loaded: &Loaded, output: &Path) -> Result<()> {
    if loaded.rejects.total() == 0 {
        remove(output, REJECTS)?;
    } else {
        // It quotes rows, customers' addresses included.
        write_private(output, REJECTS, &loaded.rejects.to_csv()?)?;
    }
    Ok(())
}

fn check_rejects(loaded: &Loaded, args: &TrainArgs) -> Result<()> {
    // With a state, a run may read a few orders, or none, and a whole catalog.
    let catalog = args.products.as_ref().map_or(0, |_| loaded.products.len() as u64);
    let (bad, good) = (loaded.rejects.total(), loaded.counts.lines_read + catalog);
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
pub fn write_model(trained: &mut Trained, args: &TrainArgs) -> Result<Cutting> {
    let output = &args.output;
    let cutting = entries::cut(trained, args)?;
    let before = directory::read_manifest(output).ok();
    for (name, bytes) in &trained.files {
        write_whole(output, name, bytes)?;
    }
    write_all(&output.join(entries::FOLDER), &cutting.files)?;
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
    Ok(cutting)
}

fn summary(
    out: &mut impl Write,
    loaded: &Loaded,
    trained: &Trained,
    cutting: &Cutting,
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
    if args.state.is_some() {
        writeln!(
            out,
            "Knew {}; {} in this run's files.",
            count(read.before as u64, "order", "orders"),
            count(read.lines_read, "line item", "line items")
        )?;
    }
    writeln!(
        out,
        "{} {} with {}{customers}.",
        if args.state.is_some() { "There are now" } else { "Read" },
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
    about_model(out, &args.output, loaded, trained, cutting)?;
    took(out, begun)
}

/// What was written to `output`.
pub fn about_model(
    out: &mut impl Write,
    output: &Path,
    loaded: &Loaded,
    trained: &Trained,
    cutting: &Cutting,
) -> Result<()> {
    let products = loaded.products.len();
    writeln!(
        out,
        "{} of {} have enough evidence for neighbours ({} in all); the others can only be shown by popularity.",
        grouped(trained.products_with_neighbours as u64),
        count(products as u64, "product", "products"),
        grouped(trained.edges as u64)
    )?;
    for (name, file) in &trained.files {
        writeln!(out, "Wrote {}: {}, {}.", output.join(name).display(), bytes(file.len()), wire(file))?;
        if let Ok(container) = Container::decode(file) {
            let parts = container.sections().map(|(tag, size)| {
                let each = size as f64 / products.max(1) as f64;
                format!("{} {} ({each:.1} a product)", section_name(tag), bytes(size))
            });
            writeln!(out, "      {}", parts.collect::<Vec<_>>().join(", "))?;
        }
    }
    entries::summary(out, cutting, output)?;
    writeln!(out, "Wrote {}.", output.join("manifest.json").display())?;
    Ok(())
}

/// The time since `begun`, and the memory.
pub fn took(out: &mut impl Write, begun: Instant) -> Result<()> {
    let memory = peak_memory().map_or_else(String::new, |n| format!(", at most {} of memory", bytes(n)));
    writeln!(out, "Took {:.1} s{memory}.", begun.elapsed().as_secs_f64())?;
    Ok(())
}

/// What a file takes on the wire. Brotli at its best takes half a second for each megabyte: that of a large
/// model would take longer than the training.
fn wire(file: &[u8]) -> String {
    if file.len() > EXACT {
        return "larger than this summary compresses".to_owned();
    }
    format!("{} on the wire (brotli)", bytes(brotli_size(file)))
}

/// Files up to this size are compressed to see what they take.
const EXACT: usize = 2 << 20;

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
        b"RULE" => "rules".to_owned(),
        other => String::from_utf8_lossy(other).into_owned(),
    }
}
