package io.goalstated.lab;

import java.util.UUID;

/** How the platform calls the VM. Container and role config change when the VM moves to another host. */
record VmIdentity(String containerId, String deploymentId, int generation) {
    static VmIdentity create() {
        return new VmIdentity(UUID.randomUUID().toString(), UUID.randomUUID().toString(), 1);
    }

    VmIdentity moved() {
        return new VmIdentity(UUID.randomUUID().toString(), deploymentId, generation + 1);
    }

    String instanceId() {
        return deploymentId + "._lab";
    }

    /** The role config name; agents take the deployment from the part before the first dot. */
    String configName() {
        return deploymentId + "." + generation + "." + deploymentId + ".1._lab.1.xml";
    }
}
