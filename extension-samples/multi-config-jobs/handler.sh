#!/bin/sh
# Several named extensions of one handler: each job has its own settings, status and life.
set -eu
umask 077

folder() { sed -n 's/.*"'"$1"'": "\([^"]*\)".*/\1/p' HandlerEnvironment.json; }

setting() {
    found=$(sed -n 's/.*"'"$1"'": "\([^"\\]*\)".*/\1/p' "$(folder configFolder)/$job.$seq.settings")
    printf '%s' "${found:-$2}"
}

# Settings and status carry the job's name in front of the number.
status() {
    target=$(folder statusFolder)/$job.$seq.status
    printf '[{"version": 1.0, "timestampUTC": "%s", "status": {"operation": "Enable", "status": "%s", "code": %s, "formattedMessage": {"lang": "en-US", "message": "%s"}}}]\n' \
        "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2" "$3" >"$target.tmp"
    mv -f "$target.tmp" "$target"
}

enable() {
    task=$(setting task nothing)
    if [ "$task" = fail ]; then
        # Only this job fails: the others and the handler are not concerned.
        status error 1 "job $job failed as it was told"
        exit 1
    fi
    mkdir -p jobs
    printf '%s\n' "$task" >"jobs/.$job.tmp"
    mv -f "jobs/.$job.tmp" "jobs/$job"
    status success 0 "job $job does $task"
}

seq=${ConfigSequenceNumber:?the agent sets it for every command}
job=${ConfigExtensionName:-}
case ${1:-} in
enable | disable)
    [ -n "$job" ] || {
        echo "this handler needs named extensions" >&2
        exit 3
    }
    if [ "$1" = enable ]; then enable; else rm -f "jobs/$job"; fi
    ;;
uninstall) rm -rf jobs ;;
install | update) ;;
*)
    echo "usage: $0 install|enable|disable|update|uninstall" >&2
    exit 2
    ;;
esac
echo "${1} done${job:+ for $job}"
