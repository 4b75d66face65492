#!/usr/bin/env bash
# Prints what the tests in three browser engines need, a line each, as far as it is here: CHROMIUM, CHROMEDRIVER, FIREFOX,
# GECKODRIVER, WEBKIT, WEBKITDRIVER, XVFB, each with =path. A variable of that name in the environment is tried first.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# first NAME CANDIDATE…: the first candidate that can be run.
first() {
  local name=$1 candidate found
  shift
  for candidate in "${!name:-}" "$@"; do
    if [ -n "$candidate" ] && found=$(command -v "$candidate"); then
      printf '%s=%s\n' "$name" "$(realpath "$found")"
      return
    fi
  done
}

tools/find-browser.sh || true
first FIREFOX firefox-esr firefox
# GitHub's images keep the driver off PATH and name its folder so.
first GECKODRIVER geckodriver "${GECKOWEBDRIVER:+$GECKOWEBDRIVER/geckodriver}" "$tools_dir/bin/geckodriver"
first WEBKIT /usr/lib/*/webkit2gtk-4.1/MiniBrowser /usr/lib/*/webkit2gtk-4.0/MiniBrowser /usr/libexec/webkit2gtk-4.1/MiniBrowser
first WEBKITDRIVER WebKitWebDriver
first XVFB Xvfb
