package io.goalstated.environment.usage;

import io.goalstated.platform.ControlGroups;
import io.goalstated.platform.ServiceUnit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The control groups of the agent, of extensions (spec 02 §13.2) and of their services that have processes at the moment,
 * and what was counted of them. Whoever's last process has ended is not measured any more. Blocks.
 */
final class InhabitedGroups {
    private static final String UNIT_PREFIX = "azure-vmextensions-";
    /** Where systemd has put extensions; where the agent has, when systemd did not. */
    private static final List<String> PARENTS =
            List.of("/azure.slice/azure-vmextensions.slice", "/azure-vmextensions-unscoped");

    private static final String SERVICES = "/system.slice/";
    private static final int MAX_EXTENSIONS = 200;

    private final ServiceUnit own;
    private final ControlGroups groups;

    InhabitedGroups(ServiceUnit own, ControlGroups groups) {
        this.own = own;
        this.groups = groups;
    }

    /** @param services units of extensions' services */
    List<Reading> read(List<String> services) throws IOException {
        List<Reading> readings = new ArrayList<>();
        Optional<String> unit = own.name();
        if (unit.isPresent()) {
            own.group().ifPresent(group -> readings.add(reading(Usage.Owner.AGENT, unit.get(), group)));
        }
        extensions().forEach((name, group) -> readings.add(reading(Usage.Owner.EXTENSION, name, group)));
        for (String service : services) {
            String group = SERVICES + service;
            if (service.indexOf('/') < 0 && groups.isInhabited(group)) {
                readings.add(reading(Usage.Owner.SERVICE, service, group));
            }
        }
        return readings;
    }

    private Reading reading(Usage.Owner owner, String unit, String group) {
        return new Reading(owner, unit, groups.count(group));
    }

    private Map<String, String> extensions() {
        Map<String, String> found = new LinkedHashMap<>();
        for (String parent : PARENTS) {
            for (String name : groups.below(parent)) {
                String group = parent + "/" + name;
                if (name.startsWith(UNIT_PREFIX)
                        && name.endsWith(".slice")
                        && found.size() < MAX_EXTENSIONS
                        && groups.isInhabited(group)) {
                    found.putIfAbsent(name, group);
                }
            }
        }
        return found;
    }
}
