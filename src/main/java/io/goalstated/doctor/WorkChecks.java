package io.goalstated.doctor;

import io.goalstated.config.AgentKeys;
import io.goalstated.platform.FileStamp;
import io.goalstated.platform.HeldTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the daemon's work goes on: commands come to an end, events get away, nothing piles up (spec 04 OPS-62). */
final class WorkChecks implements Check {
    /** The longest that a command of an extension may take is an hour and a half. */
    private static final Duration COMMAND_AGE = Duration.ofHours(2);
    /** Of the 16 MiB that are kept. */
    private static final long MANY_EVENTS = 12L << 20;
    /** A process that has just ended is one for a moment. */
    private static final int MANY_ZOMBIES = 5;
    /** Of the 1024 that the unit allows. */
    private static final int MANY_DESCRIPTORS = 800;

    private static final int MAX_FILES = 10_000;
    private static final int NAMED = 3;

    private final InstantSource clock;

    WorkChecks(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        List<Finding> findings = new ArrayList<>(List.of(commands(patient), events(patient)));
        Optional<String> daemon = patient.text(patient.wants(AgentKeys.PID_FILE))
                .map(String::strip)
                .filter(pid -> pid.matches("\\d{1,10}"));
        if (daemon.isEmpty()) {
            findings.add(Finding.skip("daemon.process", "no daemon has left its number"));
        } else if (!patient.has("/proc/" + daemon.get())) {
            findings.add(Finding.warn(
                    "daemon.process",
                    "process " + daemon.get() + " of the daemon is gone, and nobody has taken its number away",
                    "systemctl start goalstated"));
        } else {
            findings.add(Finding.pass("daemon.process", "process " + daemon.get()));
            findings.add(zombies(patient, daemon.get()));
            findings.add(descriptors(patient, daemon.get()));
        }
        return findings;
    }

    private Finding commands(Patient patient) throws IOException {
        Instant old = clock.instant().minus(COMMAND_AGE);
        List<String> late = new ArrayList<>();
        for (Path operation : patient.disk().list(patient.library().resolve("goalstated/operations"))) {
            Optional<Instant> begun =
                    patient.disk().stamp(operation.resolve("claim")).map(FileStamp::modified);
            if (begun.filter(old::isAfter).isPresent() && !patient.disk().exists(operation.resolve("exit"))) {
                late.add(operation.getFileName() + " since " + begun.get());
            }
        }
        return late.isEmpty()
                ? Finding.pass("work.commands", "no command of an extension takes longer than it may")
                : Finding.warn(
                        "work.commands",
                        late.size() + " commands of extensions should be over: "
                                + String.join(", ", late.subList(0, Math.min(NAMED, late.size()))),
                        "look at what they do, then restart the daemon: systemctl restart goalstated");
    }

    private static Finding events(Patient patient) throws IOException {
        long bytes = new HeldTree(patient.disk(), patient.library().resolve("goalstated/telemetry"))
                .files(MAX_FILES).stream()
                        .mapToLong(file -> file.stamp().size())
                        .sum();
        String evidence = (bytes >> 10) + " KB of events wait to be sent";
        return bytes < MANY_EVENTS
                ? Finding.pass("work.events", evidence)
                : Finding.warn(
                        "work.events",
                        evidence + "; the oldest are thrown away soon",
                        "find out why the wireserver does not take them: grep -i telemetry /var/log/waagent.log");
    }

    private static Finding zombies(Patient patient, String daemon) throws IOException {
        int zombies = 0;
        for (Path process : patient.disk().list(patient.root().resolve("/proc"))) {
            String number = process.getFileName().toString();
            String stat = number.matches("\\d{1,10}")
                    ? patient.text("/proc/" + number + "/stat").orElse("")
                    : "";
            // The name in parentheses may hold anything; the fields follow the last one.
            zombies += stat.substring(stat.lastIndexOf(')') + 1).startsWith(" Z " + daemon + " ") ? 1 : 0;
        }
        String evidence = zombies + " ended processes wait for the daemon to hear of it";
        return zombies < MANY_ZOMBIES
                ? Finding.pass("daemon.zombies", evidence)
                : Finding.warn("daemon.zombies", evidence, "systemctl restart goalstated, and report it with the log");
    }

    private static Finding descriptors(Patient patient, String daemon) throws IOException {
        int open = patient.disk()
                .list(patient.root().resolve("/proc/" + daemon + "/fd"))
                .size();
        String evidence = open + " files and connections are open";
        return open < MANY_DESCRIPTORS
                ? Finding.pass("daemon.descriptors", evidence)
                : Finding.warn(
                        "daemon.descriptors", evidence, "systemctl restart goalstated, and report it with the log");
    }
}
