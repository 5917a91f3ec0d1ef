package io.goalstated.artifact;

import java.io.IOException;

/** A package that is no usable archive: damaged, cut short, or hostile. The message says which and is fit for the status. */
final class BadArchive extends IOException {
    private static final long serialVersionUID = 1L;

    BadArchive(String message) {
        super(message);
    }
}
