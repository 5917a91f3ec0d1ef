package io.goalstated.wire;

import io.goalstated.platform.Timers;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers to which no connection can be made at present. Told at the first refusal: a call may go on asking for minutes
 * (spec 01 §2.2), and its end is too late to learn why nothing happens. Confined to the event loop.
 */
public final class Outages {
    private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
    /** Goal states name a handful of servers; a hostile one must not fill the memory. */
    private static final int MOST = 32;
    /** A server that comes and goes is told of no more often. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Timers timers;
    private long survived;
    private final Map<Endpoint, Outage> known = new LinkedHashMap<>();

    /** @param over it answers again; remembered for a while, lest a server that comes and goes fills the log */
    private record Outage(String reason, long since, boolean over) {}

    Outages(Timers timers) {
        this.timers = timers;
    }

    /** An attempt has failed; it counts when there was not even a connection. */
    void failed(Target target, Throwable cause) {
        boolean unreachable = cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException;
        if (unreachable) {
            begin(new Endpoint(target.host(), target.port()), String.valueOf(cause.getMessage()));
        }
    }

    private void begin(Endpoint server, String reason) {
        Optional<Outage> before = Optional.ofNullable(known.get(server));
        if (before.filter(outage -> !outage.over()).isPresent() || (before.isEmpty() && isFull())) {
            return;
        }
        known.put(server, new Outage(reason, timers.nanoTime(), false));
        if (before.filter(outage -> age(outage).compareTo(QUIET) < 0).isEmpty()) {
            LOG.warn("A server cannot be reached, it is asked again; server={} reason={}", server, reason);
        }
    }

    private boolean isFull() {
        known.values().removeIf(outage -> outage.over() && age(outage).compareTo(QUIET) >= 0);
        return known.size() >= MOST;
    }

    /** The server has answered, whatever it was. */
    void answered(Target target) {
        if (known.isEmpty()) {
            return;
        }
        Endpoint server = new Endpoint(target.host(), target.port());
        Optional<Outage> outage = Optional.ofNullable(known.get(server)).filter(it -> !it.over());
        outage.ifPresent(it -> {
            survived++;
            LOG.info("The server answers again; server={} after={} s", server, age(it).toSeconds());
            known.put(server, new Outage(it.reason(), timers.nanoTime(), true));
        });
    }

    private Duration age(Outage outage) {
        return Duration.ofNanos(timers.nanoTime() - outage.since());
    }

    /** How many times a server that could not be reached was there again. */
    public long survived() {
        return survived;
    }

    /** One line a server, for people: which, why, since when. */
    public List<String> present() {
        return known.entrySet().stream()
                .filter(entry -> !entry.getValue().over())
                .map(entry -> entry.getKey() + ": " + entry.getValue().reason() + ", for "
                        + age(entry.getValue()).toSeconds() + " s")
                .toList();
    }
}
