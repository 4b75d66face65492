#!/usr/bin/env bash
# Cargo's runner for wasm32 (see .cargo/config.toml): runs a test module in headless Chromium, or in the engine that
# PAIRWELL_ENGINE names (chromium, firefox, webkit).
set -euo pipefail
here=$(dirname "$0")
# In a subshell, as lib.sh would move us away from the folder cargo chose.
(
  . "$here/lib.sh"
  tools/install-wasm-bindgen.sh
  tools/install-browser.sh
)
if [ -n "${PAIRWELL_ENGINE:-}" ]; then exec node "$here/../tests/engines/rust.mjs" "$PAIRWELL_ENGINE" "$@"; fi
eval "$("$here/find-browser.sh" | sed 's/=\(.*\)/="\1"/')"
export CHROMEDRIVER
exec "$here/../.tools/bin/wasm-bindgen-test-runner" "$@"
