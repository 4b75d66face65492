use std::path::Path;

use super::super::{Action, Per, Rules, RulesError, parse};
use crate::recommend::Kind;

fn read(text: &str) -> Result<Rules, RulesError> {
    parse(Path::new("rules.toml"), text.to_owned())
}

fn faults(text: &str) -> Vec<String> {
    read(text).unwrap_err().to_string().lines().map(str::to_owned).collect()
}

#[test]
fn a_rule_is_read_with_all_its_parts() {
    let rules = read(
        "gift_cards = true\n[blocks.cart]\nmin = 2\nfallback = [\"for-you\", \"best-sellers\"]\nper_type = 1\n\n\
         [[rule]]\nname = \"Advent\"\naction = \"boost\"\nfactor = 1.5\ntype = [\"Lanterns\", \"Candles\"]\n\
         price = \"10..50\"\nmargin = \"30%..\"\nsame = \"vendor\"\nother = [\"type\"]\nfrom = 2026-11-27\n\
         to = \"2026-12-24\"\nmarkets = [\"de\", \"at\"]\nblocks = \"cart\"\nwhen = { tag = \"advent\" }\n\n\
         [[rule]]\naction = \"exclude\"\nprice = \"..0.5x\"\n\n[[rule]]\naction = \"limit\"\nlimit = 2\nper = \"vendor\"\n",
    )
    .unwrap();
    assert!(rules.gift_cards && !rules.samples);
    let block = &rules.blocks[0];
    assert_eq!(
        (block.kind, block.min, block.per_type, block.per_vendor),
        (Kind::Cart, Some(2), Some(1), None)
    );
    assert_eq!(block.fallback, Some(vec![Kind::ForYou, Kind::BestSellers]));
    let rule = &rules.rules[0];
    assert_eq!((rule.place.line, rule.action, rule.from), (7, Action::Boost(1.5), Some(20_784)));
    assert_eq!(rule.to, Some(20_784 + 27));
    assert_eq!(
        (rule.of.types.len(), rule.of.types[1].place.line, rule.of.types[1].place.column),
        (2, 11, 21)
    );
    assert_eq!((rule.relation.same_vendor, rule.relation.same_type), (Some(true), Some(false)));
    assert_eq!((&rule.blocks[..], rule.markets.len()), (&[Kind::Cart][..], 2));
    assert_eq!(rule.when.as_ref().unwrap().tags[0].text, "advent");
    assert_eq!(rules.rules[1].relation.price.unwrap().high, Some(0.5));
    assert!(rules.rules[1].of.is_everything());
    assert_eq!(rules.rules[2].action, Action::Limit(Per::Vendor, 2));
}

#[test]
fn every_fault_is_named_with_its_place() {
    let found = faults(
        "[[rule]]\nacton = \"pin\"\nproduct = \"mug\"\n\n[[rule]]\naction = \"bost\"\ntag = \"x\"\n\n\
         [[rule]]\naction = \"boost\"\nfactor = 0.5\ntag = []\n\n[blocks.kart]\nmin = 1\n\n\
         [[rule]]\naction = \"pin\"\nfrom = 2026-12-01\nto = 2026-11-01\n",
    );
    let starts = [
        "rules.toml:1:1: this rule has no action",
        "rules.toml:2:1: there is no key \"acton\" here; did you mean \"action\"?",
        "rules.toml:6:10: there is no action \"bost\"; did you mean \"boost\"?",
        "rules.toml:11:10: a boost's factor is from 1",
        "rules.toml:12:7: this list is empty",
        "rules.toml:14:9: there is no kind of block \"kart\"; did you mean \"cart\"?",
        "rules.toml:17:1: this rule would pin every product",
        "rules.toml:20:6: this rule ends before it begins",
    ];
    assert_eq!(found.len(), starts.len(), "{found:#?}");
    for (line, start) in found.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}\nshould begin\n{start}");
    }
}

#[test]
fn what_cannot_be_meant_is_refused() {
    for (text, place) in [
        ("[[rule]]\naction = \"pin\"\nproduct = \"a\"\nblocks = [\"recently-viewed\"]\n", "4:10"),
        ("[[rule]]\naction = \"exclude\"\nproduct = \"a\"\nfactor = 2\n", "4:10"),
        ("[[rule]]\naction = \"limit\"\nlimit = 2\n", "2:10"),
        ("[[rule]]\naction = \"exclude\"\nlimit = 2\ntag = \"a\"\n", "3:1"),
        ("[[rule]]\naction = \"exclude\"\nsame = \"type\"\nother = \"type\"\n", "3:8"),
        ("[[rule]]\naction = \"exclude\"\nprice = \"5..1\"\n", "3:9"),
        ("[[rule]]\naction = \"exclude\"\nfrom = 2026-11-27T10:00:00\ntag = \"a\"\n", "3:8"),
        ("[blocks.cart]\nfallback = [\"cart\"]\n", "2:12"),
        ("[blocks.cart]\nmin = 0\n", "2:7"),
        ("samples = \"yes\"\n", "1:11"),
        ("[rule]\naction = \"pin\"\n", "1:2"),
        ("[[rule]\naction = \"pin\"\n", "1:8"),
    ] {
        let found = faults(text);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].starts_with(&format!("rules.toml:{place}: ")), "{}", found[0]);
    }
}

#[test]
fn segments_are_left_to_their_own_reader() {
    assert!(read("[[segment]]\nname = \"regulars\"\norders = { at_least = 3 }\n").is_ok());
}
