#!/bin/sh
# Whether api/pages is what these sources build. Fails on a difference; where it cannot be told, it says so.
set -eu
cd "$(dirname "$0")/.."
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  echo "##### web-check: node and npm are not here, so the pages were NOT built again and compared. #####" >&2
  exit 0
fi
if ! make web/node_modules/.package-lock.json; then
  echo "##### web-check: the npm registry is not reachable, so the pages were NOT built again and compared. #####" >&2
  exit 0
fi
built="$(mktemp -d)"
trap 'rm -rf "$built"' EXIT
(cd web && npm run --silent check && npm test --silent && npx vite build --outDir "$built" --emptyOutDir --logLevel warn)
if ! diff -r "$built" api/pages >&2; then
  echo "web-check: api/pages is not what web/ builds. Run \`make web\` and commit api/pages." >&2
  exit 1
fi
echo "web-check: api/pages is what web/ builds."
