package io.goalstated.wire;

/** The two ways to storage. */
public enum Channel {
    /** Straight to the server that the URL names. */
    DIRECT,
    /** Through the host, for VMs that cannot reach it. */
    HOST;

    Channel other() {
        return this == DIRECT ? HOST : DIRECT;
    }
}
