package io.goalstated.provision;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** How provisioning stands, and who is told of it: each change, and that extensions may run. Confined to the event loop. */
final class Standing {
    private final InstantSource clock;
    private final Consumer<ProvisioningView> audience;
    private final Promise<ProvisioningView> released = Promise.promise();
    private ProvisioningView view;

    /** @param audience told of every change */
    Standing(InstantSource clock, Consumer<ProvisioningView> audience) {
        this.clock = clock;
        this.audience = audience;
        this.view = new ProvisioningView(
                ProvisioningState.NOT_STARTED, Optional.empty(), 0, Optional.empty(), clock.instant(), false);
    }

    /** What is known now. */
    ProvisioningView view() {
        return view;
    }

    /** Ends when extensions may run, and never fails. */
    Future<ProvisioningView> released() {
        return released.future();
    }

    /** That stage is begun. */
    void reach(Stage stage, int attempt) {
        publish(new ProvisioningView(
                view.state(), Optional.of(stage), attempt, view.reason(), view.since(), view.released()));
    }

    /** Another state, or the same for another reason. One that cannot follow is a mistake of ours. */
    void become(ProvisioningState state, int attempt, Optional<String> reason) {
        if (state != view.state() && !view.state().mayBecome(state)) {
            throw new IllegalStateException(view.state() + " cannot become " + state);
        }
        boolean release = view.released() || state.releasesExtensions();
        publish(new ProvisioningView(state, view.stage(), attempt, reason, clock.instant(), release));
        if (release) {
            released.tryComplete(view);
        }
    }

    private void publish(ProvisioningView next) {
        view = next;
        audience.accept(next);
    }
}
