package io.goalstated.doctor;

import io.goalstated.config.AgentKeys;
import io.goalstated.platform.ServiceUnit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Who else is in the control group of the daemon: the limits that are meant for it count for them, and theirs for it (spec
 * 04 OPS-62).
 */
final class GroupChecks implements Check {
    private static final int NAMED = 5;

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        Optional<String> daemon = patient.text(patient.wants(AgentKeys.PID_FILE))
                .map(String::strip)
                .filter(pid -> pid.matches("\\d{1,10}") && patient.has("/proc/" + pid));
        if (daemon.isEmpty()) {
            return List.of(Finding.skip("group.members", "no daemon runs"));
        }
        ServiceUnit unit = new ServiceUnit(patient.root(), Long.parseLong(daemon.get()));
        return List.of(
                unit.name().isEmpty()
                        ? Finding.skip("group.members", "the daemon has no control group of its own")
                        : judge(unit.strangers()));
    }

    private static Finding judge(List<String> strangers) {
        if (strangers.isEmpty()) {
            return Finding.pass("group.members", "nobody but the daemon is in its control group");
        }
        String named = String.join(", ", strangers.subList(0, Math.min(NAMED, strangers.size())));
        return Finding.warn(
                "group.members",
                strangers.size() + " other processes are in the daemon's control group: " + named
                        + (strangers.size() > NAMED ? ", ..." : ""),
                "processes of extensions that were started by another agent or without systemd: restart what belongs to"
                        + " them, or the VM");
    }
}
