#!/usr/bin/env bash
# Builds dist/widget/, what a shop serves:
#
#   src/ ──cargo──▶ .wasm ──wasm-bindgen──▶ glue .js + .wasm ──wasm-opt──▶ pairwell-<hash8>.wasm
#                                              └──esbuild──▶ pairwell-<hash8>.mjs
#   src/widget/js/loader.js ──esbuild, with the two names──▶ pairwell.js
#
# The hash is the start of the file's SHA-256, so those two can be cached for ever.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

wasm_bindgen=${WASM_BINDGEN:-$tools_dir/bin/wasm-bindgen}
place=dist/widget

# Checked before the long build. wasm-bindgen itself notices a mismatch only at the end, or not at all.
wanted=$(locked_version wasm-bindgen)
found=$("$wasm_bindgen" --version 2>/dev/null | awk '{ print $2 }') ||
  die "$wasm_bindgen does not run." "Run: make tools"
[ "$found" = "$wanted" ] || die "wasm-bindgen's command line is $found, but Cargo.lock has the crate at $wanted." \
  "The two must be the same version. Run: make tools" \
  "If you meant to change the version, change it in Cargo.toml and let cargo update Cargo.lock first."

# `cargo rustc` for its --crate-type: asked for the rlib as well, as `cargo build` would be, cargo leaves out link-time
# optimisation, which is a quarter of the module.
# Messages of panics name source files: without the remapping they would carry this machine's paths to every shopper.
RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src/=" \
  cargo rustc --profile wasm-release --lib --crate-type cdylib --target wasm32-unknown-unknown \
  --no-default-features --features widget --locked
module=$(target_dir)/wasm32-unknown-unknown/wasm-release/pairwell.wasm

mkdir -p dist
work=$(mktemp -d dist/.widget.XXXXXX)
trap 'rm -rf "$work"' EXIT
mkdir "$work/out"

# The loader always says which module to load: the default path and the code for it would be dead weight.
"$wasm_bindgen" "$module" --target web --no-typescript --omit-default-module-path \
  --remove-name-section --remove-producers-section --out-dir "$work" --out-name glue

# Said explicitly, for a stripped module no longer states the features it uses. Nothing lies in the first kilobyte: the
# stack's far end does.
node_modules/.bin/wasm-opt -Oz \
  --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
  --enable-mutable-globals --enable-reference-types --enable-multivalue --low-memory-unused \
  --minify-imports-and-exports-and-modules \
  "$work/glue_bg.wasm" -o "$work/module.wasm" >"$work/names.json"
node tools/shorten-names.mjs "$work/names.json" "$work/glue.js"

minify() { node_modules/.bin/esbuild --minify --target=es2020 --legal-comments=none --log-level=warning "$@"; }
hash8() { node -e '
  const { createHash } = require("node:crypto");
  console.log(createHash("sha256").update(require("node:fs").readFileSync(process.argv[1])).digest("hex").slice(0, 8));
' "$1"; }

# Bundled from an entry with just what the loader calls, so that the glue's other ways to start are left out.
echo 'export { initSync, Core } from "./glue.js";' >"$work/entry.mjs"
minify --bundle --format=esm "$work/entry.mjs" --outfile="$work/glue.min.mjs"

wasm_name=pairwell-$(hash8 "$work/module.wasm").wasm
glue_name=pairwell-$(hash8 "$work/glue.min.mjs").mjs
version=$(locked_version pairwell)

minify src/widget/js/loader.js --outfile="$work/out/pairwell.js" \
  --define:__PAIRWELL_GLUE__="\"$glue_name\"" \
  --define:__PAIRWELL_WASM__="\"$wasm_name\"" \
  --define:__PAIRWELL_VERSION__="\"$version\""
if grep -q __PAIRWELL_ "$work/out/pairwell.js"; then
  die "src/widget/js/loader.js has a __PAIRWELL_…__ placeholder that nothing fills."
fi
for name in "$glue_name" "$wasm_name"; do
  grep -qF "$name" "$work/out/pairwell.js" || die "the loader does not refer to $name: its placeholder is gone."
done

mv "$work/module.wasm" "$work/out/$wasm_name"
mv "$work/glue.min.mjs" "$work/out/$glue_name"
cp src/widget/js/pairwell.d.ts "$work/out/pairwell.d.ts"
chmod 755 "$work/out"
chmod 644 "$work/out"/*

swap_in "$work/out" "$place"
say "widget: $(cd "$place" && echo *)"
