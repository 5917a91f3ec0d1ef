package io.goalstated.platform;

/** Stands for a kill: no clean-up catches it. */
final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    /** A disk that is killed before the first step of that name. */
    static Disk before(String operation) {
        return new Disk((step, path) -> {
            if (step.equals(operation)) {
                throw new Killed();
            }
        });
    }
}
