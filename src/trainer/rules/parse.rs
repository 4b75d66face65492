//! From the file's text to [`Rules`]: every fault is noted with its place, and the rest is read on.

mod values;

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::blocks::BlockRules;
use super::near::did_you_mean;
use super::place::{Problem, Source};
use super::rule::{Action, Per, Rule, shows_the_past};
use super::selection::{Relation, Selection};
use super::{Rules, RulesError};
use crate::recommend::Kind;

type Value<'t> = Spanned<DeValue<'t>>;
type Key<'t> = Spanned<DeString<'t>>;

const TOP: [&str; 5] = ["rule", "blocks", "segment", "gift_cards", "samples"];
const BLOCK: [&str; 4] = ["min", "fallback", "per_type", "per_vendor"];
const RULE: [&str; 21] = [
    "name",
    "action",
    "factor",
    "per",
    "limit",
    "blocks",
    "markets",
    "from",
    "to",
    "when",
    "same",
    "other",
    "product",
    "type",
    "vendor",
    "tag",
    "collection",
    "price",
    "stock",
    "margin",
    "age",
];
const SELECTION: [&str; 9] =
    ["product", "type", "vendor", "tag", "collection", "price", "stock", "margin", "age"];
const ACTIONS: [&str; 5] = ["pin", "boost", "bury", "exclude", "limit"];

/// What a boost counts where the rule does not say.
const BOOST: f64 = 2.0;
/// What a bury counts where the rule does not say.
const BURY: f64 = 0.5;
/// Factors beyond this are pins or exclusions in disguise, and do not fit the file.
const FACTORS: (f64, f64) = (0.01, 100.0);
/// Most products of a block, as the widget has it.
const MOST: u32 = 24;

/// Parses `source`.
pub(super) fn parse(source: Source) -> Result<Rules, RulesError> {
    let mut reader = Reader { source: &source, problems: Vec::new() };
    let rules = match DeTable::parse(&source.text) {
        Ok(document) => reader.document(document.get_ref()),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            reader.fault(span, format!("this is not TOML: {}", error.message()));
            Rules::default()
        }
    };
    let mut problems = reader.problems;
    if problems.is_empty() {
        return Ok(Rules { source, ..rules });
    }
    problems.sort_by_key(|problem| problem.place);
    Err(RulesError { path: source.path, problems })
}

struct Reader<'s> {
    source: &'s Source,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn fault(&mut self, span: Range<usize>, what: impl Into<String>) {
        self.problems.push(self.source.problem(span, what));
    }

    fn document(&mut self, table: &DeTable<'_>) -> Rules {
        let mut rules = Rules::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "rule" => match value.get_ref().as_array() {
                    Some(all) => all.iter().for_each(|one| rules.rules.extend(self.rule(one))),
                    None => self.fault(key.span(), "rules are written as [[rule]], with two brackets"),
                },
                "blocks" => match value.get_ref().as_table() {
                    Some(all) => {
                        all.iter().for_each(|(kind, one)| rules.blocks.extend(self.block(kind, one)))
                    }
                    None => self.fault(key.span(), "settings of a block are written as [blocks.KIND]"),
                },
                "gift_cards" => rules.gift_cards = self.boolean(value).unwrap_or(false),
                "samples" => rules.samples = self.boolean(value).unwrap_or(false),
                "segment" => {} // has a reader of its own: trainer::segments
                _ => self.unknown(key, &TOP),
            }
        }
        // Tables come by name, and by number of the file's line only inside arrays.
        rules.blocks.sort_by_key(|block| block.kind as usize);
        rules
    }

    fn unknown(&mut self, key: &Key<'_>, known: &[&str]) {
        let name = key.get_ref();
        let hint = did_you_mean(name, known.iter().copied());
        self.fault(
            key.span(),
            format!("there is no key \"{name}\" here{hint} (known: {})", known.join(", ")),
        );
    }

    fn block(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<BlockRules> {
        let kind = self.kind(key.get_ref(), key.span())?;
        let Some(table) = value.get_ref().as_table() else {
            self.fault(key.span(), "settings of a block are a table: [blocks.KIND], then a line for each");
            return None;
        };
        let mut block = BlockRules { kind, min: None, fallback: None, per_type: None, per_vendor: None };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "min" => block.min = self.whole(value, 1..=MOST).map(|n| n as u8),
                "per_type" => block.per_type = self.whole(value, 1..=MOST),
                "per_vendor" => block.per_vendor = self.whole(value, 1..=MOST),
                "fallback" => block.fallback = Some(self.kinds(value)),
                _ => self.unknown(key, &BLOCK),
            }
        }
        if let Some(at) = block.fallback.as_ref().and_then(|chain| repeated(chain, kind))
            && let Some((_, value)) = table.iter().find(|(key, _)| key.get_ref() == "fallback")
        {
            let what = format!(
                "\"{}\" would be tried twice: name each kind once, and not the block's own",
                at.name()
            );
            self.fault(value.span(), what);
        }
        Some(block)
    }

    fn rule(&mut self, value: &Value<'_>) -> Option<Rule> {
        let span = value.span();
        let table = value.get_ref().as_table()?;
        let before = self.problems.len();
        let mut raw = Raw::default();
        let mut rule = Rule {
            place: self.source.place(span.start),
            name: None,
            action: Action::Exclude,
            of: Selection::default(),
            relation: Relation::default(),
            when: None,
            from: None,
            to: None,
            markets: Vec::new(),
            blocks: Vec::new(),
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "name" => rule.name = self.text(value),
                "action" => raw.action = self.text(value).map(|text| (text, value.span())),
                "factor" => raw.factor = self.number(value).map(|number| (number, value.span())),
                "per" => raw.per = self.per(value).map(|per| (per, key.span())),
                "limit" => raw.limit = self.whole(value, 1..=MOST).map(|n| (n, key.span())),
                "blocks" => {
                    rule.blocks = self.kinds(value);
                    raw.blocks = Some(value.span());
                }
                "markets" => rule.markets = self.texts(value).into_iter().map(|named| named.text).collect(),
                "from" => rule.from = self.day(value),
                "to" => {
                    rule.to = self.day(value);
                    raw.to = Some(value.span());
                }
                "when" => rule.when = self.when(value),
                "same" => self.relate(value, true, &mut rule.relation),
                "other" => self.relate(value, false, &mut rule.relation),
                "price" if is_relative(value) => rule.relation.price = self.band(value, "x"),
                name if SELECTION.contains(&name) => self.select(name, value, &mut rule.of),
                _ => self.unknown(key, &RULE),
            }
        }
        rule.action = self.action(&raw, span.clone())?;
        // What a rule is about can be judged only where all of it could be read.
        if self.problems.len() == before {
            self.sense(&rule, &raw, span);
        }
        Some(rule)
    }

    /// The action with its numbers.
    fn action(&mut self, raw: &Raw, span: Range<usize>) -> Option<Action> {
        let Some((name, at)) = &raw.action else {
            self.fault(span, format!("this rule has no action: add action = \"…\" ({})", ACTIONS.join(", ")));
            return None;
        };
        let factor = |preset: f64| raw.factor.as_ref().map_or(preset, |(factor, _)| *factor);
        let action = match name.as_str() {
            "pin" => Action::Pin,
            "boost" => Action::Boost(factor(BOOST)),
            "bury" => Action::Bury(factor(BURY)),
            "exclude" => Action::Exclude,
            "limit" => {
                let (Some((per, _)), Some((limit, _))) = (&raw.per, &raw.limit) else {
                    self.fault(
                        at.clone(),
                        "a limit needs limit = 2 (or another number) and per = \"type\" or \"vendor\"",
                    );
                    return None;
                };
                Action::Limit(*per, *limit)
            }
            _ => {
                let hint = did_you_mean(name, ACTIONS);
                self.fault(
                    at.clone(),
                    format!("there is no action \"{name}\"{hint} ({})", ACTIONS.join(", ")),
                );
                return None;
            }
        };
        if let Some((number, at)) = &raw.factor {
            let (least, most) = FACTORS;
            let wrong = match action {
                Action::Boost(_) => (!(1.0..=most).contains(number)).then(|| {
                    format!(
                        "a boost's factor is from 1 to {most}; to push products down say action = \"bury\""
                    )
                }),
                Action::Bury(_) => (!(least..=1.0).contains(number)).then(|| {
                    format!("a bury's factor is from {least} to 1; to hide products say action = \"exclude\"")
                }),
                _ => {
                    Some(format!("only boost and bury have a factor: take it out of this {}", action.name()))
                }
            };
            wrong.into_iter().for_each(|what| self.fault(at.clone(), what));
        }
        if !matches!(action, Action::Limit(..)) {
            for at in [raw.per.as_ref().map(|(_, at)| at), raw.limit.as_ref().map(|(_, at)| at)]
                .into_iter()
                .flatten()
            {
                self.fault(at.clone(), "only a rule with action = \"limit\" has this");
            }
        }
        Some(action)
    }

    /// What is well written but makes no sense.
    fn sense(&mut self, rule: &Rule, raw: &Raw, span: Range<usize>) {
        let everything = rule.of.is_everything() && rule.relation == Relation::default();
        if everything && !matches!(rule.action, Action::Limit(..)) {
            let what = format!(
                "this rule would {} every product: say which with product, type, vendor, tag, collection, price, \
                 stock, margin, age, same or other",
                rule.action.name()
            );
            self.fault(span, what);
        }
        if let (Some(from), Some(to), Some(at)) = (rule.from, rule.to, &raw.to)
            && to < from
        {
            self.fault(at.clone(), "this rule ends before it begins: \"to\" is earlier than \"from\"");
        }
        if let (Action::Pin, Some(at)) = (rule.action, &raw.blocks)
            && let Some(kind) = rule.blocks.iter().find(|kind| shows_the_past(**kind))
        {
            let what = format!(
                "nothing can be pinned in \"{}\": it shows what this shopper looked at or bought, and says so",
                kind.name()
            );
            self.fault(at.clone(), what);
        }
    }

    fn when(&mut self, value: &Value<'_>) -> Option<Selection> {
        let Some(table) = value.get_ref().as_table() else {
            self.fault(value.span(), "\"when\" is a table, as in when = { type = \"Lamps\" }");
            return None;
        };
        let mut selection = Selection::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                name if SELECTION.contains(&name) => self.select(name, value, &mut selection),
                _ => self.unknown(key, &SELECTION),
            }
        }
        Some(selection)
    }

    fn select(&mut self, key: &str, value: &Value<'_>, selection: &mut Selection) {
        match key {
            "product" => selection.products = self.texts(value),
            "type" => selection.types = self.texts(value),
            "vendor" => selection.vendors = self.texts(value),
            "tag" => selection.tags = self.texts(value),
            "collection" => selection.collections = self.texts(value),
            "price" => selection.price = self.band(value, ""),
            "stock" => selection.stock = self.band(value, ""),
            "margin" => selection.margin = self.band(value, "%"),
            _ => selection.age = self.band(value, ""),
        }
    }

    fn relate(&mut self, value: &Value<'_>, same: bool, relation: &mut Relation) {
        for named in self.texts(value) {
            let slot = match named.text.as_str() {
                "type" => &mut relation.same_type,
                "vendor" => &mut relation.same_vendor,
                other => {
                    let what = format!("expected \"type\" or \"vendor\", found \"{other}\"");
                    self.problems.push(Problem { place: named.place, what });
                    continue;
                }
            };
            if slot.is_some_and(|before| before != same) {
                let what = format!("the same and another {} cannot both be: remove one", named.text);
                self.problems.push(Problem { place: named.place, what });
            }
            *slot = Some(same);
        }
    }

    fn per(&mut self, value: &Value<'_>) -> Option<Per> {
        match self.text(value)?.as_str() {
            "type" => Some(Per::Type),
            "vendor" => Some(Per::Vendor),
            other => {
                self.fault(
                    value.span(),
                    format!("a limit counts by \"type\" or \"vendor\", not by \"{other}\""),
                );
                None
            }
        }
    }

    fn kinds(&mut self, value: &Value<'_>) -> Vec<Kind> {
        let mut kinds = Vec::new();
        for item in self.items(value) {
            let Some(name) = item.get_ref().as_str() else {
                self.fault(item.span(), "expected the name of a kind of block, in quotes");
                continue;
            };
            kinds.extend(self.kind(name, item.span()).filter(|kind| !kinds.contains(kind)));
        }
        kinds
    }

    fn kind(&mut self, name: &str, span: Range<usize>) -> Option<Kind> {
        let kind = Kind::parse(name);
        if kind.is_none() {
            let names = || Kind::ALL.iter().map(|(_, name)| *name);
            let hint = did_you_mean(name, names());
            let all = names().collect::<Vec<_>>().join(", ");
            self.fault(span, format!("there is no kind of block \"{name}\"{hint} ({all})"));
        }
        kind
    }
}

/// What a rule says before it is known what belongs together.
#[derive(Default)]
struct Raw {
    action: Option<(String, Range<usize>)>,
    factor: Option<(f64, Range<usize>)>,
    per: Option<(Per, Range<usize>)>,
    limit: Option<(u32, Range<usize>)>,
    blocks: Option<Range<usize>>,
    to: Option<Range<usize>>,
}

fn is_relative(value: &Value<'_>) -> bool {
    value.get_ref().as_str().is_some_and(|text| text.contains('x'))
}

/// A kind of `chain` that stands in it, or is `own`.
fn repeated(chain: &[Kind], own: Kind) -> Option<Kind> {
    chain
        .iter()
        .enumerate()
        .find(|(at, kind)| **kind == own || chain.iter().take(*at).any(|k| k == *kind))
        .map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests;
