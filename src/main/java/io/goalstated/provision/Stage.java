package io.goalstated.provision;

import java.util.Locale;

/** How far provisioning has come: each is reached once, in this order (spec 03 §2.3). A stage nothing is to be done for is passed over. */
public enum Stage {
    MEDIA,
    PROTOCOL,
    REPORTED_NOT_READY,
    HOSTNAME,
    PUBLISHED,
    USER,
    PASSWORD,
    SUDO,
    SSHD,
    PUBKEYS,
    KEYPAIRS,
    CUSTOMDATA_SAVED,
    ROOTPW,
    ENTROPY,
    HOSTKEYS,
    SSHD_RELOADED,
    MEDIA_EJECTED,
    CUSTOMDATA_EXECUTED,
    PROVISIONED,
    REPORTED_READY;

    /** After this stage every secret of the medium has been applied, and nothing needs it any more (§3.7). */
    static final Stage LAST_WITH_MEDIUM = SSHD_RELOADED;

    /** For people. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
