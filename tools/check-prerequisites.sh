#!/usr/bin/env bash
# Checks what the project builds on and cannot fetch itself: Rust, Node, npm; and a C compiler, which
# Debian can give.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# true when version $1 is at least $2
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

rust_wanted=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' Cargo.toml)
node_wanted=$(sed -n 's/.*"node": *">=\([0-9.]*\)".*/\1/p' package.json)

for tool in cargo rustc; do
  have "$tool" || die "$tool was not found." \
    "Install Rust ${rust_wanted} or newer from https://rustup.rs and open a new shell."
done
rust_found=$(rustc --version | awk '{ print $2 }')
at_least "$rust_found" "$rust_wanted" || die "rustc $rust_found is too old: $rust_wanted or newer is needed." \
  "Run: rustup update stable"

have node || die "node was not found." "Install Node.js $node_wanted or newer: https://nodejs.org/en/download"
node_found=$(node --version)
node_found=${node_found#v}
at_least "$node_found" "$node_wanted" || die "Node.js $node_found is too old: $node_wanted or newer is needed." \
  "See https://nodejs.org/en/download"
have npm || die "npm was not found, though node was." \
  "It usually comes with Node.js; on Debian: apt-get install npm"

# Rust links with the C compiler even where no C is compiled.
if ! have cc && ! apt_install gcc libc6-dev; then
  die "no C compiler (cc) was found; Rust needs it for linking." \
    "Install one: apt-get install gcc libc6-dev, or on macOS: xcode-select --install"
fi
