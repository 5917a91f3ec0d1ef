package io.goalstated.disc;

import java.util.Objects;

/** An image is damaged, or holds no such file. The message repeats nothing that is on it. */
public final class UnreadableDisc extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableDisc(String reason) {
        super(reason);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
