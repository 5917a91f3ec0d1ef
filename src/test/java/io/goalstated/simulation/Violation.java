package io.goalstated.simulation;

/** A rule that was broken. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String rule;

    /** @param rule names what must hold, the same for every way of breaking it */
    Violation(String rule, String details) {
        super(rule + ": " + details);
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
