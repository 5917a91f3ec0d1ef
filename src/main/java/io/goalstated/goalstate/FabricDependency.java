package io.goalstated.goalstate;

import io.goalstated.goalstate.ExtensionSettings.Dependency;
import io.goalstated.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@code DependsOn} element: a level, and the names behind it. */
record FabricDependency(int level, List<Dependency> names) {
    static final FabricDependency NONE = new FabricDependency(0, List.of());

    static FabricDependency of(Element dependsOn) {
        return new FabricDependency(
                Numbers.parse(dependsOn.attribute("dependencyLevel")).orElse(0), names(dependsOn));
    }

    /** All names or none: half of them would look like the whole truth to whoever orders by names. */
    private static List<Dependency> names(Element dependsOn) {
        List<Dependency> names = new ArrayList<>();
        for (Element extension : dependsOn.children("DependsOnExtension")) {
            String handler = extension.attribute("handler");
            if (handler.isEmpty()) {
                return List.of();
            }
            names.add(new Dependency(
                    handler, Optional.of(extension.attribute("extension")).filter(name -> !name.isEmpty())));
        }
        return names;
    }
}
