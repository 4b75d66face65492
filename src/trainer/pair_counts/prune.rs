//! Which pairs are worth their bytes: as `learn/prune.rs`, by the same rule, from marginals instead of orders.

use rayon::prelude::*;

use super::super::learn::Rows;
use super::super::settings::Settings;
use super::marginals::Marginals;

/// By weight, greatest first; equal ones by number.
pub fn by_weight(a: &(u32, f32), b: &(u32, f32)) -> std::cmp::Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

/// Rows by source from rows by target, or the reverse.
pub fn flip(rows: &Rows) -> Rows {
    let mut out: Rows = vec![Vec::new(); rows.len()];
    for (own, row) in (0u32..).zip(rows) {
        for (other, weight) in row {
            if let Some(list) = out.get_mut(*other as usize) {
                list.push((own, *weight));
            }
        }
    }
    out
}

/// The `keep` largest positive weights of each source.
pub fn strongest(rows: &Rows, keep: usize) -> Rows {
    rows.par_iter()
        .map(|row| {
            let mut row: Vec<(u32, f32)> = row.iter().copied().filter(|(_, w)| *w > 0.0).collect();
            row.sort_unstable_by(by_weight);
            row.truncate(keep);
            row
        })
        .collect()
}

/// The most valuable undirected pairs over the whole shop: a pair's ids are stored once for both directions.
pub fn pairs(rows: &Rows, marginals: &Marginals, settings: &Settings) -> Rows {
    let asked: Vec<f32> = marginals
        .weight
        .iter()
        .map(|own| (own / marginals.line).powf(settings.worth_exponent) as f32)
        .collect();
    let mut worth: Vec<((u32, u32), f32)> = rows
        .iter()
        .zip(0u32..)
        .flat_map(|(row, own)| {
            let often = asked.get(own as usize).copied().unwrap_or(0.0);
            row.iter().map(move |(other, w)| (ordered(own, *other), w * often))
        })
        .collect();
    worth.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    worth.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0.0 };
        same
    });
    let most = (settings.pairs * rows.len() as f64) as usize;
    if worth.len() > most {
        worth.par_sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        worth.truncate(most);
    }
    let mut kept: Vec<(u32, u32)> = worth.into_iter().map(|(pair, _)| pair).collect();
    kept.par_sort_unstable();
    rows.par_iter()
        .zip(0u32..rows.len() as u32)
        .map(|(row, own)| {
            let stays = |other: u32| kept.binary_search(&ordered(own, other)).is_ok();
            row.iter().copied().filter(|(other, _)| stays(*other)).collect()
        })
        .collect()
}

fn ordered(a: u32, b: u32) -> (u32, u32) {
    (a.min(b), a.max(b))
}
