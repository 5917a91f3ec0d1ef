package io.goalstated.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import io.goalstated.account.Accounts.Extras;
import io.goalstated.platform.Disk;
import io.goalstated.platform.RecordingTools;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolEnd;
import io.goalstated.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
    private static final UserName BOB = new UserName("bob");

    @TempDir
    Path directory;

    private final RecordingTools tools = new RecordingTools();
    private Accounts accounts;

    @BeforeEach
    void system() throws IOException {
        Files.createDirectories(directory.resolve("etc"));
        write("passwd", "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/usr/sbin:/usr/sbin/nologin\n");
        write("group", "root:x:0:\nsudo:x:27:\n");
        write("login.defs", "#UID_MIN 5\nUID_MIN\t\t 1000\n");
        accounts = new Accounts(new SystemRoot(directory), new Disk(), tools);
        tools.answer("useradd -m", call -> {
            append("passwd", "bob:x:1000:1000::/home/bob:/bin/bash\n");
            return new ToolEnd.Exited("useradd", 0, "", "");
        });
    }

    @ParameterizedTest
    @Conforms("03R#3")
    @ValueSource(
            strings = {
                "bad;name",
                "a\nb",
                "-rf",
                "",
                ".",
                "..",
                "a.",
                "1abc",
                "a b",
                "a:b",
                "ä",
                "$(id)",
                "a/b",
                "root\n",
                "aaaaaaaaaabbbbbbbbbbccccccccccddd"
            })
    void what_is_no_plain_name_is_none(String text) {
        assertThat(UserName.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "_x", "Azure.User-1", "A", "aaaaaaaaaabbbbbbbbbbccccccccccdd"})
    void ordinary_names_are_taken(String text) {
        assertThat(UserName.parse(text)).isPresent();
    }

    @Test
    void an_account_is_made_once() throws Exception {
        Account made = accounts.create(BOB, Extras.NONE);
        accounts.create(BOB, Extras.NONE);

        assertThat(made.uid()).isEqualTo(1000);
        assertThat(tools.calls()).containsExactly("getent passwd bob", "useradd -D", "useradd -m -- bob");
    }

    @Test
    void an_account_gets_bash_where_the_system_would_give_its_plain_shell() throws Exception {
        Files.createDirectories(directory.resolve("bin"));
        Files.writeString(directory.resolve("bin/bash"), "");
        tools.answer("useradd -D", 0, "GROUP=100\nSHELL=/bin/sh\nSKEL=/etc/skel\n", "");

        accounts.create(BOB, new Extras(Optional.of("JIT_Account"), Optional.of("2026-12-31")));

        assertThat(tools.calls()).last().isEqualTo("useradd -m -e 2026-12-31 -c JIT_Account -s /bin/bash -- bob");
    }

    @Test
    void an_account_of_another_directory_service_is_known() throws Exception {
        tools.answer("getent passwd bob", 0, "bob:*:70000:70000:Bob:/home/bob:/bin/sh\n", "");

        assertThat(accounts.find(BOB)).map(Account::uid).contains(70000);
    }

    @Test
    void the_systems_accounts_are_known_by_their_numbers() throws Exception {
        assertThat(accounts.isSystems(accounts.find(new UserName("daemon")).orElseThrow()))
                .isTrue();
        assertThat(accounts.isSystems(new Account("bob", 1000, 1000, "", "/", "")))
                .isFalse();
        assertThat(accounts.isSystems(new Account("core", 500, 500, "", "/", "")))
                .isFalse();
        Files.delete(directory.resolve("etc/login.defs"));
        assertThat(accounts.isSystems(new Account("x", 500, 500, "", "/", ""))).isFalse();
    }

    @Test
    void the_hash_goes_by_standard_input() throws Exception {
        accounts.setPassword(BOB, secret("P@ss:w0rd$(id)"), new PasswordHash("6", 10));

        assertThat(tools.calls()).containsExactly("chpasswd -e");
        assertThat(tools.inputs()).singleElement().asString().matches("bob:\\$6\\$[A-Za-z0-9]{10}\\$[^:\\n]+\\n");
    }

    @Test
    void where_chpasswd_is_missing_usermod_sets_the_hash() throws Exception {
        tools.missing("chpasswd");

        accounts.setPassword(BOB, secret("x"), new PasswordHash("5", 10));

        assertThat(tools.calls()).last().asString().startsWith("usermod -p $5$").endsWith(" -- bob");
    }

    @Test
    @Conforms("03R#4")
    void a_program_that_fails_is_named_without_its_input() {
        tools.answer("chpasswd", 1, "", "chpasswd: (user bob) pam_chauthtok() failed");

        assertThatThrownBy(() -> accounts.setPassword(BOB, secret("x"), new PasswordHash("6", 10)))
                .hasMessage("chpasswd ended with exit code 1");
    }

    @Test
    void groups_that_do_not_exist_are_left_out() throws Exception {
        assertThat(accounts.join(BOB, List.of("sudo", "wheel"))).containsExactly("wheel");

        assertThat(tools.calls()).containsExactly("usermod -a -G sudo -- bob");
    }

    @Test
    @Conforms("03R#13")
    void the_systems_accounts_are_never_removed() {
        for (String name : List.of("root", "daemon")) {
            assertThatThrownBy(() -> accounts.remove(new UserName(name))).isInstanceOf(AccountFailure.class);
        }
        assertThat(tools.calls()).isEmpty();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve("etc/" + name), text);
    }

    private void append(String name, String text) {
        try {
            Files.writeString(directory.resolve("etc/" + name), text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Secret secret(String text) {
        return Secret.wiping(text.toCharArray());
    }
}
