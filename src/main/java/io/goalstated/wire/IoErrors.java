package io.goalstated.wire;

/** How often a connection failed, by whom it led to; told now and then, and counted anew (spec 01 §2.2). */
public final class IoErrors {
    private final Endpoints endpoints;
    private int hostPlugin;
    private int protocol;
    private int other;

    IoErrors(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    void count(Target target) {
        switch (Party.of(target, endpoints)) {
            case HOST_PLUGIN -> hostPlugin++;
            case WIRE_SERVER -> protocol++;
            case METADATA, STORAGE -> other++;
        }
    }

    /** {@code hostplugin:<n>;protocol:<n>;other:<n>}, or nothing when all are zero. Counting begins anew. */
    public String take() {
        String text = hostPlugin + protocol + other == 0
                ? ""
                : "hostplugin:" + hostPlugin + ";protocol:" + protocol + ";other:" + other;
        hostPlugin = 0;
        protocol = 0;
        other = 0;
        return text;
    }
}
