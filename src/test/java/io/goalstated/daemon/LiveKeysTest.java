package io.goalstated.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.goalstated.Conforms;
import io.goalstated.config.AgentKeys;
import io.goalstated.config.ConfigFile;
import io.goalstated.config.ConfigKey;
import io.goalstated.config.ConfigKeys;
import io.goalstated.config.Configuration;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.config.ProtocolKeys;
import io.goalstated.config.ProvisioningKeys;
import io.goalstated.config.Reload;
import io.goalstated.config.SystemKeys;
import io.goalstated.environment.firewall.FirewallRules;
import io.goalstated.environment.monitor.Watch;
import io.goalstated.environment.network.Ipv4;
import io.goalstated.environment.usage.Measurement;
import io.goalstated.environment.usage.Usage;
import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.WantedHandler;
import io.goalstated.log.LogSettings;
import io.goalstated.log.Logging;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.ConfigurationInForce;
import io.goalstated.platform.ConfigurationReader;
import io.goalstated.platform.Disk;
import io.goalstated.platform.EventLoop;
import io.goalstated.platform.GroupCount;
import io.goalstated.platform.SystemRoot;
import io.goalstated.wire.HttpCall;
import io.goalstated.wire.RetryPolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/**
 * A running agent whose owner writes another value for every key there is, in {@code root/etc/waagent.conf}. For each live
 * key something is looked at that goes by it; a key that is new in the registry needs such a sight here. Machine and log
 * are not this agent's, so there the parts are looked at that would go by the keys.
 */
class LiveKeysTest {
    private static final String HELLO = "Contoso.Samples.Hello";
    /** Besides the words that a type of few words names. */
    private static final List<String> CANDIDATES =
            List.of("y", "n", "7", "17", "/elsewhere", "10.9.8.7:6", "Contoso.Some:cpu=50", "btrfs");

    @TempDir
    Path root;

    private final Vertx vertx = EventLoop.start();
    private final Map<ConfigKey<?>, Proof> proofs = new LinkedHashMap<>();
    private final List<String> ends = new ArrayList<>();
    private FakeAzure azure;
    private Agent agent;
    private ConfigurationInForce inForce;
    private Reloading reloading;
    private Setup setup;
    private String proxied = "nobody";
    /** Made when the agent is, as it makes its own. */
    private List<Watch> watches = List.of();

    private QuotaRules quota = new QuotaRules(Configuration::defaults);

    /** What somebody who goes by the key does, or would do, at this moment. */
    private interface Sight {
        Object now() throws Exception;
    }

    private record Proof(String before, Object seenBefore, String after, Object seenAfter, Sight sight) {}

    @BeforeEach
    void start() throws Exception {
        Path log = Files.createDirectories(root.resolve("var/log")).resolve("test.log");
        Logging.ofThisProcess()
                .use(new LogSettings(Level.INFO, Optional.of(log), 1 << 20, 1, 1 << 20, false, false, false));
        azure = Vm.get(FakeAzure.start(vertx));
        azure.offer(Path.of("extension-samples/shell-hello"), "1.0.0");
        azure.publish(Goal.of(WantedHandler.of(HELLO, "1.0.0"))).viaFastTrack();
        prepareProofs(new Proxy("127.0.0.1"), new Proxy("127.0.0.2"));
        writeConfiguration(Proof::before, this::asItWas);
        begin();
    }

    @AfterEach
    void end() throws Exception {
        Vm.get(Vm.onLoop(vertx, () -> agent.stop()));
        Vm.get(azure.close());
        Vm.get(vertx.close());
        Logging.ofThisProcess().use(LogSettings.QUIET);
    }

    @Test
    @Conforms("OPS-66")
    void every_live_key_is_in_force_after_a_reload_and_every_other_one_that_changed_is_named() throws Exception {
        Vm.get(azure.awaitStatus(report -> report.handlerStatus(HELLO).equals("Ready")));
        see(Proof::seenBefore);
        writeConfiguration(Proof::after, this::asItWas);
        leaveEvent();
        reload();
        see(Proof::seenAfter);

        Configuration before = inForce.current();
        Map<ConfigKey<?>, String> others = others(before);
        writeConfiguration(Proof::after, others::get);
        reload();

        List<String> log = Files.readAllLines(root.resolve("var/log/test.log"));
        for (ConfigKey<?> key : others.keySet()) {
            assertThat(log)
                    .as(key.name())
                    .anyMatch(line -> namesOf(line, key.reload()).contains(key.name()));
            assertThat(inForce.current().get(key).equals(before.get(key)))
                    .as(key.name() + " keeps its value")
                    .isEqualTo(key.reload() == Reload.RESTART);
        }
    }

    private void reload() {
        assertThat(reloading.reload()).isTrue();
        vertx.runOnContext(ignored -> agent.reconfigured());
    }

    /** The keys that a line of the log says come into force then. */
    private static List<String> namesOf(String line, Reload when) {
        String from = when == Reload.RESTART ? "a change of " : "changed, in force " + when.text() + ": ";
        String to = when == Reload.RESTART ? " comes into force after a restart" : "";
        int start = line.indexOf(from);
        return start < 0 || !line.endsWith(to)
                ? List.of()
                : List.of(line.substring(start + from.length(), line.length() - to.length())
                        .split(", "));
    }

    private void prepareProofs(Proxy first, Proxy second) throws Exception {
        write("etc/first", "one:secret", "rw-------");
        write("etc/second", "two:secret", "rw-------");
        write(
                "etc/policy.json",
                "{\"policyVersion\": \"0.1.0\", \"extensionPolicies\": {\"allowListedExtensionsOnly\": true}}",
                "rw-r--r--");
        theAgentItself();
        whatTheAgentUses();
        theMachine();
        theLog();
        String proxiedBefore = first.describe("one:secret");
        String proxiedAfter = second.describe("two:secret");
        Sight proxy = this::askStorage;
        add(ProtocolKeys.PROXY_HOST, "127.0.0.1", proxiedBefore, "127.0.0.2", proxiedAfter, proxy);
        add(ProtocolKeys.PROXY_PORT, first.port(), proxiedBefore, second.port(), proxiedAfter, proxy);
        add(ProtocolKeys.PROXY_CREDENTIAL_FILE, "/etc/first", proxiedBefore, "/etc/second", proxiedAfter, proxy);
        assertThat(proofs.keySet())
                .containsExactlyInAnyOrderElementsOf(ConfigKeys.all().stream()
                        .filter(key -> key.reload() == Reload.LIVE && key.isEffective())
                        .collect(Collectors.toSet()));
    }

    private void theAgentItself() {
        value(AgentKeys.GRACE_PERIOD, "20", "40", () -> setup.configuration().get(AgentKeys.GRACE_PERIOD));
        value(
                ExtensionKeys.GOAL_STATE_PERIOD,
                "60",
                "600",
                () -> setup.polling().period().orElseThrow());
        value(
                AgentKeys.COLLECT_LOGS,
                "n",
                "y",
                () -> LogsForSupport.choices(setup).wanted().getAsBoolean());
        value(
                AgentKeys.COLLECT_PERIOD,
                "3000",
                "4000",
                () -> LogsForSupport.choices(setup).period().get());
        Sight events = () -> azure.telemetry().all().stream()
                .anyMatch(record -> record.value("Context1").equals("left behind"));
        add(AgentKeys.TELEMETRY_LEVEL, "off", false, "full", true, events);
        add(AgentKeys.TELEMETRY_PERIOD, "86400", false, "1", true, events);
        Sight denial = () -> {
            String last = azure.statuses().all().stream()
                    .reduce((earlier, later) -> later)
                    .orElseThrow()
                    .document()
                    .toString();
            return last.contains("/etc/policy.json");
        };
        add(ExtensionKeys.POLICY_FILE, "/etc/none.json", false, "/etc/policy.json", true, denial);
        add(ExtensionKeys.FOLLOW_POLICY, "n", false, "y", true, denial);
    }

    private void whatTheAgentUses() {
        value(AgentKeys.CPU_QUOTA, "40", "70", () -> quota.percent());
        value(AgentKeys.CGROUP_PROCESS_CHECK, "y", "n", () -> quota.givesWayToStrangers());
        value(AgentKeys.CGROUP_QUOTA_CHECK, "n", "y", () -> quota.givesWayToTheAgent());
        value(AgentKeys.CPU_THROTTLED_THRESHOLD, "60", "90", () -> quota.bearable());
        value(
                AgentKeys.CGROUP_CHECK_PERIOD,
                "300",
                "200",
                () -> watch("the agent's processor quota").period());
        Sight end = () -> {
            ends.clear();
            Vm.get(Vm.onLoop(vertx, () -> {
                agent.parts.use.measured(agentUses(400_000_000));
                return Future.succeededFuture();
            }));
            return ends.stream()
                    .findFirst()
                    .map(reason -> reason.contains("more than the 300000000 of"))
                    .orElse(false);
        };
        add(AgentKeys.MEMORY_CHECK, "n", false, "y", true, end);
        add(AgentKeys.MEMORY_QUOTA, "200000000", false, "300000000", true, end);
        add(
                AgentKeys.CGROUP_LOG_METRICS,
                "n",
                false,
                "y",
                true,
                () -> Files.readString(root.resolve("var/log/test.log")).contains("measured: CPU"));
    }

    private void theMachine() {
        period(SystemKeys.FIREWALL_PERIOD, "firewall of the wireserver");
        period(SystemKeys.SCSI_TIMEOUT_PERIOD, "time-outs of SCSI disks");
        period(SystemKeys.NET_RULES_PERIOD, "names of network interfaces");
        period(SystemKeys.DHCP_CLIENT_PERIOD, "DHCP client");
        period(ProvisioningKeys.MONITOR_HOST_NAME_PERIOD, "host name");
        value(
                ProvisioningKeys.MONITOR_HOST_NAME,
                "n",
                "y",
                () -> watch("host name").isWanted());
        value(AgentKeys.NETWORK_CHANGES, "n", "y", () -> {
            watch("network configuration").look();
            return watch("network configuration").isWanted();
        });
        value(SystemKeys.SCSI_TIMEOUT, "77", "88", () -> {
            Path disk = Files.createDirectories(root.resolve("sys/block/sda/device"))
                    .resolve("timeout");
            Files.writeString(disk, "30");
            watch("time-outs of SCSI disks").look();
            return Optional.of(Integer.valueOf(Files.readString(disk)));
        });
        add(ExtensionKeys.MAX_PACKAGE_MB, "30", 30L << 20, "50", 50L << 20, () -> setup.largestPackage());
        add(ExtensionKeys.LOG_MAX_MB, "200", true, "1", false, () -> {
            Path folder = Files.createDirectories(root.resolve("var/log/azure/Test.Full"));
            Path old = Files.write(folder.resolve("a.log.1"), new byte[2 << 20]);
            Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
            Files.writeString(folder.resolve("a.log"), "new");
            watch("logs of extensions").look();
            return Files.exists(old);
        });
        add(SystemKeys.ENABLE_FIREWALL, "n", false, "y", true, () -> firewall().isPresent());
        add(
                SystemKeys.FIREWALL_IMDS,
                "open",
                false,
                "root",
                true,
                () -> firewall()
                        .filter(rules -> rules.addresses().contains(Ipv4.METADATA))
                        .isPresent());
        add(
                SystemKeys.FIREWALL_ALLOW_UIDS,
                "1000",
                false,
                "2000",
                true,
                () -> firewall()
                        .filter(rules ->
                                rules.users().contains(2000L) && !rules.users().contains(1000L))
                        .isPresent());
    }

    private void theLog() {
        add(AgentKeys.VERBOSE, "n", Level.INFO, "y", Level.DEBUG, () -> log().threshold());
        add(AgentKeys.LOG_FORMAT, "text", false, "json", true, () -> log().json());
        add(AgentKeys.LOG_MAX_SIZE_MB, "3", 3L << 20, "5", 5L << 20, () -> log().maxBytes());
        add(AgentKeys.LOG_MAX_FILES, "3", 3, "5", 5, () -> log().maxFiles());
        add(AgentKeys.LOG_MAX_TOTAL_MB, "30", 30L << 20, "50", 50L << 20, () -> log().maxTotalBytes());
    }

    private <T> void value(ConfigKey<T> key, String before, String after, Sight sight) {
        add(key, before, parsed(key, before), after, parsed(key, after), sight);
    }

    private void period(ConfigKey<Duration> key, String watch) {
        value(key, "44", "55", () -> watch(watch).period());
    }

    private static <T> T parsed(ConfigKey<T> key, String text) {
        return Configuration.of(List.of(ConfigFile.parse("f", key.name() + "=" + text)))
                .get(key);
    }

    private void add(ConfigKey<?> key, String before, Object seenBefore, String after, Object seenAfter, Sight sight) {
        proofs.put(key, new Proof(before, seenBefore, after, seenAfter, sight));
    }

    private void see(Function<Proof, Object> expected) {
        proofs.forEach((key, proof) -> await(key.name())
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(proof.sight().now()).isEqualTo(expected.apply(proof))));
    }

    private Watch watch(String name) {
        return watches.stream()
                .filter(watch -> watch.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Optional<FirewallRules> firewall() {
        return agent.parts.surroundings.firewallRules("168.63.129.16");
    }

    private LogSettings log() {
        return new LogSetup(setup.root(), new Disk(), false).of(setup.configuration());
    }

    private static Measurement agentUses(long bytes) {
        GroupCount count = new GroupCount(
                Optional.empty(),
                Optional.empty(),
                OptionalLong.of(bytes),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
        return new Measurement(
                List.of(new Usage(
                        Usage.Owner.AGENT, "goalstated.service", OptionalDouble.of(1), Optional.empty(), count)),
                Optional.empty());
    }

    /** Who was asked on the way to a storage that only a proxy could lead to, and how. */
    private Object askStorage() throws Exception {
        HttpCall call =
                HttpCall.get("http://127.0.0.3:9/blob", Map.of()).throughProxy().withRetry(RetryPolicy.ONCE);
        Vm.get(Vm.onLoop(vertx, () -> agent.parts.http.send(call).otherwiseEmpty()));
        return proxied;
    }

    /** Leads nowhere, and remembers who has asked. */
    private final class Proxy {
        private final String host;
        private final HttpServer server;

        Proxy(String host) throws Exception {
            this.host = host;
            this.server = Vm.get(vertx.createHttpServer()
                    .requestHandler(request -> {
                        proxied = seen(String.valueOf(request.getHeader("Proxy-Authorization")));
                        request.response().setStatusCode(403).end();
                    })
                    .listen(0, host));
        }

        String port() {
            return Integer.toString(server.actualPort());
        }

        String describe(String credentials) {
            return seen("Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }

        private String seen(String header) {
            return host + ":" + port() + " " + header;
        }
    }

    private void leaveEvent() throws IOException {
        Path events = root.resolve("var/log/azure").resolve(HELLO).resolve("events");
        Files.writeString(
                events.resolve("1591905451000.json"),
                "{\"Version\": \"1.0.0\", \"Timestamp\": \"now\", \"TaskName\": \"t\","
                        + " \"EventLevel\": \"Informational\", \"Message\": \"left behind\", \"EventPid\": 1, \"EventTid\": 2,"
                        + " \"OperationId\": \"o\"}");
    }

    /** Another value for each key that is not live. */
    private static Map<ConfigKey<?>, String> others(Configuration before) {
        Map<ConfigKey<?>, String> others = new LinkedHashMap<>();
        for (ConfigKey<?> key : ConfigKeys.all()) {
            if (key.reload() != Reload.LIVE && key.isEffective()) {
                others.put(key, another(key, before.get(key)));
            }
        }
        return others;
    }

    private static String another(ConfigKey<?> key, Object present) {
        List<String> candidates = new ArrayList<>(CANDIDATES);
        candidates.addAll(List.of(key.type().allowed().split(", ")));
        for (String candidate : candidates) {
            Configuration written = Configuration.of(List.of(ConfigFile.parse("f", key.name() + "=" + candidate)));
            if (written.warnings().isEmpty() && !written.get(key).equals(present)) {
                return candidate;
            }
        }
        throw new AssertionError("no other value for " + key.name() + " among the candidates");
    }

    private String asItWas(ConfigKey<?> key) {
        return endpoint(key).orElse(key.defaultText());
    }

    private Optional<String> endpoint(ConfigKey<?> key) {
        if (key.equals(ProtocolKeys.WIRE_SERVER)) {
            return Optional.of(azure.addresses().wire().toString());
        }
        if (key.equals(ProtocolKeys.HOST_PLUGIN)) {
            return Optional.of(azure.addresses().hostPlugin().toString());
        }
        return key.equals(ProtocolKeys.IMDS)
                ? Optional.of(azure.addresses().imds().toString())
                : Optional.empty();
    }

    private void writeConfiguration(Function<Proof, String> live, Function<ConfigKey<?>, String> other)
            throws IOException {
        String text = ConfigKeys.all().stream()
                .filter(ConfigKey::isEffective)
                .map(key ->
                        key.name() + "=" + (proofs.containsKey(key) ? live.apply(proofs.get(key)) : other.apply(key)))
                .collect(Collectors.joining("\n"));
        write("etc/waagent.conf", text + "\n", "rw-r--r--");
    }

    private void write(String name, String text, String modes) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
    }

    private void begin() throws Exception {
        ConfigurationReader reader =
                new ConfigurationReader(new SystemRoot(root), new Disk(), Optional.empty(), Map.of(), List.of());
        ConfigurationReader.Reading reading = reader.read();
        inForce = new ConfigurationInForce(reading.configuration());
        reloading = new Reloading(reader, inForce, reading);
        setup = new Setup(
                new SystemRoot(root),
                inForce,
                "/etc/waagent.conf",
                Map.of("PATH", "/usr/bin:/bin"),
                AgentVersion.current(),
                Optional.empty(),
                Optional.empty());
        agent = Vm.get(Vm.onLoop(
                vertx,
                () -> Agent.start(vertx, setup, new Disk(), view -> {}, new Agent.Superior() {
                    @Override
                    public void wireServerIsAt(String address) {}

                    @Override
                    public void outgrown(String reason) {
                        ends.add(reason);
                    }
                })));
        watches = agent.parts.surroundings.watches();
        quota = new QuotaRules(setup::configuration);
    }
}
