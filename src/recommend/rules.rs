//! The merchant's rules on one list: which apply here, and what they do to each product.

use super::context::Context;
use super::kind::Kind;
use crate::model::Model;
use crate::model::rules::{Rule, action, relation};

/// What the rules that apply to one list do. Of the rules about a product the first decides; limits
/// count beside them.
pub(super) struct Effects<'a> {
    /// By product: 0 nothing, below 0 excluded, else what its score counts. Empty without rules.
    factors: Vec<f32>,
    /// Products that come first, in order.
    pub pins: Vec<u32>,
    /// With their numbers.
    limits: Vec<(usize, &'a Rule)>,
}

/// Stands for "excluded" among factors.
const NEVER: f32 = -1.0;

impl<'a> Effects<'a> {
    /// What the model's rules do to a list of `kind` in `context`.
    pub fn of(model: &'a Model, context: &Context<'_>, kind: Kind) -> Self {
        let mut out = Self { factors: Vec::new(), pins: Vec::new(), limits: Vec::new() };
        // What a list would be with nothing left out is asked without rules.
        let rules = if context.everything { &[] } else { model.rules() };
        for (n, rule) in rules.iter().enumerate() {
            if !applies(model, n, rule, context, kind) {
                continue;
            }
            if rule.action > action::EXCLUDE {
                out.limits.push((n, rule));
                continue;
            }
            if out.factors.is_empty() {
                out.factors = vec![0.0f32; model.len()];
            }
            let products = if rule.of.all { model.indexes().collect() } else { model.rule_products(n) };
            for product in products {
                let Some(factor) = out.factors.get_mut(product as usize) else { continue };
                if *factor != 0.0 || !relates(rule, model, context, product) {
                    continue;
                }
                *factor = 1.0;
                match rule.action {
                    action::PIN => out.pins.push(product),
                    action::EXCLUDE => *factor = NEVER,
                    _ => *factor = rule.amount as f32 / 100.0,
                }
            }
        }
        out
    }

    /// What the score of `product` counts.
    pub fn factor(&self, product: u32) -> f32 {
        match self.factors.get(product as usize) {
            Some(factor) if *factor != 0.0 => *factor,
            _ => 1.0,
        }
    }

    /// Whether the scores of any products may count more or less.
    pub fn weigh(&self) -> bool {
        !self.factors.is_empty()
    }

    /// Whether any limit applies.
    pub fn limited(&self) -> bool {
        !self.limits.is_empty()
    }

    /// Whether the limits leave room for `product` behind `list`.
    pub fn room(&self, model: &Model, list: &[u32], product: u32) -> bool {
        self.limits.iter().all(|(n, rule)| {
            let number = |product: u32| match rule.action {
                action::PER_TYPE => model.kind_number(product),
                _ => model.vendor_number(product),
            };
            let own = number(product);
            let means = |product: u32| model.rule_means(*n, product, false);
            let of_it = |other: &&u32| number(**other) == own && means(**other);
            own == 0 || !means(product) || list.iter().filter(of_it).count() < rule.amount as usize
        })
    }
}

/// The rule that says what is tried where `kind` has too little.
pub(super) fn setting(model: &Model, kind: Kind) -> Option<&Rule> {
    let of = |rule: &&Rule| rule.action == action::FALL_BACK && in_mask(rule.blocks, kind as u32);
    model.rules().iter().find(of)
}

/// Whether bit `n` is set, or none is.
fn in_mask(mask: u32, n: u32) -> bool {
    mask == 0 || mask >> (n & 31) & 1 != 0
}

/// Whether `rule` applies to lists of `kind` in `context` at all.
fn applies(model: &Model, n: usize, rule: &Rule, context: &Context<'_>, kind: Kind) -> bool {
    let day = context.day;
    rule.action != action::FALL_BACK
        && in_mask(rule.blocks, kind as u32)
        && in_mask(rule.markets, context.market)
        && day >= rule.from
        && (rule.to == 0 || day != 0 && day <= rule.to)
        && (rule.when.all
            || context.product.iter().chain(context.cart).any(|p| model.rule_means(n, *p, true)))
}

/// Whether `product` relates to the page's product as `rule` asks.
fn relates(rule: &Rule, model: &Model, context: &Context<'_>, product: u32) -> bool {
    // A product that is not there has neither type nor vendor nor price, which is 0.
    let page = context.product.unwrap_or(u32::MAX);
    let compare = |asked: u8, one: u32, other: u32| match asked & 3 {
        0 => true,
        asked => one != 0 && other != 0 && (one == other) == (asked == relation::SAME),
    };
    let price = |product: u32| u64::from(model.price(product).unwrap_or(0));
    let (hundred, own) = (price(product) * 100, price(page));
    compare(rule.relation, model.kind_number(product), model.kind_number(page))
        && compare(rule.relation >> 2, model.vendor_number(product), model.vendor_number(page))
        && (rule.low | rule.high == 0 || hundred != 0 && own != 0)
        && hundred >= own * u64::from(rule.low)
        && (rule.high == 0 || hundred <= own * u64::from(rule.high))
}

/// The rule that decides about `product` in a list of `kind`: its number from 0, as the file has
/// them, and what it does. `None`: no rule is about it.
pub fn deciding<'m>(
    model: &'m Model,
    context: &Context<'_>,
    kind: Kind,
    product: u32,
) -> Option<(usize, &'m Rule)> {
    let about = |n: usize, rule: &Rule| {
        rule.action <= action::EXCLUDE
            && applies(model, n, rule, context, kind)
            && model.rule_means(n, product, false)
            && relates(rule, model, context, product)
    };
    model.rules().iter().enumerate().find(|(n, rule)| about(*n, rule))
}

#[cfg(test)]
mod tests;
