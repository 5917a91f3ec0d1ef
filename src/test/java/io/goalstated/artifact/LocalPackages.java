package io.goalstated.artifact;

import io.goalstated.extension.ErrorCode;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Packages that need no network: everything after the download is the real thing. */
public final class LocalPackages implements PackageSource {
    private final PackageIntake intake;
    private final Disk disk;
    private final Offload offload;
    private final Function<PackageRequest, Optional<byte[]>> store;

    /** @param store empty when the package cannot be had */
    public LocalPackages(
            PackageIntake intake, Disk disk, Offload offload, Function<PackageRequest, Optional<byte[]>> store) {
        this.intake = intake;
        this.disk = disk;
        this.offload = offload;
        this.store = store;
    }

    /** A zip of these texts, by file name. */
    public static byte[] zip(Map<String, String> files) {
        ZipBytes zip = ZipBytes.zip();
        new TreeMap<>(files).forEach(zip::file);
        return zip.bytes();
    }

    @Override
    public Future<PackageOutcome> acquire(PackageRequest request) {
        Optional<byte[]> bytes = store.apply(request);
        if (bytes.isEmpty()) {
            return Future.succeededFuture(
                    new PackageOutcome.Failed(ErrorCode.PACKAGE_DOWNLOAD, false, "no copy could be had"));
        }
        return offload.run(() -> intake.staging().open(request))
                .compose(staging -> offload.run(() -> take(request, staging, bytes.get()))
                        .eventually(() -> offload.run(() -> close(staging))))
                .otherwise(e -> e instanceof java.io.IOException
                        ? new PackageOutcome.NoRoom(String.valueOf(e.getMessage()))
                        : new PackageOutcome.Failed(ErrorCode.UNKNOWN, false, String.valueOf(e.getMessage())));
    }

    private boolean close(Path staging) {
        intake.staging().close(staging);
        return true;
    }

    private PackageOutcome take(PackageRequest request, Path staging, byte[] bytes) throws java.io.IOException {
        Path file = staging.resolve("package.zip");
        disk.fill(file, Disk.PRIVATE, channel -> channel.write(ByteBuffer.wrap(bytes)));
        return intake.take(request, file, staging)
                .match(Intake.Done::ready, bad -> bad.failed(), hopeless -> hopeless.failed(), Intake.NoRoom::outcome);
    }

    /** Removes what a killed agent left behind. Blocks. */
    public void sweep() throws java.io.IOException {
        intake.staging().sweep();
    }
}
