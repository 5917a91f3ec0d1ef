package io.goalstated.goalstate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The order in which the extensions of a goal state are worked on (spec 02 §8): removals first, the deepest dependants
 * of them first, then by dependency level. Ties keep the document's order.
 */
public final class ProcessingOrder {
    private ProcessingOrder() {}

    /**
     * One extension, or a handler without settings.
     *
     * @param sortKey the dependency level, or −level−1 of what is not to be enabled
     */
    public record Item(HandlerGoal handler, Optional<ExtensionSettings> settings, int sortKey) {
        static Item of(HandlerGoal handler, Optional<ExtensionSettings> settings) {
            int level = settings.map(ExtensionSettings::dependencyLevel).orElse(0);
            boolean enabled = isEnabled(handler)
                    && settings.map(ExtensionSettings::isEnabled).orElse(true);
            return new Item(handler, settings, enabled ? level : -level - 1);
        }

        private static boolean isEnabled(HandlerGoal handler) {
            boolean stateKnown = handler.invalid()
                    .map(InvalidSettings::category)
                    .filter(why -> why == InvalidSettings.Category.STATE_MISSING
                            || why == InvalidSettings.Category.STATE_UNKNOWN)
                    .isEmpty();
            return stateKnown && handler.state() == RequestedState.ENABLED;
        }

        /** {@code Handler} or, for one of a multi-config handler's extensions, {@code Handler.Extension}. */
        public String fullName() {
            String extension =
                    handler.multiConfig() ? settings.map(it -> "." + it.name()).orElse("") : "";
            return handler.name() + extension;
        }
    }

    public static List<Item> of(List<HandlerGoal> handlers) {
        List<Item> items = new ArrayList<>();
        for (HandlerGoal handler : handlers) {
            if (handler.settings().isEmpty()) {
                items.add(Item.of(handler, Optional.empty()));
            }
            for (ExtensionSettings settings : handler.settings()) {
                items.add(Item.of(handler, Optional.of(settings)));
            }
        }
        items.sort(Comparator.comparingInt(Item::sortKey));
        return List.copyOf(items);
    }
}
