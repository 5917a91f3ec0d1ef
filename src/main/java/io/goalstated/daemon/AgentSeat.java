package io.goalstated.daemon;

import io.goalstated.platform.Disk;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one agent sits at a time. One that learns that the wireserver is at another address gives way to a successor that knows it
 * from the start; commands of extensions run on meanwhile, as at any restart. On the event loop.
 */
final class AgentSeat {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSeat.class);

    private final Vertx vertx;
    private final Runnable end;
    private Future<Agent> agent = Future.failedFuture("there is no agent yet");
    private boolean changing;
    private boolean stopped;

    /** @param end ends the process in order, as a signal does */
    AgentSeat(Vertx vertx, Runnable end) {
        this.vertx = vertx;
        this.end = end;
    }

    /** Fails when the agent cannot start. */
    Future<Void> take(Setup setup) {
        changing = false;
        agent = Agent.start(vertx, setup, new Disk(), view -> {}, new Agent.Superior() {
            @Override
            public void wireServerIsAt(String address) {
                giveWay(setup.with(address));
            }

            @Override
            public void outgrown(String reason) {
                end.run();
            }
        });
        return agent.mapEmpty();
    }

    private void giveWay(Setup next) {
        if (changing || stopped) {
            return;
        }
        changing = true;
        LOG.warn(
                "The network says that the wireserver is elsewhere; endpoint={}",
                next.endpoints().wireServer());
        agent.compose(Agent::close)
                .eventually(() -> stopped ? Future.succeededFuture() : take(next))
                .onFailure(cause -> LOG.error("the agent cannot start again: {}", cause.getMessage()));
    }

    void reconfigured() {
        agent.onSuccess(Agent::reconfigured);
    }

    Future<Void> stop() {
        stopped = true;
        return agent.succeeded() ? agent.result().stop() : Future.succeededFuture();
    }
}
