#!/usr/bin/env bash
# Prints the browser and its driver for the tests, as CHROMIUM=path and CHROMEDRIVER=path: the ones in these variables, or the
# first pair on PATH with the same major version (a driver refuses any other browser). Fails in silence when there is none.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

major() { "$1" --version 2>/dev/null | grep -oE '[0-9]+\.[0-9]+' | head -n 1 | cut -d. -f1; }

browsers=(chromium chromium-browser google-chrome google-chrome-stable)
drivers=(chromedriver)
# GitHub's images keep the driver off PATH and name its folder so.
[ -z "${CHROMEWEBDRIVER:-}" ] || drivers+=("$CHROMEWEBDRIVER/chromedriver")
[ -z "${CHROMIUM:-}" ] || browsers=("$CHROMIUM")
[ -z "${CHROMEDRIVER:-}" ] || drivers=("$CHROMEDRIVER")

for browser in "${browsers[@]}"; do
  browser=$(command -v "$browser") || continue
  browser_major=$(major "$browser") || continue
  for driver in "${drivers[@]}"; do
    driver=$(command -v "$driver") || continue
    driver_major=$(major "$driver") || continue
    if [ "$browser_major" = "$driver_major" ]; then
      printf 'CHROMIUM=%s\nCHROMEDRIVER=%s\n' "$browser" "$driver"
      exit 0
    fi
  done
done
exit 1
