package io.goalstated.platform;

import java.nio.file.Path;

/**
 * Lines of a command's script that count the processes of the handler which the kernel killed meanwhile for want of memory
 * (OPS-91). The script counts, since the control group may be gone as soon as the command is; it uses nothing but what is
 * built into every {@code sh}, no process, and no variable but its own: one from the environment would reach the command. Groups that are not for extensions are never looked at: what is killed there is no
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
                goalstated_count() {
                  goalstated_file=
                  while IFS=: read -r goalstated_number goalstated_controllers goalstated_group; do
                    case $goalstated_controllers:$goalstated_group in
                      memory:*azure-vmextensions*) goalstated_file=MOUNTED/memory$goalstated_group/memory.oom_control ;;
                      :*azure-vmextensions*)
                        for goalstated_each in "$goalstated_group" "${goalstated_group%/*}"; do
                          case $goalstated_each in *azure-vmextensions*)
                            [ -z "$goalstated_file" ] && [ -r MOUNTED"$goalstated_each/memory.events" ] \\
                              && goalstated_file=MOUNTED$goalstated_each/memory.events
                          esac
                        done ;;
                    esac
                  done < MEMBERSHIPS
                  goalstated_kills=0
                  [ -r "$goalstated_file" ] && while read -r goalstated_event goalstated_times; do
                    [ "$goalstated_event" = oom_kill ] && goalstated_kills=$goalstated_times
                  done < "$goalstated_file"
                }
                goalstated_count 2>/dev/null
                goalstated_before=$goalstated_kills
                """.replace("MOUNTED", mounted).replace("MEMBERSHIPS", memberships);
    }

    /** After it: leaves the number in that file when there were any. */
    String after(Path file) {
        return """
                goalstated_count 2>/dev/null
                [ "${goalstated_kills:-0}" -gt "${goalstated_before:-0}" ] 2>/dev/null \\
                  && echo $((goalstated_kills - goalstated_before)) > FILE
                """.replace("FILE", ShellWord.quoted(file.toString()));
    }
}
