#!/bin/sh
# Starts a service that outlives the command and shows with a heartbeat that it is alive.
set -eu
umask 077

folder() { sed -n 's/.*"'"$1"'": "\([^"]*\)".*/\1/p' HandlerEnvironment.json; }

status() {
    target=$(folder statusFolder)/$seq.status
    printf '[{"version": 1.0, "timestampUTC": "%s", "status": {"operation": "Enable", "status": "%s", "code": %s, "formattedMessage": {"lang": "en-US", "message": "%s"}}}]\n' \
        "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2" "$3" >"$target.tmp"
    mv -f "$target.tmp" "$target"
}

# running: the service's process, if it is one and not a stranger that got its number.
running() {
    pid=$(cat service.pid 2>/dev/null) || return 1
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$PWD/service.sh" && printf '%s' "$pid"
}

start() {
    running >/dev/null && return
    # A session of its own, no terminal, no pipe: nothing that ends with the agent or with this command.
    setsid "$PWD/service.sh" "$(folder heartbeatFile)" </dev/null >>"$(folder logFolder)/service.log" 2>&1 &
    printf '%s' "$!" >service.pid
}

stop() {
    pid=$(running) || return 0
    kill "$pid"
    tries=50
    while running >/dev/null && [ "$tries" -gt 0 ]; do
        sleep 0.1
        tries=$((tries - 1))
    done
    if running >/dev/null; then kill -9 "$pid"; fi
    rm -f service.pid
}

seq=${ConfigSequenceNumber:?the agent sets it for every command}
case ${1:-} in
enable)
    start
    status success 0 "service started"
    ;;
disable | uninstall) stop ;;
install | update) ;;
*)
    echo "usage: $0 install|enable|disable|update|uninstall" >&2
    exit 2
    ;;
esac
echo "${1} done"
