package io.goalstated.soak;

import io.goalstated.lab.Fault;
import io.goalstated.lab.FaultAction;
import io.goalstated.lab.Server;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** All the kinds of trouble, drawn in an order that its seed decides. Every kind comes before any comes again. */
final class Troubles {
    private static final List<Integer> STATUSES = List.of(400, 403, 404, 409, 410, 429, 500, 502, 503, 504);
    /** Faulty requests in a row; more than some callers ask at once. */
    private static final int MOST_TIMES = 8;

    private static final int LONGEST_SKEW_MINUTES = 90;

    private final Random random;
    private final List<Draw> kinds;
    private final Deque<Draw> left = new ArrayDeque<>();

    private interface Draw {
        Trouble draw();
    }

    private record Place(Server server, String path) {}

    /** Each document and each thing that is uploaded, and whole servers. */
    private static final List<Place> PLACES = List.of(
            new Place(Server.WIRE, ""),
            new Place(Server.WIRE, "comp=goalstate"),
            new Place(Server.WIRE, "extensionsConfig"),
            new Place(Server.WIRE, "hostingEnvironmentConfig"),
            new Place(Server.WIRE, "sharedConfig"),
            new Place(Server.WIRE, "certificates"),
            new Place(Server.WIRE, "telemetrydata"),
            new Place(Server.HOST_PLUGIN, ""),
            new Place(Server.HOST_PLUGIN, "/vmSettings"),
            new Place(Server.HOST_PLUGIN, "/status"),
            new Place(Server.HOST_PLUGIN, "/extensionArtifact"),
            new Place(Server.BLOB, ""),
            new Place(Server.BLOB, "/manifests"),
            new Place(Server.BLOB, "/packages"),
            new Place(Server.BLOB, "\\.status"),
            new Place(Server.IMDS, ""));

    Troubles(Random random) {
        this.random = random;
        this.kinds = List.of(
                this::status,
                () -> request("reset", FaultAction.reset()),
                () -> request("hang", FaultAction.hang(Duration.ofSeconds(1 + random.nextInt(14)))),
                () -> request("delay", FaultAction.delay(Duration.ofMillis(100 + random.nextInt(3000)))),
                () -> request("truncate", FaultAction.truncate(random.nextDouble())),
                () -> request("slow", FaultAction.slow(200 + random.nextInt(5000))),
                () -> request("garbage", FaultAction.garbage()),
                () -> request("empty", FaultAction.empty()),
                () -> request("corrupt", FaultAction.corrupt()),
                () -> request("bom", FaultAction.bom()),
                () -> request("redirect", FaultAction.redirect("http://127.0.0.1:1/elsewhere")),
                () -> request("stale", FaultAction.stale()),
                this::refusal,
                this::move,
                this::rotation,
                this::skew);
    }

    Trouble next() {
        if (left.isEmpty()) {
            List<Draw> shuffled = new ArrayList<>(kinds);
            Collections.shuffle(shuffled, random);
            left.addAll(shuffled);
        }
        return left.pop().draw();
    }

    private Trouble status() {
        int code = STATUSES.get(random.nextInt(STATUSES.size()));
        return request("status " + code, FaultAction.status(code));
    }

    private Trouble request(String name, FaultAction action) {
        Place place = PLACES.get(random.nextInt(PLACES.size()));
        int times = random.nextInt(4) == 0 ? Fault.ALWAYS : 1 + random.nextInt(MOST_TIMES);
        return Trouble.once(name + " at " + place.server().label() + " " + place.path(), azure -> {
            azure.fault(place.server(), place.path(), action, times);
            return Future.succeededFuture();
        });
    }

    private Trouble refusal() {
        List<Server> servers = List.of(Server.values());
        Server server = servers.get(random.nextInt(servers.size()));
        return new Trouble(
                "refused connections at " + server.label(),
                azure -> azure.refuse(server),
                azure -> azure.accept(server));
    }

    private Trouble move() {
        return Trouble.once("container move", azure -> {
            azure.changeContainer();
            return Future.succeededFuture();
        });
    }

    private Trouble rotation() {
        return Trouble.once("certificate rotation", azure -> {
            azure.rotateCertificate();
            return Future.succeededFuture();
        });
    }

    /** Forwards only: a goal state that claims to be older than the one in force is rightly not heeded. */
    private Trouble skew() {
        Duration step = Duration.ofMinutes(1 + random.nextInt(LONGEST_SKEW_MINUTES));
        return Trouble.once("clock skew", azure -> {
            azure.setClockSkew(azure.clockSkew().plus(step));
            return Future.succeededFuture();
        });
    }
}
