#!/usr/bin/env bash
# Formatting, clippy and script syntax. `tools/lint.sh NAME` runs one of them; without a name all, stopping at the first fault.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

scripts() { git ls-files --cached --others --exclude-standard -- "$1" | while read -r f; do [ -e "$f" ] && printf '%s\n' "$f"; done; }

format() { cargo fmt --check; }

clippy_native() { cargo clippy --locked --all-targets -- -D warnings; }

clippy_wasm() {
  cargo clippy --locked --lib --tests --target wasm32-unknown-unknown \
    --no-default-features --features widget -- -D warnings
}

syntax() {
  local script
  while read -r script; do bash -n "$script"; done < <(scripts '*.sh')
  # Node reads .js as this package's modules; a theme's and the loader's are classic scripts, so their kind is
  # told from the file itself.
  while read -r script; do node --check "$script"; done < <(scripts '*.mjs')
  while read -r script; do
    node_modules/.bin/esbuild --log-level=warning "$script" >/dev/null
  done < <(scripts '*.js')
}

if [ $# -gt 0 ]; then
  "$1"
else
  format
  clippy_native
  clippy_wasm
  syntax
fi
