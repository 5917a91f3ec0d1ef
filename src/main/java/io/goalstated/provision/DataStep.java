package io.goalstated.provision;

import io.goalstated.secret.Secret;
import io.vertx.core.Future;
import java.time.Duration;

/** Steps that do with custom data what the owner wants (spec 03 §4.9). */
sealed interface DataStep extends Step {
    /** A way of doing each. */
    interface Actions {
        Future<Void> saveCustomData(SaveCustomData step);

        Future<Void> executeCustomData(ExecuteCustomData step);
    }

    record SaveCustomData(Secret customData, boolean decoded) implements DataStep {
        @Override
        public Stage stage() {
            return Stage.CUSTOMDATA_SAVED;
        }

        @Override
        public String text() {
            return "save custom data" + (decoded ? ", decoded" : "");
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.saveCustomData(this);
        }
    }

    /** @param limit zero for none */
    record ExecuteCustomData(Duration limit, boolean mustSucceed) implements DataStep {
        @Override
        public Stage stage() {
            return Stage.CUSTOMDATA_EXECUTED;
        }

        @Override
        public String text() {
            return "run custom data" + (limit.isZero() ? "" : ", at most " + limit.toSeconds() + " s")
                    + (mustSucceed ? ", which must succeed" : "");
        }

        @Override
        public Future<Void> by(Step.Actions actions) {
            return actions.executeCustomData(this);
        }
    }
}
