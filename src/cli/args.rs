//! What can be said on the command line. The doc comments are the help texts.

mod values;

pub use values::{KindArg, ObjectiveArg, ProtocolArg, SystemArg};

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use pairwell::recommend::Kind;

use crate::counts::CountsArgs;
use crate::publish::{PruneArgs, PublishArgs, RollbackArgs};
use crate::simulate::SimulateArgs;

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
    /// Count pairs of products and write them as Parquet, for `train --pair-counts`. What
    /// sql/pair_counts.sql does on Spark, DuckDB and DataFusion.
    Counts(CountsArgs),
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
    /// Say what an experiment shows: orders with recommendations against orders without.
    Report(ReportArgs),
    /// Ask later orders again under two sets of rules: which products gain and lose places, and what it
    /// costs, before anything goes up.
    Replay(ReplayArgs),
    /// Compare two models before the newer one goes up. Exits with 3 when a limit is passed.
    Diff(DiffArgs),
    /// Check a model, or a rules file, against the shop's products as they are now. Exits with 3 when
    /// the model would lead shoppers wrong, or the rules do not mean what they say.
    Lint(LintArgs),
    /// Make mails' product lists for each known customer: left carts, views, what comes next, what is
    /// used up, who stays away.
    Feed(FeedArgs),
    /// Put each known customer into a segment of rules.toml, with recency, frequency and monetary
    /// scores, for Klaviyo or Omnisend.
    Segments(SegmentsArgs),
    /// Work out beforehand at what discount a bundle stops paying, and how much the average order
    /// value could grow at most.
    Simulate(SimulateArgs),
    /// Bring a model directory to where browsers find it: a bucket (S3, R2, Google, Azure) or a folder.
    /// Exits with 4 when somebody else published meanwhile.
    Publish(PublishArgs),
    /// Make the model live again that was live before, or any other that is still there.
    Rollback(RollbackArgs),
    /// Remove published generations that are no longer kept, and nothing else.
    Prune(PruneArgs),
}

#[derive(Args)]
pub struct TrainArgs {
    /// Order exports: Shopify's orders_export.csv, or CSV with the columns order_id and
    /// product_id (also customer_id, timestamp, quantity, unit_price, title). Plain or gzip.
    #[arg(required_unless_present_any = ["pair_counts", "state"], value_name = "ORDERS")]
    pub orders: Vec<PathBuf>,
    /// Train from pair counts instead of orders: the Parquet files that `counts` wrote, or
    /// sql/pair_counts.sql on another engine. See docs/spark.md.
    #[arg(long, value_name = "DIR", conflicts_with = "orders")]
    pub pair_counts: Option<PathBuf>,
    /// ISO 4217 code of the prices in the products export; with --pair-counts, as counts do not say it.
    #[arg(long, value_name = "CODE", requires = "pair_counts")]
    pub currency: Option<String>,
    /// Keep the orders in this directory and learn from all that were ever fed: the model is the one that all
    /// exports together would give. An order that comes again replaces what was known of it. See docs/state.md.
    #[arg(long, value_name = "DIR", conflicts_with = "pair_counts")]
    pub state: Option<PathBuf>,
    /// Stop at the first row that cannot be read, instead of listing such rows in rejects.csv.
    #[arg(long)]
    pub strict: bool,
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
    /// Distinct customers whose orders must contain a pair before it counts, where the export tells
    /// customers: a floor of people, where that of orders can be passed by one person who orders twice.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "pair_counts")]
    pub min_customers: Option<u32>,
    /// Settings file (JSON); flags given here win over it.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The merchant's rules (TOML): pin, boost, bury, exclude, limit, fallbacks, and segments. See
    /// docs/rules.md.
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
    /// Fail when more than this share of rows cannot be read.
    #[arg(long, value_name = "PERCENT", default_value_t = 10.0)]
    pub max_rejects: f64,
    #[command(flatten)]
    pub goal: GoalArgs,
    /// Name entries by this many hex digits of a hash: 0 (the shop's own alone) to 5, in quarters of a digit: 3 are
    /// 4,096 files, 3.5 are 16,384, 4 are 65,536, for hosts that do not count them. By default 3 to 3.5, or 0 up to
    /// 400 products
    #[arg(long, value_name = "N", value_parser = values::entry_digits)]
    pub entry_digits: Option<f32>,
    /// Bytes on the wire that an entry should not exceed; what the weakest neighbours take is left out
    #[arg(long, value_name = "BYTES", default_value_t = 15_000)]
    pub entry_budget: usize,
}

/// What lists are to be good for.
#[derive(Args)]
pub struct GoalArgs {
    /// What lists are to be good for: purchases, or what these bring. With revenue or margin,
    /// complements are weighed by a power of price or of price less cost, as large as --most-lost allows.
    #[arg(long, value_enum, default_value_t = ObjectiveArg::Purchases)]
    pub objective: ObjectiveArg,
    /// Most of recall@10 that --objective may cost, judged on later orders.
    #[arg(long, value_name = "PERCENT", default_value = "5%", requires = "objective")]
    pub most_lost: String,
    /// Costs for --objective margin: CSV with the columns sku (or product_id, handle) and cost. Wins over
    /// the products export's "Cost per item". Never part of the model.
    #[arg(long, value_name = "FILE")]
    pub costs: Option<PathBuf>,
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
    /// The time to ask at, for rules with a schedule and the calendar; without one neither counts.
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// The market to ask for, where rules are for some markets only.
    #[arg(long, value_name = "NAME")]
    pub market: Option<String>,
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
    #[arg(required_unless_present = "state", value_name = "ORDERS")]
    pub orders: Vec<PathBuf>,
    /// Orders of earlier runs, kept by `train --state`; nothing is written to it.
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
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
    /// Judge beside it what `train --pair-counts` makes of the same orders' pair counts.
    #[arg(long)]
    pub from_counts: bool,
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
    #[command(flatten)]
    pub goal: GoalArgs,
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

#[derive(Args)]
pub struct ReportArgs {
    /// Order exports that carry the experiment's arm: Shopify's orders_export.csv (a line
    /// "pairwell_arm: shown" or "pairwell_arm: held-out" in Note Attributes), WooCommerce's (column
    /// meta:pairwell_arm, or meta_data in REST JSON), or CSV with a column "arm".
    #[arg(required = true, value_name = "ORDERS")]
    pub orders: Vec<PathBuf>,
    /// Directory to write report.html, report.csv and report.json to.
    #[arg(short, long, value_name = "DIR", default_value = "report")]
    pub output: PathBuf,
    /// Model directory: counts orders with a recommended pair.
    #[arg(long, value_name = "DIR")]
    pub model: Option<PathBuf>,
    /// Length of the lists that a pair must be in to be a recommended one.
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub list: usize,
    /// Visitors: CSV with the columns date (or week) and visitors, and with an experiment arm. Revenue per visitor
    /// is then told week by week, and is the figure that an experiment's conclusion rests on.
    #[arg(long, value_name = "FILE")]
    pub visits: Option<PathBuf>,
    /// Part of the visitors that was to be held out: checks that the split is as it should be.
    #[arg(long, value_name = "PERCENT")]
    pub share: Option<f64>,
    /// When the blocks went live: marked in the plot.
    #[arg(long, value_name = "DATE")]
    pub launched: Option<String>,
    /// Currency to report in. Unless said, the one most orders have; other orders are left out.
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// Name of the order attribute, meta field or column that carries the arm.
    #[arg(long, value_name = "NAME", default_value = pairwell::trainer::sales::DEFAULT_KEY)]
    pub arm_key: String,
    /// Bootstrap draws.
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = clap::value_parser!(u64).range(200..=100_000))]
    draws: u64,
}

impl ReportArgs {
    /// Bootstrap draws.
    pub fn draws(&self) -> usize {
        usize::try_from(self.draws).unwrap_or(2_000)
    }
}

#[derive(Args)]
pub struct DiffArgs {
    /// Model directory that is live now.
    pub old: PathBuf,
    /// Model directory that is to replace it.
    pub new: PathBuf,
    /// Order exports: both models are asked about the last of these orders, as `evaluate` asks.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub orders: Vec<PathBuf>,
    /// What `evaluate --json` printed when the older and the newer model were made: compared as well. Fairer
    /// than --orders, because there no model has seen the orders it is asked about.
    #[arg(long, value_names = ["OLD", "NEW"], num_args = 2)]
    pub evaluations: Vec<PathBuf>,
    /// How many orders to ask about.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub cases: usize,
    /// Length of the lists that are compared.
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub list: usize,
    /// Fail when more than this part of the products is gone.
    #[arg(long, value_name = "PERCENT", default_value_t = 10.0)]
    pub max_lost_products: f64,
    /// Fail when more than this part of the pairs on products' pages is gone.
    #[arg(long, value_name = "PERCENT", default_value_t = 50.0)]
    pub max_lost_pairs: f64,
    /// Fail when the hit rate falls by more than this part of what it was.
    #[arg(long, value_name = "PERCENT", default_value_t = 10.0)]
    pub max_quality_drop: f64,
    /// Fail when the model needs so much more on the wire.
    #[arg(long, value_name = "PERCENT", default_value_t = 50.0)]
    pub max_growth: f64,
    /// Print JSON instead of text.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct LintArgs {
    /// Model directory, or rules file (TOML).
    pub path: PathBuf,
    /// Products export of today, as for `train`.
    #[arg(long, value_name = "FILE")]
    pub products: Option<PathBuf>,
    /// Order exports, for rules about since when products sell.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub orders: Vec<PathBuf>,
    /// The day by which rules are over; today unless said.
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// Exit with 3 also for what misleads nobody: other titles, prices and pictures; rules that do nothing.
    #[arg(long)]
    pub strict: bool,
    /// Print JSON instead of text.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct ReplayArgs {
    /// Order exports, as for `train`. A model of the first nine tenths answers the last one.
    #[arg(required = true, value_name = "ORDERS")]
    pub orders: Vec<PathBuf>,
    /// Products export, as for `train`.
    #[arg(long, value_name = "FILE")]
    pub products: Option<PathBuf>,
    /// Rules file, or model directory as it is; given twice: A and B. Given once it is held against no rules.
    #[arg(long, required = true, value_name = "FILE|DIR")]
    pub rules: Vec<PathBuf>,
    /// Kinds of blocks to ask, separated by commas: those that look at the page's product are asked about one product of each
    /// order, others about the basket without one.
    #[arg(long, value_name = "KINDS", value_enum, value_delimiter = ',', default_values_t = [KindArg(Kind::AlsoBought), KindArg(Kind::Cart)])]
    pub block: Vec<KindArg>,
    /// Places of a block.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=24))]
    pub list: usize,
    /// The day to ask on, for rules with a schedule; each order's own unless said.
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// The market to ask for.
    #[arg(long, value_name = "NAME")]
    pub market: Option<String>,
    /// Print JSON instead of text.
    #[arg(long)]
    pub json: bool,
    /// Write a page with tables.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

#[derive(Args)]
pub struct FeedArgs {
    /// Model directory.
    pub model: PathBuf,
    /// Order exports with customers' e-mail addresses, as for `report`.
    #[arg(long, required = true, value_name = "FILE", num_args = 1..)]
    pub orders: Vec<PathBuf>,
    /// Abandoned checkouts: Shopify's checkouts_export.csv, or CSV with the columns of generic orders.
    #[arg(long, value_name = "FILE")]
    pub carts: Option<PathBuf>,
    /// What known customers looked at: CSV with email (or customer_id), product_id and timestamp, or
    /// GA4's JSON lines with user_id.
    #[arg(long, value_name = "FILE")]
    pub events: Option<PathBuf>,
    /// Products export: stock and descriptions for the catalog.
    #[arg(long, value_name = "FILE")]
    pub products: Option<PathBuf>,
    /// Directory to write to. It will hold personal data: never the public model's.
    #[arg(short, long, value_name = "DIR", default_value = "mails")]
    pub output: PathBuf,
    /// What to write, several separated by commas; everything unless said.
    #[arg(long = "for", value_name = "SYSTEM", value_enum, value_delimiter = ',')]
    pub systems: Vec<SystemArg>,
    /// Start of addresses that are not whole in the model: https://your-shop.example.
    #[arg(long, value_name = "URL")]
    pub shop_url: Option<String>,
    /// Write e-mail addresses as they are instead of their SHA-256.
    #[arg(long)]
    pub plain_emails: bool,
    /// The day the mails are made for; today unless said.
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// Most products a mail recommends.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=20))]
    pub limit: usize,
    /// Most products of a list for Dynamic Yield.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=100))]
    pub list: usize,
    /// Carts and views older than this are let go.
    #[arg(long, value_name = "DAYS", default_value_t = 14, value_parser = clap::value_parser!(i64).range(0..=3_650))]
    pub recent: i64,
    /// How far ahead mails are made.
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(i64).range(0..=3_650))]
    pub ahead: i64,
    /// Days without an order after which a customer is to be won back; unless said, the time within
    /// which nine in ten of those who order again have done so.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(1..=3_650))]
    pub win_back: Option<i64>,
    /// A product is offered again when so many of its buyers buy it again.
    #[arg(long, value_name = "PERCENT", default_value_t = 20.0)]
    pub again: f32,
}

#[derive(Args)]
pub struct SegmentsArgs {
    /// Order exports with customers' e-mail addresses, as for `report`.
    #[arg(required = true, value_name = "ORDERS")]
    pub orders: Vec<PathBuf>,
    /// Rules file that declares the segments.
    #[arg(long, value_name = "FILE", default_value = "rules.toml")]
    pub rules: PathBuf,
    /// Products export: types of products, for conditions on a category.
    #[arg(long, value_name = "FILE")]
    pub products: Option<PathBuf>,
    /// What known customers looked at, as for `feed`: for conditions on a category among views.
    #[arg(long, value_name = "FILE")]
    pub events: Option<PathBuf>,
    /// File to write. It holds personal data: never beside the public model.
    #[arg(short, long, value_name = "FILE", default_value = "segments.csv")]
    pub output: PathBuf,
    /// Write e-mail addresses as they are instead of their SHA-256.
    #[arg(long)]
    pub plain_emails: bool,
    /// The day, or time, to judge for; now unless said.
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
}
