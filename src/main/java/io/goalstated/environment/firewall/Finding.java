package io.goalstated.environment.firewall;

/**
 * How the rules in force compare with those wanted.
 *
 * @param state what there is of ours
 * @param detail what is wrong, for people; empty when nothing is
 */
record Finding(State state, String detail) {
    enum State {
        /** All there, in order, and nothing of ours besides. */
        RIGHT,
        /** Nothing of ours is there. */
        ABSENT,
        /** Some of ours is there, or all in the wrong order: to be put right at once. */
        WRONG
    }

    static final Finding RIGHT = new Finding(State.RIGHT, "");

    static Finding absent(String what) {
        return new Finding(State.ABSENT, what);
    }

    static Finding wrong(String what) {
        return new Finding(State.WRONG, what);
    }

    boolean isRight() {
        return state == State.RIGHT;
    }
}
