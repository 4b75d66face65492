#!/usr/bin/env bash
# The wasm32 standard library for the Rust in use, and its sources.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

target=wasm32-unknown-unknown

# Asking the compiler rather than rustup, for a Rust that came another way may have both, too.
library=$(rustc --print sysroot)/lib/rustlib

# The library's sources make the widget smaller (see build-widget.sh). It is built without them as well.
if [ ! -d "$library/src/rust/library" ] && have rustup; then
  rustup component add rust-src || say "note: rustup could not add rust-src; the widget will be about 1 kB larger"
fi

[ -d "$library/$target/lib" ] && exit 0

have rustup || die "this Rust has no $target target, and there is no rustup to add it with." \
  "Install Rust from https://rustup.rs, or your distribution's package with the target in it."
rustup target add "$target" || die "rustup could not add $target." \
  "Look at its message above; 'rustup target add $target' must succeed."
