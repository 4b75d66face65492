//! What is known when a list is asked for.

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
    /// Products looked at, in any order.
    pub viewed: &'a [Past],
    /// Products bought, in any order.
    pub purchased: &'a [Past],
}

/// How much each part of a context counts. The trainer writes them into the manifest.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
#[cfg_attr(feature = "trainer", derive(serde::Serialize, serde::Deserialize))]
pub struct Weights {
    /// Popularity, divided by the number of products in the context: one product says little, so
    /// what is bought anyway speaks louder; many products speak for themselves.
    pub popularity: f32,
    /// A view just now, where a product in the cart counts 1.
    pub view: f32,
    /// Days after which a view counts half.
    pub view_half_life: f32,
    /// A purchase just now.
    pub purchase: f32,
    /// Days after which a purchase counts half.
    pub purchase_half_life: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self { popularity: 0.05, view: 0.3, view_half_life: 7.0, purchase: 0.1, purchase_half_life: 60.0 }
    }
}

/// `start` halved after `half_life` days, as `start / (1 + days / half_life)`: hyperbolic, because
/// an exponential would need a function whose last bit differs between platforms.
pub(super) fn faded(start: f32, days: f32, half_life: f32) -> f32 {
    start / (1.0 + days.max(0.0) / half_life.max(0.01))
}
