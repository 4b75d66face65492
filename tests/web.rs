//! The widget in a real browser: `cargo test --target wasm32-unknown-unknown …`, see `tools/test.sh`.

#![cfg(target_arch = "wasm32")]
// Helpers of tests may fail loudly, as tests do.
#![allow(missing_docs, clippy::unwrap_used)]

mod web {
    pub mod stage;

    mod add;
    mod blocks;
    mod history;
    mod hostile;
}

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
