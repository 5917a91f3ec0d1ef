package io.goalstated.event;

import java.util.ArrayList;
import java.util.List;

/** Remembers what was told. */
public final class ToldEvents implements Events {
    public final List<AgentEvent> all = new ArrayList<>();

    @Override
    public void tell(AgentEvent event) {
        all.add(event);
    }

    @Override
    public void measured(Metric metric) {}

    /** The messages of that operation's events, each with a minus before it when it tells of a failure. */
    public List<String> of(Operation operation) {
        return all.stream()
                .filter(event -> event.operation() == operation)
                .map(event -> (event.success() ? "" : "-") + event.message())
                .toList();
    }
}
