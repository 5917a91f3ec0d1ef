package io.goalstated.provision;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;

/** The metadata service of the platform, as the second source of what a fresh VM should be (spec 03 §3.10). */
@FunctionalInterface
public interface Metadata {
    /**
     * Asks once for what it knows of the whole instance. Fails with an {@link io.goalstated.wire.HttpFailure} or {@link
     * io.goalstated.wire.UnusableAnswer}.
     */
    Future<JsonNode> ask();
}
