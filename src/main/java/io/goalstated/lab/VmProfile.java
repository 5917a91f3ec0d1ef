package io.goalstated.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import java.util.List;

/**
 * What a VM was ordered as, as the metadata service tells it (spec 03 §3.10). Empty texts: it was not ordered with a user, but made of
 * a disk that another VM had.
 *
 * @param publicKeys lines as in {@code authorized_keys}
 * @param hasCustomData whether the provisioning document holds custom data
 * @param poolType the kind of pool that the VM waits in; {@code None} for an ordinary VM
 */
public record VmProfile(
        String userName,
        String hostName,
        String disablePasswordAuthentication,
        List<String> publicKeys,
        boolean hasCustomData,
        String poolType) {
    /** That of a VM which nothing is known of. */
    public static final VmProfile NONE = new VmProfile("", "", "", List.of(), false, "None");

    public VmProfile {
        publicKeys = List.copyOf(publicKeys);
    }

    /** A VM that its user reaches by keys only. */
    public static VmProfile of(String userName, String hostName, String... publicKeys) {
        return new VmProfile(userName, hostName, "true", List.of(publicKeys), false, "None");
    }

    /** One with a password, which is not told. */
    public VmProfile withPassword() {
        return new VmProfile(userName, hostName, "false", publicKeys, hasCustomData, poolType);
    }

    public VmProfile withCustomData() {
        return new VmProfile(userName, hostName, disablePasswordAuthentication, publicKeys, true, poolType);
    }

    static VmProfile read(Fields fields) throws BadInput {
        VmProfile profile = new VmProfile(
                fields.optionalText("adminUsername").orElse(""),
                fields.optionalText("computerName").orElse(""),
                fields.optionalText("disablePasswordAuthentication").orElse(""),
                fields.texts("publicKeys"),
                fields.flag("hasCustomData", false),
                fields.optionalText("ppsType").orElse("None"));
        fields.rejectOthers();
        return profile;
    }

    /** Adds its part to what is told of the VM. */
    void tell(ObjectNode compute) {
        compute.putObject("osProfile")
                .put("adminUsername", userName)
                .put("computerName", hostName)
                .put("disablePasswordAuthentication", disablePasswordAuthentication);
        var keys = compute.putArray("publicKeys");
        for (String key : publicKeys) {
            keys.addObject().put("keyData", key).put("path", "/home/" + userName + "/.ssh/authorized_keys");
        }
    }

    /** What is told only to who asks for more. */
    ObjectNode extension() {
        ObjectNode extension = Json.object();
        extension.putObject("compute").put("hasCustomData", hasCustomData).put("ppsType", poolType);
        return extension;
    }
}
