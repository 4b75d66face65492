#!/usr/bin/env bash
# The npm packages of package-lock.json, exactly.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

stamp=node_modules/.pairwell-lock
wanted=$(cksum <package-lock.json)

[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0

npm ci --no-fund --no-audit >&2
printf '%s\n' "$wanted" >"$stamp"
