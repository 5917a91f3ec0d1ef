package io.goalstated.lab;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Answers the requests to one server of the platform: finds the fault that applies, if any, and records everything. */
final class FaultyServer {
    private final Vertx vertx;
    private final Server server;
    private final Site site;
    private final Collection<Fault> faults;
    private final AtomicLong numbers;
    private final History<RecordedRequest> requests;
    private final Earlier earlier = new Earlier();

    FaultyServer(
            Vertx vertx,
            Server server,
            Site site,
            Collection<Fault> faults,
            AtomicLong numbers,
            History<RecordedRequest> requests) {
        this.vertx = vertx;
        this.server = server;
        this.site = site;
        this.faults = faults;
        this.numbers = numbers;
        this.requests = requests;
    }

    void serve(LabServer.Arrival arrival) {
        Request request = arrival.request();
        String target = arrival.http().uri();
        Optional<FaultAction> fault = faults.stream()
                .filter(candidate -> candidate.take(server, request.method(), target))
                .findFirst()
                .map(Fault::action);
        Instant now = Instant.now();
        Exchange exchange = new Exchange(
                vertx, arrival.http(), request, site, earlier, status -> record(now, request, target, fault, status));
        fault.ifPresentOrElse(action -> action.serve(exchange), exchange::answer);
    }

    private void record(Instant time, Request request, String target, Optional<FaultAction> fault, int status) {
        int size = request.body().length();
        requests.add(new RecordedRequest(
                numbers.incrementAndGet(),
                time,
                server,
                request.method(),
                target,
                request.headers(),
                request.body().getBuffer(0, Math.min(size, RecordedRequest.KEPT_BODY)),
                size,
                status,
                fault.map(FaultAction::toString)));
    }
}
