#!/bin/sh
# The service: replaces its heartbeat every few seconds until it is told to stop.
set -eu
umask 077
file=${1:?the heartbeat file}

beat() {
    printf '[{"version": 1.0, "heartbeat": {"status": "%s", "code": 0, "formattedMessage": {"lang": "en-US", "message": "%s"}}}]\n' \
        "$1" "$2" >"$file.tmp"
    mv -f "$file.tmp" "$file"
}

trap 'beat notready "service stopped"; exit 0' TERM
beats=0
while :; do
    beats=$((beats + 1))
    beat ready "$beats beats"
    # In the background, so that the shell notices the signal at once.
    sleep "${HEARTBEAT_SECONDS:-10}" &
    wait $! || :
done
