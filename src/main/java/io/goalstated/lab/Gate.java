package io.goalstated.lab;

import java.util.function.Consumer;

/** Turns requests away with 503 until it is opened. */
final class Gate implements Consumer<LabServer.Arrival> {
    private final Cell<Consumer<LabServer.Arrival>> behind =
            new Cell<>(early -> early.http().response().setStatusCode(503).end());

    void open(Consumer<LabServer.Arrival> server) {
        behind.set(server);
    }

    @Override
    public void accept(LabServer.Arrival arrival) {
        behind.get().accept(arrival);
    }
}
