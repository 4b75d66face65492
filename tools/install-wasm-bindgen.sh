#!/usr/bin/env bash
# wasm-bindgen's command line, at the version of the crate: the two speak a private protocol that changes with
# every release. Building it takes some minutes, so it is kept in .tools/ and built again only for another version.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

wanted=$(locked_version wasm-bindgen)
cli=$tools_dir/bin/wasm-bindgen

if [ -x "$cli" ] && [ -x "$cli-test-runner" ]; then
  found=$("$cli" --version | awk '{ print $2 }')
  [ "$found" = "$wanted" ] && exit 0
  say "wasm-bindgen $found is here, $wanted is wanted"
fi

say "building wasm-bindgen-cli $wanted into $tools_dir (some minutes, once)"
# A target directory given for the project is not meant for its tools, whose objects are thrown away; and with the folder on PATH
# cargo does not advise people to put it there.
PATH=$PWD/$tools_dir/bin:$PATH env -u CARGO_TARGET_DIR cargo install wasm-bindgen-cli --version "$wanted" --locked --root "$tools_dir" --force
