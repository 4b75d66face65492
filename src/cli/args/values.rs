//! Values of options: those that have names, and those of which not all will do.

use clap::ValueEnum;
use pairwell::recommend::Kind;

/// Digits in quarters, 0 to 5.
pub(super) fn entry_digits(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(digits) if (0.0..=5.0).contains(&digits) && (digits * 4.0).fract() == 0.0 => Ok(digits),
        _ => Err("a number from 0 to 5, in steps of 0.25".to_owned()),
    }
}

/// What lists are to be good for.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ObjectiveArg {
    /// That something of the list is bought.
    Purchases,
    /// What that brings, by price.
    Revenue,
    /// What is left of it, by price less cost.
    Margin,
}

/// Where a feed goes.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SystemArg {
    /// feed.csv and feed.json.
    Plain,
    /// klaviyo-catalog.json and klaviyo-profiles.csv.
    Klaviyo,
    /// omnisend-contacts.csv.
    Omnisend,
    /// dynamic-yield-lists.csv.
    DynamicYield,
    /// woocommerce-links.csv.
    Woocommerce,
}

/// Which protocols to run.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProtocolArg {
    /// All products but one are in the cart.
    Basket,
    /// One product is looked at.
    Product,
    /// One after the other.
    Both,
}

/// [`Kind`] as clap reads it.
#[derive(Clone, Copy)]
pub struct KindArg(pub Kind);

impl ValueEnum for KindArg {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: [KindArg; Kind::ALL.len()] = {
            let mut all = [KindArg(Kind::AlsoBought); Kind::ALL.len()];
            let mut n = 0;
            while n < all.len() {
                all[n] = KindArg(Kind::ALL[n].0);
                n += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.name()))
    }
}
