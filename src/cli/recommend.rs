//! `pairwell recommend`

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, anyhow};
use pairwell::model::rules::action;
use pairwell::model::{Model, Moment};
use pairwell::recommend::rules::deciding;
use pairwell::recommend::{Context, Kind, List, Past, Pick, Scores, Weights, list, recommend};
use pairwell::trainer::directory::read_model;
use pairwell::trainer::values;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::args::RecommendArgs;
use crate::rules;

/// One line of `--input`.
#[derive(Deserialize)]
struct Case {
    id: Value,
    product: Option<String>,
    #[serde(default)]
    cart: Vec<String>,
    #[serde(default)]
    viewed: Vec<Event>,
    #[serde(default)]
    purchased: Vec<Event>,
    at: Option<String>,
    block: Option<String>,
}

/// A product of the past: its key alone, or with the time.
#[derive(Deserialize)]
#[serde(untagged)]
enum Event {
    Key(String),
    Timed { product: String, at: Option<String> },
}

/// A context whose keys have become indexes.
#[derive(Default)]
struct Resolved {
    product: Option<u32>,
    cart: Vec<u32>,
    viewed: Vec<Past>,
    purchased: Vec<Past>,
    moment: Option<Moment>,
    day: u32,
    market: u32,
}

impl Resolved {
    fn context(&self) -> Context<'_> {
        Context {
            product: self.product,
            cart: &self.cart,
            viewed: &self.viewed,
            purchased: &self.purchased,
            moment: self.moment,
            day: self.day,
            market: self.market,
            ..Context::default()
        }
    }
}

pub fn run(args: &RecommendArgs) -> Result<()> {
    let (manifest, model) = read_model(&args.model)?;
    let weights = manifest.scoring;
    let market = rules::market(args.market.as_deref(), &manifest.markets);
    let mut out = BufWriter::new(std::io::stdout().lock());
    match &args.input {
        Some(path) => cases(path, args, (&model, &weights, market), &mut out)?,
        None => one(args, (&model, &weights, market), &mut out)?,
    }
    out.flush()?;
    Ok(())
}

/// A model, how it is scored, and the number of the market to ask for.
type Asked<'a> = (&'a Model, &'a Weights, u32);

fn one(args: &RecommendArgs, (model, weights, market): Asked<'_>, out: &mut impl Write) -> Result<()> {
    let at = match args.at.as_deref().map(values::time).transpose() {
        Ok(at) => at,
        Err(why) => return Err(anyhow!("--at: {why}")),
    };
    let given = args.product.iter().chain(&args.cart).chain(&args.viewed);
    for key in given.filter(|key| model.find(key).is_none()) {
        eprintln!("note: the model knows no product {key:?}; it is ignored");
    }
    let resolved = Resolved {
        product: args.product.as_deref().and_then(|key| model.find(key)),
        cart: args.cart.iter().filter_map(|key| model.find(key)).collect(),
        viewed: args
            .viewed
            .iter()
            .filter_map(|key| Some(Past { product: model.find(key)?, days: 0.0 }))
            .collect(),
        moment: at.map(Moment::of_unix),
        day: at.map_or(0, day),
        market,
        ..Resolved::default()
    };
    let context = resolved.context();
    let kind = args.block.0;
    let (kind, picks) = picks(args, model, &context, weights, kind);
    if kind != args.block.0 && !args.json {
        writeln!(out, "Too little for {}; this is {}:", args.block.0.name(), kind.name())?;
    }
    if args.json {
        writeln!(
            out,
            "{}",
            serde_json::to_string(&answer(model, &context, weights, kind, &picks, args.explain, None))?
        )?;
        return Ok(());
    }
    if picks.is_empty() {
        writeln!(out, "Nothing to recommend here.")?;
    }
    let scores = Scores::of(model, &context, weights, kind);
    for pick in &picks {
        let (key, title) = names(model, pick.product);
        writeln!(out, "{:.4}  {key}  {title}", pick.score)?;
        if args.explain {
            for part in scores.explain(model, pick.product) {
                let (key, title) = names(model, part.from);
                writeln!(out, "        {:.4} from {key}  {title}", part.score)?;
            }
            writeln!(out, "        {:.4} from its popularity", scores.popularity_part(model, pick.product))?;
            if let Some((_, does)) = by_rule(model, &context, kind, pick.product) {
                writeln!(out, "        a rule {does}")?;
            }
        }
    }
    Ok(())
}

/// The day of a time, since 1970.
fn day(at: i64) -> u32 {
    u32::try_from(at / 86_400).unwrap_or(0)
}

/// What a rule does to a product that is shown: its number in the model from 1, and what in words.
fn by_rule(model: &Model, context: &Context<'_>, kind: Kind, product: u32) -> Option<(usize, String)> {
    let (number, rule) = deciding(model, context, kind, product)?;
    let does = match rule.action {
        action::PIN => "pins it".to_owned(),
        _ => format!("lets its score count {} times", f64::from(rule.amount) / 100.0),
    };
    Some((number + 1, does))
}

/// The products of a block and the kind they truly are of.
fn picks(
    args: &RecommendArgs,
    model: &Model,
    context: &Context<'_>,
    weights: &Weights,
    kind: Kind,
) -> (Kind, Vec<Pick>) {
    if args.fallback {
        let List { kind, picks, .. } = list(model, context, weights, kind, args.limit, &[]);
        return (kind, picks);
    }
    (kind, recommend(model, context, weights, kind, args.limit, &[]))
}

fn names(model: &Model, product: u32) -> (String, String) {
    model.card(product).map_or_else(Default::default, |card| (card.key.to_owned(), card.title.to_owned()))
}

fn cases(
    path: &Path,
    args: &RecommendArgs,
    (model, weights, market): Asked<'_>,
    out: &mut impl Write,
) -> Result<()> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    for (line, number) in BufReader::new(file).lines().zip(1..) {
        let place = || format!("{}:{number}", path.display());
        let line = line.with_context(place)?;
        if line.trim().is_empty() {
            continue;
        }
        let case: Case = serde_json::from_str(&line).with_context(place)?;
        let resolved =
            resolve(&case, args, model, market).map_err(|reason| anyhow!("{}: {reason}", place()))?;
        let kind = match &case.block {
            None => args.block.0,
            Some(name) => {
                Kind::parse(name).ok_or_else(|| anyhow!("{}: there is no block kind {name:?}", place()))?
            }
        };
        let context = resolved.context();
        let (kind, picks) = picks(args, model, &context, weights, kind);
        let answer = answer(model, &context, weights, kind, &picks, args.explain, Some(&case.id));
        writeln!(out, "{}", serde_json::to_string(&answer)?)?;
    }
    Ok(())
}

fn resolve(case: &Case, args: &RecommendArgs, model: &Model, market: u32) -> Result<Resolved, String> {
    let given = case.at.as_ref().or(args.at.as_ref());
    let now = match given {
        Some(text) => values::time(text)?,
        None => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64),
    };
    let past = |events: &[Event]| -> Result<Vec<Past>, String> {
        let mut out = Vec::new();
        for event in events {
            let (key, at) = match event {
                Event::Key(key) => (key, None),
                Event::Timed { product, at } => (product, at.as_deref()),
            };
            let at = at.map(values::time).transpose()?.unwrap_or(now);
            if let Some(product) = model.find(key) {
                out.push(Past { product, days: ((now - at).max(0) as f32) / 86_400.0 });
            }
        }
        Ok(out)
    };
    Ok(Resolved {
        product: case.product.as_deref().and_then(|key| model.find(key)),
        cart: case.cart.iter().filter_map(|key| model.find(key)).collect(),
        viewed: past(&case.viewed)?,
        purchased: past(&case.purchased)?,
        // Without a time in the case the calendar stays silent: answers must not depend on when
        // the command is run.
        moment: given.map(|_| Moment::of_unix(now)),
        day: given.map_or(0, |_| day(now)),
        market,
    })
}

fn answer(
    model: &Model,
    context: &Context<'_>,
    weights: &Weights,
    kind: Kind,
    picks: &[Pick],
    explain: bool,
    id: Option<&Value>,
) -> Value {
    let items: Vec<String> = picks.iter().map(|pick| names(model, pick.product).0).collect();
    let mut answer = json!({});
    if let Some(id) = id {
        answer["id"] = id.clone();
    }
    answer["items"] = json!(items);
    if explain {
        let scores = Scores::of(model, context, weights, kind);
        let parts: Vec<Value> = picks
            .iter()
            .map(|pick| {
                let from: Vec<Value> = scores
                    .explain(model, pick.product)
                    .iter()
                    .map(|part| json!({"product": names(model, part.from).0, "score": part.score}))
                    .collect();
                let popularity = scores.popularity_part(model, pick.product);
                let mut part = json!({"product": names(model, pick.product).0, "score": pick.score, "from": from, "popularity": popularity});
                if let Some((number, does)) = by_rule(model, context, kind, pick.product) {
                    part["rule"] = json!({"number": number, "does": does});
                }
                part
            })
            .collect();
        answer["explain"] = json!(parts);
    }
    answer
}
