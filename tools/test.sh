#!/usr/bin/env bash
# Everything `make test` runs. Each suite's exit code counts, a suite that runs no test at all counts as failed, and
# the last line sums up: «N passed, N failed».
set -euo pipefail
. "$(dirname "$0")/lib.sh"
make=${MAKE:-make}

logs=dist/test-logs
mkdir -p "$logs"

passed=0 failed=0
summary=()

# Sums «test result: ok. 12 passed; 0 failed; …» over all of cargo's test binaries.
count_cargo() {
  awk '/^test result: / { for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) p += $(i-1); if ($i ~ /^failed/) f += $(i-1) } }
    END { print p + 0, f + 0 }' "$1"
}

# Node's TAP report ends with «# pass 12» and «# fail 0».
count_node() {
  awk '/^# pass / { p += $3 } /^# (fail|cancelled) / { f += $3 } END { print p + 0, f + 0 }' "$1.tap"
}

# A command that is one check: its exit code is the result.
count_check() { if [ "$2" -eq 0 ]; then echo 1 0; else echo 0 1; fi; }

# suite NAME KIND COMMAND…
suite() {
  local name=$1 kind=$2 log=$logs/${1// /-}.log status=0 began=$SECONDS p f
  shift 2
  printf '\n== %s\n' "$name"
  rm -f "$log" "$log.tap"
  "$@" 2>&1 | tee "$log" || status=$?
  touch "$log.tap"
  read -r p f < <("count_$kind" "$log" "$status")
  # A suite that fails without a failed test (it did not build, say) is one failure, and so is one that tested nothing.
  if [ "$f" -eq 0 ] && [ "$status" -ne 0 ]; then f=1; fi
  if [ "$p" -eq 0 ] && [ "$f" -eq 0 ]; then
    say "$name: no test was run"
    f=1
  fi
  passed=$((passed + p))
  failed=$((failed + f))
  summary+=("$(printf '%-28s %5d passed %4d failed %5d s' "$name" "$p" "$f" $((SECONDS - began)))")
}

node_tests() {
  local log=$1
  shift
  node --test --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$log.tap" "$@"
}

# With every feature, so that all is compiled once. The Python packages are an S3 server to publish to, and the engines that
# count pairs beside our own counter. The build without features is what `make demo` makes.
native() {
  tools/install-python.sh counts publish && cargo test --locked --no-fail-fast --features publish,parquet
}

wasm=(--locked --target wasm32-unknown-unknown --no-default-features --features widget)

suite "tools" check "$make" --no-print-directory -j2 tools browser
if [ "$failed" -gt 0 ]; then
  say "Nothing can be tested without the tools; the message above says what is missing."
  echo "$passed passed, $failed failed"
  exit 1
fi

suite "format" check tools/lint.sh format
suite "script syntax" check tools/lint.sh syntax
suite "clippy native" check tools/lint.sh clippy_native
suite "clippy wasm" check tools/lint.sh clippy_wasm
suite "rust" cargo native
suite "rust in the browser" cargo cargo test "${wasm[@]}" --test web
suite "build of the demo" check "$make" --no-print-directory site package
suite "scripts" node node_tests "$logs/scripts.log" tests/*.test.mjs
suite "end to end" node node_tests "$logs/end-to-end.log" --test-concurrency=2 tests/e2e/*.test.mjs
# An engine that cannot be had is a failure here and, by name, in each suite that wanted it.
suite "engines" check tools/install-engines.sh
# All of it in Chromium; in the other engines what differs between engines: the stage itself, storage, consent, carts. All in all:
# make test-engines.
chromium() { PAIRWELL_ENGINES=chromium node_tests "$@"; }
# What the page and hostile scripts can do to the core, in Rust, runs in Chromium above; here in the others.
rust_in() { PAIRWELL_ENGINE=$1 cargo test "${wasm[@]}" --test web; }
others() { PAIRWELL_ENGINES="firefox webkit" node_tests "$@"; }
suite "rust in Firefox" cargo rust_in firefox
suite "rust in WebKit" cargo rust_in webkit
suite "platforms" node chromium "$logs/platforms.log" --test-concurrency=2 tests/engines/*.test.mjs tests/platforms/*.test.mjs tests/platforms/*/*.test.mjs
suite "other engines" node others "$logs/other-engines.log" --test-concurrency=2 tests/engines/*.test.mjs tests/platforms/{consent,holdout}.test.mjs tests/platforms/{shopify-dawn,woo-classic}/*.test.mjs

printf '\n'
printf '%s\n' "${summary[@]}"
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
