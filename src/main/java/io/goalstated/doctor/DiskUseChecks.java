package io.goalstated.doctor;

import io.goalstated.extension.HandlerDirectory;
import io.goalstated.extension.PackageName;
import io.goalstated.platform.FileStamp;
import io.goalstated.platform.HeldTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What each extension takes of the disk, packages and logs alike, and what nobody uses any more (spec 04 OPS-62). Only what the
 * agent's own directories hold: what an extension has put elsewhere is its own affair.
 */
final class DiskUseChecks implements Check {
    private static final long MUCH = 2L << 30;
    private static final int MAX_FILES = 200_000;
    private static final int NAMED = 5;
    private static final String FORMER_AGENT = "WALinuxAgent";

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        Map<String, Long> taken = new TreeMap<>();
        List<String> unused = new ArrayList<>();
        for (Path entry : patient.disk().list(patient.library())) {
            String name = entry.getFileName().toString();
            Optional<String> handler = handler(name);
            if (handler.isPresent()) {
                taken.merge(handler.get(), size(patient, entry), Long::sum);
                if (isUnused(patient, entry)) {
                    unused.add(name);
                }
            }
        }
        for (Path entry : patient.disk().list(patient.logs())) {
            String name = entry.getFileName().toString();
            if (taken.containsKey(name) && patient.disk().isDirectory(entry)) {
                taken.merge(name, size(patient, entry), Long::sum);
            }
        }
        return List.of(space(taken), leftovers(unused));
    }

    /** Whose directory or package that is, by its name. */
    private static Optional<String> handler(String name) {
        return HandlerDirectory.parse(name)
                .or(() -> PackageName.parse(name).map(PackageName::directory))
                .map(directory -> directory.handler().value())
                .filter(handler -> !handler.equals(FORMER_AGENT));
    }

    private static long size(Patient patient, Path entry) throws IOException {
        if (!patient.disk().isDirectory(entry)) {
            return patient.disk().stamp(entry).map(FileStamp::size).orElse(0L);
        }
        return new HeldTree(patient.disk(), entry)
                .files(MAX_FILES).stream()
                        .mapToLong(file -> file.stamp().size())
                        .sum();
    }

    /** A package whose extension is unpacked, or a directory of which the agent knows nothing. */
    private static boolean isUnused(Patient patient, Path entry) {
        return !patient.disk().isDirectory(entry)
                || !(patient.disk().exists(entry.resolve("config/HandlerState"))
                        || patient.disk().exists(entry.resolve("config/HandlerStatus")));
    }

    private static Finding space(Map<String, Long> taken) {
        long sum = taken.values().stream().mapToLong(Long::longValue).sum();
        List<String> largest = taken.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(NAMED)
                .map(use -> use.getKey() + " " + megabytes(use.getValue()))
                .toList();
        String evidence = taken.isEmpty()
                ? "there are no extensions"
                : taken.size() + " extensions take " + megabytes(sum) + ": " + String.join(", ", largest)
                        + (taken.size() > NAMED ? ", ..." : "");
        return taken.values().stream().allMatch(bytes -> bytes < MUCH)
                ? Finding.pass("extensions.space", evidence)
                : Finding.warn(
                        "extensions.space",
                        evidence,
                        "look at what the largest one keeps: du -ax <its directory> | sort -n; logs go by Extension.LogMaxMB");
    }

    private static String megabytes(long bytes) {
        return ((bytes + (1 << 20) - 1) >> 20) + " MB";
    }

    private static Finding leftovers(List<String> unused) {
        return unused.isEmpty()
                ? Finding.pass("extensions.leftovers", "nothing is left of former extensions")
                : Finding.warn(
                        "extensions.leftovers",
                        "not in use: " + String.join(", ", unused.subList(0, Math.min(NAMED, unused.size())))
                                + (unused.size() > NAMED ? ", ..." : ""),
                        "remove what you did not put there: packages of former agents, directories without a state");
    }
}
