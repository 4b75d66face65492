//! The words a shopper reads. A block's `heading` attribute replaces its heading.

use crate::recommend::Kind;

/// The heading of a block; `filled`: popular products stand in where too few are spoken for, so
/// nothing may be claimed about who bought what.
pub fn heading(kind: Kind, filled: bool) -> &'static str {
    match kind {
        _ if filled => "You may also like",
        Kind::BoughtTogether => "Often bought together",
        Kind::CompleteTheLook => "Goes well with this",
        Kind::Cart => "Goes with what is in your cart",
        _ => "Customers also bought",
    }
}

/// Why a product is shown: text before and behind the title of the product that speaks for it.
pub const IN_CART: [&str; 2] = ["because you have ", " in your cart"];
/// See [`IN_CART`].
pub const LOOKED_AT: [&str; 2] = ["because you looked at ", ""];
/// See [`IN_CART`].
pub const BOUGHT: [&str; 2] = ["because you bought ", ""];

/// The button that adds one product.
pub const ADD: &str = "Add to cart";
/// The button that adds several, around their number.
pub const ADD_ALL: [&str; 2] = ["Add all ", " to cart"];
/// The same when not all are chosen.
pub const ADD_SOME: [&str; 2] = ["Add ", " to cart"];
/// The same when none is chosen.
pub const ADD_NONE: &str = "Choose what to add";
/// The button after success.
pub const ADDED: &str = "Added";
/// What is announced after success, behind the titles.
pub const NOW_IN_CART: &str = " added to your cart";
/// When the shop refuses without a reason.
pub const REFUSED: &str = "This could not be added. Please try again.";
/// Before a price that is no longer asked, for who cannot see that it is struck through.
pub const WAS: &str = "Was ";
/// Before a price that replaces such a one.
pub const NOW: &str = "Now ";
/// Before the page's own product in a bundle.
pub const THIS_ITEM: &str = "This item: ";
/// Before the sum of a bundle.
pub const TOTAL: &str = "Total: ";
