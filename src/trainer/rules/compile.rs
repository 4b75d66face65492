//! From rules to what the browser reads: lists of products, numbers of days and markets.

use super::facts::{Facts, Item};
use super::matching::{is_gift_card, is_sample, matching};
use super::rule::{Action, Per, Rule};
use super::selection::Selection;
use super::{Band, BlockRules, Rules};
use crate::model::Model;
use crate::model::rules::{self as compiled, MARKETS, Products, action, relation};
use crate::recommend::Kind;

/// Rules as the model has them.
#[derive(Debug, Default, PartialEq)]
pub struct Compiled {
    /// The section.
    pub rules: compiled::Rules,
    /// Names of markets; the first is market 1.
    pub markets: Vec<String>,
    /// Rules that mean no product of the model and were left out.
    pub empty: usize,
}

/// Compiles `rules` for the products of `model`.
///
/// # Errors
///
/// A sentence when there are more markets than the format numbers.
pub fn compile(rules: &Rules, facts: &Facts, model: &Model) -> Result<Compiled, String> {
    let index: Vec<Option<u32>> = facts.items.iter().map(|item| model.find(&item.key)).collect();
    let index = |number: usize| index.get(number).copied().flatten();
    let markets = markets(rules)?;
    let mut out = Compiled { markets, ..Compiled::default() };
    out.rules.rules.extend(rules.blocks.iter().filter_map(block));
    let unfit = |item: &Item| !rules.gift_cards && is_gift_card(item) || !rules.samples && is_sample(item);
    let unfit = facts.items.iter().enumerate().filter(|(_, item)| unfit(item)).filter_map(|(n, _)| index(n));
    let unfit = listed(unfit.collect(), true);
    if !unfit.listed.is_empty() {
        out.rules.rules.push(compiled::Rule {
            action: action::EXCLUDE,
            when: everything(),
            of: unfit,
            ..Default::default()
        });
    }
    let products = |selection: &Selection, sort: bool| match selection.is_everything() {
        true => everything(),
        false => listed(matching(selection, facts).into_iter().filter_map(index).collect(), sort),
    };
    for rule in &rules.rules {
        // What is pinned by name keeps its order; by anything else popularity decides.
        let named = rule.action == Action::Pin && !rule.of.products.is_empty();
        let of = products(&rule.of, !named);
        let when = rule.when.as_ref().map_or_else(everything, |when| products(when, true));
        if [&of, &when].iter().any(|list| !list.all && list.listed.is_empty()) {
            out.empty += 1;
            continue;
        }
        let compiled = one(rule, of, when, &out.markets);
        out.rules.rules.push(compiled);
    }
    for block in &rules.blocks {
        let limit = |action: u8, most: u32| compiled::Rule {
            action,
            amount: most,
            blocks: mask(&[block.kind]),
            when: everything(),
            of: everything(),
            ..Default::default()
        };
        out.rules.rules.extend(block.per_type.map(|most| limit(action::PER_TYPE, most)));
        out.rules.rules.extend(block.per_vendor.map(|most| limit(action::PER_VENDOR, most)));
    }
    Ok(out)
}

fn one(rule: &Rule, of: Products, when: Products, markets: &[String]) -> compiled::Rule {
    let hundredths = |factor: f64| (factor * 100.0).round().max(1.0) as u32;
    let (action, amount) = match rule.action {
        Action::Pin => (action::PIN, 0),
        Action::Boost(factor) | Action::Bury(factor) => (action::WEIGH, hundredths(factor)),
        Action::Exclude => (action::EXCLUDE, 0),
        Action::Limit(Per::Type, most) => (action::PER_TYPE, most),
        Action::Limit(Per::Vendor, most) => (action::PER_VENDOR, most),
    };
    let asked = |same: Option<bool>| match same {
        None => 0,
        Some(true) => relation::SAME,
        Some(false) => relation::OTHER,
    };
    let Band { low, high } = rule.relation.price.unwrap_or_default();
    let market = |name: &String| markets.iter().position(|known| *known == market_name(name));
    let kinds = rule.kinds();
    compiled::Rule {
        action,
        amount,
        blocks: if kinds.len() == Kind::ALL.len() { 0 } else { mask(&kinds) },
        from: rule.from.unwrap_or(0),
        to: rule.to.unwrap_or(0),
        markets: rule.markets.iter().filter_map(market).fold(0, |mask, number| mask | 1 << (number + 1)),
        relation: asked(rule.relation.same_type) | asked(rule.relation.same_vendor) << 2,
        low: low.map_or(0, hundredths),
        high: high.map_or(0, hundredths),
        when,
        of,
    }
}

/// Minimum and fallbacks that differ from the recipe; limits are rules of their own.
fn block(block: &BlockRules) -> Option<compiled::Rule> {
    let chain = block.fallback.clone().unwrap_or_else(|| block.kind.chain());
    let least = block.min.map_or(block.kind.recipe().least as u32, u32::from);
    (block.min.is_some() || block.fallback.is_some()).then(|| compiled::Rule {
        action: action::FALL_BACK,
        amount: least,
        blocks: mask(&[block.kind]),
        when: everything(),
        of: listed(chain.iter().map(|kind| *kind as u32).collect(), false),
        ..Default::default()
    })
}

/// All markets that rules name, by name.
fn markets(rules: &Rules) -> Result<Vec<String>, String> {
    let mut names: Vec<String> =
        rules.rules.iter().flat_map(|rule| &rule.markets).map(|name| market_name(name)).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() > MARKETS {
        return Err(format!(
            "{}: the rules name {} markets, and a model has room for {MARKETS}: train a model for each group of markets",
            rules.source.path.display(),
            names.len()
        ));
    }
    Ok(names)
}

/// A market's name as pages and rules are compared.
pub fn market_name(name: &str) -> String {
    name.trim().to_lowercase()
}

fn mask(kinds: &[Kind]) -> u32 {
    kinds.iter().fold(0, |mask, kind| mask | 1 << (*kind as u32))
}

fn everything() -> Products {
    Products { all: true, listed: Vec::new() }
}

fn listed(mut indexes: Vec<u32>, sort: bool) -> Products {
    if sort {
        indexes.sort_unstable();
    }
    Products { all: false, listed: indexes }
}
