package io.goalstated.artifact;

import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.ExtensionManifest;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.ManifestFact;
import io.goalstated.platform.Offload;
import io.goalstated.wire.ArtifactChannels;
import io.goalstated.wire.OutOfTime;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Fetches extension manifests (spec 01 §9.2): from the URIs in random order, each over both channels, until one gives a
 * manifest. Used on the event loop.
 */
public final class ManifestFetcher implements ManifestSource {
    private final ArtifactChannels channels;
    private final ManifestLocations locations;
    private final Offload offload;
    private final Random random;
    private final BooleanSupplier fastTrack;
    private final Keeper keeper;

    /** Gets each manifest's text, for instance to keep it beside the goal state's documents. */
    @FunctionalInterface
    public interface Keeper {
        Keeper NONE = (handler, text) -> {};

        void keep(HandlerName handler, String text);
    }

    /** @param fastTrack whether the current goal state came by Fast Track: then the host is to verify what it fetches */
    public ManifestFetcher(
            ArtifactChannels channels,
            ManifestLocations locations,
            Offload offload,
            Random random,
            BooleanSupplier fastTrack,
            Keeper keeper) {
        this.channels = channels;
        this.locations = locations;
        this.offload = offload;
        this.random = random;
        this.fastTrack = fastTrack;
        this.keeper = keeper;
    }

    @Override
    public Future<ManifestFact> manifest(HandlerGoal handler) {
        return manifest(handler, fastTrack.getAsBoolean());
    }

    Future<ManifestFact> manifest(HandlerGoal handler, boolean verify) {
        if (handler.manifestUris().isEmpty()) {
            return Future.succeededFuture(new ManifestFact.Unreachable("No manifest uri found"));
        }
        List<String> uris = new ArrayList<>(handler.manifestUris());
        Collections.shuffle(uris, random);
        return channels.document(uris, verify, (uri, text) -> read(handler.name(), uri, text))
                .<ManifestFact>map(ManifestFact.Known::new)
                .otherwise(cause -> unreachable(handler.name(), cause));
    }

    /** Fails when it is no manifest. */
    private Future<ExtensionManifest> read(HandlerName handler, String uri, String text) {
        return offload.run(() -> ExtensionManifest.parse(text)).onSuccess(manifest -> {
            locations.remember(handler, uri);
            keeper.keep(handler, text);
        });
    }

    private static ManifestFact unreachable(HandlerName handler, Throwable cause) {
        String what = cause instanceof OutOfTime
                ? "Timeout downloading the manifest of " + handler
                : "Failed to download the manifest of " + handler + " from all URIs";
        return new ManifestFact.Unreachable(what + ". Last error: " + cause.getMessage());
    }
}
