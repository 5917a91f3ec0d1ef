package io.goalstated.provision;

import io.vertx.core.Future;

/** Steps that name the machine (spec 03 §4.1, §4.2). */
sealed interface NameStep extends Step {
    /** A way of doing each. */
    interface Actions {
        Future<Void> setHostName(SetHostName step);

        Future<Void> publishHostName(PublishHostName step);
    }

    record SetHostName(HostName name) implements NameStep {
        @Override
        public Stage stage() {
            return Stage.HOSTNAME;
        }

        @Override
        public String text() {
            return "set host name " + name;
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.setHostName(this);
        }
    }

    record PublishHostName(HostName name) implements NameStep {
        @Override
        public Stage stage() {
            return Stage.PUBLISHED;
        }

        @Override
        public String text() {
            return "publish host name " + name + " by DHCP, best effort";
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.publishHostName(this);
        }
    }
}
