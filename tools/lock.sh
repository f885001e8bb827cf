#!/bin/sh
# Turns requirements/*.in into hashed locks that hold for every system and name no host. Needs uv.
set -eu
cd "$(dirname "$0")/../requirements"
compile() {
    uv pip compile --universal --generate-hashes --python-version 3.11 --quiet \
        --no-emit-index-url --no-emit-find-links --no-header "$@"
}
compile web.in -o web.lock
compile analytics.in -c web.lock -o analytics.lock
compile dev.in -c web.lock -c analytics.lock -o dev.lock
compile analytics.in spark.in -c dev.lock -o spark.lock
compile node.in -o node.lock
if grep -nE 'https?://|file:|--(index|find-links)' -- *.lock; then
    echo "A lock names a place. Remove it from the set-up of uv, and lock again." >&2
    exit 1
fi
