package io.goalstated;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.lab.FakeAzure;
import io.goalstated.lab.Goal;
import io.goalstated.lab.RemoteUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The platform gives accounts for a while, on a machine whose users nobody else sees. */
@Tag("root")
class TemporaryAccessIT {
    private static final String PASSWORD = "Correct+Horse7Battery";
    private final Instant later = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(30));

    @TempDir
    Path directory;

    @RegisterExtension
    private final LoopbackAzure loopback = new LoopbackAzure();

    private FakeAzure azure;

    @BeforeEach
    void start() throws Exception {
        azure = loopback.azure();
    }

    private void want(RemoteUser... users) {
        azure.setRemoteUsers(List.of(users));
        azure.publish(Goal.of()).viaFabric();
    }

    @Test
    @Conforms({"03#97", "03#98"})
    void an_account_is_made_and_removed_as_goal_states_say() throws Exception {
        want(new RemoteUser("jit1", PASSWORD, later));

        try (ImageDaemon daemon = daemon()) {
            ProcessHandle there = machine(daemon);
            soon("the account is complete")
                    .until(() -> line(there, "/etc/sudoers.d/waagent", "jit1"), Optional::isPresent);
            assertThat(line(there, "/etc/passwd", "jit1"))
                    .hasValueSatisfying(line -> assertThat(line).contains(":JIT_Account:/home/jit1:"));
            String[] shadow = line(there, "/etc/shadow", "jit1").orElseThrow().split(":", -1);
            assertThat(shadow[1]).isEqualTo(hashed(shadow[1].split("\\$", -1)[2]));
            assertThat(LocalDate.ofEpochDay(Long.parseLong(shadow[7])))
                    .isEqualTo(later.atZone(ZoneOffset.UTC).toLocalDate().plusDays(1));
            assertThat(line(there, "/etc/sudoers.d/waagent", "jit1")).contains("jit1 ALL=(ALL) ALL");
            assertThat(text(there, "/var/log/waagent.log")).doesNotContain(PASSWORD);

            want();

            soon("the account is gone").until(() -> line(there, "/etc/passwd", "jit1"), Optional::isEmpty);
            soon("its home is gone").until(() -> !Files.exists(PrivateMachine.file(there, "/home/jit1")));
            assertThat(line(there, "/etc/sudoers.d/waagent", "jit1")).isEmpty();
        }
        assertThat(Files.readString(Path.of("/etc/passwd"))).doesNotContain("jit1");
    }

    @Test
    @Conforms("03#98")
    void an_account_is_removed_when_its_time_is_over_without_a_new_goal_state() throws Exception {
        want(new RemoteUser("jit2", PASSWORD, Instant.now().plusSeconds(40)));

        try (ImageDaemon daemon = daemon()) {
            ProcessHandle there = machine(daemon);
            soon("the account is made").until(() -> line(there, "/etc/passwd", "jit2"), Optional::isPresent);

            soon("its time is over").until(() -> line(there, "/etc/passwd", "jit2"), Optional::isEmpty);
        }
    }

    @Test
    @Conforms("03#99")
    void an_account_of_the_machine_is_left_as_it_is() throws Exception {
        want(new RemoteUser("games", PASSWORD, later), new RemoteUser("jit3", PASSWORD, later));

        try (ImageDaemon daemon = daemon()) {
            ProcessHandle there = machine(daemon);
            soon("the other account is complete")
                    .until(() -> line(there, "/etc/sudoers.d/waagent", "jit3"), Optional::isPresent);

            assertThat(line(there, "/etc/passwd", "games")).isEqualTo(ownLine("/etc/passwd", "games"));
            assertThat(line(there, "/etc/shadow", "games")).isEqualTo(ownLine("/etc/shadow", "games"));
            assertThat(line(there, "/etc/sudoers.d/waagent", "games")).isEmpty();
            soon("it is told")
                    .until(() -> text(there, "/var/log/waagent.log")
                            .contains("no account for games: an account of that name is there already"));
        }
    }

    @Test
    @Conforms({"03#100", "03#101", "01#13.50", "01#13.51"})
    void a_user_with_a_bad_date_or_password_gets_nothing_and_stops_no_other() throws Exception {
        want(
                new RemoteUser("jit4", PASSWORD, later).with(RemoteUser.Flaw.DATE),
                new RemoteUser("jit5", PASSWORD, later).with(RemoteUser.Flaw.PASSWORD),
                new RemoteUser("jit6", PASSWORD, later));

        try (ImageDaemon daemon = daemon()) {
            ProcessHandle there = machine(daemon);
            soon("the good account is complete")
                    .until(() -> line(there, "/etc/sudoers.d/waagent", "jit6"), Optional::isPresent);
            soon("the bad ones are told")
                    .until(() -> text(there, "/var/log/waagent.log")
                            .contains("no account for jit4: its expiration cannot be read"));

            assertThat(text(there, "/var/log/waagent.log")).contains("no account for jit5: its password");
            for (String bad : List.of("jit4", "jit5")) {
                assertThat(line(there, "/etc/passwd", bad)).isEmpty();
                assertThat(line(there, "/etc/sudoers.d/waagent", bad)).isEmpty();
                assertThat(PrivateMachine.file(there, "/home/" + bad)).doesNotExist();
            }
        }
    }

    private static ConditionFactory soon(String what) {
        return Awaitility.await(what).atMost(Duration.ofMinutes(1));
    }

    /** From the classes of this build: no image is needed. */
    private ImageDaemon daemon() throws IOException {
        Path memory = Files.createDirectory(directory.resolve("memory"));
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return ImageDaemon.start(
                PrivateMachine.running(memory, java, "-cp", classes, "io.goalstated.app.Main"),
                directory.resolve("daemon.out"),
                ImageDaemon.words(azure.addresses()));
    }

    /** Any process that runs there; the daemon's log, once there is one, says that the machine is what it should be. */
    private static ProcessHandle machine(ImageDaemon daemon) {
        soon("the daemon has begun")
                .ignoreExceptions()
                .until(() -> !text(daemon.firstChild(), "/var/log/waagent.log").isEmpty());
        return daemon.firstChild();
    }

    private static Optional<String> ownLine(String file, String user) throws IOException {
        return first(Files.readString(Path.of(file), StandardCharsets.UTF_8), user);
    }

    private static Optional<String> line(ProcessHandle there, String file, String user) throws IOException {
        return first(text(there, file), user);
    }

    private static Optional<String> first(String text, String user) {
        return text.lines().filter(line -> line.matches(user + "\\b.*")).findFirst();
    }

    private static String text(ProcessHandle there, String file) throws IOException {
        Path path = PrivateMachine.file(there, file);
        return Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
    }

    private static String hashed(String salt) throws Exception {
        Process openssl = new ProcessBuilder("openssl", "passwd", "-6", "-salt", salt, "-stdin").start();
        try (var in = openssl.getOutputStream()) {
            in.write(PASSWORD.getBytes(StandardCharsets.UTF_8));
        }
        return new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
