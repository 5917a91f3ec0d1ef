package io.goalstated.provision;

import io.vertx.core.Future;

/** Steps after which the document is needed no more (spec 03 §3.7, §2.4). */
sealed interface ClosingStep extends Step {
    /** A way of doing each. */
    interface Actions {
        Future<Void> ejectMedium(EjectMedium step);

        Future<Void> finish(Finish step);
    }

    record EjectMedium() implements ClosingStep {
        @Override
        public Stage stage() {
            return Stage.MEDIA_EJECTED;
        }

        @Override
        public String text() {
            return "eject the medium, best effort";
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.ejectMedium(this);
        }
    }

    /** @param provisionGuestAgent what the document says of it */
    record Finish(String provisionGuestAgent, boolean forbidsAgent) implements ClosingStep {
        @Override
        public Stage stage() {
            return Stage.PROVISIONED;
        }

        @Override
        public String text() {
            return "note that the VM is provisioned" + (forbidsAgent ? ", and disable the agent" : "");
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.finish(this);
        }
    }
}
