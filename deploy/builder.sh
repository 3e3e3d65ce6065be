#!/bin/sh
# What the builder of a region does each day: fetch, bring the index in line, delete what is too
# old, back up. A step that fails is tried TRIES times, PAUSE seconds apart, since a Chroma server
# that starts beside it takes a while; then the log says so, the other steps are still done, and
# the next day tries again.
TRIES=${TRIES:-10}
PAUSE=${PAUSE:-30}
DAY=${DAY:-86400}
KEPT=${KEPT:-/backup}

tried() {
    left=$TRIES
    until "$@"; do
        left=$((left - 1))
        if [ "$left" -le 0 ]; then
            echo "$* failed $TRIES times; the next day tries again." >&2
            return 0
        fi
        resting "$PAUSE"
    done
}

# A shell waits for what it has called before it hears that it is to end, unless it waits aside.
resting() {
    sleep "$1" &
    wait $!
}

trap 'exit 0' TERM INT
while :; do
    tried handbook sync
    tried handbook ingest
    tried handbook expire
    tried handbook backup "$KEPT/handbook-$(date +%F).tar.gz"
    resting "$DAY"
done
