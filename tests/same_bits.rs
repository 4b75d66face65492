//! The module that shops serve scores as the native build does, bit for bit.
//!
//! Random shops, whole or cut into entries, of one training or two, with random rules; random shoppers, whose
//! past lies in random logs of their tabs; random questions. The built glue and module answer them in Node
//! (`same-bits/answer.mjs`), this build answers them here, and every answer must be the same text: products, scores'
//! bits, what speaks for each with its share's bits, rules.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod fuzzing;

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::{Command, Stdio};

use fuzzing::draw::{Draw, Seeded};
use fuzzing::shop;
use pairwell::history::{EventKind, History, Log, Seen, digits};
use pairwell::model::rules::action;
use pairwell::model::{FileSource, Model, Moment};
use pairwell::recommend::rules::deciding;
use pairwell::recommend::{Context, Kind, List, Past, Weights, Within, list};
use pairwell::trainer::entries::{Options, cut, opened};
use serde_json::{Value, json};

/// Questions to a shopper's page, before the page is left for another shop.
const QUESTIONS: usize = 200;

/// Questions in all; PAIRWELL_TEST_INPUTS asks for another number.
fn inputs() -> usize {
    std::env::var("PAIRWELL_TEST_INPUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000)
}

/// A shop as its files, and the keys a page may name.
struct Page {
    /// As the loader hands them over: entries without their head.
    files: Vec<Vec<u8>>,
    keys: Vec<String>,
    weights: Weights,
}

fn page(draw: &mut Seeded) -> Page {
    let mut source = shop::shop(draw, 80);
    let count = source.products.len() as u32;
    if draw.once_in(2) {
        source.rules = shop::rules(draw, count);
    }
    let mut keys: Vec<String> = source.products.iter().map(|product| product.key.clone()).collect();
    keys.extend(source.products.iter().flat_map(|product| product.variants.iter().take(1).cloned()));
    keys.push("no such product".into());
    let files = match draw.below(3) {
        // A small shop's one entry.
        0 => vec![source.encode_entry(draw.below(9))],
        1 => some_entries(draw, &source),
        // Some of this training and some that a browser has kept of another.
        _ => {
            let (mut now, before) = (some_entries(draw, &source), shop::shop(draw, 80));
            now.extend(some_entries(draw, &before));
            now
        }
    };
    Page { files, keys, weights: weights(draw) }
}

/// The shop's own entry, and those of some products.
fn some_entries(draw: &mut Seeded, source: &FileSource) -> Vec<Vec<u8>> {
    let budget = draw.one(&[600, 20_000]);
    let mut files = cut(&source.encode().unwrap(), &Options { digits: Some(1.0), budget }).unwrap().files;
    let (_, shop) = files.pop().unwrap();
    files.retain(|_| draw.once_in(2));
    let bare = |bytes: &Vec<u8>| opened(bytes).unwrap().to_vec();
    std::iter::once(&shop).chain(files.iter().map(|(_, bytes)| bytes)).map(bare).collect()
}

/// Also numbers that no training writes: a manifest may hold any.
fn weights(draw: &mut Seeded) -> Weights {
    let mut weights = shop::weights(draw);
    if draw.once_in(8) {
        for weight in
            [&mut weights.popularity, &mut weights.page, &mut weights.view, &mut weights.again_saturation]
        {
            *weight = draw.one(&[0.0, -1.0, 1e-40, 1e30, f32::MAX, 0.1, 3.0]);
        }
    }
    weights
}

/// The logs of a shopper's tabs, as they are stored.
fn logs(draw: &mut Seeded, keys: &[String], now: u32) -> Vec<Log> {
    (0..draw.below(4))
        .map(|tab| {
            let mut log = Log::new(u64::from(draw.below(1 << 20)) << 4 | u64::from(tab));
            let mut at = now - draw.below(500 * 86_400);
            for _ in 0..draw.below(12) {
                at = (at + draw.below(20 * 86_400)).min(now + 600);
                let kind = draw.one(&EventKind::ALL).0;
                let key = &keys[draw.below(keys.len() as u32) as usize];
                log.record(kind, key, draw.below(4), at);
            }
            log
        })
        .collect()
}

struct Question {
    kind: (Kind, &'static str),
    limit: usize,
    gap: u32,
    within: Within,
    everything: bool,
    product: Option<String>,
    cart: Vec<String>,
    moment: Moment,
    market: u32,
}

fn question(draw: &mut Seeded, keys: &[String]) -> Question {
    let key = |draw: &mut Seeded| keys[draw.below(keys.len() as u32) as usize].clone();
    Question {
        kind: draw.one(&Kind::ALL),
        limit: 1 + draw.below(24) as usize,
        gap: if draw.once_in(2) { draw.below(20_000) } else { 0 },
        within: draw.one(&[Within::Shop, Within::Kind, Within::Vendor]),
        everything: draw.once_in(8),
        product: (!draw.once_in(3)).then(|| key(draw)),
        cart: (0..draw.below(6)).map(|_| key(draw)).collect(),
        moment: shop::moment(draw),
        market: draw.below(4),
    }
}

/// The answer as a line of text.
fn answer(model: &Model, history: &History, weights: &Weights, question: &Question, now: u32) -> String {
    let past = |seen: Seen<'_>| {
        model.find(seen.product).map(|product| Past { product, days: seen.age as f32 / 86_400.0 })
    };
    let viewed: Vec<Past> = history.views(now).into_iter().filter_map(past).collect();
    let purchased: Vec<Past> = history.purchases(now).into_iter().filter_map(past).collect();
    let left: Vec<u32> = history.left().into_iter().filter_map(|key| model.find(key)).collect();
    let cart: Vec<u32> = question.cart.iter().filter_map(|key| model.find(key)).collect();
    let context = Context {
        product: question.product.as_deref().and_then(|key| model.find(key)),
        cart: &cart,
        viewed: &viewed,
        purchased: &purchased,
        left: &left,
        moment: Some(question.moment),
        day: now / 86_400,
        market: question.market,
        gap: question.gap,
        within: question.within,
        everything: question.everything,
    };
    let list = list(model, &context, weights, question.kind.0, question.limit, &[]);
    let own = context.product.filter(|product| {
        list.kind == Kind::BoughtTogether
            && !list.picks.is_empty()
            && model.available(*product)
            && !cart.contains(product)
    });
    let own = own.map(|product| row(model, &context, &list, product, 0.0, true));
    let rows = list.picks.iter().map(|pick| row(model, &context, &list, pick.product, pick.score, false));
    own.into_iter().chain(rows).collect::<Vec<_>>().join(";")
}

fn row(model: &Model, context: &Context<'_>, list: &List, product: u32, score: f32, own: bool) -> String {
    let key = |product: u32| model.card(product).unwrap().key;
    let parts = list.scores.explain(model, product);
    let reason = match parts.first() {
        Some(part) if context.product == Some(part.from) => "",
        Some(part) if context.cart.contains(&part.from) => "cart",
        Some(part) if context.viewed.iter().any(|past| past.product == part.from) => "view",
        Some(_) => "purchase",
        None => "",
    };
    let rule = match deciding(model, context, list.kind, product) {
        None => 0.0,
        Some((_, rule)) if rule.action == action::PIN => -1.0,
        Some((_, rule)) => rule.amount as f32 / 100.0,
    };
    let parts: Vec<String> =
        parts.iter().map(|part| format!("{}={}", key(part.from), bits(part.score / score))).collect();
    format!("{}|{}|{own}|{reason}|{}|{}", key(product), bits(score), bits(rule), parts.join(","))
}

/// A number's bits. One that is no number has many, of which no engine promises any.
fn bits(value: f32) -> String {
    if value.is_nan() { "nan".into() } else { format!("{:x}", value.to_bits()) }
}

fn asked(page: &Page, logs: &[Log], questions: &[Question], now: u32) -> Value {
    // Doubles hold every float exactly, and JSON every double.
    let scoring = serde_json::to_value(page.weights).unwrap();
    let within = |within| ["", "category", "vendor"][within as usize];
    let questions: Vec<Value> = questions
        .iter()
        .map(|q| {
            json!({
                "kind": q.kind.1, "limit": q.limit, "gap": q.gap, "by": within(q.within), "everything": q.everything,
                "product": q.product, "cart": q.cart, "market": q.market,
                "moment": [q.moment.hour, q.moment.weekday, q.moment.month],
            })
        })
        .collect();
    json!({
        "files": page.files.iter().map(|bytes| hex(bytes)).collect::<Vec<_>>(),
        "logs": logs.iter().map(|log| [digits(log.tab(), 36), log.encode()]).collect::<Vec<_>>(),
        "scoring": scoring, "now": now, "questions": questions,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
#[ignore = "asks the built widget (make widget)"]
fn the_built_module_answers_a_hundred_thousand_random_inputs_as_the_native_build_does() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut node = Command::new("node")
        .arg(root.join("tests/same-bits/answer.mjs"))
        .arg(std::env::var_os("WIDGET_PLACE").unwrap_or_else(|| root.join("dist/widget").into()))
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node answers");
    let mut to = BufWriter::new(node.stdin.take().unwrap());
    let mut answers = BufReader::new(node.stdout.take().unwrap()).lines();
    let (mut compared, mut shown, mut because) = (0, 0, 0);
    let mut draw = Seeded(5);
    while compared < inputs() {
        let page = page(&mut draw);
        let now = 1_790_000_000 + draw.below(400 * 86_400);
        let logs = logs(&mut draw, &page.keys, now);
        let questions: Vec<Question> =
            (0..QUESTIONS.min(inputs() - compared)).map(|_| question(&mut draw, &page.keys)).collect();
        writeln!(to, "{}", asked(&page, &logs, &questions, now)).unwrap();
        to.flush().unwrap();

        let mut model = Model::default();
        page.files.iter().for_each(|bytes| model.add(bytes).unwrap());
        let history = History::merge(logs.iter().map(Log::events), now);
        for question in &questions {
            let expected = answer(&model, &history, &page.weights, question, now);
            let got = answers.next().expect("an answer to each question").unwrap();
            assert_eq!(got, expected, "input {compared}: {} of {:?}", question.kind.1, question.product);
            compared += 1;
            shown += usize::from(!expected.is_empty());
            because += usize::from(expected.contains('='));
        }
    }
    drop(to);
    assert!(node.wait().unwrap().success());
    println!("{compared} inputs, {shown} lists with products, {because} with reasons: the same bits");
    assert!(
        shown > compared / 2 && because > compared / 4,
        "{shown} and {because} of {compared} have something to compare"
    );
}
