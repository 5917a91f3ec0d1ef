package io.goalstated.event;

import io.goalstated.event.CommonParameters.Machine;
import io.goalstated.event.CommonParameters.Placement;
import io.goalstated.event.CommonParameters.Tenancy;
import java.time.Instant;

/** A VM, a moment, and what a well-behaved extension writes. */
public final class Samples {
    public static final Moment NOON =
            new Moment(Instant.parse("2026-03-01T12:00:00.123456789Z"), 4711, 4712, "ExtHandler");

    public static final CommonParameters VM = CommonParameters.of("3.0.1.0")
            .on(new Machine("Linux:ubuntu-22.04-jammy:5.15.0-1030-azure", 3924, 2, "x86_64"))
            .in("c6d5526c-5ac2-4200-b6e2-56f2b70c5ab2", new Tenancy("tenant", "role", "role_IN_0"))
            .at(new Placement("westeurope", "sub-1", "group", "vm-1", 2));

    /** What is appended to an event about an operation on that VM at that moment. */
    public static final String COMMON_OF_OPERATIONS =
            "<Param Name=\"GAVersion\" Value=\"WALinuxAgent-3.0.1.0\" T=\"mt:wstr\" />"
                    + "<Param Name=\"ContainerId\" Value=\"c6d5526c-5ac2-4200-b6e2-56f2b70c5ab2\" T=\"mt:wstr\" />"
                    + "<Param Name=\"OpcodeName\" Value=\"2026-03-01T12:00:00.123456Z\" T=\"mt:wstr\" />"
                    + "<Param Name=\"EventTid\" Value=\"4711\" T=\"mt:uint64\" />"
                    + "<Param Name=\"EventPid\" Value=\"4712\" T=\"mt:uint64\" />"
                    + "<Param Name=\"TaskName\" Value=\"ExtHandler\" T=\"mt:wstr\" />"
                    + "<Param Name=\"ExtensionType\" Value=\"\" T=\"mt:wstr\" />"
                    + "<Param Name=\"IsInternal\" Value=\"False\" T=\"mt:bool\" />"
                    + "<Param Name=\"OSVersion\" Value=\"Linux:ubuntu-22.04-jammy:5.15.0-1030-azure\" T=\"mt:wstr\" />"
                    + "<Param Name=\"ExecutionMode\" Value=\"IAAS\" T=\"mt:wstr\" />"
                    + "<Param Name=\"RAM\" Value=\"3924\" T=\"mt:uint64\" />"
                    + "<Param Name=\"Processors\" Value=\"2\" T=\"mt:uint64\" />"
                    + "<Param Name=\"KeywordName\" Value='{\"CpuArchitecture\": \"x86_64\"}' T=\"mt:wstr\" />"
                    + "<Param Name=\"TenantName\" Value=\"tenant\" T=\"mt:wstr\" />"
                    + "<Param Name=\"RoleName\" Value=\"role\" T=\"mt:wstr\" />"
                    + "<Param Name=\"RoleInstanceName\" Value=\"role_IN_0\" T=\"mt:wstr\" />"
                    + "<Param Name=\"Location\" Value=\"westeurope\" T=\"mt:wstr\" />"
                    + "<Param Name=\"SubscriptionId\" Value=\"sub-1\" T=\"mt:wstr\" />"
                    + "<Param Name=\"ResourceGroupName\" Value=\"group\" T=\"mt:wstr\" />"
                    + "<Param Name=\"VMId\" Value=\"vm-1\" T=\"mt:wstr\" />"
                    + "<Param Name=\"ImageOrigin\" Value=\"2\" T=\"mt:uint64\" />";

    private Samples() {}

    /** One event of an extension. */
    public static String event(String message) {
        return "{\"Version\": \"1.2.3\", \"Timestamp\": \"2026-03-01T11:59:00.0000000Z\", \"TaskName\": \"Enable\","
                + " \"EventLevel\": \"Informational\", \"Message\": \"" + message + "\", \"EventPid\": \"12\","
                + " \"EventTid\": \"13\", \"OperationId\": \"op-1\"}";
    }
}
