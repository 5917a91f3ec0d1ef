package io.goalstated.polling;

import io.goalstated.goalstate.ExtensionsConfig;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.GoalStateDocument;
import io.goalstated.goalstate.HostingEnvironment;
import io.goalstated.goalstate.MalformedGoalState;
import io.goalstated.goalstate.RemoteAccess;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.wire.WireServer;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that belongs to one incarnation, fetched in the order of spec 01 §14.3, but for the certificates
 * ({@link CertificateSupply}). Any failure fails the whole.
 */
final class FabricFetch {
    private static final Logger LOG = LoggerFactory.getLogger(FabricFetch.class);

    private final WireServer wireServer;
    private final CertificateDesk certificates;
    private final HoldProfile holds;
    private final Offload offload;
    private final Disk disk;
    private final Path sharedConfig;
    private final Path placeholder;

    FabricFetch(
            WireServer wireServer,
            CertificateDesk certificates,
            HoldProfile holds,
            Offload offload,
            Disk disk,
            Path library) {
        this.wireServer = wireServer;
        this.certificates = certificates;
        this.holds = holds;
        this.offload = offload;
        this.disk = disk;
        this.sharedConfig = library.resolve("SharedConfig.xml");
        this.placeholder = library.resolve("GoalState.1.xml");
    }

    /** @param texts for the history, by file name */
    record Fetched(
            GoalStateDocument document,
            ExtensionsGoalState extensions,
            Optional<HostingEnvironment> hosting,
            Optional<RemoteAccess> remoteAccess,
            Map<String, String> texts) {
        @Override
        public String toString() {
            return extensions.id();
        }
    }

    Future<Fetched> fetch(GoalStateDocument document) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("GoalState.xml", wireServer.latestText());
        return extensions(document, texts)
                .compose(extensions -> wireServer
                        .document(document.hostingEnvironment())
                        .compose(hosting -> {
                            texts.put("HostingEnvironmentConfig.xml", hosting);
                            return wireServer.document(document.sharedConfig());
                        })
                        .compose(shared -> {
                            texts.put("SharedConfig.xml", shared);
                            keep(shared);
                            return remoteAccess(document, texts);
                        })
                        .map(users -> new Fetched(document, extensions, hosting(texts), users, texts)));
    }

    private Future<ExtensionsGoalState> extensions(GoalStateDocument document, Map<String, String> texts) {
        if (document.extensionsConfig().isEmpty()) {
            return Future.succeededFuture(ExtensionsConfig.none(document.incarnation()));
        }
        return wireServer.document(document.extensionsConfig().get()).compose(text -> {
            texts.put("ExtensionsConfig.xml", text);
            try {
                return holds.apply(ExtensionsConfig.parse(document.incarnation(), text));
            } catch (MalformedGoalState e) {
                return Future.failedFuture(e);
            }
        });
    }

    /** Other software reads the one file and looks whether the other is there (spec 01 §12.1); the agent does neither. */
    private void keep(String shared) {
        Future<Void> written = offload.run(() -> {
            disk.write(sharedConfig, shared, Disk.PRIVATE);
            disk.writeLoosely(placeholder, "<xml>empty placeholder file</xml>", Disk.PRIVATE);
            return null;
        });
        written.onFailure(cause -> LOG.warn(
                "Cannot write {} or {}; reason={}", sharedConfig, placeholder.getFileName(), cause.getMessage()));
    }

    private Future<Optional<RemoteAccess>> remoteAccess(GoalStateDocument document, Map<String, String> texts) {
        if (document.remoteAccess().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return certificates.document(document.remoteAccess().get()).compose(text -> {
            texts.put("RemoteAccess.xml", text);
            try {
                return Future.succeededFuture(Optional.of(RemoteAccess.parse(text)));
            } catch (MalformedGoalState e) {
                return Future.failedFuture(e);
            }
        });
    }

    /** Only telemetry wants it, so that nothing fails for it. */
    private static Optional<HostingEnvironment> hosting(Map<String, String> texts) {
        try {
            return Optional.of(HostingEnvironment.parse(texts.getOrDefault("HostingEnvironmentConfig.xml", "")));
        } catch (MalformedGoalState e) {
            LOG.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }
}
