//! Which products a rule is about.

use super::amounts::Band;
use super::place::Place;

/// A name in the file, to be looked up in the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As it is written.
    pub text: String,
    /// Where.
    pub place: Place,
}

/// Conditions on a product that are known while training. All that are given must hold; of several
/// names one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// Handles, ids or SKUs.
    pub products: Vec<Named>,
    /// Product types (categories).
    pub types: Vec<Named>,
    /// Vendors (brands).
    pub vendors: Vec<Named>,
    /// Tags.
    pub tags: Vec<Named>,
    /// Collections.
    pub collections: Vec<Named>,
    /// Price in major units.
    pub price: Option<Band>,
    /// Pieces in stock.
    pub stock: Option<Band>,
    /// Margin in per cent of the price.
    pub margin: Option<Band>,
    /// Days since the first order.
    pub age: Option<Band>,
}

impl Selection {
    /// Whether it has no condition: every product.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }
}

/// Conditions on a product that depend on the page's product. Where the page has none, or what is
/// to be compared is not known, a rule with such a condition says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Relation {
    /// Its type: `Some(true)` the same, `Some(false)` another.
    pub same_type: Option<bool>,
    /// Its vendor, likewise.
    pub same_vendor: Option<bool>,
    /// Its price as multiples of that of the page's product.
    pub price: Option<Band>,
}
