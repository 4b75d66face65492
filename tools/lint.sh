#!/usr/bin/env bash
# Formatting, clippy and script syntax. `tools/lint.sh NAME` runs one of them; without a name all, stopping at the first fault.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

scripts() { git ls-files --cached --others --exclude-standard -- "$1" | while read -r f; do [ -e "$f" ] && printf '%s\n' "$f"; done; }

# The fuzz targets are a workspace of their own, which a package from a registry does not have.
format() {
  cargo fmt --check
  [ ! -e fuzz ] || cargo fmt --check --manifest-path fuzz/Cargo.toml
}

# With every feature, so that all is looked at in one pass.
clippy_native() { cargo clippy --locked --all-targets --features publish,parquet -- -D warnings; }

clippy_wasm() {
  cargo clippy --locked --lib --test web --target wasm32-unknown-unknown \
    --no-default-features --features widget -- -D warnings
}

syntax() {
  scripts '*.sh' | xargs -n 1 bash -n
  scripts '*.mjs' | xargs -n 1 -P 2 node --check
  # Some .js are modules and some classic scripts; Node would take all of them for modules.
  local out
  out=$(mktemp -d)
  scripts '*.js' | xargs node_modules/.bin/esbuild --log-level=warning --outdir="$out"
  rm -rf "$out"
}

if [ $# -gt 0 ]; then
  "$1"
else
  format
  clippy_native
  clippy_wasm
  syntax
fi
