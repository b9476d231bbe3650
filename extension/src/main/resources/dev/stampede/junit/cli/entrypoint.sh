#!/bin/sh
# Runs its arguments, a build tool with load tests, and ends when also the JVMs have ended that the build tool started:
#
#   ENTRYPOINT ["/entrypoint.sh", "mvn", "-B"]
#
# A container is gone when its first process is. A build tool that is told to stop does not wait for the JVMs of its tests,
# though they have yet to tell the cloud how their runs ended and to pass on the last samples. This script waits for them,
# after a signal or when the build tool was killed, for STAMPEDE_WAIT seconds at most (25). Needs /proc, as Linux has it.

[ $# -gt 0 ] || { echo "usage: $0 COMMAND [ARGUMENT...]" >&2; exit 2; }

# what is started from here carries it in its environment, whoever its parent becomes
mark="STAMPEDE_ENTRYPOINT=$$-$(date +%s)"

child=
told=
again=
# a shell starts background processes deaf to SIGINT: they hear SIGTERM
trap 'told=1 again=1; kill -TERM "$child" 2>/dev/null' INT TERM

env "$mark" "$@" &
child=$!
[ -z "$told" ] || kill -TERM "$child"

status=
while :; do
    again=
    wait "$child"
    code=$?
    # 127 after a signal: it ended meanwhile, and its status is known already
    [ -n "$status" ] && [ $code -eq 127 ] || status=$code
    [ -n "$again" ] || break
done

remaining() {
    for environ in /proc/[0-9]*/environ; do
        grep -q "$mark" "$environ" 2>/dev/null && return 0
    done
    return 1
}

if [ -n "$told" ] || [ "$status" -gt 128 ]; then
    end=$(($(date +%s) + ${STAMPEDE_WAIT:-25}))
    while remaining; do
        if [ "$(date +%s)" -ge "$end" ]; then
            echo "$0: JVMs of the tests are still there after ${STAMPEDE_WAIT:-25} s (STAMPEDE_WAIT)" >&2
            break
        fi
        sleep 0.2 2>/dev/null || sleep 1
    done
fi
exit "$status"
