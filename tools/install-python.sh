#!/usr/bin/env bash
# What tests need of Python, in .tools/python: `tools/install-python.sh GROUP…` brings in tools/python/GROUP.txt, without a
# name every group. A group that is there as its file says is left alone.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

wanted=3.11
place=$tools_dir/python
python=${PYTHON:-python3}

groups=("$@")
if [ $# -eq 0 ]; then
  for file in tools/python/*.txt; do
    file=${file##*/}
    groups+=("${file%.txt}")
  done
fi

# A venv whose Python has gone or changed is made anew.
stamp() { printf '%s/pairwell-%s' "$place" "$1"; }
fingerprint() { { "$place/bin/python" --version && cat "tools/python/$1.txt"; } 2>/dev/null | cksum; }
missing=()
for group in "${groups[@]}"; do
  [ -f "tools/python/$group.txt" ] || die "there is no tools/python/$group.txt."
  if [ ! -f "$(stamp "$group")" ] || [ "$(cat "$(stamp "$group")")" != "$(fingerprint "$group")" ]; then missing+=("$group"); fi
done
[ ${#missing[@]} -gt 0 ] || exit 0

by_hand=(
  "Install Python $wanted or newer with its venv module (Debian: apt-get install python3 python3-venv),"
  "or point the variable PYTHON at one."
)
suits() { have "$python" && "$python" -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (${wanted/./, }))" 2>/dev/null; }
if ! suits; then
  [ -z "${PYTHON:-}" ] || die "PYTHON=$PYTHON is not Python $wanted or newer with the modules venv and ensurepip." "${by_hand[@]}"
  apt_install python3 python3-venv || die "these tests need Python, and it could not be installed from here." "${by_hand[@]}"
  suits || die "python3 and python3-venv were installed, but $python is older than $wanted or lacks venv." "${by_hand[@]}"
fi

# Two installers at once (make -j) would write over each other.
mkdir -p "$tools_dir"
if have flock; then
  exec 9>"$place.lock"
  flock 9
fi
if ! "$place/bin/python" -c "import sys, pip; sys.exit(sys.version_info < (${wanted/./, }))" 2>/dev/null; then
  rm -rf "$place"
  "$python" -m venv "$place" || die "no virtual environment could be made in $place."
fi
# Groups share packages: what one file pins holds for the others.
constraints=()
for file in tools/python/*.txt; do constraints+=(--constraint "$file"); done
for group in "${missing[@]}"; do
  say "installing tools/python/$group.txt into $place"
  "$place/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "tools/python/$group.txt" "${constraints[@]}" >&2 ||
    die "pip could not install tools/python/$group.txt; its message is above."
  fingerprint "$group" >"$(stamp "$group")"
done
