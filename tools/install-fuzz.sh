#!/usr/bin/env bash
# What fuzzing needs: cargo-fuzz, built into .tools/, and a nightly compiler, which alone instruments code for libFuzzer.
# Nightly is only looked for: a second compiler is not installed behind anybody's back. Ends with 3 where it is missing.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

wanted=0.13.2

if ! have rustup || ! rustup run nightly rustc --version >/dev/null 2>&1; then
  say "Fuzzing needs a nightly compiler, and there is none here. To have one: rustup toolchain install nightly --profile minimal"
  exit 3
fi

found=$("$tools_dir/bin/cargo-fuzz" --version 2>/dev/null | awk '{ print $2 }') || true
[ "$found" = "$wanted" ] && exit 0
say "building cargo-fuzz $wanted into $tools_dir (a minute or two, once)"
# Not optimised: all it does is to call cargo.
PATH=$PWD/$tools_dir/bin:$PATH env -u CARGO_TARGET_DIR cargo install cargo-fuzz --version "$wanted" --locked --debug --root "$tools_dir" --force
