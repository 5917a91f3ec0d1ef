package io.goalstated.lab;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A misbehaviour of the platform, for requests that match. The first matching one of those that were set is applied.
 * Its counters change while it is in force; everything else is fixed.
 */
public final class Fault {
    /** Never used up. */
    public static final int ALWAYS = -1;

    private final Optional<Server> server;
    private final Optional<String> method;
    private final Pattern path;
    private final FaultAction action;
    private final AtomicInteger remaining;
    private final AtomicInteger hits = new AtomicInteger();

    /**
     * @param server absent: all of them
     * @param method absent: any
     * @param path found anywhere in path and query
     * @param times how many requests it hits, or {@link #ALWAYS}
     */
    public Fault(Optional<Server> server, Optional<String> method, Pattern path, FaultAction action, int times) {
        this.server = server;
        this.method = method;
        this.path = path;
        this.action = action;
        this.remaining = new AtomicInteger(times);
    }

    /** @param path a regular expression */
    public static Fault on(Server server, String path, FaultAction action, int times) {
        return new Fault(Optional.of(server), Optional.empty(), Pattern.compile(path), action, times);
    }

    /** Whether it applies to this request; if so, one of its times is used up. */
    boolean take(Server asked, String verb, String target) {
        if (server.filter(mine -> mine != asked).isPresent()
                || method.filter(mine -> !mine.equals(verb)).isPresent()
                || !path.matcher(target).find()) {
            return false;
        }
        boolean taken = remaining.getAndUpdate(left -> left > 0 ? left - 1 : left) != 0;
        if (taken) {
            hits.incrementAndGet();
        }
        return taken;
    }

    FaultAction action() {
        return action;
    }

    /** How many requests it was applied to. */
    public int hits() {
        return hits.get();
    }

    @Override
    public String toString() {
        return server.map(Server::label).orElse("any") + " " + method.orElse("any") + " " + path + " -> " + action
                + (remaining.get() == ALWAYS ? "" : ", " + remaining.get() + " left");
    }
}
