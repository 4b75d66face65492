//! What a products export says beyond what a model may hold: cost, stock and description. For use at the
//! merchant's only; none of it goes into a public file.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::input::{BytesRead, InputError};
use super::rejects::Rejects;
use super::shopify_products::recognises;
use super::table::Table;
use super::values::{number, title};

/// One product.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shelf {
    /// Plain text, at most 200 characters.
    pub description: String,
    /// Pieces over all variants, where stock is tracked and the export says how many.
    pub quantity: Option<i64>,
    /// Whether it may be bought when there is none left.
    pub oversell: bool,
    /// What one costs the shop, of the first variant that says.
    pub cost: Option<f64>,
}

/// Products by handle, and by every SKU.
#[derive(Debug, Default)]
pub struct Shelves {
    all: Vec<Shelf>,
    by_key: FxHashMap<String, usize>,
}

impl Shelves {
    /// The product with this handle or SKU.
    pub fn get(&self, key: &str) -> Option<&Shelf> {
        self.by_key.get(key).and_then(|at| self.all.get(*at))
    }

    /// Sets the cost of a product, known or not: a costs file wins over the export.
    pub fn set_cost(&mut self, key: &str, cost: f64) {
        let next = self.all.len();
        let at = *self.by_key.entry(key.to_owned()).or_insert(next);
        if at == next {
            self.all.push(Shelf::default());
        }
        if let Some(shelf) = self.all.get_mut(at) {
            shelf.cost = Some(cost);
        }
    }
}

/// Reads the products export at `path`.
///
/// # Errors
///
/// [`InputError`] when it cannot be read or is none. Single bad values go to `rejects`.
pub fn read(path: &Path, rejects: &mut Rejects) -> Result<Shelves, InputError> {
    let mut table = Table::open(path, &BytesRead::default())?;
    if !recognises(&table) {
        let what = "this is not a Shopify products export: it needs \"URL handle\" (or \"Handle\"), \"Title\" and \"SKU\"";
        return Err(InputError::at(path, 1, what));
    }
    let c = |names: &[&str]| table.column(names);
    let (handle, sku) = (c(&["URL handle", "Handle"]), c(&["SKU", "Variant SKU"]));
    let (body, cost) = (c(&["Description", "Body (HTML)"]), c(&["Cost per item"]));
    let tracker = c(&["Inventory tracker", "Variant Inventory Tracker"]);
    let stock = c(&["Inventory quantity", "Variant Inventory Qty"]);
    let policy = c(&["Continue selling when out of stock", "Variant Inventory Policy"]);
    let mut shelves = Shelves::default();
    let mut last = String::new();
    while let Some(row) = table.next_row()? {
        let named = row.text(handle);
        let handle = if named.is_empty() { last.clone() } else { named.into_owned() };
        if handle.is_empty() {
            continue; // the trainer's reader lists it
        }
        let next = shelves.all.len();
        let at = *shelves.by_key.entry(handle.clone()).or_insert(next);
        if at == next {
            shelves.all.push(Shelf::default());
        }
        let sku = row.text(sku);
        if !sku.is_empty() {
            shelves.by_key.entry(sku.into_owned()).or_insert(at);
        }
        last = handle;
        let Some(shelf) = shelves.all.get_mut(at) else { continue };
        if shelf.description.is_empty() {
            shelf.description = title(&without_tags(&row.text(body)));
        }
        if !row.bytes(tracker).is_empty()
            && let Ok(pieces) = row.text(stock).parse::<i64>()
        {
            shelf.quantity = Some(shelf.quantity.unwrap_or(0).saturating_add(pieces.max(0)));
        }
        let policy = row.text(policy);
        shelf.oversell |= policy.eq_ignore_ascii_case("continue") || policy.eq_ignore_ascii_case("true");
        match amount(&row.text(cost)) {
            Ok(cost) => shelf.cost = shelf.cost.or(cost),
            Err(why) => rejects.add(path, row.line, format!("Cost per item: {why}"), row.raw()),
        }
    }
    Ok(shelves)
}

/// Adds the costs of a CSV with the columns `sku` (or `product_id`, `handle`) and `cost`.
///
/// # Errors
///
/// [`InputError`] when it cannot be read or lacks a column. Single bad rows go to `rejects`.
pub fn read_costs(path: &Path, shelves: &mut Shelves, rejects: &mut Rejects) -> Result<(), InputError> {
    let mut table = Table::open(path, &BytesRead::default())?;
    let key = table.column(&["sku", "product_id", "handle", "key", "Variant SKU"]);
    let cost = table.column(&["cost", "Cost per item", "cost_of_goods_sold"]);
    if key.is_none() || cost.is_none() {
        return Err(InputError::at(path, 1, "no costs: expected CSV with the columns \"sku\" and \"cost\""));
    }
    while let Some(row) = table.next_row()? {
        match amount(&row.text(cost)) {
            Ok(Some(cost)) => shelves.set_cost(&row.text(key), cost),
            Ok(None) => {}
            Err(why) => rejects.add(path, row.line, format!("cost: {why}"), row.raw()),
        }
    }
    Ok(())
}

fn amount(text: &str) -> Result<Option<f64>, String> {
    match text {
        "" => Ok(None),
        text => match number(text)? {
            value if value < 0.0 => Err(format!("\"{text}\" is negative")),
            value => Ok(Some(value)),
        },
    }
}

/// The text of an HTML description.
fn without_tags(html: &str) -> String {
    let (mut out, mut inside) = (String::new(), false);
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(out, |text, (entity, plain)| text.replace(entity, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_stock_and_words_are_gathered_by_product() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("products.csv");
        let text = "Handle,Title,Body (HTML),Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Cost per item
mug,Mug,<p>A <b>mug</b> &amp; more</p>,M1,shopify,2,deny,1.50
mug,,,M2,shopify,3,continue,oops
pot,Pot,,P,,,deny,
";
        std::fs::write(&path, text).unwrap();
        let mut rejects = Rejects::default();
        let mut shelves = read(&path, &mut rejects).unwrap();
        let mug = shelves.get("M2").unwrap();
        assert_eq!((mug.description.as_str(), mug.quantity, mug.oversell), ("A mug & more", Some(5), true));
        assert_eq!((mug.cost, rejects.total()), (Some(1.5), 1));
        assert_eq!(shelves.get("pot").unwrap().quantity, None, "not tracked");
        let costs = dir.path().join("costs.csv");
        std::fs::write(&costs, "sku,cost\nM1,2.00\nP,-3\n").unwrap();
        read_costs(&costs, &mut shelves, &mut rejects).unwrap();
        assert_eq!(shelves.get("mug").unwrap().cost, Some(2.0));
        assert_eq!((shelves.get("P").unwrap().cost, rejects.total()), (None, 2));
    }
}
