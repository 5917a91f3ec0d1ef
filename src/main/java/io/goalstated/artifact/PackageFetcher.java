package io.goalstated.artifact;

import io.goalstated.platform.Offload;
import io.goalstated.wire.ArtifactChannels;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Downloads packages and hands them to the intake (spec 02 §12). Used on the event loop. */
public final class PackageFetcher implements PackageSource {
    private final ArtifactChannels channels;
    private final ManifestLocations manifests;
    private final PackageIntake intake;
    private final Offload offload;
    private final Random random;

    public PackageFetcher(
            ArtifactChannels channels,
            ManifestLocations manifests,
            PackageIntake intake,
            Offload offload,
            Random random) {
        this.channels = channels;
        this.manifests = manifests;
        this.intake = intake;
        this.offload = offload;
        this.random = random;
    }

    /** Removes what a killed agent left behind, and what was kept beyond its time. Once, at start, before the first {@link #acquire}. Blocks. */
    public void sweep() throws IOException {
        intake.staging().sweep();
        intake.trimKept();
    }

    @Override
    public Future<PackageStanding> standing(PackageRequest request) {
        return offload.run(() -> intake.standing(request));
    }

    @Override
    public Future<PackageOutcome> acquire(PackageRequest request) {
        List<String> uris = new ArrayList<>(request.uris());
        Collections.shuffle(uris, random);
        return new Acquisition(request, uris, channels, manifests, intake, offload).run();
    }
}
