#!/usr/bin/env bash
# Every week: take the exports, train, look at the new model, publish it, report, make the mails.
# Stops with a message and a code other than 0 where a person should look; the live model then stays as it is.
#
# Set what is yours in the environment (the workflow and the crontab beside this file show how):
set -euo pipefail

ORDERS=${ORDERS:-exports/orders_export.csv}       # Shopify: Orders → Export → all orders, CSV
PRODUCTS=${PRODUCTS:-exports/products_export.csv} # Shopify: Products → Export → all products, CSV
ORDERS_STATE=${ORDERS_STATE:-}                    # state/orders: keeps all orders, and ORDERS need only hold what is new or changed
RULES=${RULES:-}                                  # rules.toml, if there are rules or segments
TRAIN_OPTIONS=${TRAIN_OPTIONS:-}                  # more for `pairwell train`: --objective revenue
CARTS=${CARTS:-}                                  # abandoned checkouts, if the shop exports them
EVENTS=${EVENTS:-}                                # views of known customers, if the shop has them
STATE=${STATE:-state}                             # kept from week to week: the live model and its quality
REPORTS=${REPORTS:-reports}
MAILS=${MAILS:-mails}                             # personal data: never on a web server
SHOP_URL=${SHOP_URL:-}                            # https://your-shop.example; without it no mails are made
HOLDOUT=${HOLDOUT:-}                              # the script tag's data-holdout, in per cent
LAUNCHED=${LAUNCHED:-}                            # the day the blocks went live, 2026-01-31
OLDEST=${OLDEST:-8}                               # exports older than so many days are refused
QUALITY_DROP=${QUALITY_DROP:-10}                  # per cent
PAIRWELL=${PAIRWELL:-pairwell}

# YOURS: a command that puts fresh exports where ORDERS and PRODUCTS say. For example, from a drive they are saved to:
#   EXPORT_COMMAND='rclone copy shopdrive:exports exports'
EXPORT_COMMAND=${EXPORT_COMMAND:-}

# YOURS: where the model goes, as `pairwell publish` takes it: s3://bucket/model, gs://…, az://…, or a folder that a web server
# serves. Keys come from the environment. `pairwell rollback "$PUBLISH_TO"` takes a model back. Options go along:
#   PUBLISH_OPTIONS='--endpoint https://ACCOUNT.r2.cloudflarestorage.com --public-url https://cdn.your-shop.example/model'
PUBLISH_TO=${PUBLISH_TO:-public/model}
PUBLISH_OPTIONS=${PUBLISH_OPTIONS:-}
# Or, for a host that `pairwell publish` does not reach, a command of your own that brings the folder $MODEL there: files with a
# hash in their name first and for ever, the manifest last and for minutes. For example:
#   PUBLISH_COMMAND='rclone copy "$MODEL" host:model --exclude manifest.json --exclude rejects.csv && rclone copy "$MODEL/manifest.json" host:model'
PUBLISH_COMMAND=${PUBLISH_COMMAND:-}

# YOURS: a command that hands the folder $MAILS to your mail system.
MAILS_COMMAND=${MAILS_COMMAND:-}

step() { printf '\n== %s\n' "$*"; }
stop() {
  printf '\nSTOPPED: %s\nThe live model was not touched.\n' "$*" >&2
  exit 1
}
# After the model went up.
stop_late() {
  printf '\nSTOPPED: %s (above).\nThe new model is live.\n' "$*" >&2
  exit 1
}

mkdir -p "$STATE" "$REPORTS"
mkdir "$STATE/running" 2>/dev/null || stop "$STATE/running is there: another run has not ended (remove it if none is running)"
NEW="$STATE/candidate"
trap 'rm -rf "$STATE/running"' EXIT

# Before an hour's work, not after it: publishing is not in every pairwell.
if [ -z "$PUBLISH_COMMAND" ]; then
  "$PAIRWELL" prune --dry-run "$STATE/running" >/dev/null || stop "this pairwell does not publish (above), and there is no PUBLISH_COMMAND"
fi

step "Export"
if [ -n "$EXPORT_COMMAND" ]; then bash -euo pipefail -c "$EXPORT_COMMAND" || stop "the export failed"; fi
for file in "$ORDERS" "$PRODUCTS"; do
  [ -s "$file" ] || stop "$file is missing or empty"
  [ -z "$(find "$file" -mtime +"$OLDEST")" ] || stop "$file is older than $OLDEST days: the export does not run any more"
done

if [ -n "$RULES" ]; then
  step "Rules"
  "$PAIRWELL" lint "$RULES" --products "$PRODUCTS" --orders "$ORDERS" || stop "$RULES does not mean what it says"
fi

step "Train"
rm -rf "$NEW"
# Options are words with spaces between them.
# shellcheck disable=SC2086
"$PAIRWELL" train "$ORDERS" --products "$PRODUCTS" -o "$NEW" ${RULES:+--rules "$RULES"} \
  ${ORDERS_STATE:+--state "$ORDERS_STATE"} $TRAIN_OPTIONS || stop "the training failed"

step "Evaluate: trained without the last tenth of the orders, asked about it"
"$PAIRWELL" evaluate "$ORDERS" --products "$PRODUCTS" ${ORDERS_STATE:+--state "$ORDERS_STATE"} --alone || stop "the evaluation failed"
"$PAIRWELL" evaluate "$ORDERS" --products "$PRODUCTS" ${ORDERS_STATE:+--state "$ORDERS_STATE"} --alone --json > "$STATE/quality-new.json" || stop "the evaluation failed"

step "Look at it"
"$PAIRWELL" lint "$NEW" --products "$PRODUCTS" || stop "the new model would lead shoppers wrong"
if [ -f "$STATE/live/manifest.json" ]; then
  "$PAIRWELL" diff "$STATE/live" "$NEW" --evaluations "$STATE/quality.json" "$STATE/quality-new.json" \
    --max-quality-drop "$QUALITY_DROP" | tee "$REPORTS/diff.txt" || stop "the new model differs too much from the live one (above, and $REPORTS/diff.txt)"
else
  echo "There is no live model to compare with yet."
fi

step "Publish"
export MODEL="$NEW"
if [ -n "$PUBLISH_COMMAND" ]; then
  bash -euo pipefail -c "$PUBLISH_COMMAND" || stop "publishing failed; run it again"
else
  published=0
  # Options are words with spaces between them.
  # shellcheck disable=SC2086
  "$PAIRWELL" publish "$NEW" "$PUBLISH_TO" $PUBLISH_OPTIONS || published=$?
  case $published in
    0) ;;
    4) stop "somebody else was publishing to $PUBLISH_TO (above); look at what is live there before you run it again" ;;
    # The old model is live or the new one is, whole.
    *) printf '\nSTOPPED: publishing failed (above). Run it again: what is up already is not uploaded again.\n' >&2 && exit 1 ;;
  esac
fi
rm -rf "$STATE/before"
if [ -d "$STATE/live" ]; then mv "$STATE/live" "$STATE/before"; fi
mv "$NEW" "$STATE/live"
mv "$STATE/quality-new.json" "$STATE/quality.json"

step "Report"
"$PAIRWELL" report "$ORDERS" --model "$STATE/live" -o "$REPORTS" ${HOLDOUT:+--share "$HOLDOUT"} ${LAUNCHED:+--launched "$LAUNCHED"} || stop_late "the report failed"

step "Mails"
if [ -n "$SHOP_URL" ]; then
  "$PAIRWELL" feed "$STATE/live" --orders "$ORDERS" --products "$PRODUCTS" --shop-url "$SHOP_URL" -o "$MAILS" \
    ${CARTS:+--carts "$CARTS"} ${EVENTS:+--events "$EVENTS"} || stop_late "the mails failed"
  if [ -n "$RULES" ] && grep -q '^ *\[\[ *segment *\]\]' "$RULES"; then
    "$PAIRWELL" segments "$ORDERS" --rules "$RULES" --products "$PRODUCTS" -o "$MAILS/segments.csv" ${EVENTS:+--events "$EVENTS"} || stop_late "the segments failed"
  fi
  if [ -n "$MAILS_COMMAND" ]; then MAILS="$MAILS" bash -euo pipefail -c "$MAILS_COMMAND" || stop_late "handing over the mails failed"; fi
else
  echo "No SHOP_URL: no mails."
fi

step "Done"
