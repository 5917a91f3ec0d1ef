package io.goalstated.event;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What every event says of where it comes from (spec 01 §3.10). What is not known yet is sent as a marker, so that the
 * table's columns are always there.
 *
 * @param agentVersion as reported to the platform
 * @param containerId of the latest goal state; empty before the first
 */
public record CommonParameters(
        String agentVersion,
        Machine machine,
        Optional<String> containerId,
        Optional<Tenancy> tenancy,
        Optional<Placement> placement) {
    private static final String NO_CONTAINER = "00000000-0000-0000-0000-000000000000";

    /** Loaded with the first event that is sent, not with the agent. */
    private static final class Timestamp {
        private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                        "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
    }

    /**
     * @param osVersion {@code Linux:<distribution>-<version>-<code name>:<kernel>}
     * @param ram in MB
     * @param architecture for instance {@code x86_64}
     */
    public record Machine(String osVersion, long ram, int processors, String architecture) {}

    /** What the goal state calls this VM. */
    public record Tenancy(String tenantName, String roleName, String roleInstanceName) {}

    /** What the instance metadata say; the image's origin as spec 01 §11 numbers it. */
    public record Placement(
            String location, String subscriptionId, String resourceGroupName, String vmId, int imageOrigin) {}

    /** When nothing else is known. */
    public static CommonParameters of(String agentVersion) {
        Machine unknown = new Machine("OSVersion_UNINITIALIZED", 0, 0, "unknown");
        return new CommonParameters(agentVersion, unknown, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public CommonParameters in(String container, Tenancy vm) {
        return new CommonParameters(agentVersion, machine, Optional.of(container), Optional.of(vm), placement);
    }

    public CommonParameters on(Machine computer) {
        return new CommonParameters(agentVersion, computer, containerId, tenancy, placement);
    }

    public CommonParameters at(Placement place) {
        return new CommonParameters(agentVersion, machine, containerId, tenancy, Optional.of(place));
    }

    /** @param extensionType of events about operations, which alone have it */
    List<Parameter> of(Moment moment, Optional<String> extensionType) {
        List<Parameter> all = new ArrayList<>();
        all.add(Parameter.of("GAVersion", AgentEvent.AGENT + "-" + agentVersion));
        all.add(Parameter.of("ContainerId", containerId.orElse(NO_CONTAINER)));
        all.add(Parameter.of("OpcodeName", Timestamp.MICROSECONDS.format(moment.time())));
        all.add(Parameter.of("EventTid", moment.thread()));
        all.add(Parameter.of("EventPid", moment.process()));
        all.add(Parameter.of("TaskName", moment.task()));
        extensionType.ifPresent(type -> {
            all.add(Parameter.of("ExtensionType", type));
            all.add(Parameter.of("IsInternal", false));
        });
        all.add(Parameter.of("OSVersion", machine.osVersion()));
        all.add(Parameter.of("ExecutionMode", "IAAS"));
        all.add(Parameter.of("RAM", machine.ram()));
        all.add(Parameter.of("Processors", machine.processors()));
        all.add(Parameter.of("KeywordName", "{\"CpuArchitecture\": \"" + machine.architecture() + "\"}"));
        addNames(all);
        return all;
    }

    private void addNames(List<Parameter> all) {
        text(all, "TenantName", tenancy.map(Tenancy::tenantName));
        text(all, "RoleName", tenancy.map(Tenancy::roleName));
        text(all, "RoleInstanceName", tenancy.map(Tenancy::roleInstanceName));
        text(all, "Location", placement.map(Placement::location));
        text(all, "SubscriptionId", placement.map(Placement::subscriptionId));
        text(all, "ResourceGroupName", placement.map(Placement::resourceGroupName));
        text(all, "VMId", placement.map(Placement::vmId));
        all.add(Parameter.of(
                "ImageOrigin", placement.map(Placement::imageOrigin).orElse(0)));
    }

    private static void text(List<Parameter> all, String name, Optional<String> value) {
        all.add(Parameter.of(name, value.orElse(name + "_UNINITIALIZED")));
    }
}
