#!/usr/bin/env bash
# Builds benches/scoring-wasm.rs twice into dist/bench/wasm/: size/ as tools/build-widget.sh builds the widget, speed/ with
# the compiler and the optimiser set to speed.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

features=(--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext
  --enable-mutable-globals --enable-reference-types --enable-multivalue --low-memory-unused)

# bind NAME: the module just built with its glue, in dist/bench/wasm/NAME
bind() {
  place=dist/bench/wasm/$1
  rm -rf "$place"
  mkdir -p "$place"
  "${WASM_BINDGEN:-$tools_dir/bin/wasm-bindgen}" "$(target_dir)/wasm32-unknown-unknown/wasm-release/examples/scoring_wasm.wasm" --target web \
    --no-typescript --omit-default-module-path --out-dir "$place" --out-name scoring
  echo '{ "type": "module" }' >"$place/package.json"
}

cargo build --profile wasm-release --example scoring-wasm --target wasm32-unknown-unknown --no-default-features --features widget --locked \
  --config 'profile.wasm-release.opt-level=3'
bind speed
node_modules/.bin/wasm-opt -O4 "${features[@]}" "$place/scoring_bg.wasm" -o "$place/scoring_bg.wasm"
cargo_for_size build --features widget --example scoring-wasm
bind size
node_modules/.bin/wasm-opt -Oz "${features[@]}" "$place/scoring_bg.wasm" -o "$place/scoring_bg.wasm"
node tools/finish-wasm.mjs "$place/scoring_bg.wasm" "$place/scoring_bg.wasm"
