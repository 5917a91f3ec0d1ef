#!/bin/sh
# Takes its time and says how far it is.
set -eu
umask 077

folder() { sed -n 's/.*"'"$1"'": "\([^"]*\)".*/\1/p' HandlerEnvironment.json; }

# number KEY DEFAULT: a whole number out of the current settings.
number() {
    found=$(sed -n 's/.*"'"$1"'": \([0-9][0-9]*\).*/\1/p' "$(folder configFolder)/$seq.settings")
    printf '%s' "${found:-$2}"
}

status() {
    target=$(folder statusFolder)/$seq.status
    printf '[{"version": 1.0, "timestampUTC": "%s", "status": {"operation": "Enable", "status": "%s", "code": %s, "formattedMessage": {"lang": "en-US", "message": "%s"}}}]\n' \
        "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2" "$3" >"$target.tmp"
    mv -f "$target.tmp" "$target"
}

enable() {
    total=$(number seconds 5)
    done=0
    while [ "$done" -lt "$total" ]; do
        status transitioning 0 "$done of $total seconds done"
        sleep 1
        done=$((done + 1))
    done
    status success 0 "all $total seconds done"
}

seq=${ConfigSequenceNumber:?the agent sets it for every command}
case ${1:-} in
enable) enable ;;
install | update | disable | uninstall) ;;
*)
    echo "usage: $0 install|enable|disable|update|uninstall" >&2
    exit 2
    ;;
esac
echo "${1} done"
