package io.goalstated.lab;

import java.time.Instant;

/** An account that the platform asks for just in time (spec 01 §4.6). The password travels encrypted. */
public record RemoteUser(String name, String password, Instant expiration) {
    /** Without the password. */
    @Override
    public String toString() {
        return "RemoteUser[" + name + ", " + expiration + "]";
    }
}
