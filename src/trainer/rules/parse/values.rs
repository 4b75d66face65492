//! Single values of the file: texts, numbers, ranges and dates, each with a fault that says what was expected.

use chrono::{Datelike, NaiveDate};
use toml::de::DeValue;

use super::{Reader, Value};
use crate::trainer::rules::amounts::{Band, band};
use crate::trainer::rules::selection::Named;

impl Reader<'_> {
    /// The items of an array, or the one value where there is no array.
    pub(super) fn items<'v, 't>(&self, value: &'v Value<'t>) -> Vec<&'v Value<'t>> {
        value.get_ref().as_array().map_or_else(|| vec![value], |array| array.iter().collect())
    }

    pub(super) fn texts(&mut self, value: &Value<'_>) -> Vec<Named> {
        let items = self.items(value);
        if items.is_empty() {
            self.fault(value.span(), "this list is empty: remove the line, or name something");
        }
        let named = |item: &Value<'_>| Some((self.text(item)?, self.source.place(item.span().start)));
        items
            .into_iter()
            .map(named)
            .collect::<Vec<_>>()
            .into_iter()
            .flatten()
            .map(|(text, place)| Named { text, place })
            .collect()
    }

    pub(super) fn text(&mut self, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            self.fault(value.span(), "expected a text in quotes, as in \"lantern\"");
        }
        text.map(str::to_owned)
    }

    pub(super) fn boolean(&mut self, value: &Value<'_>) -> Option<bool> {
        let is = value.get_ref().as_bool();
        if is.is_none() {
            self.fault(value.span(), "expected true or false, without quotes");
        }
        is
    }

    pub(super) fn number(&mut self, value: &Value<'_>) -> Option<f64> {
        let number = plain_number(value).filter(|number| number.is_finite());
        if number.is_none() {
            self.fault(value.span(), "expected a number, without quotes");
        }
        number
    }

    pub(super) fn whole(&mut self, value: &Value<'_>, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let number =
            plain_number(value).filter(|n| n.fract() == 0.0 && *n >= 0.0 && *n <= f64::from(u32::MAX));
        let number = number.map(|n| n as u32).filter(|n| range.contains(n));
        if number.is_none() {
            self.fault(
                value.span(),
                format!("expected a whole number from {} to {}", range.start(), range.end()),
            );
        }
        number
    }

    pub(super) fn band(&mut self, value: &Value<'_>, unit: &str) -> Option<Band> {
        let exact = || plain_number(value).filter(|_| unit.is_empty());
        let found = match (value.get_ref().as_str(), exact()) {
            (Some(text), _) => band(text, unit),
            (None, Some(number)) => Some(Band { low: Some(number), high: Some(number) }),
            _ => None,
        };
        if found.is_none() {
            let what = format!(
                "expected a range: \"10{unit}..50{unit}\", \"..50{unit}\" or \"10{unit}..\", the lower end first"
            );
            self.fault(value.span(), what);
        }
        found
    }

    /// A date as days since 1970.
    pub(super) fn day(&mut self, value: &Value<'_>) -> Option<u32> {
        let date = match value.get_ref() {
            DeValue::Datetime(stamp) if stamp.time.is_none() => stamp.date.and_then(|date| {
                NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
            }),
            DeValue::String(text) => NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok(),
            _ => None,
        };
        let days = date
            .map(|date| date.num_days_from_ce() - UNIX_EPOCH_FROM_CE)
            .and_then(|days| u32::try_from(days).ok())
            .filter(|days| *days > 0);
        if days.is_none() {
            self.fault(value.span(), "expected a date without a time, as in 2026-11-27");
        }
        days
    }
}

/// 1970-01-01 as chrono counts days.
const UNIX_EPOCH_FROM_CE: i32 = 719_163;

fn plain_number(value: &Value<'_>) -> Option<f64> {
    match value.get_ref() {
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).ok().map(|n| n as f64)
        }
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}
