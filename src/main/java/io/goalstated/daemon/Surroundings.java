package io.goalstated.daemon;

import io.goalstated.account.Accounts;
import io.goalstated.account.PasswordHash;
import io.goalstated.account.Sudoers;
import io.goalstated.config.AgentKeys;
import io.goalstated.config.ConfigKey;
import io.goalstated.config.Configuration;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.config.ProvisioningKeys;
import io.goalstated.config.SystemKeys;
import io.goalstated.distro.Distro;
import io.goalstated.distro.DistroTable;
import io.goalstated.environment.access.TemporaryAccess;
import io.goalstated.environment.access.TemporaryAccounts;
import io.goalstated.environment.firewall.Firewall;
import io.goalstated.environment.firewall.FirewallRules;
import io.goalstated.environment.kernel.VirtualNuma;
import io.goalstated.environment.monitor.AgentQuota;
import io.goalstated.environment.monitor.DhcpClients;
import io.goalstated.environment.monitor.EnvironmentMonitor;
import io.goalstated.environment.monitor.FirewallWatch;
import io.goalstated.environment.monitor.HandlerLogs;
import io.goalstated.environment.monitor.NetworkChanges;
import io.goalstated.environment.monitor.NetworkRules;
import io.goalstated.environment.monitor.ScsiTimeouts;
import io.goalstated.environment.monitor.Watch;
import io.goalstated.environment.network.Ipv4;
import io.goalstated.environment.network.NetworkPicture;
import io.goalstated.environment.network.RouteKeeper;
import io.goalstated.environment.network.WireServerSearch;
import io.goalstated.environment.resource.ResourceDisk;
import io.goalstated.environment.resource.ResourceDiskSettings;
import io.goalstated.environment.resource.SettledDisk;
import io.goalstated.environment.usage.Measurement;
import io.goalstated.environment.usage.UsageMeter;
import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.platform.BroadcastExchange;
import io.goalstated.platform.ControlGroups;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Distribution;
import io.goalstated.platform.Offload;
import io.goalstated.platform.ProcessOwner;
import io.goalstated.platform.ServiceUnit;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.SystemTools;
import io.goalstated.platform.Timers;
import io.goalstated.platform.Tools;
import io.goalstated.platform.Units;
import io.goalstated.polling.GoalStateSnapshot;
import io.goalstated.provision.HostNameKeeper;
import io.goalstated.provision.Machine;
import io.goalstated.secret.Secret;
import io.goalstated.trust.Envelope;
import io.goalstated.trust.TransportIdentity;
import io.goalstated.trust.TransportKeys;
import io.vertx.core.Future;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What the agent does for the VM around it, as the configuration says: nothing of it before the platform was asked for the first
 * time. Below another root than {@code /}, and as another user than root, it leaves the machine alone. On the event loop.
 */
final class Surroundings {
    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    private final Setup setup;
    private final Timers timers;
    private final Offload offload;
    private final Disk disk;
    private final Tools tools;
    private final InstantSource clock;
    private final Events events;
    private final TransportKeys transport;
    private final BooleanSupplier prepared;
    private final AgentQuota quota;
    private final UsageMeter meter;
    private boolean accessPrepared;
    private Optional<TemporaryAccess> access = Optional.empty();
    private Optional<EnvironmentMonitor> monitor = Optional.empty();
    private Optional<WireServerSearch> search = Optional.empty();
    private Optional<ResourceDisk> resourceDisk = Optional.empty();

    /**
     * @param transport what passwords are encrypted to
     * @param prepared whether nobody gives the VM its name any more but its owner
     * @param services units of extensions' services
     * @param measured told what the agent and extensions use
     */
    Surroundings(
            Setup setup,
            Timers timers,
            Offload offload,
            Disk disk,
            InstantSource clock,
            Events events,
            TransportKeys transport,
            BooleanSupplier prepared,
            Supplier<List<String>> services,
            Consumer<Measurement> measured) {
        this.setup = setup;
        this.timers = timers;
        this.offload = offload;
        this.disk = disk;
        this.clock = clock;
        this.events = events;
        this.transport = transport;
        this.prepared = prepared;
        this.tools = new SystemTools(setup.root());
        ServiceUnit own = new ServiceUnit(setup.root());
        this.quota = new AgentQuota(
                own,
                new ControlGroups(setup.root()),
                new Units(setup.root(), tools),
                new QuotaRules(setup::configuration),
                period(AgentKeys.CGROUP_CHECK_PERIOD));
        this.meter = new UsageMeter(
                setup.root(), own, timers, offload, period(AgentKeys.CGROUP_CHECK_PERIOD), services, measured);
    }

    /**
     * Searches the wireserver where the network says it is, since it does not answer where it was thought to be.
     *
     * @return another address than the present one
     */
    Future<Optional<String>> elsewhere() {
        if (isGuest() || !setup.discovers()) {
            return Future.succeededFuture(Optional.empty());
        }
        WireServerSearch begun = search.orElseGet(this::newSearch);
        search = Optional.of(begun);
        Ipv4 present = setup.discovered().flatMap(Ipv4::parse).orElse(Ipv4.WIRE_SERVER);
        // A lease that has led here was wrong; with nothing better it may be the known address after all.
        boolean trustLeases = setup.discovered().isEmpty();
        return begun.search(trustLeases)
                .map(found -> Optional.of(found.orElse(Ipv4.WIRE_SERVER))
                        .filter(address -> !address.equals(present))
                        .map(Ipv4::toString));
    }

    private WireServerSearch newSearch() {
        return new WireServerSearch(new WireServerSearch.Shell(
                timers,
                offload,
                disk,
                setup.root(),
                setup.libDirectory(),
                tools,
                BroadcastExchange.REAL,
                clock,
                new SecureRandom()));
    }

    /** Makes the resource disk ready. Completes when that has ended, well or badly: the VM goes on without. */
    Future<Void> prepareDisk() {
        if (isGuest()) {
            return Future.succeededFuture();
        }
        Future<Optional<String>> settled = setup.configuration().get(SystemKeys.FORMAT_RESOURCE_DISK)
                ? formatDisk()
                : Future.succeededFuture(Optional.empty());
        return settled.compose(place -> offload.run(() -> {
                    new SettledDisk(disk, setup.root()).tell(place);
                    return place;
                }))
                .onFailure(e -> LOG.error("units wait for the resource disk in vain: {}", e.getMessage()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** Where it is mounted. */
    private Future<Optional<String>> formatDisk() {
        ResourceDisk resource = new ResourceDisk(
                new ResourceDisk.Shell(timers, offload, disk, setup.root(), setup.libDirectory(), tools),
                ResourceDiskSettings.configured(setup.configuration()));
        resourceDisk = Optional.of(resource);
        return resource.prepare().map(outcome -> {
            outcome.done().forEach(done -> LOG.info("resource disk: {}", done));
            outcome.problem().ifPresent(problem -> {
                LOG.error("resource disk: {}", problem);
                events.tell(AgentEvent.failed(Operation.ACTIVATE_RESOURCE_DISK, problem));
            });
            return outcome.mountPoint();
        });
    }

    /** Begins to look after the VM. */
    void watch() {
        if (!isGuest()) {
            EnvironmentMonitor started = new EnvironmentMonitor(timers, offload, watches(), this::tell);
            monitor = Optional.of(started);
            started.start();
            meter.start();
            adviseOnNuma();
        }
    }

    /** The owner wants something else of the machine. */
    void reconfigured() {
        monitor.ifPresent(EnvironmentMonitor::lookAgain);
        meter.measureAgain();
    }

    private void adviseOnNuma() {
        String variable = DistroTable.find(Distribution.release(setup.root())).kernelArguments();
        VirtualNuma numa = new VirtualNuma(disk, setup.root(), tools, variable);
        offload.run(() -> numa.look(setup.configuration().get(SystemKeys.CONFIGURE_VNUMA)))
                .onSuccess(found -> found.ifPresent(advice ->
                        LOG.atLevel(advice.isWell() ? Level.INFO : Level.WARN).log(advice.words())))
                .onFailure(e -> LOG.warn("virtual NUMA stays as it is: {}", e.getMessage()));
    }

    /** Hears of every goal state; of the list of users in those of the wireserver. */
    void goalState(GoalStateSnapshot snapshot) {
        if (isGuest()) {
            return;
        }
        if (!accessPrepared) {
            accessPrepared = true;
            access = DistroTable.find(Distribution.release(setup.root())).allowsJit()
                    ? Optional.of(new TemporaryAccess(
                            timers,
                            offload,
                            clock,
                            accounts(),
                            problem -> events.tell(AgentEvent.failed(Operation.REMOTE_ACCESS_HANDLING, problem))))
                    : Optional.empty();
        }
        access.ifPresent(
                desk -> desk.goalState(snapshot.document().incarnation().toString(), snapshot.remoteAccess()));
    }

    private TemporaryAccounts accounts() {
        Configuration configuration = setup.configuration();
        String sudoers = configuration.get(SystemKeys.SUDOERS_DIRECTORY);
        return new TemporaryAccounts(
                new Accounts(setup.root(), disk, tools),
                new Sudoers(
                        disk,
                        tools,
                        setup.root().resolve(sudoers),
                        sudoers,
                        setup.libDirectory().resolve("goalstated")),
                new PasswordHash(
                        configuration.get(ProvisioningKeys.PASSWORD_CRYPT_ID),
                        configuration.get(ProvisioningKeys.PASSWORD_SALT_LENGTH)),
                this::openPassword,
                disk,
                tools,
                setup.libDirectory());
    }

    private Secret openPassword(String encrypted) throws IOException {
        TransportIdentity identity = transport
                .made()
                .orElseThrow(
                        () -> new IOException("its password cannot be opened: it is not encrypted to this run's key"));
        Envelope.Opening<char[]> opening = Envelope.openPassword(encrypted, identity.key());
        if (opening instanceof Envelope.Opened<char[]> opened) {
            return Secret.wiping(opened.content());
        }
        throw new IOException("its password cannot be opened"
                + (opening instanceof Envelope.Unopenable<char[]> closed ? ": " + closed.reason() : ""));
    }

    void stop() {
        meter.stop();
        access.ifPresent(TemporaryAccess::stop);
        monitor.ifPresent(started -> {
            started.stop();
            offload.run(quota::lift).onFailure(e -> LOG.debug("the quota stays: {}", e.getMessage()));
        });
        resourceDisk.ifPresent(ResourceDisk::stop);
        search.ifPresent(WireServerSearch::stop);
    }

    private void tell(Watch watch, String problem) {
        watch.failing().ifPresent(operation -> events.tell(AgentEvent.failed(operation, problem)));
    }

    /** What is wrong with what is looked after, as far as it is the platform's business. */
    Map<Operation, List<String>> troubles() {
        Map<Operation, List<String>> troubles = new EnumMap<>(Operation.class);
        monitor.ifPresent(started -> started.problems()
                .forEach((watch, problems) -> watch.failing().ifPresent(what -> troubles.put(what, problems))));
        return troubles;
    }

    private boolean isGuest() {
        return !setup.tends();
    }

    /** What is looked after, of a machine that is the agent's to look after. */
    List<Watch> watches() {
        SystemRoot root = setup.root();
        Distro distro = DistroTable.find(Distribution.release(root));
        return List.of(
                quota,
                new FirewallWatch(
                        new Firewall(tools, disk, root, setup.libDirectory()),
                        () -> firewallRules(setup.endpoints().wireServer().host()),
                        period(SystemKeys.FIREWALL_PERIOD)),
                new DhcpClients(
                        disk,
                        root,
                        new RouteKeeper(disk, root, setup.libDirectory(), tools),
                        period(SystemKeys.DHCP_CLIENT_PERIOD)),
                new ScsiTimeouts(
                        disk,
                        root,
                        () -> setup.configuration().get(SystemKeys.SCSI_TIMEOUT),
                        period(SystemKeys.SCSI_TIMEOUT_PERIOD)),
                new HandlerLogs(
                        disk,
                        root,
                        setup.logDirectory(),
                        clock,
                        () -> setup.configuration().get(ExtensionKeys.LOG_MAX_MB)),
                new NetworkChanges(
                        new NetworkPicture(disk, root),
                        () -> setup.configuration().get(AgentKeys.NETWORK_CHANGES)),
                new NetworkRules(
                        disk, root, setup.libDirectory(), distro.movesNetRules(), period(SystemKeys.NET_RULES_PERIOD)),
                new HostNameWatch(
                        new HostNameKeeper(new Machine(root, disk, tools, distro, setup.configuration())),
                        () -> setup.configuration().get(ProvisioningKeys.MONITOR_HOST_NAME) && prepared.getAsBoolean(),
                        period(ProvisioningKeys.MONITOR_HOST_NAME_PERIOD)));
    }

    private Supplier<Duration> period(ConfigKey<Duration> key) {
        return () -> setup.configuration().get(key);
    }

    /** None for a test bed on this machine itself, whose wireserver every user may ask. */
    Optional<FirewallRules> firewallRules(String wireServer) {
        return setup.configuration().get(SystemKeys.ENABLE_FIREWALL)
                ? Ipv4.parse(wireServer)
                        .filter(Ipv4::isUnicast)
                        .map(address -> FirewallRules.configured(setup.configuration(), address, ProcessOwner.number()))
                : Optional.empty();
    }
}
