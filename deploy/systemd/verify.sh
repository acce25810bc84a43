#!/bin/sh
# Checks the units in this directory: systemd-analyze verify without a single complaint, exposure within the limit, and
# the same hardening in both services. Changes nothing on the host. Needs systemd-analyze (systemd 250 or newer).
# usage: verify.sh
set -eu

# Ten times the exposure that systemd-analyze prints.
max_exposure=15

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

complain() {
    echo "verify.sh: $*" >&2
    failed=1
}

# verify wants the program to exist, so the copies name one that does.
printf '#!/bin/sh\n' > "$work/daypack"
chmod 755 "$work/daypack"
for unit in daypack.service daypack-serve.service daypack.timer; do
    sed "s|^ExecStart=/opt/daypack/daypack |ExecStart=$work/daypack |" "$here/$unit" > "$work/$unit"
done
grep -q "^ExecStart=$work/daypack catch-up " "$work/daypack.service" || complain "daypack.service runs no catch-up"
grep -q "^ExecStart=$work/daypack serve " "$work/daypack-serve.service" || complain "daypack-serve.service does not serve"

status=0
systemd-analyze verify --recursive-errors=no --man=no \
    "$work/daypack.service" "$work/daypack-serve.service" "$work/daypack.timer" > "$work/complaints" 2>&1 || status=$?
if [ "$status" -ne 0 ] || [ -s "$work/complaints" ]; then
    cat "$work/complaints" >&2
    complain "systemd-analyze verify ended with $status"
fi

for unit in daypack.service daypack-serve.service; do
    sed -n '/^# --- hardening/,/^# --- end of hardening/p' "$here/$unit" > "$work/$unit.hardening"
    if systemd-analyze security --offline=true --no-pager --threshold="$max_exposure" "$work/$unit" \
            > "$work/security" 2>&1; then
        grep 'Overall exposure' "$work/security" | sed "s|^[^A-Za-z]*||; s|$work/||"
    else
        cat "$work/security" >&2
        complain "$unit is exposed more than $max_exposure tenths"
    fi
done
[ -s "$work/daypack.service.hardening" ] || complain "daypack.service has no hardening section"
cmp "$work/daypack.service.hardening" "$work/daypack-serve.service.hardening" >&2 \
    || complain "the services are not hardened alike"

grep -q '^Requires=' "$here/daypack.timer" && complain "the timer must not require its service"

[ "$failed" -eq 0 ] && echo "units are in order"
exit "$failed"
