//! One rule.

use super::place::Place;
use super::selection::{Relation, Selection};
use crate::recommend::Kind;

/// What a rule does with the products it is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Action {
    /// They come first, in the order in which they are named.
    Pin,
    /// Their scores count so many times; at least 1.
    Boost(f64),
    /// Their scores count so many times; above 0 and at most 1.
    Bury(f64),
    /// They are not shown.
    Exclude,
    /// At most so many of each type or vendor are shown.
    Limit(Per, u32),
}

impl Action {
    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pin => "pin",
            Self::Boost(_) => "boost",
            Self::Bury(_) => "bury",
            Self::Exclude => "exclude",
            Self::Limit(..) => "limit",
        }
    }
}

/// What a limit counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// The product's type (category).
    Type,
    /// The product's vendor (brand).
    Vendor,
}

/// One rule of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Where it begins.
    pub place: Place,
    /// What the merchant calls it; for messages only, never in a public file.
    pub name: Option<String>,
    /// What it does.
    pub action: Action,
    /// Which products it is about.
    pub of: Selection,
    /// How they must relate to the page's product.
    pub relation: Relation,
    /// The page's product or one in the cart must be one of these.
    pub when: Option<Selection>,
    /// First day, in days since 1970.
    pub from: Option<u32>,
    /// Last day.
    pub to: Option<u32>,
    /// Markets; empty: all.
    pub markets: Vec<String>,
    /// Kinds of blocks; empty: all.
    pub blocks: Vec<Kind>,
}

impl Rule {
    /// What to call it in a message.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => format!("\"{name}\" (line {})", self.place.line),
            None => format!("the {} rule of line {}", self.action.name(), self.place.line),
        }
    }

    /// The blocks it is for: those it names, or all; a pin that names none leaves out those that show
    /// the shopper's own past, whose headings it would make untrue.
    pub fn kinds(&self) -> Vec<Kind> {
        let all = Kind::ALL.iter().map(|(kind, _)| *kind);
        match (self.blocks.is_empty(), self.action) {
            (false, _) => self.blocks.clone(),
            (true, Action::Pin) => all.filter(|kind| !shows_the_past(*kind)).collect(),
            _ => all.collect(),
        }
    }
}

/// Whether a kind of block shows products because this shopper has dealt with them.
pub fn shows_the_past(kind: Kind) -> bool {
    matches!(kind, Kind::RecentlyViewed | Kind::BuyAgain | Kind::LeftBehind)
}
