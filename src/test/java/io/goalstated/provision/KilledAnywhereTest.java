package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.Conforms;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.ovf.Ovf;
import io.goalstated.platform.ToolEnd;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * The agent dies before each change to the disk, each run of a program and each report, one after the other, and is started
 * again: the VM ends as one that nobody disturbed.
 */
class KilledAnywhereTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS";

    /** In memory where that is possible: all is synced again and again. */
    @TempDir(factory = InMemory.class)
    Path directory;

    static final class InMemory implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
                throws IOException {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "goalstated")
                    : Files.createTempDirectory("goalstated");
        }
    }

    @Test
    @Conforms({"03#62", "03#41"})
    void a_vm_ends_the_same_wherever_the_agent_was_killed() throws Exception {
        killedAtEveryMoment(KilledAnywhereTest::fresh, vm -> {
            assertThat(vm.tools.inputs()).hasSizeBetween(1, 2);
            assertThat(vm.commandLines).hasSize(1);
        });
    }

    @Test
    @Conforms("03#62")
    void so_does_one_that_is_made_of_the_metadata_alone() throws Exception {
        killedAtEveryMoment(
                KilledAnywhereTest::withoutDisc,
                vm -> assertThat(vm.commandLines).isEmpty());
    }

    /** Makes a VM in that directory. */
    @FunctionalInterface
    private interface Maker {
        Vm in(Path directory) throws IOException;
    }

    private void killedAtEveryMoment(Maker maker, Consumer<Vm> check) throws IOException {
        Vm quiet = maker.in(directory.resolve("undisturbed"));
        quiet.life = 100_000;
        run(quiet);
        Map<String, String> undisturbed = state(quiet);
        int moments = 100_000 - quiet.life;
        assertThat(moments).isGreaterThan(50);

        for (int moment = 1; moment <= moments; moment++) {
            Vm vm = maker.in(directory.resolve("killed-" + moment));
            vm.life = moment;
            run(vm);
            assertThat(vm.isDead()).isTrue();
            // What the dead agent has not begun it never will.
            vm.timers.forget();
            vm.life = Integer.MAX_VALUE;

            Provisioning again = run(vm);

            assertThat(again.view().released())
                    .as("killed at %d: %s", moment, again.view())
                    .isTrue();
            assertThat(state(vm)).as("killed at %d", moment).isEqualTo(undisturbed);
            assertThat(vm.health).as("killed at %d", moment).endsWith("Ready");
            assertThat(vm).as("killed at %d", moment).satisfies(check);
        }
    }

    private static Vm fresh(Path root) throws IOException {
        Vm vm = new Vm(Files.createDirectories(root));
        vm.set("Provisioning.RegenerateSshHostKeyPair=y")
                .set("Provisioning.DeleteRootPassword=y")
                .set("Provisioning.ExecuteCustomData=y")
                // The cheapest hash: it is made a hundred times.
                .set("Provisioning.PasswordCryptId=1");
        vm.write("etc/shadow", "root:x:1::::::\nbob:!:1::::::\n");
        vm.write("etc/ssh/ssh_host_rsa_key", "image");
        vm.write("etc/ssh/ssh_host_ed25519_key", "image");
        vm.tools.missing("usermod");
        vm.with(Ovf.of("vm")
                .user("bob")
                .password("hunter22")
                .publicKey("", "$HOME/bob/.ssh/authorized_keys", KEY)
                .customData("IyEvYmluL3NoCg=="));
        // The disc is out from then on: nothing may need it any more.
        vm.tools.answer("eject", call -> new ToolEnd.Exited("eject", 0, "", ""));
        return vm;
    }

    private static Vm withoutDisc(Path root) throws IOException {
        Vm vm = new Vm(Files.createDirectories(root));
        JsonNode instance;
        try {
            instance = Json.parse("""
                    {"compute": {"osProfile": {"adminUsername": "bob", "computerName": "vm",
                      "disablePasswordAuthentication": "true"}, "publicKeys": [{"keyData": "%s"}]}}""".formatted(KEY));
        } catch (MalformedJson e) {
            throw new AssertionError(e);
        }
        vm.metadata = Optional.of(() -> Future.succeededFuture(instance));
        return vm;
    }

    private static Provisioning run(Vm vm) {
        Provisioning provisioning = vm.provisioning();
        try {
            provisioning.start();
            vm.timers.advance(Duration.ofSeconds(65));
        } catch (Vm.Killed e) {
            assertThat(vm.isDead()).isTrue();
        }
        provisioning.stop();
        return provisioning;
    }

    private static Map<String, String> state(Vm vm) throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> files = Files.walk(vm.root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = vm.root.relativize(file).toString();
                boolean ours = name.contains("goalstated/journal")
                        || name.contains("/.goalstated-")
                        || name.contains("/operations");
                if (Files.isRegularFile(file) && !ours) {
                    state.put(name, vm.mode(name) + " " + Files.readString(file));
                }
            }
        }
        assertThat(state.toString().replaceAll("media/ovf-env.xml=[^,]*", "")).doesNotContain("hunter22");
        return state;
    }
}
