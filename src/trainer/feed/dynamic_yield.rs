//! For Dynamic Yield's product feed: columns `algo:items:NAME`, SKUs with pipes between them. They are to be
//! joined to the feed that the shop has by `sku`; the feed's other columns are the shop's own.

use super::Goods;
use super::sheet::csv;
use crate::recommend::{Context, Kind, recommend};
use crate::trainer::rejects::is_formula;

/// Dynamic Yield takes at most this many SKUs a list.
pub const MOST: usize = 100;

/// And at most this many characters.
const LONGEST: usize = 1_000;

/// Lists by name and by kind of block. Names may have letters, digits and spaces.
const LISTS: [(&str, Kind); 3] = [
    ("Pairwell bought together", Kind::BoughtTogether),
    ("Pairwell similar", Kind::Similar),
    ("Pairwell next", Kind::AfterPurchase),
];

/// A row a variant, with the lists of its product; `length` products each, at most [`MOST`].
///
/// # Errors
///
/// When the CSV writer fails, which memory does not.
pub fn lists(goods: &Goods<'_>, length: usize) -> Result<Vec<u8>, csv::Error> {
    let header: Vec<String> = std::iter::once("sku".to_owned())
        .chain(LISTS.map(|(name, _)| format!("algo:items:{name}")))
        .collect();
    let rows = goods.model.indexes().filter_map(|p| Some((p, goods.get(p)?))).flat_map(|(product, good)| {
        let lists: Vec<String> =
            LISTS.iter().map(|(_, kind)| cell(list(goods, product, *kind, length.min(MOST)))).collect();
        let row = move |sku: String| std::iter::once(sku).chain(lists.iter().cloned()).collect();
        good.skus.into_iter().filter(|sku| usable(sku)).map(row).collect::<Vec<Vec<String>>>()
    });
    csv(&header, rows)
}

/// Dynamic Yield's SKUs have neither spaces nor `//` in them; a pipe would cut one in two, and one that had to be made
/// safe would not be the shop's any more.
fn usable(sku: &str) -> bool {
    !sku.contains(['|', ';']) && !sku.contains("//") && !sku.contains(char::is_whitespace) && !is_formula(sku)
}

/// As many of the list as there is room for.
fn cell(skus: Vec<String>) -> String {
    let mut out = String::new();
    let mut taken = 0;
    for sku in skus.iter().filter(|sku| usable(sku)) {
        let with = taken + sku.chars().count() + usize::from(taken > 0);
        if with > LONGEST {
            break;
        }
        if taken > 0 {
            out.push('|');
        }
        out.push_str(sku);
        taken = with;
    }
    out
}

/// The default SKUs of a product's list: products that can be bought and have a picture.
pub(super) fn list(goods: &Goods<'_>, product: u32, kind: Kind, length: usize) -> Vec<String> {
    let purchased = [crate::recommend::Past { product, days: 0.0 }];
    let context = match kind {
        Kind::AfterPurchase => Context { purchased: &purchased, ..Context::default() },
        _ => Context { product: Some(product), ..Context::default() },
    };
    // More than needed: those without a picture fall out.
    let picks = recommend(goods.model, &context, &goods.manifest.scoring, kind, length * 2 + 8, &[]);
    picks
        .iter()
        .filter(|pick| pick.product != product && goods.showable(pick.product))
        .filter_map(|pick| goods.get(pick.product)?.skus.into_iter().next())
        .take(length)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_usable_skus_only_and_no_more_than_fit() {
        let skus = ["a b", "a|b", "http://a", "=1", "A-1", "ä"].map(str::to_owned).to_vec();
        assert_eq!(cell(skus), "A-1|ä");
        let long = cell(vec!["é".repeat(99); 100]);
        assert_eq!((long.chars().count(), long.split('|').count()), (999, 10));
    }
}
