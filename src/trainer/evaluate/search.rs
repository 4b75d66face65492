//! Looking for better settings, and for what bytes buy.

use serde::Serialize;

use super::super::load::Loaded;
use super::super::progress::Progress;
use super::super::settings::Settings;
use super::cases::Protocol;
use super::run::{Evaluation, Options, evaluate};
use super::split::Stage;

/// One set of settings and how it did.
#[derive(Debug, Clone, Serialize)]
pub struct Trial {
    /// What was changed, in words.
    pub what: String,
    /// Recall at 10 of baskets.
    pub basket: f64,
    /// Hit rate at 10 of product pages.
    pub product: f64,
    /// Distinct products shown over all, baskets.
    pub coverage: f64,
    /// Bytes on the wire of keys, edges and popularity, for each product.
    pub bytes_per_product: f64,
}

fn try_out(
    what: String,
    loaded: &Loaded,
    settings: &Settings,
    stage: Stage,
    progress: &dyn Progress,
) -> Result<Trial, String> {
    let protocols = vec![Protocol::Basket, Protocol::Product];
    let options = Options { protocols, stage, history: false, baselines: false, steps: false, counts: false };
    let found = evaluate(loaded, settings, &options, progress)?;
    let of = |n: usize| found.get(n).map_or(0.0, |evaluation: &Evaluation| evaluation.ours("HR@10"));
    let first = found.first().and_then(|e| e.methods.first().map(|m| (m, e.catalog)));
    Ok(Trial {
        what,
        basket: of(0),
        product: of(1),
        coverage: first.map_or(0.0, |(m, _)| m.coverage),
        bytes_per_product: first.map_or(0.0, |(m, n)| m.bytes.unwrap_or(0) as f64 / n.max(1) as f64),
    })
}

/// What bytes buy: the model at falling numbers of pairs, page lists and bits, judged on `stage`.
///
/// # Errors
///
/// As [`evaluate`].
pub fn frontier(
    loaded: &Loaded,
    settings: &Settings,
    stage: Stage,
    progress: &dyn Progress,
) -> Result<Vec<Trial>, String> {
    // (pairs a product, page list, bits of a cart weight, bits of a page weight)
    const SIZES: [(f64, usize, u32, u32); 9] = [
        (1.0, 2, 2, 1),
        (1.5, 2, 3, 1),
        (2.0, 3, 3, 2),
        (3.0, 5, 3, 2),
        (4.0, 8, 3, 2),
        (5.0, 10, 4, 2),
        (7.0, 10, 4, 3),
        (10.0, 12, 4, 3),
        (16.0, 16, 4, 3),
    ];
    let mut trials = Vec::new();
    for (pairs, page_list, weight_bits, page_bits) in SIZES {
        let changed = Settings { pairs, page_list, weight_bits, page_bits, ..settings.clone() };
        let what = format!("{pairs} pairs, {page_list} on a page, {weight_bits} + {page_bits} bits");
        trials.push(try_out(what, loaded, &changed, stage, progress)?);
    }
    Ok(trials)
}

/// A change of one setting.
type Change = (&'static str, fn(&Settings, f64) -> Settings, &'static [f64]);

/// What is tried, one setting after the other, each as multiples or values.
const CHANGES: [Change; 7] = [
    (
        "half_life",
        |s, v| Settings { half_life: Some(v), ..s.clone() },
        &[30.0, 60.0, 120.0, 240.0, 480.0, 0.0],
    ),
    ("size_damping", |s, v| Settings { size_damping: v, ..s.clone() }, &[0.25, 0.5, 0.75, 1.0]),
    ("ridge", |s, v| Settings { ridge: v, ..s.clone() }, &[8.0, 15.0, 30.0, 60.0]),
    ("refit_pseudo", |s, v| Settings { refit_pseudo: Some(v), ..s.clone() }, &[8.0, 12.0, 20.0, 30.0, 40.0]),
    ("ridge_share", |s, v| Settings { ridge_share: v, ..s.clone() }, &[0.0, 0.25, 0.5, 0.75]),
    ("lift", |s, v| Settings { lift: v, ..s.clone() }, &[0.0, 0.1, 0.2]),
    ("page_left", |s, v| Settings { page_left: v, ..s.clone() }, &[0.5, 0.65, 0.8]),
];

/// An improvement smaller than this is noise.
const WORTH: f64 = 0.0005;

/// Settings that do better than `start` on the validation slice, found by changing one after the
/// other, and what was tried. The last tenth of the orders is not looked at.
///
/// # Errors
///
/// As [`evaluate`].
pub fn tune(
    loaded: &Loaded,
    start: &Settings,
    progress: &dyn Progress,
) -> Result<(Settings, Vec<Trial>), String> {
    let value = |trial: &Trial| (trial.basket + trial.product) / 2.0;
    let mut best = start.clone();
    let first = try_out("as given".to_owned(), loaded, &best, Stage::Validation, progress)?;
    let mut reached = value(&first);
    let mut trials = vec![first];
    for (name, change, values) in CHANGES {
        let base = best.clone();
        for v in values {
            let candidate = change(&base, *v);
            if candidate == base {
                continue;
            }
            let trial = try_out(format!("{name} = {v}"), loaded, &candidate, Stage::Validation, progress)?;
            if value(&trial) > reached + WORTH {
                reached = value(&trial);
                best = candidate;
            }
            trials.push(trial);
        }
    }
    Ok((best, trials))
}
