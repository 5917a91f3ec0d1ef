package io.goalstated.lab;

import java.util.Optional;

/** Yes-or-no traits of the platform, changed at any time with {@link FakeAzure#turn}. */
public enum Switch {
    /** vmSettings exist; off: 404, an old host (spec 01 §6.5). */
    VM_SETTINGS("vm-settings", true),
    /** A Fabric goal state appears in vmSettings too, with source {@code Fabric}. */
    FABRIC_IN_VM_SETTINGS("fabric-in-vm-settings", true),
    /** The goal state names certificates. */
    CERTIFICATES("certificates", true),
    /** The goal state has a role instance; off: the incomplete document of spec 01 §4.1. */
    ROLE_INSTANCE("role-instance", true),
    /** Stale container ids and role config names are answered with 410. */
    STRICT_CONTAINER("strict-container", true),
    /** The owner asked that extensions wait (spec 01 §4.5). */
    ON_HOLD("on-hold", false),
    /** Settings in ExtensionsConfig stand in CDATA sections. */
    CDATA("cdata", false),
    /** Goal states name a blob for the status. */
    STATUS_BLOB("status-blob", true);

    private final String label;
    private final boolean initially;

    Switch(String label, boolean initially) {
        this.label = label;
        this.initially = initially;
    }

    /** As the admin API spells it. */
    public String label() {
        return label;
    }

    boolean initially() {
        return initially;
    }

    public static Optional<Switch> labelled(String label) {
        for (Switch each : values()) {
            if (each.label.equals(label)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
