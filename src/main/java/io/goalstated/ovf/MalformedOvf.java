package io.goalstated.ovf;

import java.util.Objects;

/** A provisioning document cannot be used. The message goes to the platform and repeats nothing of the document's content. */
public final class MalformedOvf extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedOvf(String reason) {
        super(reason);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
