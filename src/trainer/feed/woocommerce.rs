//! For WooCommerce's product importer: `Upsells` (alternatives, on the product's page) and `Cross-sells`
//! (complements, in the cart), matched by SKU.

use super::Goods;
use super::dynamic_yield::list;
use super::sheet::csv;
use crate::recommend::Kind;
use crate::trainer::rejects::is_formula;

/// A row a product; `length` products a list. Import it with "update existing products".
///
/// # Errors
///
/// When the CSV writer fails, which memory does not.
pub fn links(goods: &Goods<'_>, length: usize) -> Result<Vec<u8>, csv::Error> {
    let header = ["SKU", "Upsells", "Cross-sells"].map(str::to_owned);
    let rows = goods.model.indexes().filter_map(|product| {
        let sku = goods.get(product)?.skus.into_iter().next().filter(|sku| !is_formula(sku))?;
        let upsells = cell(list(goods, product, Kind::Similar, length));
        let cross_sells = cell(list(goods, product, Kind::BoughtTogether, length));
        (!(upsells.is_empty() && cross_sells.is_empty())).then(|| vec![sku, upsells, cross_sells])
    });
    csv(&header, rows)
}

/// The importer separates by commas; one that belongs to a SKU has a backslash before it. It makes an empty product for
/// every SKU that the shop does not have, so one that would have to be changed to be no formula is left out.
fn cell(skus: Vec<String>) -> String {
    skus.iter()
        .filter(|sku| !is_formula(sku))
        .map(|sku| sku.replace(',', "\\,"))
        .collect::<Vec<_>>()
        .join(", ")
}
