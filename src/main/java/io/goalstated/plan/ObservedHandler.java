package io.goalstated.plan;

import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the disk says of one handler: every version that has a directory. Read once, before a plan is made. */
public record ObservedHandler(HandlerName name, List<ObservedVersion> versions) {
    public ObservedHandler {
        versions = List.copyOf(versions);
    }

    public static ObservedHandler absent(HandlerName name) {
        return new ObservedHandler(name, List.of());
    }

    public Optional<ObservedVersion> version(VersionNumber version) {
        return versions.stream().filter(v -> v.version().equals(version)).findFirst();
    }

    /** The newest version that is installed (spec 02 §5.4). */
    public Optional<ObservedVersion> installed() {
        return versions.stream()
                .filter(v -> v.state().isInstalled())
                .max(Comparator.comparing(ObservedVersion::version, VersionNumber.BY_AGE));
    }

    /** The newest installed version other than that one. */
    public Optional<ObservedVersion> installedBeside(VersionNumber version) {
        return new ObservedHandler(
                        name,
                        versions.stream()
                                .filter(v -> !v.version().equals(version))
                                .toList())
                .installed();
    }
}
