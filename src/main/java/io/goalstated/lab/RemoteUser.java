package io.goalstated.lab;

import java.time.Instant;

/**
 * An account that the platform asks for just in time (spec 01 §4.6). The password travels encrypted.
 *
 * @param flaw what is wrong with it, as the VM gets it
 */
public record RemoteUser(String name, String password, Instant expiration, Flaw flaw) {
    /** What a platform may get wrong. */
    public enum Flaw {
        NONE,
        /** The expiration is no date. */
        DATE,
        /** Half of the encrypted password is missing. */
        PASSWORD
    }

    public RemoteUser(String name, String password, Instant expiration) {
        this(name, password, expiration, Flaw.NONE);
    }

    public RemoteUser with(Flaw other) {
        return new RemoteUser(name, password, expiration, other);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RemoteUser[" + name + ", " + expiration + (flaw == Flaw.NONE ? "" : ", " + flaw) + "]";
    }
}
