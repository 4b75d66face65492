#!/usr/bin/env bash
# The engines beside Chromium that shoppers use, for the tests that run the same in all three: Firefox with geckodriver, and
# WebKit as WebKitGTK's little browser with its driver and a display that nobody sees. Those already here, else Debian's;
# geckodriver, which Debian does not package, is built by cargo. What cannot be had is named, and then this fails.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

geckodriver_version=0.37.1
missing=()

# Read to its end: with pipefail, grep leaving early would look like a fault.
lacks() { ! tools/find-engines.sh | grep "^$1=" >/dev/null; }

lacks CHROMIUM && ! tools/install-browser.sh && missing+=("Chromium: packages chromium and chromium-driver")

lacks FIREFOX && ! { apt_install firefox-esr || apt_install firefox; } && missing+=("Firefox: package firefox-esr (or set FIREFOX)")

if lacks GECKODRIVER; then
  say "building geckodriver $geckodriver_version into $tools_dir (some minutes, once)"
  # Not optimised: it hands on a few commands a second, and is built in half the time.
  PATH=$PWD/$tools_dir/bin:$PATH env -u CARGO_TARGET_DIR cargo install geckodriver --version "$geckodriver_version" --locked --debug --root "$tools_dir" --force ||
    missing+=("Firefox's driver: geckodriver on PATH (or set GECKODRIVER)")
fi

if lacks WEBKIT || lacks WEBKITDRIVER || lacks XVFB; then
  apt_install webkit2gtk-driver xvfb || true
  if lacks WEBKIT || lacks WEBKITDRIVER; then missing+=("WebKit: package webkit2gtk-driver (or set WEBKIT and WEBKITDRIVER)"); fi
  if lacks XVFB; then missing+=("WebKit's display: package xvfb (or set XVFB)"); fi
fi

[ ${#missing[@]} -eq 0 ] || die "not every engine can be had here, so not all is tested. Missing:" "${missing[@]}"
