//! `[[segment]]` tables of a rules file: every fault is noted with its place, and the rest is read on.

use std::ops::Range as Span;

use super::super::rules::{DeTable, DeValue, Problem, Source, Spanned, nearest};
use super::declared::{Amount, Condition, Declared};
use crate::model::segments::{Category, Of, Range, Scores, Segment};

type Value<'t> = Spanned<DeValue<'t>>;

const SEGMENT: [&str; 7] = ["name", "orders", "last_order", "spend", "average_order", "category", "rfm"];
const COUNT: [&str; 3] = ["at_least", "at_most", "within_days"];
const DAYS: [&str; 2] = ["at_least_days", "at_most_days"];
const MONEY: [&str; 4] = ["at_least", "at_most", "within_days", "currency"];
const CATEGORY: [&str; 5] = ["type", "of", "share_at_least", "products_at_least", "within_days"];
const SCORES: [&str; 6] = [
    "recency_at_least",
    "recency_at_most",
    "frequency_at_least",
    "frequency_at_most",
    "monetary_at_least",
    "monetary_at_most",
];

/// Products of whose types a share is taken, unless the file says: fewer say nothing.
const PRODUCTS: u32 = 3;
/// Longest name: it becomes part of an attribute's name.
const NAME: usize = 40;

/// Reads the segments in `source`, and what is wrong with them.
pub(super) fn parse(source: &Source) -> (Vec<Declared>, Vec<Problem>) {
    let mut reader = Reader { source, problems: Vec::new() };
    let declared = match DeTable::parse(&source.text) {
        Ok(document) => reader.document(document.get_ref()),
        Err(error) => {
            reader.fault(error.span().unwrap_or(0..0), format!("this is not TOML: {}", error.message()));
            Vec::new()
        }
    };
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| problem.place);
    (declared, problems)
}

struct Reader<'s> {
    source: &'s Source,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn fault(&mut self, span: Span<usize>, what: impl Into<String>) {
        self.problems.push(self.source.problem(span, what));
    }

    fn document(&mut self, table: &DeTable<'_>) -> Vec<Declared> {
        let Some((key, value)) = table.iter().find(|(key, _)| key.get_ref() == "segment") else {
            return Vec::new();
        };
        let Some(all) = value.get_ref().as_array() else {
            self.fault(key.span(), "segments are written as [[segment]], with two brackets");
            return Vec::new();
        };
        let mut declared: Vec<Declared> = Vec::new();
        for one in all {
            let Some(segment) = self.segment(one) else { continue };
            let name = &segment.segment.name;
            if let Some(first) = declared.iter().find(|other| !name.is_empty() && other.segment.name == *name)
            {
                let what = format!("there is a segment \"{name}\" in line {} already", first.place.line);
                self.fault(one.span(), what);
            }
            declared.push(segment);
        }
        declared
    }

    fn segment(&mut self, value: &Value<'_>) -> Option<Declared> {
        let Some(table) = value.get_ref().as_table() else {
            self.fault(value.span(), "a segment is a table: [[segment]], then a line for each condition");
            return None;
        };
        let mut segment = Segment::default();
        let mut named = false;
        let mut conditions = Vec::new();
        let (mut spend, mut average) = (None, None);
        for (key, value) in table {
            let at = self.source.place(key.span().start);
            match key.get_ref().as_ref() {
                "name" => {
                    named = true;
                    segment.name = self.name(value).unwrap_or_default();
                }
                "orders" => segment.orders = self.count(value),
                "last_order" => segment.last_order = self.days(value),
                "spend" => spend = self.money(value),
                "average_order" => average = self.money(value),
                "category" => segment.category = self.category(value),
                "rfm" => segment.rfm = self.scores(value),
                _ => {
                    self.unknown(key.get_ref(), key.span(), &SEGMENT);
                    continue;
                }
            }
            if key.get_ref() != "name" {
                conditions.push(Condition { key: key.get_ref().to_string(), place: at });
            }
        }
        if !named {
            self.fault(value.span(), "this segment has no name: add name = \"…\"");
        }
        let place = self.source.place(value.span().start);
        Some(Declared { segment, place, spend, average, conditions })
    }

    fn unknown(&mut self, name: &str, span: Span<usize>, known: &[&str]) {
        let hint = nearest(name, known.iter().copied())
            .map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
        self.fault(span, format!("there is no key \"{name}\" here{hint} (known: {})", known.join(", ")));
    }

    fn name(&mut self, value: &Value<'_>) -> Option<String> {
        let name = self.text(value)?;
        let good = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if name.len() <= NAME && name.split('-').all(good) {
            return Some(name);
        }
        let what = format!(
            "\"{name}\" is no name for a segment, as it becomes part of an attribute (heading-NAME): small letters a to z, \
             digits and single hyphens, at most {NAME}"
        );
        self.fault(value.span(), what);
        None
    }

    /// The table of a condition, by known keys only.
    fn table<'v, 't>(
        &mut self,
        value: &'v Value<'t>,
        known: &[&str],
    ) -> Option<Vec<(String, &'v Value<'t>)>> {
        let Some(table) = value.get_ref().as_table() else {
            let what =
                format!("a condition is written in braces: {{ {} = … }}", known.first().unwrap_or(&""));
            self.fault(value.span(), what);
            return None;
        };
        let mut found = Vec::new();
        for (key, value) in table {
            if known.contains(&key.get_ref().as_ref()) {
                found.push((key.get_ref().to_string(), value));
            } else {
                self.unknown(key.get_ref(), key.span(), known);
            }
        }
        Some(found)
    }

    fn count(&mut self, value: &Value<'_>) -> Option<Range> {
        let mut range = Range::default();
        for (key, value) in self.table(value, &COUNT)? {
            match key.as_str() {
                "at_least" => range.at_least = self.whole(value, 0, 100_000),
                "at_most" => range.at_most = self.whole(value, 0, 100_000),
                _ => range.within_days = self.whole(value, 1, 36_500),
            }
        }
        self.sense(range, value)
    }

    fn days(&mut self, value: &Value<'_>) -> Option<Range> {
        let mut range = Range::default();
        for (key, value) in self.table(value, &DAYS)? {
            match key.as_str() {
                "at_least_days" => range.at_least = self.whole(value, 0, 36_500),
                _ => range.at_most = self.whole(value, 0, 36_500),
            }
        }
        self.sense(range, value)
    }

    /// A range that leaves something out, and not everything.
    fn sense(&mut self, range: Range, value: &Value<'_>) -> Option<Range> {
        match (range.at_least, range.at_most) {
            (None, None) => self.fault(
                value.span(),
                "this says neither at least nor at most how much: it would mean everybody",
            ),
            (Some(least), Some(most)) if least > most => {
                self.fault(value.span(), format!("nobody has at least {least} and at most {most}"));
            }
            _ => return Some(range),
        }
        None
    }

    fn money(&mut self, value: &Value<'_>) -> Option<Amount> {
        let mut amount = Amount::default();
        for (key, value) in self.table(value, &MONEY)? {
            match key.as_str() {
                "at_least" => amount.at_least = self.amount(value),
                "at_most" => amount.at_most = self.amount(value),
                "within_days" => amount.within_days = self.whole(value, 1, 36_500),
                _ => amount.currency = self.currency(value).unwrap_or_default(),
            }
        }
        match (amount.at_least, amount.at_most) {
            (None, None) => self.fault(
                value.span(),
                "this says neither at least nor at most how much: it would mean everybody",
            ),
            (Some(least), Some(most)) if least > most => {
                self.fault(value.span(), format!("nobody spent at least {least} and at most {most}"));
            }
            _ if amount.currency.is_empty() => {
                self.fault(value.span(), "an amount needs its currency: add currency = \"EUR\", say");
            }
            _ => return Some(amount),
        }
        None
    }

    fn currency(&mut self, value: &Value<'_>) -> Option<String> {
        let code = self.text(value)?;
        if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) {
            return Some(code);
        }
        self.fault(
            value.span(),
            format!("\"{code}\" is no currency's code: three capital letters, as \"EUR\""),
        );
        None
    }

    fn category(&mut self, value: &Value<'_>) -> Option<Category> {
        let (mut kind, mut share) = (None, None);
        let before = self.problems.len();
        let (mut of, mut products, mut within) = (Of::Purchases, PRODUCTS, None);
        for (key, value) in self.table(value, &CATEGORY)? {
            match key.as_str() {
                "type" => kind = self.text(value).filter(|text| !text.is_empty()),
                "of" => match self.text(value).as_deref() {
                    Some("views") => of = Of::Views,
                    Some("purchases") | None => {}
                    Some(other) => {
                        let what =
                            format!("a share is of = \"views\" or of = \"purchases\", not of \"{other}\"");
                        self.fault(value.span(), what);
                    }
                },
                "share_at_least" => share = self.share(value),
                "products_at_least" => products = self.whole(value, 1, 100_000).unwrap_or(PRODUCTS),
                _ => within = self.whole(value, 1, 36_500),
            }
        }
        let (Some(kind), Some(share)) = (kind, share) else {
            if self.problems.len() == before {
                self.fault(value.span(), "a category needs type = \"…\" and share_at_least = 0.5, say");
            }
            return None;
        };
        Some(Category { kind, of, share_at_least: share, products_at_least: products, within_days: within })
    }

    fn scores(&mut self, value: &Value<'_>) -> Option<Scores> {
        let span = value.span();
        let mut bounds = [1u8, 5, 1, 5, 1, 5];
        let table = self.table(value, &SCORES)?;
        if table.is_empty() {
            self.fault(span, "scores without a bound mean everybody: add recency_at_least = 4, say");
            return None;
        }
        for (key, value) in table {
            let at = SCORES.iter().position(|name| *name == key);
            if let (Some(slot), Some(score)) = (at.and_then(|at| bounds.get_mut(at)), self.whole(value, 1, 5))
            {
                *slot = score as u8;
            }
        }
        let [r, r2, f, f2, m, m2] = bounds;
        let scores = Scores { recency: (r, r2), frequency: (f, f2), monetary: (m, m2) };
        for (from, to) in [scores.recency, scores.frequency, scores.monetary] {
            if from > to {
                self.fault(value.span(), format!("no score is at least {from} and at most {to}"));
                return None;
            }
        }
        Some(scores)
    }

    fn text(&mut self, value: &Value<'_>) -> Option<String> {
        match value.get_ref().as_str() {
            Some(text) => Some(text.to_owned()),
            None => {
                self.fault(value.span(), "a text is written in quotation marks");
                None
            }
        }
    }

    fn number(&mut self, value: &Value<'_>) -> Option<f64> {
        let text = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            _ => String::new(),
        };
        let number = text.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            self.fault(value.span(), "a number is expected here, without quotation marks");
        }
        number
    }

    fn whole(&mut self, value: &Value<'_>, least: u32, most: u32) -> Option<u32> {
        let number = self.number(value)?;
        if number.fract() == 0.0 && (f64::from(least)..=f64::from(most)).contains(&number) {
            return Some(number as u32);
        }
        self.fault(value.span(), format!("a whole number from {least} to {most} is expected here"));
        None
    }

    fn amount(&mut self, value: &Value<'_>) -> Option<f64> {
        let number = self.number(value)?;
        if (0.0..=1e6).contains(&number) {
            return Some(number);
        }
        self.fault(value.span(), "an amount from 0 to 1000000 is expected here");
        None
    }

    /// A share as whole per cent.
    fn share(&mut self, value: &Value<'_>) -> Option<u32> {
        let number = self.number(value)?;
        if number > 0.0 && number <= 1.0 {
            return Some(((number * 100.0).round() as u32).max(1));
        }
        self.fault(value.span(), "a share is above 0 and at most 1: 0.5 is a half");
        None
    }
}
