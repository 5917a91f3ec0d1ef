package io.goalstated.goalstate;

import io.goalstated.extension.VersionNumber;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The list of packages that a publisher offers for one handler (spec 01 §9.1). */
public record ExtensionManifest(List<Release> releases) {
    /**
     * One version.
     *
     * @param uris where its zip can be had; may be empty
     * @param internal listed under {@code InternalPlugins}; chosen like any other
     */
    public record Release(VersionNumber version, List<String> uris, boolean internal) {
        public Release {
            uris = List.copyOf(uris);
        }
    }

    public ExtensionManifest {
        releases = List.copyOf(releases);
    }

    /** The newest package that satisfies the request (spec 01 §9.2); of equally new ones the last listed. */
    public Optional<Release> choose(VersionNumber requested) {
        return releases.stream()
                .filter(p -> p.version().satisfies(requested))
                .sorted(Comparator.comparing(Release::version, VersionNumber.BY_AGE))
                .reduce((older, newer) -> newer);
    }
}
