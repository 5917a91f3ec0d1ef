package io.goalstated.plan;

import io.goalstated.extension.HandlerName;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.goalstate.ExtensionSettings;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.ProcessingOrder;
import io.goalstated.goalstate.RequestedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The unit of work: one handler with one of its sets of settings, or a handler without settings (spec 02 §8).
 *
 * @param key position in the processing order: the dependency level, or {@code -level - 1} for a removal
 */
public record Item(HandlerGoal handler, Optional<ExtensionSettings> settings, int key) {

    /** The items of a goal state in processing order. */
    public static List<Item> of(List<HandlerGoal> handlers) {
        List<Item> items = new ArrayList<>();
        for (ProcessingOrder.Item item : ProcessingOrder.of(handlers)) {
            items.add(new Item(item.handler(), item.settings(), item.sortKey()));
        }
        return List.copyOf(items);
    }

    public HandlerName name() {
        return handler.name();
    }

    /** {@code Publisher.Type}, or {@code Publisher.Type.extension} for multi-config. */
    public String fullName() {
        return extension()
                .map(e -> handler.name() + "." + e)
                .orElse(handler.name().value());
    }

    /** The extension's name as files and the environment carry it: multi-config only. */
    public Optional<String> extension() {
        return handler.multiConfig() ? settings.map(ExtensionSettings::name) : Optional.empty();
    }

    public SequenceNumber sequenceNumber() {
        return settings.map(ExtensionSettings::sequenceNumber).orElse(SequenceNumber.NONE);
    }

    /** Whether this takes something away: it goes before everything that adds. */
    public boolean isRemoval() {
        return key < 0;
    }

    public boolean isRequested(RequestedState state) {
        return handler.state() == state;
    }
}
