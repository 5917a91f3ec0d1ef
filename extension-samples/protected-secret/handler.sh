#!/bin/sh
# Decrypts its protected settings, and proves it without telling them.
set -eu
umask 077

folder() { sed -n 's/.*"'"$1"'": "\([^"]*\)".*/\1/p' HandlerEnvironment.json; }

# setting KEY: a plain text out of the current settings; nothing when it is null.
setting() { sed -n 's/.*"'"$1"'": "\([^"\\]*\)".*/\1/p' "$(folder configFolder)/$seq.settings"; }

status() {
    target=$(folder statusFolder)/$seq.status
    printf '[{"version": 1.0, "timestampUTC": "%s", "status": {"operation": "Enable", "status": "%s", "code": %s, "formattedMessage": {"lang": "en-US", "message": "%s"}}}]\n' \
        "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2" "$3" >"$target.tmp"
    mv -f "$target.tmp" "$target"
}

# protected: the protected settings in the clear, on standard output and nowhere else. The agent has put certificate and key
# into its library directory, two levels above the settings, under the name that the settings give.
protected() {
    thumbprint=$(setting protectedSettingsCertThumbprint)
    library=$(dirname "$(dirname "$(folder configFolder)")")
    setting protectedSettings | base64 -d |
        openssl cms -decrypt -inform DER -recip "$library/$thumbprint.crt" -inkey "$library/$thumbprint.prv"
}

enable() {
    if [ -z "$(setting protectedSettings)" ]; then
        status error 1 "there are no protected settings"
        return
    fi
    # Only in a variable and through a pipe: a file or an argument could be read by others.
    secret=$(protected | sed -n 's/.*"secret": *"\([^"\\]*\)".*/\1/p')
    if [ -z "$secret" ]; then
        status error 2 "the protected settings could not be decrypted or hold no secret"
        return
    fi
    status success 0 "the secret has ${#secret} characters"
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
