package io.goalstated.daemon;

import io.goalstated.provision.HealthReporter;
import io.goalstated.wire.Health;
import io.goalstated.wire.WireServer;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a report on provisioning (spec 03 §6.1, §6.2): the wire protocol, or the JSON endpoint where the owner wants it. A
 * failure that comes before any goal state could be read goes to the JSON endpoint, and to the wire as soon as that can be.
 * Confined to the event loop.
 */
final class ProvisioningReports implements HealthReporter.Platform {
    private static final Logger LOG = LoggerFactory.getLogger(ProvisioningReports.class);

    private final WireServer wireServer;
    private final boolean json;
    private final String agent;
    private boolean toldByJson;

    /**
     * Reports to that server.
     *
     * @param json whether the JSON endpoint is used always
     * @param agent name and version
     */
    ProvisioningReports(WireServer wireServer, boolean json, String agent) {
        this.wireServer = wireServer;
        this.json = json;
        this.agent = agent;
    }

    @Override
    public Future<Void> send(Health health) {
        if (json) {
            return wireServer.reportAsJson(health, agent);
        }
        return wireServer
                .report(health)
                .recover(cause -> tellOtherwise(health).transform(told -> {
                    // The wire is still owed the report.
                    return Future.failedFuture(cause);
                }));
    }

    private Future<Void> tellOtherwise(Health health) {
        boolean isFailure = health.problem()
                .filter(problem -> problem.subStatus().equals("ProvisioningFailed"))
                .isPresent();
        if (!isFailure || toldByJson || wireServer.latest().isPresent()) {
            return Future.succeededFuture();
        }
        return wireServer
                .reportAsJson(health, agent)
                .onSuccess(told -> toldByJson = true)
                .onFailure(cause -> LOG.warn("The other way of reporting failed too; reason={}", cause.getMessage()));
    }
}
