package io.goalstated.doctor;

import io.goalstated.extension.HandlerDirectory;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.HandlerStatus;
import io.goalstated.extension.HandlerStatusFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the agent has last said of each extension on this VM (spec 04 OPS-62). */
final class ExtensionChecks implements Check {
    private static final int MAX_BYTES = 1 << 20;
    private static final int LONGEST_MESSAGE = 160;

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        List<String> unwell = new ArrayList<>();
        int well = 0;
        for (Path directory : patient.disk().list(patient.library())) {
            Optional<HandlerStatus> status = status(patient, directory);
            if (status.filter(known -> known.status().equals(HandlerStatus.READY))
                    .isPresent()) {
                well++;
            } else {
                status.map(ExtensionChecks::words).ifPresent(unwell::add);
            }
        }
        return List.of(
                unwell.isEmpty()
                        ? Finding.pass("extensions.health", well + " extensions, and nothing is wrong with any")
                        : Finding.warn(
                                "extensions.health",
                                unwell.size() + " of " + (unwell.size() + well) + " extensions are not ready: "
                                        + String.join("; ", unwell),
                                "look at: goalstated status, and /var/log/azure/<extension>/CommandExecution.log"));
    }

    /** Of what is no handler, or of a version that is there no more but for its directory, nothing is said. */
    private static Optional<HandlerStatus> status(Patient patient, Path directory) throws IOException {
        Path config = directory.resolve("config");
        if (HandlerDirectory.parse(String.valueOf(directory.getFileName())).isEmpty()
                || !patient.disk().isDirectory(config)) {
            return Optional.empty();
        }
        Optional<HandlerStatus> status = patient.disk()
                .readText(config.resolve("HandlerStatus"), MAX_BYTES)
                .flatMap(HandlerStatusFile::read);
        boolean installed = patient.disk()
                .readText(config.resolve("HandlerState"), MAX_BYTES)
                .map(HandlerState::parse)
                .filter(HandlerState::isInstalled)
                .isPresent();
        return status.filter(known -> installed || !known.status().equals(HandlerStatus.READY));
    }

    private static String words(HandlerStatus status) {
        String message = status.message().orElse("").replaceAll("\\s+", " ").strip();
        String cut = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) + "..." : message;
        return status.name().value() + " " + status.version().text() + " (" + status.code() + ")"
                + (cut.isEmpty() ? "" : " " + cut);
    }
}
