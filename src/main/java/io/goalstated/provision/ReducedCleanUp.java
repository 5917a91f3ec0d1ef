package io.goalstated.provision;

import io.goalstated.extension.HandlerDirectory;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a copy of a VM forgets of the original (spec 03 §9.4): leases, goal states, the key pair of its
 * transport, what extensions were told and what they said. That they are installed stays true. Blocks.
 */
final class ReducedCleanUp {
    private static final List<String> FILES = List.of(
            "HostingEnvironmentConfig.xml",
            "Incarnation",
            "partition",
            "Protocol",
            "SharedConfig.xml",
            "WireServerEndpoint",
            "published_hostname",
            "fast_track.json",
            "initial_goal_state",
            "TransportPrivate.pem",
            "TransportCert.pem",
            "waagent_rsm_update",
            "waagent_initial_update");
    private static final Pattern GOAL_STATES = Pattern.compile("(Extensions|ExtensionsConfig|GoalState)\\..*\\.xml");
    private static final String FORMER_AGENT = "WALinuxAgent";

    private final Machine machine;

    ReducedCleanUp(Machine machine) {
        this.machine = machine;
    }

    void run() throws IOException {
        new LeaseCleaner(machine).clean();
        for (Path entry : machine.disk().list(machine.lib())) {
            String name = String.valueOf(entry.getFileName());
            if (machine.disk().isDirectory(entry)) {
                if (isHandler(name)) {
                    cleanHandler(entry);
                }
            } else if (FILES.contains(name) || GOAL_STATES.matcher(name).matches()) {
                machine.disk().delete(entry);
            }
        }
        StageJournal.forget(machine);
    }

    private static boolean isHandler(String name) {
        return HandlerDirectory.parse(name)
                .filter(parts -> !parts.handler().value().equals(FORMER_AGENT))
                .isPresent();
    }

    private void cleanHandler(Path handler) throws IOException {
        Disk disk = machine.disk();
        deleteMatching(handler.resolve("status"), ".*\\.status");
        deleteMatching(handler.resolve("config"), ".*\\.settings|HandlerStatus");
        disk.delete(handler.resolve("mrseq"));
    }

    private void deleteMatching(Path directory, String names) throws IOException {
        // A link in the place of the directory leads somewhere else.
        if (!machine.disk().isDirectory(directory)) {
            return;
        }
        for (Path file : machine.disk().list(directory)) {
            if (String.valueOf(file.getFileName()).matches(names)
                    && !machine.disk().isDirectory(file)) {
                machine.disk().delete(file);
            }
        }
    }
}
