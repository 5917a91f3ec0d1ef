#!/bin/sh
# For work that takes longer than a command may: enable forks a daemon that outlives it and reports the result itself.
set -eu
umask 077

folder() { sed -n 's/.*"'"$1"'": "\([^"]*\)".*/\1/p' HandlerEnvironment.json; }

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

# running: the daemon's process, if it is one and not a stranger that got its number.
running() {
    pid=$(cat daemon.pid 2>/dev/null) || return 1
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$PWD/handler.sh daemon" && printf '%s' "$pid"
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
    # It may have been stopped in the middle of writing.
    rm -f daemon.pid "$(folder statusFolder)"/*.tmp
}

enable() {
    # The same number again: the daemon is at work or done, its status stands.
    if [ "$(cat mrseq 2>/dev/null)" = "$seq" ] && running >/dev/null; then
        echo "the daemon runs already"
        return
    fi
    stop
    # Before the fork: the daemon's result must never be overwritten by this.
    status transitioning 0 "the daemon is at work"
    printf '%s' "$seq" >mrseq
    setsid "$PWD/handler.sh" daemon </dev/null >>"$(folder logFolder)/daemon.log" 2>&1 &
    printf '%s' "$!" >daemon.pid
}

# daemon: does the work, reports, and then stays, as a service would.
daemon() {
    trap 'exit 0' TERM
    sleep "$(number seconds 2)" &
    wait $!
    status success 0 "the daemon has done its work"
    while :; do
        sleep 3600 &
        wait $!
    done
}

seq=${ConfigSequenceNumber:?the agent sets it for every command}
case ${1:-} in
enable) enable ;;
disable | uninstall) stop ;;
daemon) daemon ;;
install | update) ;;
*)
    echo "usage: $0 install|enable|disable|update|uninstall" >&2
    exit 2
    ;;
esac
echo "${1} done"
