package io.goalstated.provision;

import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Notices that somebody gave the machine another name, and has it kept over a restart, resolved by the machine itself and published by
 * DHCP (spec 03 §4.2, §11). Publishing may take the network down: the interface is looked at a moment later, raised once, looked at
 * again, and told of if it stays down. One thread at a time.
 */
public final class HostNameKeeper {
    private static final int MAX_FILE = 65_536;
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private final Machine machine;
    private Optional<String> remembered = Optional.empty();
    private Optional<InterfaceRecovery> recovery = Optional.empty();

    public HostNameKeeper(Machine machine) {
        this.machine = machine;
    }

    /**
     * What a look has come to.
     *
     * @param done what was changed
     * @param problems what is wrong still
     */
    public record Findings(List<String> done, List<String> problems) {
        public Findings {
            done = List.copyOf(done);
            problems = List.copyOf(problems);
        }
    }

    /** How soon it wants to look again; empty: there is nothing to wait for. */
    public Optional<Duration> soon() {
        return recovery.map(pending -> SETTLING);
    }

    /** Looks; blocks. A name that cannot be published is not tried again: the next change is. */
    public Findings look() throws IOException {
        List<String> done = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Optional<InterfaceRecovery> pending = recovery;
        if (pending.isPresent()) {
            recovery = pending.get().goOn(done, problems);
        }
        String name = running();
        if (!name.equals(published())) {
            remembered = Optional.of(name);
            publish(name, done, problems);
        }
        return new Findings(done, problems);
    }

    private void publish(String name, List<String> done, List<String> problems) throws IOException {
        Optional<HostName> valid = HostName.parse(name);
        if (valid.isEmpty()) {
            problems.add("the machine was given a name that is no host name; it is not published");
            return;
        }
        new HostNameSetter(machine).set(valid.get());
        Optional<String> device = new HostNamePublisher(machine).publish(name);
        done.add("the machine is called " + name + " now");
        recovery = device.map(primary -> new InterfaceRecovery(machine, primary));
    }

    private String running() throws IOException {
        return text("/proc/sys/kernel/hostname");
    }

    /** What was published last: by this process, by an agent before it, by cloud-init; else what the machine is called now. */
    private String published() throws IOException {
        if (remembered.isEmpty()) {
            Path file = machine.lib().resolve("published_hostname");
            String known =
                    machine.disk().readText(file, MAX_FILE).map(String::strip).orElse("");
            String other = known.isEmpty() ? cloudInits() : known;
            remembered = Optional.of(other.isEmpty() ? running() : other);
        }
        return remembered.get();
    }

    private String cloudInits() throws IOException {
        try {
            return Json.parse(text("/var/lib/cloud/data/set-hostname"))
                    .path("hostname")
                    .asText();
        } catch (MalformedJson e) {
            return "";
        }
    }

    private String text(String path) throws IOException {
        return machine.disk()
                .readText(machine.root().resolve(path), MAX_FILE)
                .map(String::strip)
                .orElse("");
    }
}
