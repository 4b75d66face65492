//! What can be said on the command line. The doc comments are the help texts.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use pairwell::recommend::Kind;

/// Product recommendations without a server: train on your order export, put the files on any
/// CDN, add one script tag.
#[derive(Parser)]
#[command(name = "pairwell", version, max_term_width = 100)]
pub struct Pairwell {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Learn from order exports what goes with what, and write a model directory.
    Train(TrainArgs),
    /// Ask a model for products, by the code that runs in the browser.
    Recommend(RecommendArgs),
    /// Show what a model directory holds.
    Inspect(InspectArgs),
    /// The same as `recommend --explain`: which product of the context gave what.
    Explain(RecommendArgs),
    /// Measure on later orders what more or fewer bytes of model buy.
    Frontier(FrontierArgs),
    /// Measure on later orders how good a model of the earlier ones is, beside other methods.
    Evaluate(EvaluateArgs),
}

#[derive(Args)]
pub struct TrainArgs {
    /// Order exports: Shopify's orders_export.csv, or CSV with the columns order_id and
    /// product_id (also customer_id, timestamp, quantity, unit_price, title). Plain or gzip.
    #[arg(required = true, value_name = "ORDERS")]
    pub orders: Vec<PathBuf>,
    /// Products export (Shopify's products_export.csv, plain or gzip): titles, pictures, prices
    /// and stock for the blocks. Without it the products are those in the orders.
    #[arg(long, value_name = "FILE")]
    pub products: Option<PathBuf>,
    /// What visitors looked at: JSON lines as GA4 exports them, or CSV with the columns session_id
    /// and product_id. Makes "similar" products those that the same visitors look at.
    #[arg(long, value_name = "FILE")]
    pub events: Option<PathBuf>,
    /// Directory to write the model to.
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Address of a product page; {key} stands for the product's handle or id.
    #[arg(long, value_name = "PATTERN", default_value = "/products/{key}")]
    pub product_url: String,
    /// Most neighbours that a product may nominate.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=255))]
    pub neighbours: Option<u16>,
    /// Pairs kept over the whole shop, for each product: the size of the model.
    #[arg(long, value_name = "N")]
    pub pairs: Option<f64>,
    /// Bits of a stored cart weight.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub weight_bits: Option<u8>,
    /// Orders that must contain a pair before it counts. Also a privacy floor: pairs of fewer
    /// orders are not in the public file.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub min_orders: Option<u32>,
    /// Settings file (JSON); flags given here win over it.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Fail when more than this share of rows cannot be read.
    #[arg(long, value_name = "PERCENT", default_value_t = 10.0)]
    pub max_rejects: f64,
}

#[derive(Args)]
pub struct RecommendArgs {
    /// Model directory.
    pub model: PathBuf,
    /// The product being looked at: its handle, id or SKU.
    #[arg(long, value_name = "KEY")]
    pub product: Option<String>,
    /// Products in the cart, separated by commas.
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub cart: Vec<String>,
    /// Products looked at before, the latest first, separated by commas.
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub viewed: Vec<String>,
    /// Number of products to return.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Kind of block.
    #[arg(long, value_name = "KIND", value_enum, default_value_t = KindArg(Kind::AlsoBought))]
    pub block: KindArg,
    /// Where the block has too little, show what it falls back to instead of less.
    #[arg(long)]
    pub fallback: bool,
    /// Answer every line of this file (JSONL): {"id", "product"?, "cart"?: […], "viewed"?: […],
    /// "purchased"?: [{"product", "at"}], "at"?, "block"?}; prints {"id", "items": […]} a line.
    #[arg(long, value_name = "CASES", conflicts_with_all = ["product", "cart", "viewed"])]
    pub input: Option<PathBuf>,
    /// Say which product of the context gave what.
    #[arg(long)]
    pub explain: bool,
    /// Print JSON instead of a table.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct InspectArgs {
    /// Model directory.
    pub model: PathBuf,
    /// Show this product's card and neighbours: handle, id or SKU.
    pub product: Option<String>,
    /// Print JSON instead of a table.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct EvaluateArgs {
    /// Order exports, as for `train`.
    #[arg(required = true, value_name = "ORDERS")]
    pub orders: Vec<PathBuf>,
    /// Products export, as for `train`.
    #[arg(long, value_name = "FILE")]
    pub products: Option<PathBuf>,
    /// What is hidden: one product of the basket, or all but the one looked at.
    #[arg(long, value_enum, default_value_t = ProtocolArg::Both)]
    pub protocol: ProtocolArg,
    /// Let the model see what the customer bought before.
    #[arg(long)]
    pub history: bool,
    /// Judge on the validation slice (80-90 % of the orders by time) instead of the last tenth.
    #[arg(long)]
    pub validation: bool,
    /// Judge each step of the learning too: local ridge, pruned, refitted, mixed, with page lists.
    #[arg(long, conflicts_with = "alone")]
    pub steps: bool,
    /// Only our own model, without the methods it is held against.
    #[arg(long)]
    pub alone: bool,
    /// Search for better settings on the validation slice and write them for `train --config`.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "settings.json", require_equals = true)]
    pub tune: Option<PathBuf>,
    /// Settings file (JSON), as for `train`.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print JSON instead of tables.
    #[arg(long)]
    pub json: bool,
    /// Write a page with tables and plots: quality by bytes, by size of the cart, by history and by
    /// popularity. Trains several sizes of model, which takes its time.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

#[derive(Args)]
pub struct FrontierArgs {
    /// Order exports, as for `train`.
    #[arg(required = true, value_name = "ORDERS")]
    pub orders: Vec<PathBuf>,
    /// Products export, as for `train`.
    #[arg(long, value_name = "FILE")]
    pub products: Option<PathBuf>,
    /// Judge on the validation slice (80-90 % of the orders by time) instead of the last tenth.
    #[arg(long)]
    pub validation: bool,
    /// Settings file (JSON), as for `train`.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print JSON instead of a table.
    #[arg(long)]
    pub json: bool,
    /// Draw it.
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}

/// Which protocols to run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProtocolArg {
    /// All products but one are in the cart.
    Basket,
    /// One product is looked at.
    Product,
    /// One after the other.
    Both,
}

/// [`Kind`] as clap reads it.
#[derive(Clone, Copy)]
pub struct KindArg(pub Kind);

impl ValueEnum for KindArg {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: [KindArg; Kind::ALL.len()] = {
            let mut all = [KindArg(Kind::AlsoBought); Kind::ALL.len()];
            let mut n = 0;
            while n < all.len() {
                all[n] = KindArg(Kind::ALL[n].0);
                n += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.name()))
    }
}
