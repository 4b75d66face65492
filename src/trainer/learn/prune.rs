//! Which edges are worth their bytes.

use rayon::prelude::*;

use super::super::settings::Settings;
use super::{Rows, by_weight};

/// The `keep` largest positive weights of each source.
pub(in crate::trainer) fn strongest(rows: &Rows, keep: usize) -> Rows {
    rows.par_iter()
        .map(|row| {
            let mut row: Vec<(u32, f32)> = row.iter().copied().filter(|(_, w)| *w > 0.0).collect();
            row.sort_unstable_by(by_weight);
            row.truncate(keep);
            row.shrink_to_fit();
            row
        })
        .collect()
}

/// How often each product will be asked, as worth: `orders` is how many typical orders have it.
pub(in crate::trainer) fn asked(orders: impl Iterator<Item = f64>, settings: &Settings) -> Vec<f32> {
    orders.map(|orders| orders.powf(settings.worth_exponent) as f32).collect()
}

/// The most valuable undirected pairs over the whole shop: the file stores a pair's ids once for
/// both directions, so pairs are judged, not edges. A direction is worth its weight times how often its source
/// is [`asked`].
pub(in crate::trainer) fn pairs(rows: &Rows, asked: &[f32], settings: &Settings) -> Rows {
    let mut worth: Vec<((u32, u32), f32)> = rows
        .iter()
        .zip(0u32..)
        .flat_map(|(row, own)| {
            let often = asked.get(own as usize).copied().unwrap_or(0.0);
            row.iter().filter(|(_, w)| *w > 0.0).map(move |(other, w)| (ordered(own, *other), w * often))
        })
        .collect();
    worth.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    worth.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
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
        .enumerate()
        .map(|(own, row)| {
            let stays = |other: u32| kept.binary_search(&ordered(own as u32, other)).is_ok();
            row.iter().copied().filter(|(other, w)| *w > 0.0 && stays(*other)).collect()
        })
        .collect()
}

fn ordered(a: u32, b: u32) -> (u32, u32) {
    (a.min(b), a.max(b))
}
