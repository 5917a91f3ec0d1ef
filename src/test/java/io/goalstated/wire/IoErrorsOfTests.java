package io.goalstated.wire;

/** Connections that never fail. */
public final class IoErrorsOfTests {
    private IoErrorsOfTests() {}

    public static IoErrors none() {
        return new IoErrors(Endpoints.known());
    }
}
