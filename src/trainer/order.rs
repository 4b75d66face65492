//! Numbering products so that those bought together have numbers near each other.
//!
//! Gaps between a row's neighbours are what most bits of a model are spent on. Recursive
//! bisection: a set of products is cut into halves and products are exchanged between them while
//! that brings neighbours onto the same side; then each half is treated alike. The gain of a move
//! is the one of Dhulipala et al., "Compressing graphs and indexes with recursive graph
//! bisection" (2016), with edges counted directly instead of by their logarithmic gap cost, which
//! suits short rows as well and is simpler.

use std::collections::BTreeMap;

use super::catalog::Product;
use crate::model::Edge;

/// Sets smaller than this are left as they are: their gaps are short already.
const SMALLEST: usize = 8;

/// Rounds of exchange on each level; it settles earlier as a rule.
const ROUNDS: usize = 12;

/// Products in the order of their new numbers.
pub fn numbering(products: &[Product], orders: &[u32], edges: &[Vec<Edge>]) -> Vec<u32> {
    let links = both_ways(edges);
    // The start: by type, the most bought first. It decides where there are no edges.
    let mut order: Vec<u32> = (0..products.len() as u32).collect();
    let kind = |p: u32| products.get(p as usize).map_or("", |product| product.card.kind.as_str());
    let bought = |p: u32| orders.get(p as usize).copied().unwrap_or(0);
    order.sort_by(|a, b| kind(*a).cmp(kind(*b)).then(bought(*b).cmp(&bought(*a))).then(a.cmp(b)));
    let mut side = vec![0u32; products.len()];
    let mut label = 0;
    bisect(&mut order, &links, &mut side, &mut label);
    order
}

/// Every edge in both directions, once.
fn both_ways(edges: &[Vec<Edge>]) -> Vec<Vec<u32>> {
    let mut links: Vec<BTreeMap<u32, ()>> = vec![BTreeMap::new(); edges.len()];
    for (from, row) in edges.iter().enumerate() {
        for edge in row {
            if let Some(list) = links.get_mut(from) {
                list.insert(edge.to, ());
            }
            if let Some(list) = links.get_mut(edge.to as usize) {
                list.insert(from as u32, ());
            }
        }
    }
    links.into_iter().map(|list| list.into_keys().collect()).collect()
}

/// `side[p]` is a label: of the left half being worked on, of the right one, or something else.
fn bisect(set: &mut [u32], links: &[Vec<u32>], side: &mut [u32], label: &mut u32) {
    if set.len() <= SMALLEST {
        return;
    }
    let middle = set.len() / 2;
    let (left, right) = (*label + 1, *label + 2);
    *label += 2;
    for (at, product) in set.iter().enumerate() {
        if let Some(s) = side.get_mut(*product as usize) {
            *s = if at < middle { left } else { right };
        }
    }
    for _ in 0..ROUNDS {
        if exchange(set, middle, links, side, (left, right)) == 0 {
            break;
        }
    }
    let (a, b) = set.split_at_mut(middle);
    bisect(a, links, side, label);
    bisect(b, links, side, label);
}

/// Swaps the products that gain most on the other side, pair by pair, while a pair gains; returns
/// the number of swaps.
fn exchange(
    set: &mut [u32],
    middle: usize,
    links: &[Vec<u32>],
    side: &mut [u32],
    (left, right): (u32, u32),
) -> usize {
    let on = |product: u32, label: u32, side: &[u32]| {
        links
            .get(product as usize)
            .map_or(0, |list| list.iter().filter(|q| side.get(**q as usize) == Some(&label)).count() as i64)
    };
    let gains = |half: &[u32], own: u32, other: u32, base: usize| {
        let mut out: Vec<(i64, usize)> = half
            .iter()
            .enumerate()
            .map(|(at, product)| (on(*product, other, side) - on(*product, own, side), base + at))
            .collect();
        out.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        out
    };
    let (a, b) = set.split_at(middle);
    let (from_left, from_right) = (gains(a, left, right, 0), gains(b, right, left, middle));
    let mut swaps = 0;
    for ((gain_a, at_a), (gain_b, at_b)) in from_left.into_iter().zip(from_right) {
        if gain_a + gain_b <= 0 {
            break;
        }
        set.swap(at_a, at_b);
        for (at, label) in [(at_a, left), (at_b, right)] {
            if let Some(s) = set.get(at).and_then(|p| side.get_mut(*p as usize)) {
                *s = label;
            }
        }
        swaps += 1;
    }
    swaps
}
