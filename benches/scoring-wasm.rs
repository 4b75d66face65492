//! The model and the scoring as a WebAssembly module of their own, compiled and called as the widget's are: what
//! `benches/scoring.mjs` and `benches/start.mjs` time. The page's side of the widget is left out, which waits for a page.
#![allow(missing_docs)]

#[cfg(target_arch = "wasm32")]
mod exports {
    use pairwell::model::{Model, Moment};
    use pairwell::recommend::{Context, Kind, Weights, recommend};
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    #[derive(Default)]
    pub struct Scorer {
        model: Model,
        weights: Weights,
    }

    #[wasm_bindgen]
    impl Scorer {
        #[wasm_bindgen(constructor)]
        pub fn new() -> Self {
            Self::default()
        }

        /// Reads an entry; whether it is one.
        pub fn add(&mut self, bytes: &[u8]) -> bool {
            self.model.add(bytes).is_ok()
        }

        /// The number of a product.
        pub fn find(&self, key: &str) -> Option<u32> {
            self.model.find(key)
        }

        /// The key of a product.
        pub fn key(&self, product: u32) -> Option<String> {
            self.model.card(product).map(|card| card.key.to_owned())
        }

        /// The best products for a cart, and the bits of their scores.
        pub fn best(&self, cart: &[u32], limit: usize) -> Vec<u32> {
            let moment = Some(Moment { hour: 20, weekday: 6, month: 11 });
            let context = Context { cart, moment, ..Context::default() };
            recommend(&self.model, &context, &self.weights, Kind::Cart, limit, &[])
                .iter()
                .flat_map(|pick| [pick.product, pick.score.to_bits()])
                .collect()
        }
    }
}

/// An example needs one when it is looked at natively, as by clippy.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
