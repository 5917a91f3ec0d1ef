package io.goalstated.account;

import java.util.Objects;

/** An account cannot be made what it should be. The message names no secret. */
public final class AccountFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    private AccountFailure(String reason, boolean refused) {
        super(reason);
        this.refused = refused;
    }

    /** It must not be done, however often it is tried. */
    public static AccountFailure refused(String reason) {
        return new AccountFailure(reason, true);
    }

    /** A program or a file did not do what it should. */
    public static AccountFailure failed(String reason) {
        return new AccountFailure(reason, false);
    }

    public boolean isRefused() {
        return refused;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
