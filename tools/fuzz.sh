#!/usr/bin/env bash
# Fuzzes each target for PAIRWELL_FUZZ_SECONDS (60), or only those that are named: `tools/fuzz.sh model entry`. What it searched
# and found is added to dist/fuzz/runs.jsonl, and `node tools/fuzz-record.mjs` makes docs/fuzzing.md of that.
# The searches grow corpora in target/fuzz-corpus/, from which the next one goes on.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

seconds=${PAIRWELL_FUZZ_SECONDS:-60}
here=$PWD
runs=dist/fuzz/runs.jsonl
mkdir -p dist/fuzz

status=0
tools/install-fuzz.sh || status=$?
if [ "$status" -eq 3 ]; then
  say "Skipped. The seeds, what was found before and some thousand changes of both are tried by: cargo test --test fuzz"
  exit 0
fi
[ "$status" -eq 0 ] || exit "$status"

PATH=$here/$tools_dir/bin:$PATH
# Without the address sanitizer: the library forbids unsafe code, and searches twice as fast without. Panics, overflows and
# loops without an end are what is looked for.
fuzz=(cargo +nightly fuzz)
# Targets that read whole files write them first: in memory, where there is such a place, twice to eight times as many.
[ ! -d /dev/shm ] || [ ! -w /dev/shm ] || export TMPDIR=/dev/shm
options=(--sanitizer none --target-dir "$here/$(target_dir)/fuzz")

"${fuzz[@]}" build "${options[@]}"

mapfile -t targets < <(if [ $# -gt 0 ]; then printf '%s\n' "$@"; else "${fuzz[@]}" list; fi)
failed=0
for target in "${targets[@]}"; do
  corpus=$here/$(target_dir)/fuzz-corpus/$target
  found=$here/dist/fuzz/found/$target/
  seeds=tests/fuzzing/seeds/$target
  log=dist/fuzz/$target.log
  mkdir -p "$corpus" "$found"
  case $target in
    model) cp tests/golden/model-v1.pw tests/golden/shop-v1.pw "$corpus" ;;
    entry) cp tests/golden/entry-v1.pw "$corpus" ;;
  esac
  folders=("$corpus")
  for folder in "$seeds" "tests/fuzzing/found/$target"; do
    [ -d "$folder" ] && folders+=("$here/$folder")
  done
  say "== $target, $seconds s"
  outcome=0
  "${fuzz[@]}" run "${options[@]}" "$target" "${folders[@]}" -- -max_total_time="$seconds" -artifact_prefix="$found" \
    -rss_limit_mb=2048 -timeout=20 -max_len=16384 -print_final_stats=1 -verbosity=1 >"$log" 2>&1 || outcome=$?
  executions=$(awk '/stat::number_of_executed_units/ { print $2 }' "$log" | tail -1)
  cover=$(grep -o 'cov: [0-9]*' "$log" | tail -1 | awk '{ print $2 }')
  printf '{"target":"%s","seconds":%s,"executions":%s,"edges":%s,"failed":%s}\n' \
    "$target" "$seconds" "${executions:-0}" "${cover:-0}" "$([ "$outcome" -eq 0 ] && echo false || echo true)" >>"$runs"
  say "   ${executions:-0} executions, ${cover:-0} edges"
  if [ "$outcome" -ne 0 ]; then
    failed=$((failed + 1))
    tail -30 "$log" >&2
    say "   FAILED: the input is in $found; once mended, put it into tests/fuzzing/found/$target/"
  fi
done

# What pages say is read by JavaScript, which libFuzzer does not reach.
if [ $# -eq 0 ]; then
  say "== what pages say, $seconds s each"
  pages=dist/fuzz/pages.log
  outcome=0
  PAIRWELL_FUZZ_SECONDS=$seconds node --test --test-reporter=tap tests/fuzz-pages.test.mjs >"$pages" 2>&1 || outcome=$?
  sed -n 's/^# \([A-Za-z]*\): \([0-9]*\) inputs$/\1 \2/p' "$pages" | while read -r name inputs; do
    printf '{"target":"%s","seconds":%s,"executions":%s,"edges":null,"failed":false}\n' "$name" "$seconds" "$inputs" >>"$runs"
    say "   $name: $inputs inputs"
  done
  if [ "$outcome" -ne 0 ]; then
    failed=$((failed + 1))
    cat "$pages" >&2
  fi
fi

[ "$failed" -eq 0 ] || die "$failed searches found something."
