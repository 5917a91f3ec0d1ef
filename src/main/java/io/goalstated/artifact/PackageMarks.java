package io.goalstated.artifact;

import io.goalstated.extension.HandlerLayout;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is left on disk about the signature of an unpacked package: the record of its verdict, and the file
 * {@code package_validated} for whoever looks for WALinuxAgent's (OPS-138). Blocks.
 */
final class PackageMarks {
    private static final String MARKER = "package_validated";
    private static final int MAX_MARKER = 64 << 10;

    private final Disk disk;
    private final RecordedVerdicts verdicts;

    PackageMarks(Disk disk, Path libDirectory) {
        this.disk = disk;
        this.verdicts = new RecordedVerdicts(disk, libDirectory);
    }

    /** What was found out earlier, unless that was about another signature than the request's. */
    Optional<RecordedVerdict> recorded(PackageRequest request) throws IOException {
        return verdicts.record(request.handler(), request.version(), request.encodedSignature());
    }

    /** Whether WALinuxAgent found the bytes to be the signed ones: its marker is empty, ours is not. */
    boolean isMarkedByOther(HandlerLayout layout) throws IOException {
        return disk.readText(marker(layout), MAX_MARKER).filter(String::isEmpty).isPresent();
    }

    void leave(HandlerLayout layout, RecordedVerdict known) throws IOException {
        verdicts.write(layout.handler(), layout.version(), known);
        if (known.verdict().isFlawless()) {
            String text = SpacedJson.write(RecordedVerdicts.summary(known.verdict(), known.verifiedAt()));
            disk.write(marker(layout), text, Disk.PRIVATE);
        } else {
            disk.delete(marker(layout));
        }
    }

    void remove(HandlerLayout layout) throws IOException {
        verdicts.delete(layout.handler(), layout.version());
        disk.delete(marker(layout));
    }

    private static Path marker(HandlerLayout layout) {
        return layout.base().resolve(MARKER);
    }
}
