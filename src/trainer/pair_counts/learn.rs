//! The model from pair counts alone.
//!
//! ```text
//! kept pairs ─▶ candidates ─▶ ridge ─▶ prune ─▶ ridge on what is left ─▶ page ─▶ levels
//! ```
//!
//! The steps are those of [`learn`](crate::trainer::learn). Where that fits by likelihood over orders, this solves the ridge
//! once more on the pairs that are kept.

use rayon::prelude::*;

use super::super::learn::{Learned, Rows, by_weight, flip_rows, prune, quantise};
use super::super::progress::Progress;
use super::super::settings::Settings;
use super::gather::Kept;
use super::marginals::Marginals;
use super::{page, ridge};
use crate::model::priors::STEPS;

/// Learns from the counts that were kept.
pub fn learn(marginals: &Marginals, kept: &Kept, settings: &Settings, progress: &dyn Progress) -> Learned {
    let settings = &suited(settings);
    progress.stage("Solving a ridge regression for each product", 0);
    let candidates = candidates(marginals, kept, settings);
    let local = flip_rows(&ridge::solve(marginals, kept, &candidates, settings));
    progress.stage("Keeping the pairs worth their bytes", 0);
    let nominated = prune::strongest(&local, settings.neighbours);
    let asked = prune::asked(marginals.weight.iter().map(|own| own / marginals.line), settings);
    let pruned = prune::pairs(&nominated, &asked, settings);
    let refitted = again(marginals, kept, &pruned, settings);
    let cart = blend(marginals, &pruned, &refitted, settings);
    progress.stage("Choosing lists for single products", 0);
    let page = page::lists(marginals, kept, &cart, settings);
    let back = |rows: &Rows| renamed(marginals, rows);
    Learned {
        cart_levels: quantise(back(&cart), settings.weight_bits, settings.companding),
        page_levels: quantise(back(&page), settings.page_bits, settings.companding),
        prior: marginals.back(&levels(marginals)),
        local: back(&local),
        pruned: back(&pruned),
        refitted: back(&refitted),
        cart: back(&cart),
        page: back(&page),
    }
}

/// `settings` with defaults for counts where they were left as they are for orders. The ridge's weights stay as they are
/// instead of being fitted to orders, so it has to hold more back; what a list is expected to answer is less sure than what it
/// has answered.
fn suited(settings: &Settings) -> Settings {
    let usual = Settings::default();
    let of = |set: f64, usual: f64, suited: f64| if set == usual { suited } else { set };
    Settings {
        ridge: of(settings.ridge, usual.ridge, 60.0),
        diagonal: of(settings.diagonal, usual.diagonal, 0.4),
        page_left: of(settings.page_left, usual.page_left, 0.85),
        ..settings.clone()
    }
}

/// For each target the products of greatest weight beside it over the root of their own, ascending.
fn candidates(marginals: &Marginals, kept: &Kept, settings: &Settings) -> Vec<Vec<u32>> {
    let inverse: Vec<f32> = marginals.weight.iter().map(|own| (1.0 / own.max(1e-12).sqrt()) as f32).collect();
    kept.rows
        .par_iter()
        .map(|row| {
            let value = |p: u32| inverse.get(p as usize).copied().unwrap_or(0.0);
            let mut found: Vec<(u32, f32)> = row.iter().map(|(p, weight)| (*p, weight * value(*p))).collect();
            if found.len() > settings.candidates {
                found.select_nth_unstable_by(settings.candidates, by_weight);
                found.truncate(settings.candidates);
            }
            let mut found: Vec<u32> = found.into_iter().map(|(p, _)| p).collect();
            found.sort_unstable();
            found
        })
        .collect()
}

/// The ridge on the pairs that are kept, positive weights alone.
fn again(marginals: &Marginals, kept: &Kept, pruned: &Rows, settings: &Settings) -> Rows {
    let support: Vec<Vec<u32>> =
        flip_rows(pruned).into_iter().map(|row| row.into_iter().map(|(p, _)| p).collect()).collect();
    let solved = flip_rows(&ridge::solve(marginals, kept, &support, settings));
    solved.into_iter().map(|row| row.into_iter().filter(|(_, w)| *w > 0.0).collect()).collect()
}

/// Half of each, lowered for targets that are bought anyway.
fn blend(marginals: &Marginals, first: &Rows, second: &Rows, settings: &Settings) -> Rows {
    let share = settings.ridge_share as f32;
    let lowered: Vec<f32> =
        (0..marginals.len()).map(|p| (marginals.share(p) + 1e-4).powf(-settings.lift) as f32).collect();
    first
        .par_iter()
        .zip(second)
        .map(|(first, second)| {
            let of = |p: u32| second.iter().find(|(other, _)| *other == p).map_or(0.0, |(_, w)| *w);
            let low = |p: u32| lowered.get(p as usize).copied().unwrap_or(1.0);
            let mixed = first.iter().map(|(p, w)| (*p, (share * w + (1.0 - share) * of(*p)) * low(*p)));
            mixed.filter(|(_, w)| *w > 0.0).collect()
        })
        .collect()
}

/// Popularity as a level: the share of all orders is 2^(−level / [`STEPS`]).
fn levels(marginals: &Marginals) -> Vec<u8> {
    let level = |p: usize| -marginals.share(p).clamp(1e-12, 1.0).log2() * f64::from(STEPS);
    (0..marginals.len()).map(|p| level(p).round().clamp(0.0, 254.0) as u8).collect()
}

/// Rows in the product numbers outside.
fn renamed(marginals: &Marginals, rows: &Rows) -> Rows {
    let outside = |p: u32| marginals.outside.get(p as usize).copied().unwrap_or(p);
    let rows: Rows = rows.iter().map(|row| row.iter().map(|(p, w)| (outside(*p), *w)).collect()).collect();
    marginals.back(&rows)
}
