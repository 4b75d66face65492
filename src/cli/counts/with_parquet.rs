//! Where the build has Parquet.

use std::io::Write;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use pairwell::trainer::entries::Cutting;
use pairwell::trainer::load::Loaded;
use pairwell::trainer::pair_counts::Pair;
use pairwell::trainer::pair_counts::count::{Counter, Floor};
use pairwell::trainer::pair_counts::files::{CountFiles, CountWriter, CountsError, Named, write_lines};
use pairwell::trainer::pair_counts::products::{self, Shop};
use pairwell::trainer::pair_counts::train::Training;
use pairwell::trainer::progress::Progress;
use pairwell::trainer::{Source, Trained, load};

use super::CountsArgs;
use crate::args::{ObjectiveArg, TrainArgs};
use crate::bar::Bar;
use crate::words::{count, grouped};
use crate::{rules, segments, settings, train as command};

/// `pairwell counts`
pub fn run(args: &CountsArgs) -> Result<()> {
    let begun = Instant::now();
    let source = Source {
        orders: args.orders.clone(),
        products: args.products.clone(),
        events: None,
        url: "/{key}".into(),
        gift_cards: false,
    };
    let bar = Bar::new();
    let loaded = load(&source, &bar)?;
    if loaded.rejects.total() > 0 {
        let first = loaded.rejects.rows().first();
        let example =
            first.map_or_else(String::new, |r| format!("{}:{}: {}", r.file.display(), r.line, r.reason));
        eprintln!(
            "note: {} could not be read. The first: {example}",
            count(loaded.rejects.total(), "row", "rows")
        );
    }
    if let Some(path) = &args.lines {
        write_lines(path, &loaded.orders, |product| loaded.key(product))?;
    }
    let floor = Floor {
        orders: args.min_orders,
        customers: args.min_customers,
        largest: args.largest_order as usize,
    };
    bar.stage("Counting pairs", 0);
    let counter = Counter::of(&loaded.orders, loaded.products.len(), floor);
    let mut out = CountWriter::new(&args.output, args.rows_per_file as usize)?;
    let (mut products, mut pairs) = (0u64, 0u64);
    let put = |out: &mut CountWriter, pair: Pair| -> Result<(), CountsError> {
        let (a, b) = (loaded.key(pair.a), loaded.key(pair.b));
        out.add(Some(if a <= b { (a, b) } else { (b, a) }), pair.orders, pair.weight)
    };
    let (orders, weight) = counter.total();
    if orders == 0 {
        bail!("there is nothing to count: no order holds a product that counts");
    }
    out.add(None, orders, weight)?;
    for pair in counter.products() {
        products += 1;
        put(&mut out, pair)?;
    }
    counter.pairs(|pair| {
        pairs += 1;
        put(&mut out, pair)
    })?;
    let files = out.finish()?;
    bar.finish();
    let mut say = std::io::stdout().lock();
    for (path, format) in &loaded.counts.formats {
        writeln!(say, "{}: {format}", path.display())?;
    }
    if counter.too_large > 0 {
        let what = count(counter.too_large as u64, "order", "orders");
        writeln!(say, "Left out {what} of more than {} products.", grouped(u64::from(args.largest_order)))?;
    }
    writeln!(
        say,
        "Counted {} and {} of {} and {} or more in {}.",
        count(products, "product", "products"),
        count(pairs, "pair", "pairs"),
        count(u64::from(args.min_orders), "order", "orders"),
        count(u64::from(args.min_customers), "customer", "customers"),
        count(orders, "order", "orders"),
    )?;
    writeln!(say, "Wrote {} to {}.", count(files as u64, "file", "files"), args.output.display())?;
    writeln!(say, "Took {:.1} s.", begun.elapsed().as_secs_f64())?;
    Ok(())
}

/// `pairwell train --pair-counts`
pub fn train(args: &TrainArgs) -> Result<()> {
    let begun = Instant::now();
    let Some(directory) = &args.pair_counts else { bail!("--pair-counts names no directory") };
    if args.goal.objective != ObjectiveArg::Purchases || args.goal.costs.is_some() {
        bail!(
            "--objective judges a goal on later orders, which pair counts do not tell: train from orders for that"
        );
    }
    let settings = settings::read(args.config.as_deref(), command::flags(args))?;
    if settings.min_customers > 1 {
        bail!(
            "the settings ask for min_customers, and pair counts do not tell how many a pair has: count with `pairwell counts --min-customers`"
        );
    }
    let (rules, declared) = rules::read_all(args.rules.as_deref())?;
    let bar = Bar::new();
    let files = CountFiles::find(directory)?;
    bar.stage("Reading the counts of products", 0);
    let named = files.products()?;
    let shop = Shop {
        products: args.products.as_deref(),
        events: args.events.as_deref(),
        url: &args.product_url,
        currency: args.currency.as_deref().unwrap_or(""),
        gift_cards: rules.gift_cards,
    };
    let (loaded, numbers) = products::load(&named.keys, &shop, &bar)?;
    command::write_rejects(&loaded, &args.output)?;
    let marginals = named.marginals(&numbers, loaded.products.len());
    let mut training = Training::new(&marginals, &loaded, &settings);
    bar.stage("Reading the counts of pairs", 0);
    let unknown = files.pairs(&named, &numbers, |pair| training.add(&pair))?;
    if unknown > 0 {
        let what = count(unknown, "pair", "pairs");
        bail!(
            "{}: {what} of products that have no row of their own: the counts are not complete",
            directory.display()
        );
    }
    let pairs = training.pairs();
    let mut trained = training.finish(&loaded, &bar).map_err(anyhow::Error::msg)?;
    let compiled = rules::apply(&mut trained, &rules, &loaded, args.products.as_deref())?;
    if let Some(path) = &args.rules {
        trained.manifest.segments = segments::for_model(path, &declared, &args.orders, &loaded, &bar)?;
    }
    bar.finish();
    let cutting = command::write_model(&mut trained, args).context("the model was not written")?;
    let mut out = std::io::stdout().lock();
    let read = Read { files: files.len(), named: &named, numbers: &numbers, pairs };
    summary(&mut out, args, &loaded, &trained, &cutting, &read)?;
    if let Some(path) = &args.rules {
        rules::summary(&mut out, path, &rules, &compiled)?;
    }
    command::took(&mut out, begun)
}

struct Read<'a> {
    files: usize,
    named: &'a Named,
    numbers: &'a [Option<u32>],
    pairs: u64,
}

fn summary(
    out: &mut impl Write,
    args: &TrainArgs,
    loaded: &Loaded,
    trained: &Trained,
    cutting: &Cutting,
    read: &Read<'_>,
) -> Result<()> {
    writeln!(
        out,
        "Read the counts of {}, {} and {} from {}.",
        count(read.named.total.0, "order", "orders"),
        count(read.named.keys.len() as u64, "product", "products"),
        count(read.pairs, "pair", "pairs"),
        count(read.files as u64, "file", "files"),
    )?;
    let left_out = read.numbers.iter().filter(|number| number.is_none()).count();
    if left_out > 0 {
        let what = count(left_out as u64, "product", "products");
        writeln!(out, "Left out {what} that the products export does not have, or not for sale.")?;
    }
    command::about_model(out, &args.output, loaded, trained, cutting)?;
    writeln!(
        out,
        "Pair counts do not tell what is bought in a later order or again, what is new or rising, and when types sell: the model\n\
         has none of it. Weights are the regression's own, not fitted to orders once more."
    )?;
    Ok(())
}
