//! Which products a selection means.

use super::facts::{Facts, Item};
use super::selection::{Named, Selection};

/// Words that a product's type or tags say of what is no product to recommend.
const GIFT_CARDS: [&str; 4] = ["gift card", "gift cards", "gift voucher", "gift vouchers"];
const SAMPLES: [&str; 4] = ["sample", "samples", "free sample", "free samples"];

/// The numbers in `facts` of the products that `selection` means: those it names first, in its order,
/// else in the order of `facts`.
pub fn matching(selection: &Selection, facts: &Facts) -> Vec<usize> {
    let fits = |number: &usize| facts.items.get(*number).is_some_and(|item| fits(selection, item));
    if selection.products.is_empty() {
        return (0..facts.items.len()).filter(fits).collect();
    }
    let mut out = Vec::new();
    for number in selection.products.iter().filter_map(|named| facts.find(&named.text)).filter(fits) {
        if !out.contains(&number) {
            out.push(number);
        }
    }
    out
}

/// Whether `item` meets all conditions but its name. What is not known meets none.
fn fits(selection: &Selection, item: &Item) -> bool {
    let one = |names: &[Named], value: &str| {
        names.is_empty() || names.iter().any(|named| alike(&named.text, value))
    };
    let some = |names: &[Named], values: &[String]| {
        names.is_empty() || values.iter().any(|value| names.iter().any(|named| alike(&named.text, value)))
    };
    let inside = |band: Option<super::Band>, value: Option<f64>| {
        band.is_none_or(|band| value.is_some_and(|value| band.holds(value)))
    };
    one(&selection.types, &item.kind)
        && one(&selection.vendors, &item.vendor)
        && some(&selection.tags, &item.tags)
        && some(&selection.collections, &item.collections)
        && inside(selection.price, item.price)
        && inside(selection.stock, item.stock)
        && inside(selection.margin, item.margin)
        && inside(selection.age, item.age)
}

/// Names are the same whatever the case of their letters.
pub fn alike(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

/// Whether the export, the type or a tag says that `item` is a gift card.
pub fn is_gift_card(item: &Item) -> bool {
    item.gift_card || says(item, &GIFT_CARDS)
}

/// Whether the type or a tag says that `item` is a sample.
pub fn is_sample(item: &Item) -> bool {
    says(item, &SAMPLES)
}

fn says(item: &Item, words: &[&str]) -> bool {
    let is = |text: &str| words.iter().any(|word| alike(word, text));
    is(&item.kind) || item.tags.iter().any(|tag| is(tag))
}
