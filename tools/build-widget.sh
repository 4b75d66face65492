#!/usr/bin/env bash
# Builds dist/widget/, what a shop serves:
#
#   src/ ──cargo──▶ .wasm ──wasm-bindgen──▶ glue .js + .wasm ──wasm-opt──▶ pairwell-<hash8>.wasm
#                                              └──esbuild, terser──▶ pairwell-<hash8>.mjs
#   the same once more, with other features ──▶ part-memory-<hash8>.wasm, .mjs
#   src/widget/js/loader.js ──esbuild, terser, with the names──▶ pairwell.js
#
# The hash is the start of the file's SHA-256, so those can be cached for ever.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

wasm_bindgen=${WASM_BINDGEN:-$tools_dir/bin/wasm-bindgen}
# Another place, for who builds beside a build that others use.
place=${WIDGET_PLACE:-dist/widget}

# Checked before the long build. wasm-bindgen itself notices a mismatch only at the end, or not at all.
wanted=$(locked_version wasm-bindgen)
found=$("$wasm_bindgen" --version 2>/dev/null | awk '{ print $2 }') ||
  die "$wasm_bindgen does not run." "Run: make tools"
[ "$found" = "$wanted" ] || die "wasm-bindgen's command line is $found, but Cargo.lock has the crate at $wanted." \
  "The two must be the same version. Run: make tools" \
  "If you meant to change the version, change it in Cargo.toml and let cargo update Cargo.lock first."

# `cargo rustc` for its --crate-type: asked for the rlib as well, as `cargo build` would be, cargo leaves out link-time
# optimisation, which is a quarter of the module.
compile() { cargo_for_size rustc --features "$1" --lib --crate-type cdylib; }

mkdir -p dist
work=$(mktemp -d dist/.widget.XXXXXX)
trap 'rm -rf "$work"' EXIT
mkdir "$work/out"

# As finish-wasm.mjs says them.
features=(--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext
  --enable-mutable-globals --enable-reference-types --enable-multivalue)

# module FEATURE NAME: $work/NAME/module.wasm and its glue.js
module() {
  local place=$work/$2
  mkdir "$place"
  compile "$1"
  # The caller always says which module to load: the default path and the code for it would be dead weight.
  "$wasm_bindgen" "$(target_dir)/wasm32-unknown-unknown/wasm-release/pairwell.wasm" --target web --no-typescript \
    --omit-default-module-path --remove-name-section --remove-producers-section --out-dir "$place" --out-name glue

  # What the trimmed glue no longer calls goes from the module too: the destructors, above all.
  node tools/trim-glue.mjs "$place/glue.js" >"$place/exports.json"
  node_modules/.bin/wasm-metadce "${features[@]}" "$place/glue_bg.wasm" --graph-file "$place/exports.json" \
    -o "$place/used.wasm" >/dev/null

  node_modules/.bin/wasm-opt -Oz "${features[@]}" --low-memory-unused --minify-imports-and-exports-and-modules \
    "$place/used.wasm" -o "$place/small.wasm" >"$place/names.json"
  node tools/finish-wasm.mjs "$place/small.wasm" "$place/module.wasm"
  node tools/shorten-names.mjs "$place/names.json" "$place/glue.js"
}
module widget-lists lists
module widget-history memory

minify() { node_modules/.bin/esbuild --minify --target=es2020 --legal-comments=none --log-level=warning "$@"; }
# What every page loads once more, by one who looks longer: 4 % less.
# The first line has Chromium compile all functions at once, while the file comes, instead of each when it is first called.
# Twice: what the first has made of the text gives shorter names to what is said most.
squeeze() {
  for _ in 1 2; do
    node_modules/.bin/terser "$1" --ecma 2020 --compress passes=3,unsafe_arrows,unsafe_methods --mangle "${@:2}" --output "$1" \
      --format 'preamble="//# allFunctionsCalledOnLoad"'
  done
}
hash8() { node -e '
  const { createHash } = require("node:crypto");
  console.log(createHash("sha256").update(require("node:fs").readFileSync(process.argv[1])).digest("hex").slice(0, 8));
' "$1"; }

# Parts: modules of their own, for pages that need them. One hash in the names of all: the glue, which every shopper
# loads, names each of them.
mkdir "$work/parts"
minify --bundle --format=esm src/widget/js/parts/*.js --outdir="$work/parts" --out-extension:.js=.mjs
minify --bundle --format=esm src/widget/js/memory.js --outfile="$work/parts/memory.mjs" --alias:glue="$PWD/$work/memory/glue.js"
cat "$work"/parts/*.mjs "$work/memory/module.wasm" >"$work/parts.all"
parts_hash=$(hash8 "$work/parts.all")
parts=$parts_hash
for part in "$work"/parts/*.mjs; do
  name=$(basename "$part" .mjs)
  mv "$part" "$work/out/part-$name-$parts_hash.mjs"
  # What else there is is asked for by its own name only.
  case $name in kind-* | layout-* | words-*) parts="$parts $name" ;; esac
done

mv "$work/memory/module.wasm" "$work/out/part-memory-$parts_hash.wasm"

minify --bundle --format=esm src/widget/js/start.js --outfile="$work/glue.min.mjs" --alias:glue="$PWD/$work/lists/glue.js" \
  --define:__PAIRWELL_PARTS__="\"$parts\""
squeeze "$work/glue.min.mjs" --module

wasm_name=pairwell-$(hash8 "$work/lists/module.wasm").wasm
glue_name=pairwell-$(hash8 "$work/glue.min.mjs").mjs
version=$(locked_version pairwell)

minify src/widget/js/loader.js --outfile="$work/out/pairwell.js" \
  --define:__PAIRWELL_GLUE__="\"$glue_name\"" \
  --define:__PAIRWELL_WASM__="\"$wasm_name\"" \
  --define:__PAIRWELL_GATE__="\"$(basename "$work"/out/part-gate-*.mjs)\"" \
  --define:__PAIRWELL_VERSION__="\"$version\""
squeeze "$work/out/pairwell.js"
if grep -q __PAIRWELL_ "$work/out/pairwell.js"; then
  die "src/widget/js/loader.js has a __PAIRWELL_…__ placeholder that nothing fills."
fi
for name in "$glue_name" "$wasm_name"; do
  grep -qF "$name" "$work/out/pairwell.js" || die "the loader does not refer to $name: its placeholder is gone."
done

mv "$work/lists/module.wasm" "$work/out/$wasm_name"
mv "$work/glue.min.mjs" "$work/out/$glue_name"
cp src/widget/js/pairwell.d.ts "$work/out/pairwell.d.ts"
chmod 755 "$work/out"
chmod 644 "$work/out"/*

swap_in "$work/out" "$place"
say "widget: $(cd "$place" && echo *)"
