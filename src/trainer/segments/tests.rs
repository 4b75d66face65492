use std::path::Path;

use super::check::{Known, check};
use super::judge::{Bought, DAY, Facts, Viewed};
use super::*;
use crate::model::segments::Bounds;
use crate::trainer::rules::check::Level;

const NOW: i64 = 1_700_000_000;

fn read(text: &str) -> Segments {
    compile(&parse(Path::new("rules.toml"), text.to_owned()).unwrap(), None)
}

fn faults(text: &str) -> Vec<String> {
    let error = parse(Path::new("rules.toml"), text.to_owned()).unwrap_err();
    error.to_string().lines().map(str::to_owned).collect()
}

fn bought(days: i64, spend: u64, types: &[&str]) -> Bought {
    let types = types.iter().map(|kind| (*kind).to_owned()).collect();
    Bought { at: NOW - days * DAY, spend, currency: "GBP".into(), types }
}

fn shopper(orders: &[Bought]) -> Facts {
    Facts { orders: orders.to_vec(), views: Vec::new() }
}

fn name<'s>(segments: &'s Segments, facts: &Facts) -> &'s str {
    facts.segment(segments, NOW).map_or("", |segment| segment.name.as_str())
}

#[test]
fn the_first_segment_whose_conditions_all_hold_is_the_shoppers() {
    let segments = read(
        r#"
        [[segment]]
        name = "loyal"
        orders = { at_least = 2, within_days = 100 }
        last_order = { at_most_days = 30 }
        [[segment]]
        name = "gone"
        last_order = { at_least_days = 90 }
        [[segment]]
        name = "buyer"
        orders = { at_least = 1 }
        "#,
    );
    assert_eq!(name(&segments, &shopper(&[])), "", "nobody's last order");
    assert_eq!(name(&segments, &shopper(&[bought(30, 0, &[]), bought(100, 0, &[])])), "loyal");
    assert_eq!(name(&segments, &shopper(&[bought(30, 0, &[]), bought(101, 0, &[])])), "buyer");
    assert_eq!(name(&segments, &shopper(&[bought(90, 0, &[])])), "gone");
    assert_eq!(name(&segments, &shopper(&[bought(-1, 0, &[])])), "", "an order of tomorrow is none yet");
}

#[test]
fn money_counts_in_its_own_currency_and_minor_units() {
    let segments = read(
        r#"
        [[segment]]
        name = "big"
        spend = { at_least = 99.99, currency = "GBP", within_days = 365 }
        [[segment]]
        name = "basket"
        average_order = { at_least = 20, at_most = 30.5, currency = "GBP" }
        "#,
    );
    assert_eq!(name(&segments, &shopper(&[bought(1, 9_998, &[])])), "");
    assert_eq!(name(&segments, &shopper(&[bought(1, 5_000, &[]), bought(365, 4_999, &[])])), "big");
    assert_eq!(
        name(&segments, &shopper(&[bought(1, 5_000, &[]), bought(366, 4_999, &[])])),
        "",
        "49.99 on average"
    );
    assert_eq!(name(&segments, &shopper(&[bought(1, 2_000, &[]), bought(2, 4_100, &[])])), "basket", "30.50");
    let mut euros = bought(1, 99_999, &[]);
    euros.currency = "EUR".into();
    assert_eq!(name(&segments, &shopper(&[euros])), "");
    // Yen have no minor unit.
    let yen = read("[[segment]]\nname = \"y\"\nspend = { at_least = 500, currency = \"JPY\" }\n");
    assert_eq!(yen.list[0].spend.as_ref().unwrap().at_least, Some(500));
}

#[test]
fn a_category_is_a_share_of_products_whose_type_is_known() {
    let segments = read(
        r#"
        [[segment]]
        name = "tea"
        category = { type = "Teapots", share_at_least = 0.5 }
        [[segment]]
        name = "browses-tea"
        category = { type = "Teapots", of = "views", share_at_least = 0.66, products_at_least = 2, within_days = 10 }
        "#,
    );
    assert_eq!(
        name(&segments, &shopper(&[bought(1, 0, &["Teapots", "Cups", "Teapots", "Cups", ""])])),
        "tea"
    );
    assert_eq!(
        name(&segments, &shopper(&[bought(1, 0, &["Teapots", "Teapots"])])),
        "",
        "two products say nothing"
    );
    let view = |days: i64, product: &str, kind: &str| Viewed {
        at: NOW - days * DAY,
        product: product.into(),
        kind: kind.into(),
    };
    let looks = |views: &[Viewed]| Facts { orders: Vec::new(), views: views.to_vec() };
    let (a, b, c) = (view(1, "a", "Teapots"), view(2, "b", "Teapots"), view(3, "c", "Cups"));
    assert_eq!(name(&segments, &looks(&[a.clone(), b.clone(), c.clone()])), "browses-tea", "two of three");
    assert_eq!(
        name(&segments, &looks(&[a.clone(), a.clone(), c.clone()])),
        "",
        "the same product twice is one"
    );
    assert_eq!(name(&segments, &looks(&[a, view(11, "b", "Teapots")])), "", "too long ago");
}

#[test]
fn scores_cut_customers_into_fifths() {
    let all: Vec<Facts> = (1..=10).map(|n| shopper(&vec![bought(n * 10, 100, &[]); n as usize])).collect();
    let found = bounds(&all, "GBP", NOW).unwrap();
    assert_eq!(found.recency, [20, 40, 60, 80]);
    assert_eq!(found.frequency, [2, 4, 6, 8]);
    assert_eq!(found.monetary, [200, 400, 600, 800]);
    assert_eq!(found.scores(20, 2, 200), (5, 1, 1));
    assert_eq!(found.scores(21, 3, 201), (4, 2, 2));
    assert_eq!(found.scores(900, 9, 999), (1, 5, 5));
    assert_eq!(bounds(&[shopper(&[])], "GBP", NOW), None);

    let text = "[[segment]]\nname = \"best\"\nrfm = { recency_at_least = 4, monetary_at_most = 2 }\n";
    let declared = parse(Path::new("r"), text.to_owned()).unwrap();
    let with = compile(&declared, Some(found));
    assert_eq!(name(&with, &all[0]), "best");
    assert_eq!(name(&with, &all[4]), "");
    assert_eq!(name(&compile(&declared, None), &all[0]), "", "without bounds nobody has scores");
}

#[test]
fn what_is_wrong_is_said_with_line_and_column_and_all_at_once() {
    let said = faults(
        "[[segment]]\nname = \"Loyal customers\"\norder = { at_least = 2 }\n\n[[segment]]\norders = { at_least = 3, at_most = 2 }\n\
         spend = { at_least = 5 }\nrfm = { recency_at_least = 6 }\n[[segment]]\nname = \"x\"\ncategory = { type = \"A\", share_at_least = 50 }\n\
         last_order = 3\n[[segment]]\nname = \"x\"\n",
    );
    let starts = |at: &str, what: &str| {
        assert!(
            said.iter().any(|line| line.starts_with(&format!("rules.toml:{at}: ")) && line.contains(what)),
            "{at} {what}\n{said:#?}"
        );
    };
    starts("2:8", "is no name for a segment");
    starts("3:1", "did you mean \"orders\"?");
    starts("5:1", "has no name");
    starts("6:10", "at least 3 and at most 2");
    starts("7:9", "needs its currency");
    starts("8:28", "a whole number from 1 to 5");
    starts("11:43", "0.5 is a half");
    starts("12:14", "written in braces");
    starts("13:1", "a segment \"x\" in line 9 already");
    assert_eq!(
        faults("[segment]\nname = \"a\"\n"),
        ["rules.toml:1:2: segments are written as [[segment]], with two brackets"]
    );
    assert!(faults("[[segment]\n")[0].starts_with("rules.toml:1:"));
}

#[test]
fn what_the_shop_or_the_browser_does_not_know_is_noted() {
    let text = "[[segment]]\nname = \"all\"\norders = { at_least = 2 }\n[[segment]]\nname = \"far\"\norders = { at_least = 1, within_days = 500 }\n\
                spend = { at_least = 1, currency = \"EUR\" }\ncategory = { type = \"Teapot\", share_at_least = 0.5, of = \"views\", within_days = 91 }\n";
    let declared = parse(Path::new("r"), text.to_owned()).unwrap();
    let noted = check(&declared, Known { currency: "GBP", kinds: &["Teapots"] });
    let has = |line: usize, level: Level, what: &str| {
        assert!(
            noted.iter().any(|f| f.place.line == line && f.level == level && f.what.contains(what)),
            "{noted:#?}"
        )
    };
    has(6, Level::Warning, "purchases for 400 days");
    has(7, Level::Warning, "prices are in GBP");
    has(8, Level::Warning, "views for 90 days");
    has(8, Level::Error, "did you mean \"Teapots\"?");
    assert_eq!(noted.len(), 4, "{noted:#?}");
    assert!(check(&declared[..1], Known::default()).is_empty());
}

/// What is found in two segments called a and b, of these conditions each.
fn findings(a: &str, b: &str) -> Vec<(usize, Level)> {
    let text = format!("[[segment]]\nname = \"a\"\n{a}\n[[segment]]\nname = \"b\"\n{b}\n");
    let declared = parse(Path::new("r"), text).unwrap();
    check(&declared, Known::default()).into_iter().map(|f| (f.place.line, f.level)).collect()
}

#[test]
fn conditions_that_exclude_each_other_are_errors() {
    for nobody in [
        "orders = { at_most = 0 }\nlast_order = { at_most_days = 9 }",
        "orders = { at_most = 0 }\nspend = { at_least = 1, currency = \"GBP\" }",
        "orders = { at_most = 0, within_days = 90 }\naverage_order = { at_most = 9, currency = \"GBP\", within_days = 30 }",
        "orders = { at_most = 0 }\ncategory = { type = \"T\", share_at_least = 0.5 }",
        "orders = { at_most = 0 }\nrfm = { recency_at_least = 2 }",
        "orders = { at_least = 2, within_days = 30 }\nlast_order = { at_least_days = 31 }",
        "spend = { at_most = 9, currency = \"GBP\" }\naverage_order = { at_least = 10, currency = \"GBP\" }",
    ] {
        assert_eq!(findings(nobody, "orders = { at_least = 9 }"), [(1, Level::Error)], "{nobody}");
    }
    for somebody in [
        "orders = { at_most = 0, within_days = 30 }\nlast_order = { at_most_days = 90 }",
        "orders = { at_least = 2, within_days = 30 }\nlast_order = { at_least_days = 30 }",
        "orders = { at_most = 0 }\ncategory = { type = \"T\", share_at_least = 0.5, of = \"views\" }",
        "orders = { at_most = 0 }\nspend = { at_most = 1, currency = \"GBP\" }",
        "spend = { at_most = 9, currency = \"GBP\", within_days = 30 }\naverage_order = { at_least = 10, currency = \"GBP\" }",
    ] {
        assert_eq!(findings(somebody, "orders = { at_least = 9 }"), [], "{somebody}");
    }
}

/// Pairs of conditions: whether who meets the second always meets the first.
const FOLLOWS: [(&str, &str, bool); 16] = [
    ("", "orders = { at_least = 1 }", true),
    ("orders = { at_least = 2 }", "orders = { at_least = 3, within_days = 90 }", true),
    ("orders = { at_least = 3, within_days = 90 }", "orders = { at_least = 3 }", false),
    ("orders = { at_most = 2, within_days = 90 }", "orders = { at_most = 2 }", true),
    ("orders = { at_most = 2 }", "orders = { at_most = 2, within_days = 90 }", false),
    ("orders = { at_least = 1 }", "rfm = { recency_at_least = 4 }", true),
    ("orders = { at_least = 1, within_days = 30 }", "last_order = { at_most_days = 30 }", true),
    ("last_order = { at_most_days = 30 }", "orders = { at_least = 1, within_days = 31 }", false),
    ("last_order = { at_least_days = 30 }", "last_order = { at_least_days = 60, at_most_days = 90 }", true),
    ("last_order = { at_least_days = 30 }", "orders = { at_most = 0, within_days = 30 }", false),
    (
        "spend = { at_least = 50, currency = \"GBP\" }",
        "spend = { at_least = 60, currency = \"GBP\", within_days = 30 }",
        true,
    ),
    ("spend = { at_least = 50, currency = \"GBP\" }", "spend = { at_least = 60, currency = \"EUR\" }", false),
    (
        "average_order = { at_most = 50, currency = \"GBP\" }",
        "average_order = { at_most = 40, currency = \"GBP\" }",
        true,
    ),
    (
        "category = { type = \"T\", share_at_least = 0.5 }",
        "category = { type = \"T\", share_at_least = 0.6 }",
        true,
    ),
    (
        "category = { type = \"T\", share_at_least = 0.5 }",
        "category = { type = \"S\", share_at_least = 0.6 }",
        false,
    ),
    (
        "rfm = { recency_at_least = 4 }",
        "rfm = { recency_at_least = 5, monetary_at_most = 2 }\norders = { at_least = 2 }",
        true,
    ),
];

#[test]
fn a_segment_that_an_earlier_one_empties_is_named() {
    for (first, second, follows) in FOLLOWS {
        let line = 4 + first.matches('\n').count();
        let expected = if follows { vec![(line, Level::Warning)] } else { vec![] };
        assert_eq!(findings(first, second), expected, "{first}\n{second}");
    }
}

mod sense_and_judge {
    use super::*;
    use proptest::prelude::*;

    fn facts() -> impl Strategy<Value = Facts> {
        let order = (0i64..120, 0u64..9_000).prop_map(|(days, spend)| bought(days, spend, &["T", "S", "T"]));
        prop::collection::vec(order, 0..6).prop_map(|orders| shopper(&orders))
    }

    proptest! {
        /// Who is really in the second segment is really in the first, wherever it is said to follow.
        #[test]
        fn what_is_said_to_follow_does(shopper in facts()) {
            let bounds = bounds(std::iter::once(&shopper), "GBP", NOW);
            for (first, second, _) in FOLLOWS.iter().filter(|(.., follows)| *follows) {
                let one = |conditions: &str| {
                    let text = format!("[[segment]]\nname = \"x\"\n{conditions}\n");
                    compile(&parse(Path::new("r"), text).unwrap(), bounds.clone())
                };
                let is = |conditions: &str| shopper.segment(&one(conditions), NOW).is_some();
                prop_assert!(!is(second) || is(first), "{} does not follow from {}", first, second);
            }
        }
    }
}

#[test]
fn the_manifest_says_no_more_than_was_declared() {
    let segments = read("[[segment]]\nname = \"loyal\"\norders = { at_least = 2 }\n");
    assert_eq!(
        serde_json::to_string(&segments).unwrap(),
        r#"{"list":[{"name":"loyal","orders":{"at_least":2}}]}"#
    );
    let back: Segments = serde_json::from_str(r#"{"list":[{"name":"x"}]}"#).unwrap();
    assert_eq!(back.rfm, None::<Bounds>);
}
