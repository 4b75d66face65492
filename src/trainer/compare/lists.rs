//! Products and pairs that came, went and moved. Pairs are those of the lists on products' pages, because
//! that is what shoppers see change.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Side;
use crate::model::Model;
use crate::trainer::report::attach::Lists;

/// Examples that are named; all are counted.
const NAMED: usize = 10;

/// One product by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
}

/// A product that has another key now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Renamed {
    /// Its key in the older model.
    pub old: String,
    /// Its key in the newer one, found by a variant of both.
    pub new: String,
}

/// Products that came and went, the most popular first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Products {
    /// Number in the older model.
    pub old: usize,
    /// Number in the newer one.
    pub new: usize,
    /// In the newer one only.
    pub gained: Vec<Named>,
    /// In the older one only.
    pub lost: Vec<Named>,
    /// In both under different keys.
    pub renamed: Vec<Renamed>,
    /// Could be bought before and cannot now.
    pub sold_out: usize,
}

/// A product whose list is another one now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The product.
    pub product: Named,
    /// Keys that came into its list.
    pub gained: Vec<String>,
    /// Keys that left it.
    pub lost: Vec<String>,
}

/// Pairs of the lists that pages show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pairs {
    /// Number in the older model.
    pub old: usize,
    /// Number in the newer one.
    pub new: usize,
    /// In the newer one only.
    pub gained: usize,
    /// In the older one only.
    pub lost: usize,
    /// In both, but at another place in the list.
    pub moved: usize,
    /// Products of both whose list is the same.
    pub same_lists: usize,
    /// Products of both.
    pub lists: usize,
    /// The most popular products whose lists gained or lost one.
    pub most_popular: Vec<Changed>,
}

/// The name of a product.
pub fn named(model: &Model, product: u32) -> Named {
    model.card(product).map_or_else(
        || Named { key: format!("#{product}"), title: String::new() },
        |card| Named { key: card.key.to_owned(), title: card.title.to_owned() },
    )
}

/// Keys and indexes of all products, by falling popularity.
fn keys(model: &Model) -> Vec<(String, u32)> {
    model.indexes().map(|p| (named(model, p).key, p)).collect()
}

/// The product of `model` that has a variant of product `p` of `other`.
fn by_variant(model: &Model, other: &Model, p: u32) -> Option<u32> {
    other.card(p)?.variants.split('\t').filter(|variant| !variant.is_empty()).find_map(|v| model.find(v))
}

/// Which products came and went.
pub fn products(old: &Side<'_>, new: &Side<'_>) -> Products {
    let (before, after) = (keys(old.model), keys(new.model));
    let known: BTreeMap<&str, u32> = before.iter().map(|(key, p)| (key.as_str(), *p)).collect();
    let present: BTreeMap<&str, u32> = after.iter().map(|(key, p)| (key.as_str(), *p)).collect();
    let (mut lost, mut renamed, mut sold_out) = (Vec::new(), Vec::new(), 0);
    let mut found: BTreeSet<u32> = BTreeSet::new();
    for (key, p) in &before {
        match present.get(key.as_str()) {
            Some(now) => sold_out += usize::from(old.model.available(*p) && !new.model.available(*now)),
            None => match by_variant(new.model, old.model, *p) {
                Some(now) => {
                    found.insert(now);
                    renamed.push(Renamed { old: key.clone(), new: named(new.model, now).key });
                }
                None => lost.push(named(old.model, *p)),
            },
        }
    }
    let gained = after
        .iter()
        .filter(|(key, p)| !known.contains_key(key.as_str()) && !found.contains(p))
        .map(|(_, p)| named(new.model, *p))
        .collect();
    Products { old: before.len(), new: after.len(), gained, lost, renamed, sold_out }
}

/// For each product of the older model the one of the newer that it is now: that with its key, else one that no other is
/// and that has a variant of it. Each product of the newer model is at most one of the older.
fn counterparts(old: &Model, new: &Model) -> BTreeMap<u32, u32> {
    let own_key = |p: u32| {
        let card = old.card(p)?;
        // A key may also be another product's variant.
        new.find(card.key).filter(|now| new.card(*now).is_some_and(|there| there.key == card.key))
    };
    let mut pairs: BTreeMap<u32, u32> = old.indexes().filter_map(|p| Some((p, own_key(p)?))).collect();
    let mut taken: BTreeSet<u32> = pairs.values().copied().collect();
    for p in old.indexes() {
        if pairs.contains_key(&p) {
            continue;
        }
        if let Some(now) = by_variant(new, old, p).filter(|now| taken.insert(*now)) {
            pairs.insert(p, now);
        }
    }
    pairs
}

/// Which pairs of lists of `length` products came, went and moved. A product under another key is the same product.
pub fn pairs(old: &Side<'_>, new: &Side<'_>, length: usize) -> Pairs {
    let mut before = Lists::new(old.model, old.manifest.scoring, length);
    let mut after = Lists::new(new.model, new.manifest.scoring, length);
    let now_is = counterparts(old.model, new.model);
    let was_is: BTreeMap<u32, u32> = now_is.iter().map(|(was, now)| (*now, *was)).collect();
    let mut out = Pairs {
        old: 0,
        new: 0,
        gained: 0,
        lost: 0,
        moved: 0,
        same_lists: 0,
        lists: 0,
        most_popular: Vec::new(),
    };
    for p in new.model.indexes() {
        let now = after.of(p);
        out.new += now.len();
        let Some(own) = was_is.get(&p) else {
            out.gained += now.len();
            continue;
        };
        let was = before.of(*own);
        // The older list in the newer model's numbers: `None` for what is no more.
        let kept: Vec<Option<u32>> = was.iter().map(|to| now_is.get(to).copied()).collect();
        let gained: Vec<u32> = now.iter().filter(|to| !kept.contains(&Some(**to))).copied().collect();
        let stays = |to: &Option<u32>| to.is_some_and(|to| now.contains(&to));
        let lost: Vec<u32> =
            was.iter().zip(&kept).filter(|(_, now)| !stays(now)).map(|(to, _)| *to).collect();
        let at_the_same_place = now.iter().zip(&kept).filter(|(a, b)| **b == Some(**a)).count();
        out.lists += 1;
        out.same_lists += usize::from(at_the_same_place == now.len() && now.len() == was.len());
        out.gained += gained.len();
        out.lost += lost.len();
        out.moved += now.len() - gained.len() - at_the_same_place;
        if out.most_popular.len() < NAMED && !(gained.is_empty() && lost.is_empty()) {
            let keys = |model: &Model, all: &[u32]| all.iter().map(|to| named(model, *to).key).collect();
            out.most_popular.push(Changed {
                product: named(new.model, p),
                gained: keys(new.model, &gained),
                lost: keys(old.model, &lost),
            });
        }
    }
    for p in old.model.indexes() {
        let length = before.of(p).len();
        out.old += length;
        out.lost += if now_is.contains_key(&p) { 0 } else { length };
    }
    out
}
