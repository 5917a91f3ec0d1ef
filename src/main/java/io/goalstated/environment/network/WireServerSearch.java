package io.goalstated.environment.network;

import io.goalstated.environment.network.NetworkInterfaces.Interface;
import io.goalstated.platform.BroadcastExchange;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.Timers;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out where the wireserver is when it is not at the known address (spec 01 §1.3): a route to the known address says that it
 * is there after all; else the lease of the machine's DHCP client; else the DHCP servers themselves, asked five times.
 */
public final class WireServerSearch {
    private static final Logger LOG = LoggerFactory.getLogger(WireServerSearch.class);
    /** After each question that nobody answered. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ZERO,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));

    private static final Duration CLIENT_LIMIT = Duration.ofSeconds(10);

    private final Shell shell;
    private final InterfaceReader reader;
    private final LeaseFiles leases;
    private final DhcpProbe probe;
    private final RememberedRoutes remembered;
    private Optional<Timers.Timer> timer = Optional.empty();
    private boolean askedBefore;
    private boolean stopped;

    /** What the search works with. */
    public record Shell(
            Timers timers,
            Offload offload,
            Disk disk,
            SystemRoot root,
            Path library,
            Tools tools,
            BroadcastExchange network,
            InstantSource clock,
            RandomGenerator random) {}

    public WireServerSearch(Shell shell) {
        this.shell = shell;
        this.reader = new InterfaceReader(shell.disk(), shell.root(), shell.tools());
        this.leases = new LeaseFiles(shell.disk(), shell.root());
        this.probe = new DhcpProbe(shell.tools(), shell.network());
        this.remembered = new RememberedRoutes(shell.disk(), shell.library());
    }

    /**
     * The address that this machine's network names; empty when it names none. Never fails.
     *
     * @param trustLeases false when what they said has just turned out to be wrong
     */
    public Future<Optional<Ipv4>> search(boolean trustLeases) {
        return shell.offload()
                .run(() -> withoutAsking(trustLeases))
                .compose(found -> found.isPresent() ? Future.succeededFuture(found) : ask(0))
                .recover(cause -> {
                    LOG.warn("The search for the wireserver failed; reason={}", cause.getMessage());
                    return Future.succeededFuture(Optional.empty());
                });
    }

    public void stop() {
        stopped = true;
        timer.ifPresent(Timers.Timer::cancel);
    }

    private Optional<Ipv4> withoutAsking(boolean trustLeases) throws IOException {
        if (reader.routes().hasHost(Ipv4.WIRE_SERVER)) {
            return Optional.of(Ipv4.WIRE_SERVER);
        }
        if (!trustLeases) {
            return Optional.empty();
        }
        Optional<Ipv4> kept = leases.wireServer(shell.clock().instant());
        return kept.isPresent() ? kept : toldByDhcpcd();
    }

    /** Where dhcpcd keeps its leases depends on how it was built; it knows. */
    private Optional<Ipv4> toldByDhcpcd() throws IOException {
        return reader.interfaces()
                .primary(reader.routes())
                .map(primary -> shell.tools()
                        .run(ToolCall.of("dhcpcd", "-4", "-U", "--", primary.name())
                                .within(CLIENT_LIMIT)))
                .filter(ToolEnd::isSuccess)
                .flatMap(told -> Leases.fromAssignments(told.output()));
    }

    private Future<Optional<Ipv4>> ask(int tries) {
        if (tries == PAUSES.size() || stopped) {
            LOG.warn("No DHCP server says where the wireserver is; tries={}", tries);
            return Future.succeededFuture(Optional.empty());
        }
        return shell.offload()
                .run(this::askOnce)
                .recover(cause -> {
                    LOG.warn("Cannot ask DHCP servers; reason={}", cause.getMessage());
                    return Future.succeededFuture(Optional.empty());
                })
                .compose(answer -> answer.isPresent()
                        ? Future.succeededFuture(answer)
                        : pause(PAUSES.get(tries)).compose(paused -> ask(tries + 1)));
    }

    private Future<Void> pause(Duration time) {
        if (time.isZero()) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        timer = Optional.of(shell.timers().after(time, over::complete));
        return over.future();
    }

    private Optional<Ipv4> askOnce() throws IOException {
        RoutingTable routes = reader.routes();
        Optional<Interface> primary = reader.interfaces().primary(routes);
        Optional<MacAddress> mac = primary.flatMap(Interface::mac);
        if (primary.isEmpty() || mac.isEmpty()) {
            throw new IOException("there is no network interface yet");
        }
        // The first question leaves the form of the answer to the server.
        boolean broadcast = askedBefore;
        askedBefore = true;
        Optional<DhcpAnswer> answer =
                probe.ask(primary.get(), mac.get(), shell.random().nextInt(), broadcast, routes);
        if (answer.isPresent()) {
            setRoutes(answer.get().allRoutes(), routes, primary.get());
        }
        return answer.flatMap(DhcpAnswer::wireServer);
    }

    private void setRoutes(List<Route> wanted, RoutingTable present, Interface primary) throws IOException {
        remembered.keep(wanted);
        for (List<String> command : RouteRepair.commands(wanted, present, primary.name())) {
            LOG.info("A route that DHCP named was missing; command={}", String.join(" ", command));
            shell.tools().run(ToolCall.of(command));
        }
    }
}
