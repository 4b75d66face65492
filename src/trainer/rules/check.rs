//! Rules against the catalog: names it does not know, rules that contradict each other, rules that do
//! nothing.

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::facts::Facts;
use super::matching::{alike, is_gift_card, is_sample, matching};
use super::near::nearest;
use super::rule::{Action, Rule};
use super::selection::{Named, Relation, Selection};
use super::{Place, Rules};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The rules do not mean what they say.
    Error,
    /// A rule does nothing, or could not be checked.
    Warning,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad.
    pub level: Level,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// What, and what to do.
    pub what: String,
}

/// Products named in one finding.
const NAMED: usize = 3;

/// Checks `rules` for the shop of `facts`; `today` in days since 1970. In the order of the file.
pub fn check(rules: &Rules, facts: &Facts, today: u32) -> Vec<Finding> {
    let mut findings = Vec::new();
    let targets: Vec<Vec<usize>> = rules.rules.iter().map(|rule| matching(&rule.of, facts)).collect();
    for (number, rule) in rules.rules.iter().enumerate() {
        let unknown = names(rule, facts, &mut findings);
        let before = rules.rules.iter().zip(&targets).take(number);
        let Some(own) = targets.get(number) else { continue };
        if own.is_empty() && !unknown {
            let what = format!("{} matches no product{}", rule.title(), unchecked(&rule.of, facts));
            findings.push(warning(rule.place, what));
        }
        if rule.to.is_some_and(|last| last < today) {
            findings.push(warning(
                rule.place,
                format!("{} is over: take it out, or give it a later \"to\"", rule.title()),
            ));
        }
        if matches!(rule.action, Action::Limit(..)) || own.is_empty() {
            continue;
        }
        findings.extend(
            before.clone().filter_map(|(earlier, theirs)| contradiction(rule, own, earlier, theirs, facts)),
        );
        if let Some(what) = shadowed(rule, own, before) {
            findings.push(warning(rule.place, what));
        }
        if let Some(what) = unfit(rules, rule, own, facts) {
            findings.push(warning(rule.place, what));
        }
    }
    findings.sort_by(|a, b| a.place.cmp(&b.place).then(a.level.cmp(&b.level)));
    findings
}

fn warning(place: Place, what: String) -> Finding {
    Finding { level: Level::Warning, place, what }
}

/// Finds names that the catalog does not have; says whether there are any.
fn names(rule: &Rule, facts: &Facts, findings: &mut Vec<Finding>) -> bool {
    let before = findings.len();
    for selection in std::iter::once(&rule.of).chain(&rule.when) {
        for named in selection.products.iter().filter(|named| facts.find(&named.text).is_none()) {
            findings.push(unknown("product", named, facts.names()));
        }
        let items = &facts.items;
        let types = || items.iter().map(|item| item.kind.as_str());
        let vendors = || items.iter().map(|item| item.vendor.as_str());
        let tags = || items.iter().flat_map(|item| item.tags.iter().map(String::as_str));
        let collections = || items.iter().flat_map(|item| item.collections.iter().map(String::as_str));
        if facts.catalog {
            missing("type", &selection.types, &types, findings);
            missing("vendor", &selection.vendors, &vendors, findings);
            missing("tag", &selection.tags, &tags, findings);
        }
        if facts.collections {
            missing("collection", &selection.collections, &collections, findings);
        }
    }
    findings.len() > before
}

fn missing<'f, I: Iterator<Item = &'f str>>(
    what: &str,
    names: &[Named],
    known: &dyn Fn() -> I,
    findings: &mut Vec<Finding>,
) {
    for named in names.iter().filter(|named| !known().any(|name| alike(name, &named.text))) {
        findings.push(unknown(what, named, known()));
    }
}

fn unknown<'f>(what: &str, named: &Named, known: impl Iterator<Item = &'f str>) -> Finding {
    let hint =
        nearest(&named.text, known).map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"));
    let what = format!("no product for sale has the {what} \"{}\"{hint}", named.text);
    let what = if what.contains("the product \"") {
        what.replace("no product for sale has the product", "there is no product for sale")
    } else {
        what
    };
    Finding { level: Level::Error, place: named.place, what }
}

/// What could not be looked up, as the end of a sentence.
fn unchecked(selection: &Selection, facts: &Facts) -> String {
    let mut missing = Vec::new();
    let none = |known: &dyn Fn(&super::facts::Item) -> bool| !facts.items.iter().any(known);
    if !selection.collections.is_empty() && !facts.collections {
        missing.push("the products file has no column \"Collection\"");
    }
    if selection.margin.is_some() && none(&|item| item.margin.is_some()) {
        missing.push("no product has a \"Cost per item\"");
    }
    if selection.stock.is_some() && none(&|item| item.stock.is_some()) {
        missing.push("no product's stock is tracked");
    }
    if selection.age.is_some() && !facts.ages {
        missing.push("age is counted from orders: give them with --orders");
    }
    if missing.is_empty() { String::new() } else { format!(": {}", missing.join("; ")) }
}

/// A product that one rule pins and the other excludes, in a block and on a day that both are for.
fn contradiction(
    rule: &Rule,
    own: &[usize],
    earlier: &Rule,
    theirs: &[usize],
    facts: &Facts,
) -> Option<Finding> {
    let opposed = matches!(
        (rule.action, earlier.action),
        (Action::Pin, Action::Exclude) | (Action::Exclude, Action::Pin)
    );
    let always = |rule: &Rule| rule.relation == Relation::default() && rule.when.is_none();
    // What depends on the page is an exception, and may well be meant as one.
    if !opposed || !always(rule) || !always(earlier) || !meet(rule, earlier) {
        return None;
    }
    let theirs: FxHashSet<usize> = theirs.iter().copied().collect();
    let both: Vec<&str> = own
        .iter()
        .filter(|n| theirs.contains(n))
        .filter_map(|n| facts.items.get(*n))
        .map(|item| item.key.as_str())
        .collect();
    let named = both.iter().take(NAMED).map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(", ");
    let more = if both.len() > NAMED { format!(" and {} more", both.len() - NAMED) } else { String::new() };
    (!both.is_empty()).then(|| Finding {
        level: Level::Error,
        place: rule.place,
        what: format!(
            "{} would {} {named}{more}, which {} {}s: the first one decides; make them differ in products, blocks, markets or days",
            rule.title(), rule.action.name(), earlier.title(), earlier.action.name()
        ),
    })
}

/// Whether there is a block, a market and a day that both rules are for.
fn meet(one: &Rule, other: &Rule) -> bool {
    let other_kinds = other.kinds();
    one.kinds().iter().any(|kind| other_kinds.contains(kind))
        && (one.markets.is_empty()
            || other.markets.is_empty()
            || one.markets.iter().any(|market| other.markets.iter().any(|o| alike(market, o))))
        && starts(one) <= ends(other)
        && starts(other) <= ends(one)
}

fn starts(rule: &Rule) -> u32 {
    rule.from.unwrap_or(0)
}

fn ends(rule: &Rule) -> u32 {
    rule.to.unwrap_or(u32::MAX)
}

/// Whether earlier rules decide about all products of `rule` wherever and whenever it applies.
fn shadowed<'r>(
    rule: &Rule,
    own: &[usize],
    before: impl Iterator<Item = (&'r Rule, &'r Vec<usize>)>,
) -> Option<String> {
    let covers = |earlier: &Rule| {
        let kinds = earlier.kinds();
        !matches!(earlier.action, Action::Limit(..))
            && earlier.relation == Relation::default()
            && earlier.when.is_none()
            && rule.kinds().iter().all(|kind| kinds.contains(kind))
            && (earlier.markets.is_empty()
                || !rule.markets.is_empty()
                    && rule.markets.iter().all(|m| earlier.markets.iter().any(|o| alike(m, o))))
            && starts(earlier) <= starts(rule)
            && ends(earlier) >= ends(rule)
    };
    let mut decided: FxHashSet<usize> = FxHashSet::default();
    let mut by = Vec::new();
    for (earlier, theirs) in before.filter(|(earlier, _)| covers(earlier)) {
        let known = decided.len();
        decided.extend(own.iter().filter(|n| theirs.contains(n)));
        if decided.len() > known {
            by.push(earlier.title());
        }
    }
    (decided.len() == own.iter().collect::<FxHashSet<_>>().len()).then(|| {
        format!(
            "{} never decides: all its products are decided by {}; move it up, or take it out",
            rule.title(),
            by.join(" and ")
        )
    })
}

/// Whether a rule wants to show what is left out by default.
fn unfit(rules: &Rules, rule: &Rule, own: &[usize], facts: &Facts) -> Option<String> {
    if !matches!(rule.action, Action::Pin | Action::Boost(_)) || own.is_empty() {
        return None;
    }
    let all = |is: fn(&super::facts::Item) -> bool| own.iter().filter_map(|n| facts.items.get(*n)).all(is);
    let switch = if !rules.gift_cards && all(is_gift_card) {
        "gift cards, which are left out: write gift_cards = true at the top of the file"
    } else if !rules.samples && all(is_sample) {
        "samples, which are left out: write samples = true at the top of the file"
    } else {
        return None;
    };
    Some(format!("{} is about {switch}", rule.title()))
}
