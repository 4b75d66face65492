//! How prices are written, by currency and language: the manifest tells pages, so that they need not ask the browser's `Intl`, whose
//! first use takes a cheap phone more than a tenth of a second.
//!
//! `prices.tsv` is written by `tools/prices.mjs`. Its facts are those of the Unicode Common Locale Data Repository (CLDR),
//! © Unicode, Inc., Unicode License V3.

use crate::model::manifest::PriceForm;

/// Currency, before, between groups, before decimals, behind, digits that are one group, languages.
const TABLE: &str = include_str!("prices.tsv");

/// The forms of prices in the currency with this ISO 4217 code; none for one that is not listed.
pub(super) fn forms(currency: &str) -> Vec<PriceForm> {
    TABLE.lines().filter_map(|line| form(line, currency)).collect()
}

fn form(line: &str, currency: &str) -> Option<PriceForm> {
    let mut fields = line.split('\t');
    if fields.next() != Some(currency) {
        return None;
    }
    let mut text = || fields.next().map(str::to_owned);
    Some(PriceForm(text()?, text()?, text()?, text()?, text()?.parse().ok()?, text()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_form() {
        for line in TABLE.lines() {
            let (currency, _) = line.split_once('\t').unwrap();
            assert!(form(line, currency).is_some(), "{line:?}");
        }
    }

    #[test]
    fn prices_are_written_as_each_language_does() {
        let forms = forms("GBP");
        let of = |language: &str| {
            forms.iter().find(|form| form.5.split(' ').any(|known| known == language)).unwrap()
        };
        let PriceForm(before, group, point, behind, plain, _) = of("en-gb");
        assert_eq!(
            (before.as_str(), group.as_str(), point.as_str(), behind.as_str(), *plain),
            ("£", ",", ".", "", 3)
        );
        let PriceForm(before, group, point, behind, plain, _) = of("it");
        assert_eq!(
            (before.as_str(), group.as_str(), point.as_str(), behind.as_str(), *plain),
            ("", ".", ",", "\u{a0}£", 4)
        );
        assert!(super::forms("XXX").is_empty() && super::forms("").is_empty());
    }
}
