package io.goalstated.platform;

import java.nio.file.Path;

/**
 * Lines of a command's script that count the processes of the handler which the kernel killed meanwhile for want of memory
 * (OPS-91). The script counts, since the control group may be gone as soon as the command is; it uses nothing but what is
 * built into every {@code sh}. Groups that are not for extensions are never looked at: what is killed there is no
 * business of the command's.
 */
final class KernelKills {
    private final String memberships;
    private final String mounted;

    /** In a scratch root, which has no control groups, nothing is counted. */
    KernelKills(SystemRoot root) {
        this.memberships = ShellWord.quoted(root.resolve("/proc/self/cgroup").toString());
        this.mounted = ShellWord.quoted(root.resolve("/sys/fs/cgroup").toString());
    }

    /**
     * Before the command. On cgroup v2 the limit may be in the group above, the handler's, whose count is of all below; on
     * v1 each group counts for itself.
     */
    String before() {
        return """
                goalstated_kills() {
                  events=
                  while IFS=: read -r number controllers group; do
                    case $controllers:$group in
                      memory:*azure-vmextensions*) events=MOUNTED/memory$group/memory.oom_control ;;
                      :*azure-vmextensions*)
                        for each in "$group" "${group%/*}"; do
                          case $each in *azure-vmextensions*)
                            [ -z "$events" ] && [ -r MOUNTED"$each/memory.events" ] && events=MOUNTED$each/memory.events
                          esac
                        done ;;
                    esac
                  done < MEMBERSHIPS
                  kills=0
                  [ -r "$events" ] && while read -r event count; do
                    [ "$event" = oom_kill ] && kills=$count
                  done < "$events"
                  echo "$kills"
                }
                goalstated_before=$(goalstated_kills 2>/dev/null)
                """.replace("MOUNTED", mounted).replace("MEMBERSHIPS", memberships);
    }

    /** After it: leaves the number in that file when there were any. */
    String after(Path file) {
        return """
                goalstated_after=$(goalstated_kills 2>/dev/null)
                [ "${goalstated_after:-0}" -gt "${goalstated_before:-0}" ] 2>/dev/null \\
                  && echo $((goalstated_after - goalstated_before)) > FILE
                """.replace("FILE", ShellWord.quoted(file.toString()));
    }
}
