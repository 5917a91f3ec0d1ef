package io.goalstated.event;

/**
 * Where what happens is told. Whoever tells neither knows nor waits for what becomes of it. Any thread may call; nothing
 * is ever thrown.
 */
public interface Events {
    /** Nobody listens. */
    Events NONE = new Events() {
        @Override
        public void tell(AgentEvent event) {}

        @Override
        public void measured(Metric metric) {}
    };

    void tell(AgentEvent event);

    void measured(Metric metric);
}
