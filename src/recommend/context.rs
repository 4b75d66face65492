//! What is known when a list is asked for.

use crate::model::Moment;

/// A product of the shopper's past and how long ago it was.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Past {
    /// Index of the product.
    pub product: u32,
    /// Age in days; negative ages count as 0.
    pub days: f32,
}

/// The page at hand and the shopper's own past.
#[derive(Clone, Copy, Default)]
pub struct Context<'a> {
    /// The product the page is about.
    pub product: Option<u32>,
    /// Products in the cart.
    pub cart: &'a [u32],
    /// Products looked at, latest first.
    pub viewed: &'a [Past],
    /// Products bought, latest first; a product bought several times stands several times.
    pub purchased: &'a [Past],
    /// Products of a cart that was left without buying, latest first.
    pub left: &'a [u32],
    /// The shopper's wall clock, where it may count.
    pub moment: Option<Moment>,
    /// The day, since 1970, by which rules with a schedule apply; 0: not known, so none of them does.
    pub day: u32,
    /// The market, as the manifest numbers them from 1; 0: not known, so no rule for markets applies.
    pub market: u32,
    /// What the cart still lacks, in minor units, to be worth more to the shopper: free delivery.
    /// 0: nothing, or not known.
    pub gap: u32,
    /// Which best-sellers are meant.
    pub within: Within,
    /// Whether nothing is left out, not even what is in the cart or sold out: to explain a list by
    /// what it would be otherwise.
    pub everything: bool,
}

/// What best-sellers are the best of.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Within {
    /// The shop.
    #[default]
    Shop,
    /// The type of the page's product.
    Kind,
    /// The vendor of the page's product.
    Vendor,
}

/// How much each part of a context counts. The trainer writes them into the manifest.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
#[cfg_attr(feature = "trainer", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "trainer", serde(default))]
pub struct Weights {
    /// Popularity, divided by the size of the context: one product says little, so what is bought
    /// anyway speaks louder; many products speak for themselves.
    pub popularity: f32,
    /// Page weights, divided by the square of the size of the context.
    pub page: f32,
    /// A view just now, where a product in the cart counts 1.
    pub view: f32,
    /// Days after which a view counts half.
    pub view_half_life: f32,
    /// A purchase just now.
    pub purchase: f32,
    /// Days after which a purchase counts half.
    pub purchase_half_life: f32,
    /// What having bought a product before adds to its own score, times the share of its buyers who
    /// buy it again; nothing for one that is bought once only.
    pub again: f32,
    /// Days after which having bought it counts half.
    pub again_half_life: f32,
    /// Orders after which having bought it counts half.
    pub again_orders: f32,
    /// Of many purchases of one product, so many count as half of what they could at most.
    pub again_saturation: f32,
    /// Below this share of buyers who buy it again a product is bought once: its purchase is
    /// context, but it is not shown again.
    pub once: f32,
    /// How much of a type's lift at the time of day, week and year is taken over, 0 to 1.
    pub calendar: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            popularity: 0.6,
            page: 2.0,
            view: 0.3,
            view_half_life: 7.0,
            purchase: 0.3,
            purchase_half_life: 60.0,
            again: 0.1,
            again_half_life: 240.0,
            again_orders: 5.0,
            again_saturation: 2.0,
            once: 0.02,
            calendar: 0.25,
        }
    }
}

/// `start` halved after `half_life` days, as `start / (1 + days / half_life)`: hyperbolic, because
/// an exponential would need a function whose last bit differs between platforms.
pub(super) fn faded(start: f32, days: f32, half_life: f32) -> f32 {
    start / (1.0 + days.max(0.0) / half_life.max(0.01))
}
