#!/usr/bin/env bash
# Chromium and ChromeDriver for the tests: those already here, else Debian's.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

tools/find-browser.sh >/dev/null && exit 0

by_hand=(
  "Install Chromium (or Chrome) and the ChromeDriver of the same major version, so that both are on PATH,"
  "or point the variables CHROMIUM and CHROMEDRIVER at them."
)

if [ -n "${CHROMIUM:-}${CHROMEDRIVER:-}" ]; then
  die "CHROMIUM=${CHROMIUM:-} and CHROMEDRIVER=${CHROMEDRIVER:-} are not a working pair of one major version." "${by_hand[@]}"
fi
apt_install chromium chromium-driver || die "the tests need a browser, and it could not be installed from here." "${by_hand[@]}"
tools/find-browser.sh >/dev/null ||
  die "chromium and chromium-driver were installed, but do not run or differ in version." "${by_hand[@]}"
