//! The kinds of blocks, and what each is made of.

use super::score::{Rows, Sources};

/// A kind of block.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Kind {
    /// The page's product with others to buy at once.
    BoughtTogether,
    /// Complements of other types than the page's product, no type more often than needed.
    CompleteTheLook,
    /// Plain score order of what is bought with the context.
    AlsoBought,
    /// Alternatives to the page's product.
    Similar,
    /// What fits everything this shopper has looked at, put in the cart and bought.
    ForYou,
    /// What this shopper looked at, latest first.
    RecentlyViewed,
    /// Alternatives and complements of the product looked at last.
    BecauseYouViewed,
    /// What this shopper buys again and again, when it is due.
    BuyAgain,
    /// What sells better than it used to.
    Trending,
    /// What sells best.
    BestSellers,
    /// What the shop has begun to sell.
    New,
    /// What goes with the cart.
    Cart,
    /// What is bought after what was just bought.
    AfterPurchase,
    /// What was left in the cart on an earlier visit.
    LeftBehind,
}

/// How a kind makes its list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By the score of the context.
    Score,
    /// By score, but types are spread and the page's own type is left out.
    Spread,
    /// The shopper's own products, in the order they are handed over.
    Own,
    /// What is due to be bought again.
    Due,
    /// By popularity.
    Popular,
    /// By trend.
    Rising,
    /// By newness.
    Newest,
}

/// What a kind of block is made of.
#[derive(Clone, Copy)]
pub struct Recipe {
    /// Which parts of the context it listens to.
    pub sources: Sources,
    /// Which edges it follows.
    pub rows: Rows,
    /// How the list is made.
    pub order: Order,
    /// Whether popular products fill the list up when too few are spoken for. Never where the
    /// heading claims more than that.
    pub fills: bool,
    /// With fewer products than this the next kind of the chain is tried.
    pub least: usize,
    /// What is shown instead, under its own heading, when there is too little.
    pub fallback: Option<Kind>,
}

const NOTHING: Sources = Sources { product: false, cart: false, past: false, bought: false };
const PAGE: Sources = Sources { product: true, ..NOTHING };
const CART: Sources = Sources { cart: true, ..NOTHING };
const PAST: Sources = Sources { past: true, ..NOTHING };
const BOUGHT: Sources = Sources { bought: true, ..NOTHING };
/// What the shopper is doing now and looked at. Purchases of the past are left out as context
/// where there is a page or a cart: measured, they take more than they give.
const NOW: Sources = Sources { product: true, cart: true, past: true, bought: false };
const ALL: Sources = Sources { bought: true, ..NOW };

impl Kind {
    /// All kinds, with the names they have in pages and on the command line.
    pub const ALL: [(Kind, &'static str); 14] = [
        (Self::BoughtTogether, "bought-together"),
        (Self::CompleteTheLook, "complete-the-look"),
        (Self::AlsoBought, "also-bought"),
        (Self::Similar, "similar"),
        (Self::ForYou, "for-you"),
        (Self::RecentlyViewed, "recently-viewed"),
        (Self::BecauseYouViewed, "because-you-viewed"),
        (Self::BuyAgain, "buy-again"),
        (Self::Trending, "trending"),
        (Self::BestSellers, "best-sellers"),
        (Self::New, "new"),
        (Self::Cart, "cart"),
        (Self::AfterPurchase, "after-purchase"),
        (Self::LeftBehind, "left-behind"),
    ];

    /// The kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// The name of this kind.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// What the kind is made of.
    pub fn recipe(self) -> Recipe {
        let of = |sources, rows, order, least, fallback| Recipe {
            sources,
            rows,
            order,
            fills: false,
            least,
            fallback,
        };
        match self {
            Self::BoughtTogether => of(PAGE, Rows::Complement, Order::Score, 1, Some(Self::Similar)),
            Self::CompleteTheLook => of(NOW, Rows::Complement, Order::Spread, 2, Some(Self::AlsoBought)),
            Self::AlsoBought => Recipe { fills: true, ..of(NOW, Rows::Complement, Order::Score, 1, None) },
            Self::Similar => of(PAGE, Rows::Similar, Order::Score, 2, Some(Self::BestSellers)),
            Self::ForYou => of(ALL, Rows::Both, Order::Score, 3, Some(Self::BestSellers)),
            Self::RecentlyViewed => of(NOTHING, Rows::Complement, Order::Own, 1, None),
            Self::BecauseYouViewed => of(PAST, Rows::Both, Order::Score, 2, None),
            Self::BuyAgain => of(NOTHING, Rows::Complement, Order::Due, 1, None),
            Self::Trending => of(NOTHING, Rows::Complement, Order::Rising, 2, Some(Self::BestSellers)),
            Self::BestSellers => of(NOTHING, Rows::Complement, Order::Popular, 1, None),
            Self::New => of(NOTHING, Rows::Complement, Order::Newest, 2, Some(Self::BestSellers)),
            Self::Cart => of(CART, Rows::Complement, Order::Score, 1, Some(Self::BestSellers)),
            Self::AfterPurchase => of(BOUGHT, Rows::Later, Order::Score, 2, Some(Self::ForYou)),
            Self::LeftBehind => of(NOTHING, Rows::Complement, Order::Own, 1, None),
        }
    }

    /// What is tried one after the other where there is too little.
    pub fn chain(self) -> Vec<Kind> {
        core::iter::successors(self.recipe().fallback, |kind| kind.recipe().fallback).collect()
    }

    /// Which parts of the context the block listens to.
    pub fn sources(self) -> Sources {
        self.recipe().sources
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_chain_of_fallbacks_comes_back_to_where_it_was() {
        for (kind, name) in Kind::ALL {
            let mut met = vec![kind];
            let mut next = kind.recipe().fallback;
            while let Some(kind) = next {
                assert!(!met.contains(&kind), "{name} falls back on {} twice", kind.name());
                met.push(kind);
                next = kind.recipe().fallback;
            }
            assert_eq!(kind.chain(), met[1..]);
        }
    }
}
