package io.goalstated.lab;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The URLs that the platform writes into its documents; all of them lead back to its own servers. */
record Links(Addresses addresses, Platform platform) {
    static final String STATUS_PATH = "/$system/lab.status";
    static final String PROFILE_PATH = "/$system/lab.vmSettings";
    static final String AGENT_MANIFEST_PATH = "/manifests/agent.xml";

    /** Proves nothing; its presence is what the blob store checks. */
    private static final String SHARED_ACCESS =
            "?sv=2018-03-28&sr=b&sk=system-1&sig=lab%2fsecret%3d&se=9999-01-01T00%3a00%3a00Z&sp=";

    String config(String type, int incarnation) {
        return document("config&type=" + type, incarnation);
    }

    String certificates(int incarnation) {
        return document("certificates", incarnation);
    }

    String remoteAccess(int incarnation) {
        return document("remoteaccessinfo", incarnation);
    }

    String status() {
        return addresses.blob().url() + STATUS_PATH + SHARED_ACCESS + "w";
    }

    String profile() {
        return addresses.blob().url() + PROFILE_PATH + SHARED_ACCESS + "r";
    }

    String manifest(String handler) {
        return addresses.blob().url() + "/manifests/" + handler + ".xml";
    }

    String failoverManifest(String handler) {
        return addresses.blob().url() + "/failover/" + handler + ".xml";
    }

    String agentManifest() {
        return addresses.blob().url() + AGENT_MANIFEST_PATH;
    }

    /** Two copies of each package, so that there is something to fall back to. */
    String packageCopy(String directory, String handler, String version) {
        return addresses.blob().url() + "/" + directory + "/" + handler + "__" + version + ".zip";
    }

    /** The documents of a goal state are addressed by container and instance; those of an old container are gone. */
    private String document(String what, int incarnation) {
        VmIdentity vm = platform.identity();
        return addresses.wire().url() + "/machine/" + vm.containerId() + "/"
                + URLEncoder.encode(vm.instanceId(), StandardCharsets.UTF_8) + "?comp=" + what + "&incarnation="
                + incarnation;
    }
}
