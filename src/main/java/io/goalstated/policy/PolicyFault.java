package io.goalstated.policy;

/** Leaves the reading of a policy with the detail that the owner is shown; caught where the reading began. */
final class PolicyFault extends Exception {
    private static final long serialVersionUID = 1L;

    PolicyFault(String detail) {
        super(detail);
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
