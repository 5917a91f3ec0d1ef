#!/bin/sh
# The smallest complete handler: reads one public setting, does its work once per sequence number, reports.
set -eu
umask 077

# folder KEY: a path out of HandlerEnvironment.json, which lies in the working directory.
folder() { sed -n 's/.*"'"$1"'": "\([^"]*\)".*/\1/p' HandlerEnvironment.json; }

# setting KEY DEFAULT: a plain text out of the current settings (no quotes or backslashes in it).
setting() {
    found=$(sed -n 's/.*"'"$1"'": "\([^"\\]*\)".*/\1/p' "$(folder configFolder)/$seq.settings")
    printf '%s' "${found:-$2}"
}

# status WORD CODE MESSAGE: replaces the status of the current sequence number in one step.
status() {
    target=$(folder statusFolder)/$seq.status
    printf '[{"version": 1.0, "timestampUTC": "%s", "status": {"operation": "Enable", "status": "%s", "code": %s, "formattedMessage": {"lang": "en-US", "message": "%s"}}}]\n' \
        "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2" "$3" >"$target.tmp"
    mv -f "$target.tmp" "$target"
}

enable() {
    # The agent enables again after every restart and every new goal state, often with the same number.
    if [ "$(cat mrseq 2>/dev/null)" = "$seq" ]; then
        echo "number $seq is done already"
        return
    fi
    status success 0 "Hello, $(setting name world)"
    printf '%s' "$seq" >mrseq
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
