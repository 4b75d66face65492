//! A model against the shop's products as they are now: what it would show that is not so any more.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;

use crate::model::{Card, Model};
use crate::trainer::catalog::{Catalog, Product};
use crate::trainer::input::{BytesRead, InputError};
use crate::trainer::rejects::Rejects;
use crate::trainer::shopify_products;

/// What is wrong with a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// Neither its key nor a variant of it is among the products.
    Gone,
    /// It is there, but not for sale.
    Discontinued,
    /// The model offers it, and it cannot be bought.
    SoldOut,
    /// Its address is another one now.
    Moved,
    /// The model does not offer it, and it can be bought.
    BackInStock,
    /// Its title is another one now.
    Renamed,
    /// Its price is another one now.
    Repriced,
    /// The model has no picture of it.
    NoImage,
    /// Its picture is another one now.
    OtherImage,
}

impl Problem {
    /// Whether a shopper would be led wrong: to a page that is not there, or to what cannot be bought.
    pub fn is_error(self) -> bool {
        matches!(self, Self::Gone | Self::Discontinued | Self::SoldOut | Self::Moved)
    }

    /// The problem in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Gone => "no longer among the products",
            Self::Discontinued => "no longer for sale",
            Self::SoldOut => "sold out, but offered",
            Self::Moved => "at another address now",
            Self::BackInStock => "back in stock, but not offered",
            Self::Renamed => "under another title now",
            Self::Repriced => "at another price now",
            Self::NoImage => "without a picture",
            Self::OtherImage => "with another picture now",
        }
    }
}

/// One product with a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What is wrong.
    pub problem: Problem,
    /// The product's key in the model.
    pub key: String,
    /// Its title in the model.
    pub title: String,
    /// What the model says and what the shop says.
    pub detail: String,
}

/// All problems of a model.
#[derive(Debug, Clone, Serialize)]
pub struct Lint {
    /// By problem, errors first; within one the most popular products first.
    pub findings: Vec<Finding>,
    /// Products for sale that the model does not know.
    pub unknown: usize,
    /// Number of findings that would lead a shopper wrong.
    pub errors: usize,
    /// Number of the others.
    pub warnings: usize,
}

/// Holds `model` against the products export at `path`; `money` are the currency of its prices and their digits.
///
/// # Errors
///
/// [`InputError`] when the export cannot be read. Single bad rows go to `rejects`.
pub fn lint(
    model: &Model,
    path: &Path,
    money: (&str, u32),
    rejects: &mut Rejects,
) -> Result<Lint, InputError> {
    let catalog = shopify_products::read(path, &BytesRead::default(), "{key}", money.1, rejects)?;
    let (mut findings, mut known) = (Vec::new(), BTreeSet::new());
    for card in model.indexes().filter_map(|p| model.card(p)) {
        let product = find(&catalog, &card);
        known.extend(product.map(|p| p.card.key.as_str()));
        let note = |(problem, detail): (Problem, String)| Finding {
            problem,
            key: card.key.to_owned(),
            title: card.title.to_owned(),
            detail,
        };
        findings.extend(problems(&card, product, money).into_iter().map(note));
    }
    findings.sort_by_key(|finding| finding.problem);
    let errors = findings.iter().filter(|finding| finding.problem.is_error()).count();
    let for_sale = |p: &&Product| p.left_out.is_none() && p.card.available;
    let unknown =
        catalog.products.iter().filter(for_sale).filter(|p| !known.contains(p.card.key.as_str())).count();
    Ok(Lint { unknown, errors, warnings: findings.len() - errors, findings })
}

/// By key first: a handle may also be another product's SKU.
fn find<'c>(catalog: &'c Catalog, card: &Card<'_>) -> Option<&'c Product> {
    let product = |id: &str| catalog.products.get(catalog.find(id, "")? as usize);
    let own = catalog.by_key(card.key);
    own.or_else(|| card.variants.split('\t').filter(|v| !v.is_empty()).find_map(product))
}

fn problems(
    card: &Card<'_>,
    product: Option<&Product>,
    (currency, digits): (&str, u32),
) -> Vec<(Problem, String)> {
    let Some(product) = product else { return vec![(Problem::Gone, String::new())] };
    if let Some(reason) = product.left_out {
        return vec![(Problem::Discontinued, reason.to_owned())];
    }
    let shop = &product.card;
    let mut out = Vec::new();
    if shop.key != card.key {
        out.push((Problem::Moved, format!("now {:?}", shop.key)));
    }
    match (card.available, shop.available) {
        (true, false) => out.push((Problem::SoldOut, String::new())),
        (false, true) => out.push((Problem::BackInStock, String::new())),
        _ => {}
    }
    if shop.title != card.title {
        out.push((Problem::Renamed, format!("now {:?}", shop.title)));
    }
    if shop.price != card.price {
        let whole = |minor: u32| f64::from(minor) / 10f64.powi(digits as i32);
        let say = |price: Option<u32>| match price {
            Some(minor) => format!("{:.*} {currency}", digits as usize, whole(minor)).trim_end().to_owned(),
            None => "none".to_owned(),
        };
        let detail = format!("{} in the model, {} now", say(card.price), say(shop.price));
        out.push((Problem::Repriced, detail));
    }
    let image = card.image.concat();
    if image.is_empty() {
        let detail = if shop.image.is_empty() { "the shop has none either" } else { "the shop has one now" };
        out.push((Problem::NoImage, detail.to_owned()));
    } else if shop.image.is_empty() {
        out.push((Problem::OtherImage, "the shop has none now".to_owned()));
    } else if image != shop.image {
        out.push((Problem::OtherImage, format!("now {:?}", shop.image)));
    }
    out
}
