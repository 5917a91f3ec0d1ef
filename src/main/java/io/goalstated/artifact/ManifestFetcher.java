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
import java.util.Optional;
import java.util.Random;

/**
 * Fetches extension manifests (spec 01 §9.2): from the URIs in random order, each over both channels, until one gives a
 * manifest. Used on the event loop.
 */
public final class ManifestFetcher {
    private final ArtifactChannels channels;
    private final ManifestLocations locations;
    private final Offload offload;
    private final Random random;

    /** @param text that the manifest was read from; empty when it could not be had */
    record Fetched(ManifestFact fact, Optional<String> text) {}

    public ManifestFetcher(ArtifactChannels channels, ManifestLocations locations, Offload offload, Random random) {
        this.channels = channels;
        this.locations = locations;
        this.offload = offload;
        this.random = random;
    }

    /**
     * What cannot be had is a fact, never a failed future.
     *
     * @param verify whether the host is to verify what it fetches, as it does for goal states of Fast Track
     */
    Future<Fetched> fetch(HandlerGoal handler, boolean verify) {
        if (handler.manifestUris().isEmpty()) {
            return Future.succeededFuture(unreachable("No manifest uri found"));
        }
        List<String> uris = new ArrayList<>(handler.manifestUris());
        Collections.shuffle(uris, random);
        return channels.document(uris, verify, (uri, text) -> read(handler.name(), uri, text))
                .otherwise(cause -> unreachable(handler.name(), cause));
    }

    /** Fails when it is no manifest. */
    private Future<Fetched> read(HandlerName handler, String uri, String text) {
        return offload.run(() -> ExtensionManifest.parse(text)).map(manifest -> {
            locations.remember(handler, uri);
            return new Fetched(new ManifestFact.Known(manifest), Optional.of(text));
        });
    }

    private static Fetched unreachable(HandlerName handler, Throwable cause) {
        String what = cause instanceof OutOfTime
                ? "Timeout downloading the manifest of " + handler
                : "Failed to download the manifest of " + handler + " from all URIs";
        return unreachable(what + ". Last error: " + cause.getMessage());
    }

    private static Fetched unreachable(String reason) {
        return new Fetched(new ManifestFact.Unreachable(reason), Optional.empty());
    }
}
