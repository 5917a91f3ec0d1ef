package io.goalstated.provision;

import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.platform.ToolEnd;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Whether cloud-init is at work on this machine (spec 03 §2.1). Blocks. */
final class CloudInit {
    private static final int MAX_FILE = 65_536;
    private static final List<String> UNITS = List.of("cloud-init-local.service", "cloud-init-main.service");

    private final Machine machine;

    CloudInit(Machine machine) {
        this.machine = machine;
    }

    /** Whether it is switched on. What cannot be asked is not. */
    boolean isEnabled() throws IOException {
        return !isForbidden()
                && (isUnitEnabled()
                        || machine.run("service", "cloud-init", "status").isSuccess());
    }

    /** Whether it has told the platform of this VM itself: then nothing else is told that would take it back (§7). */
    boolean hasReported() throws IOException {
        String status = machine.disk()
                .readText(machine.root().resolve("/run/cloud-init/status.json"), MAX_FILE)
                .orElse("");
        try {
            return Json.parse(status).path("v1").path("datasource").asText().contains("Azure");
        } catch (MalformedJson e) {
            return false;
        }
    }

    private boolean isForbidden() throws IOException {
        String kernel = machine.disk()
                .readText(machine.root().resolve("/proc/cmdline"), MAX_FILE)
                .orElse("");
        return machine.disk().exists(machine.root().resolve("/etc/cloud/cloud-init.disabled"))
                || Arrays.asList(kernel.strip().split("\\s+", -1)).contains("cloud-init=disabled");
    }

    private boolean isUnitEnabled() {
        return UNITS.stream().anyMatch(unit -> {
            ToolEnd end = machine.run("systemctl", "is-enabled", unit);
            return (end.output() + end.error()).strip().equals("enabled");
        });
    }
}
