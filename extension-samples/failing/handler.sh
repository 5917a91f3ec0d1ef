#!/bin/sh
# Fails on demand, in every way that a handler can.
set -eu
umask 077

folder() { sed -n 's/.*"'"$1"'": "\([^"]*\)".*/\1/p' HandlerEnvironment.json; }

# setting KEY DEFAULT: a plain text out of the current settings, which may not be there at all (disable, uninstall).
setting() {
    found=$(sed -n 's/.*"'"$1"'": "\([^"\\]*\)".*/\1/p' "$(folder configFolder)/$seq.settings" 2>/dev/null) || :
    printf '%s' "${found:-$2}"
}

# number KEY DEFAULT: a whole number likewise.
number() {
    found=$(sed -n 's/.*"'"$1"'": \([0-9][0-9]*\).*/\1/p' "$(folder configFolder)/$seq.settings" 2>/dev/null) || :
    printf '%s' "${found:-$2}"
}

status() {
    target=$(folder statusFolder)/$seq.status
    printf '[{"version": 1.0, "timestampUTC": "%s", "status": {"operation": "Enable", "status": "%s", "code": %s, "formattedMessage": {"lang": "en-US", "message": "%s"}}}]\n' \
        "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2" "$3" >"$target.tmp"
    mv -f "$target.tmp" "$target"
}

fail() {
    code=$(number exitCode 1)
    word=$(setting status error)
    message=$(setting message "failed as it was told")
    case $word in
    none) ;;
    broken) printf '{"this is": no status' >"$(folder statusFolder)/$seq.status" ;;
    *) status "$word" "$code" "$message" ;;
    esac
    echo "about to exit with $code"
    echo "$message" >&2
    exit "$code"
}

seq=${ConfigSequenceNumber:?the agent sets it for every command}
case ${1:-} in
install | enable | disable | update | uninstall)
    [ "$1" != "$(setting command enable)" ] || fail
    [ "$1" != enable ] || status success 0 "nothing failed"
    ;;
*)
    echo "usage: $0 install|enable|disable|update|uninstall" >&2
    exit 2
    ;;
esac
echo "${1} done"
