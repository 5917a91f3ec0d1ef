package io.goalstated.provision;

import io.vertx.core.Future;

/** One step of a plan: what is to be done, as a value (spec 03 §4). Each may be done again and leaves the same. */
sealed interface Step permits NameStep, AccountStep, SshStep, DataStep, ClosingStep {
    /** What is reached when it is done. */
    Stage stage();

    /** For people, without secrets. */
    String text();

    /** Does the step. The future fails with a {@link ProvisioningFailure} when it cannot be done. */
    Future<Void> by(Actions actions);

    /** A way of doing each. */
    interface Actions
            extends NameStep.Actions, AccountStep.Actions, SshStep.Actions, DataStep.Actions, ClosingStep.Actions {}
}
