#!/usr/bin/env bash
# Takes a picture of the page /docs with an installed Chromium.
#
#   adapters-http/screenshot-docs.sh http://localhost:8080/docs OUT.png [WIDTH,HEIGHT]
#
# Without a fragment, for where Swagger UI scrolls to one the picture stays empty.
set -euo pipefail

url=${1:?the address of /docs is missing}
out=${2:?the file to write is missing}
size=${3:-1200,900}
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$browser" ] || { echo "no Chromium found; name one in CHROMIUM" >&2; exit 1; }

# A new profile, so that no picture depends on one before.
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
rm -f "$out"
"$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$profile" \
    --window-size="$size" --timeout=15000 --virtual-time-budget=20000 --screenshot="$out" "$url" 2>/dev/null
[ -s "$out" ] || { echo "no picture of $url was taken" >&2; exit 1; }
