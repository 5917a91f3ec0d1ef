package io.goalstated.lab;

import java.util.Optional;

/** The four servers of the platform that a VM talks to. */
public enum Server {
    /** 168.63.129.16:80. */
    WIRE("wire"),
    /** 168.63.129.16:32526. */
    HOST_PLUGIN("host-plugin"),
    /** Azure storage: manifests, packages, status blobs. */
    BLOB("blob"),
    /** 169.254.169.254:80. */
    IMDS("imds");

    private final String label;

    Server(String label) {
        this.label = label;
    }

    /** As options and the admin API spell it. */
    public String label() {
        return label;
    }

    public static Optional<Server> labelled(String label) {
        for (Server server : values()) {
            if (server.label.equals(label)) {
                return Optional.of(server);
            }
        }
        return Optional.empty();
    }
}
