package io.goalstated.artifact;

import io.goalstated.artifact.PackageOutcome.Failed;

/** Tells the download that what it brought is not the package, so that it looks elsewhere. */
final class BadContent extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failed failed;

    BadContent(Failed failed) {
        super(failed.message());
        this.failed = failed;
    }

    Failed failed() {
        return failed;
    }
}
