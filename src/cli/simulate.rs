//! `pairwell simulate`

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use pairwell::model::Model;
use pairwell::trainer::evaluate::split::{Stage, split};
use pairwell::trainer::rejects::Rejects;
use pairwell::trainer::simulate::bundles::{Bundles, Money, bundles};
use pairwell::trainer::simulate::uplift::{Uplift, uplift};
use pairwell::trainer::{Settings, sales, shelf, train};
use serde_json::json;

use crate::bar::Bar;
use crate::evaluate::load_to_judge;
use crate::words::{count, grouped};

#[derive(Args)]
pub struct SimulateArgs {
    /// Order exports, as for `train`.
    #[arg(required = true, value_name = "ORDERS")]
    pub orders: Vec<PathBuf>,
    /// Products export: prices, and costs from its column "Cost per item".
    #[arg(long, value_name = "FILE")]
    pub products: Option<PathBuf>,
    /// Costs: CSV with the columns sku (or product_id, handle) and cost. Wins over the products export.
    #[arg(long, value_name = "FILE")]
    pub costs: Option<PathBuf>,
    /// Margin to take for products whose cost is not known, in per cent of the price.
    #[arg(long, value_name = "PERCENT")]
    pub margin: Option<f64>,
    /// Discounts on the whole bundle to judge, separated by commas.
    #[arg(long, value_name = "PERCENTS", value_delimiter = ',', default_values_t = [5.0, 10.0, 15.0])]
    pub discount: Vec<f64>,
    /// Products in a bundle.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(2..=8))]
    pub size: usize,
    /// How many bundles to judge: those of the most popular products.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub top: usize,
    /// Length of the list on a product's page.
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub list: usize,
    /// Print JSON instead of text.
    #[arg(long)]
    pub json: bool,
}

pub fn run(args: &SimulateArgs) -> Result<()> {
    if args.discount.iter().any(|d| !(*d > 0.0 && *d < 100.0)) {
        bail!("--discount is in per cent: above 0 and below 100");
    }
    if args.margin.is_some_and(|m| !(0.0..=100.0).contains(&m)) {
        bail!("--margin is in per cent of the price: 0 to 100");
    }
    let bar = Bar::new();
    let loaded = load_to_judge(&args.orders, args.products.as_deref(), None, &bar)?;
    let split = split(&loaded, Stage::Test);
    let trained = train(&split.fit, &Settings::default(), &bar).map_err(anyhow::Error::msg)?;
    let mut model = Model::default();
    for (_, file) in &trained.files {
        model.add(file).map_err(anyhow::Error::new)?;
    }
    let weights = trained.manifest.scoring;
    let book = sales::read(&args.orders, sales::DEFAULT_KEY, &bar)?;
    bar.finish();

    let mut rejects = Rejects::default();
    let mut shelves = match &args.products {
        Some(path) => shelf::read(path, &mut rejects)?,
        None => shelf::Shelves::default(),
    };
    if let Some(path) = &args.costs {
        shelf::read_costs(path, &mut shelves, &mut rejects)?;
    }
    let whole = 10f64.powi(loaded.minor_digits as i32);
    let price = |key: &str| -> Option<f64> {
        let card = model.find(key).and_then(|p| model.card(p))?;
        card.price.filter(|p| *p > 0).map(|minor| f64::from(minor) / whole)
    };
    let money = |key: &str| -> Option<Money> {
        let price = price(key)?;
        let card = model.find(key).and_then(|p| model.card(p))?;
        let known = std::iter::once(key).chain(card.variants.split('\t')).find_map(|k| shelves.get(k)?.cost);
        let assumed = || args.margin.map(|margin| price * (1.0 - margin / 100.0));
        known.or_else(assumed).map(|cost| Money { price, cost })
    };
    let discounts: Vec<f64> = args.discount.iter().map(|d| d / 100.0).collect();
    let bundles = bundles(&loaded, &model, &weights, &money, (args.size, args.top), &discounts);
    let uplift = uplift(&split, &book, &model, &weights, args.list);
    if rejects.total() > 0 {
        eprintln!("note: {} of costs could not be read", count(rejects.total(), "row", "rows"));
    }
    let mut out = std::io::stdout().lock();
    if args.json {
        let whole = json!({"currency": loaded.currency, "bundles": bundles, "order_value": uplift});
        writeln!(out, "{}", serde_json::to_string_pretty(&whole)?)?;
        return Ok(());
    }
    bundle_table(&mut out, &bundles, args, &loaded.currency)?;
    uplift_words(&mut out, uplift.as_ref(), args, &loaded.currency)
}

fn bundle_table(out: &mut impl Write, all: &Bundles, args: &SimulateArgs, currency: &str) -> Result<()> {
    if all.bundles.is_empty() && all.without_money == 0 {
        writeln!(
            out,
            "No bundle can be judged: no product has {} that are often bought with it.",
            args.size.saturating_sub(1)
        )?;
        return Ok(());
    }
    if all.bundles.is_empty() {
        writeln!(
            out,
            "No bundle can be judged: {} without a cost. Costs come from \"Cost per item\" of --products, from --costs, or as --margin for all.",
            count(all.without_money, "bundle is", "bundles are")
        )?;
        return Ok(());
    }
    writeln!(
        out,
        "Bundles of {}: how many of a product's buyers take all already, the discount from which each bundle loses money, and how many more must take it to break even{}.",
        args.size,
        if args.margin.is_some() { " (costs not known: margin as you said)" } else { "" }
    )?;
    let discounts: String = args.discount.iter().map(|d| format!(" {:>9}", format!("at {d:.0} %"))).collect();
    writeln!(
        out,
        "{:>9} {:>7} {:>8} {:>8}{discounts}  bundle",
        format!("price {currency}").trim_end(),
        "buyers",
        "take all",
        "loses at"
    )?;
    for bundle in &all.bundles {
        let needed: String = bundle
            .break_even
            .iter()
            .map(|(_, share)| {
                share.map_or_else(
                    || format!(" {:>9}", "never"),
                    |s| format!(" {:>9}", format!("+{:.1} %", s * 100.0)),
                )
            })
            .collect();
        writeln!(
            out,
            "{:>9.2} {:>7} {:>8} {:>8}{needed}  {}",
            bundle.price,
            grouped(bundle.buyers),
            format!("{:.1} %", bundle.already * 100.0),
            format!("{:.0} %", bundle.deepest * 100.0),
            bundle.products.join(" + ")
        )?;
    }
    if all.without_money > 0 {
        writeln!(
            out,
            "{} passed over: a price or a cost is not known.",
            count(all.without_money, "bundle was", "bundles were")
        )?;
    }
    writeln!(
        out,
        "Buyers who take a part of the bundle already are counted as if they took the product alone, which favours the bundle."
    )?;
    Ok(())
}

fn uplift_words(
    out: &mut impl Write,
    uplift: Option<&Uplift>,
    args: &SimulateArgs,
    currency: &str,
) -> Result<()> {
    let Some(u) = uplift else {
        writeln!(out, "Average order value: no later order has a product that earlier ones know.")?;
        return Ok(());
    };
    let (low, high) = u.unaided_interval;
    let money = |amount: f64| format!("{amount:.2} {currency}").trim_end().to_owned();
    writeln!(
        out,
        "Average order value: {}. Of {}, {:.1} % ({:.1} to {:.1}) hold products of the list of {} unaided: {} an order, taken over all of them.",
        money(u.order_value),
        count(u.orders as u64, "later order", "later orders"),
        u.unaided * 100.0,
        low * 100.0,
        high * 100.0,
        args.list,
        money(u.unaided_value)
    )?;
    writeln!(
        out,
        "Recommendations can raise it by {:.0} to {:.1} %. {:.1} % is an upper bound and no forecast: it takes all other orders to add as much at that same rate, with nothing left out for it. What really happens only an experiment tells (pairwell report).",
        u.least * 100.0,
        u.most * 100.0,
        u.most * 100.0
    )?;
    Ok(())
}
