package io.goalstated.daemon;

import io.goalstated.config.ExtensionKeys;
import io.goalstated.platform.Disk;
import io.goalstated.trust.DenyList;
import io.goalstated.trust.Revocations;
import io.goalstated.trust.TrustAnchors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The owner's files for judging packages: trust anchors and lists of revoked certificates (spec 04 §10.4). Blocks. */
final class TrustFiles {
    private final Setup setup;
    private final Disk disk;
    private final Path revocationLists;

    TrustFiles(Setup setup, Disk disk) {
        this.setup = setup;
        this.disk = disk;
        this.revocationLists = setup.root().resolve("/etc/goalstated/crl");
    }

    /** Those that the owner adds to the shipped ones. */
    TrustAnchors anchors() throws IOException {
        Optional<Path> own = ownAnchors();
        return own.isPresent() ? TrustAnchors.NONE.plus(disk, own.get()) : TrustAnchors.NONE;
    }

    private Optional<Path> ownAnchors() {
        return setup.configuration().get(ExtensionKeys.TRUST_ANCHORS).map(setup.root()::resolve);
    }

    Revocations revocations(DenyList denied) throws IOException {
        return Revocations.load(denied, disk, revocationLists);
    }

    /** What changes when one of the files comes, goes or becomes another. */
    String stamp() throws IOException {
        List<String> stamps = new ArrayList<>();
        add(stamps, revocationLists);
        Optional<Path> own = ownAnchors();
        if (own.isPresent()) {
            stamps.add(EntryStamp.of(own.get()));
            for (Path purpose : disk.list(own.get())) {
                add(stamps, purpose);
            }
        }
        return String.join("\n", stamps);
    }

    private void add(List<String> stamps, Path directory) throws IOException {
        stamps.add(directory + " " + EntryStamp.of(directory));
        for (Path file : disk.list(directory)) {
            stamps.add(file + " " + EntryStamp.of(file));
        }
    }
}
