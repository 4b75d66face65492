#!/usr/bin/env bash
# Trains the model of the shipped sample into dist/model/, with the binary given.
set -euo pipefail
binary=$(realpath "$1")
. "$(dirname "$0")/lib.sh"

mkdir -p dist
work=$(mktemp -d dist/.model.XXXXXX)
trap 'rm -rf "$work"' EXIT

"$binary" train www/sample/orders_export.csv.gz --products www/sample/products_export.csv.gz -o "$work/out"
swap_in "$work/out" dist/model
