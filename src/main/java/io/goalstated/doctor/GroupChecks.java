package io.goalstated.doctor;

import io.goalstated.config.AgentKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who else is in the control group of the daemon: the limits that are meant for it count for them, and theirs for it (spec 04 OPS-62).
 */
final class GroupChecks implements Check {
    private static final int NAMED = 5;

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        Optional<String> agent = patient.text(patient.wants(AgentKeys.PID_FILE))
                .map(String::strip)
                .filter(pid -> pid.matches("\\d{1,10}") && patient.has("/proc/" + pid));
        if (agent.isEmpty()) {
            return List.of(Finding.skip("group.members", "no daemon runs"));
        }
        Optional<String> group = group(patient, agent.get());
        if (group.isEmpty()) {
            return List.of(Finding.skip("group.members", "the daemon has no control group of its own"));
        }
        return List.of(judge(patient, group.get(), agent.get()));
    }

    /** Where the members of the daemon's group are listed; a group that everything is in is nobody's own. */
    private static Optional<String> group(Patient patient, String agent) throws IOException {
        String memberships = patient.text("/proc/" + agent + "/cgroup").orElse("");
        for (String line : memberships.lines().toList()) {
            String[] fields = line.split(":", 3);
            boolean unified = fields.length == 3 && fields[1].isEmpty();
            boolean systemd = fields.length == 3 && fields[1].equals("name=systemd");
            if ((unified || systemd) && !fields[2].equals("/") && !fields[2].contains("..")) {
                String mounted = unified && patient.has("/sys/fs/cgroup/cgroup.controllers")
                        ? "/sys/fs/cgroup"
                        : "/sys/fs/cgroup/" + (unified ? "unified" : "systemd");
                String members = mounted + fields[2] + "/cgroup.procs";
                if (patient.has(members)) {
                    return Optional.of(members);
                }
            }
        }
        return Optional.empty();
    }

    private static Finding judge(Patient patient, String members, String agent) throws IOException {
        List<String> foreign = new ArrayList<>();
        for (String pid :
                patient.text(members).orElse("").lines().map(String::strip).toList()) {
            boolean known = pid.equals(agent) || !pid.matches("\\d{1,10}");
            if (!known && !parent(patient, pid).equals(agent)) {
                foreign.add(pid + " ("
                        + patient.text("/proc/" + pid + "/comm").orElse("?").strip() + ")");
            }
        }
        if (foreign.isEmpty()) {
            return Finding.pass("group.members", "nobody but the daemon is in its control group");
        }
        String named = String.join(", ", foreign.subList(0, Math.min(NAMED, foreign.size())));
        return Finding.warn(
                "group.members",
                foreign.size() + " other processes are in the daemon's control group: " + named
                        + (foreign.size() > NAMED ? ", ..." : ""),
                "processes of extensions that were started by another agent or without systemd: restart what belongs to"
                        + " them, or the VM");
    }

    /** What the daemon has just started itself is on its way to somewhere else, or ends soon. Empty: it has ended. */
    private static String parent(Patient patient, String pid) throws IOException {
        String status = patient.text("/proc/" + pid + "/status").orElse("");
        return status.lines()
                .filter(line -> line.startsWith("PPid:"))
                .map(line -> line.substring("PPid:".length()).strip())
                .findFirst()
                .orElse("");
    }
}
