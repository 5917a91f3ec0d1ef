package io.goalstated.artifact;

import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.ExtensionManifest;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.ManifestFact;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.goalstated.wire.ArtifactChannels;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
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
    private final Timers timers;
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
            Timers timers,
            Random random,
            BooleanSupplier fastTrack,
            Keeper keeper) {
        this.channels = channels;
        this.locations = locations;
        this.offload = offload;
        this.timers = timers;
        this.random = random;
        this.fastTrack = fastTrack;
        this.keeper = keeper;
    }

    @Override
    public Future<ManifestFact> manifest(HandlerGoal handler) {
        if (handler.manifestUris().isEmpty()) {
            return Future.succeededFuture(new ManifestFact.Unreachable("No manifest uri found"));
        }
        List<String> uris = new ArrayList<>(handler.manifestUris());
        Collections.shuffle(uris, random);
        return next(handler.name(), uris.iterator(), new Budget(timers));
    }

    private Future<ManifestFact> next(HandlerName handler, Iterator<String> uris, Budget budget) {
        String uri = uris.next();
        return fetch(handler, uri).recover(cause -> {
            if (!uris.hasNext()) {
                return unreachable("Failed to download the manifest of " + handler + " from all URIs. Last error: "
                        + cause.getMessage());
            }
            return budget.isSpent()
                    ? unreachable(
                            "Timeout downloading the manifest of " + handler + ". Last error: " + cause.getMessage())
                    : next(handler, uris, budget);
        });
    }

    private static Future<ManifestFact> unreachable(String reason) {
        return Future.succeededFuture(new ManifestFact.Unreachable(reason));
    }

    private Future<ManifestFact> fetch(HandlerName handler, String uri) {
        return channels.text(uri, fastTrack.getAsBoolean())
                .compose(
                        text -> offload.run(() -> ExtensionManifest.parse(text)).onSuccess(manifest -> {
                            locations.remember(handler, uri);
                            keeper.keep(handler, text);
                        }))
                .map(ManifestFact.Known::new);
    }
}
