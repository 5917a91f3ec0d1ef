package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static io.goalstated.supervise.Supervision.handler;
import static io.goalstated.supervise.Supervision.multi;
import static io.goalstated.supervise.Supervision.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.goalstate.RequestedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent does to a handler's files, and what it leaves alone, whatever the handler does to them (spec 05). */
class HandlerFilesTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path directory;

    private Supervision vm;
    private Path first = Path.of("");

    @BeforeEach
    void an_enabled_handler() {
        vm = new Supervision(directory);
        vm.accept(enabled("Test.A", "1.0.0", 0));
        first = vm.lib.resolve("Test.A-1.0.0");
    }

    @Test
    @Conforms({"B23", "02#31"})
    void mrseq_is_only_copied_in_an_update_with_its_time() throws IOException {
        Path mrseq = Files.writeString(first.resolve("mrseq"), "41");
        Files.setLastModifiedTime(mrseq, LONG_AGO);

        vm.accept(enabled("Test.A", "1.0.0", 7));
        vm.accept(handler("Test.A", "1.0.0", RequestedState.DISABLED, 7, 0));
        vm.accept(enabled("Test.A", "1.0.0", 8));
        assertThat(mrseq).hasContent("41");
        assertThat(Files.getLastModifiedTime(mrseq)).isEqualTo(LONG_AGO);
        vm.accept(enabled("Test.A", "1.1.0", 9));

        Path copy = vm.lib.resolve("Test.A-1.1.0/mrseq");
        assertThat(copy).hasContent("41");
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(LONG_AGO);
    }

    @Test
    @Conforms("B23")
    void an_mrseq_that_the_handler_has_not_made_is_not_made() {
        vm.accept(enabled("Test.A", "1.1.0", 1));

        assertThat(vm.lib.resolve("Test.A-1.1.0/mrseq")).doesNotExist();
        assertThat(first).doesNotExist();
    }

    @Test
    void status_files_go_along_in_an_update_with_their_times() throws IOException {
        vm.writeStatus("Test.A-1.0.0", "0.status", "success");
        Files.setLastModifiedTime(first.resolve("status/0.status"), LONG_AGO);

        vm.accept(enabled("Test.A", "1.1.0", 1));

        Path copy = vm.lib.resolve("Test.A-1.1.0/status/0.status");
        assertThat(copy).content().contains("success");
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(LONG_AGO);
    }

    @Test
    @Conforms("B27")
    void status_files_stay_through_enable_and_disable() {
        vm.writeStatus("Test.A-1.0.0", "0.status", "success");

        vm.accept(enabled("Test.A", "1.0.0", 1));
        vm.accept(handler("Test.A", "1.0.0", RequestedState.DISABLED, 1, 0));

        assertThat(first.resolve("status/0.status")).exists();
    }

    @Test
    @Conforms("B36")
    void nothing_but_settings_and_states_is_made_in_config() throws IOException {
        vm.manifestExtras.put("Test.M-1.0.0", ",\"supportsMultipleExtensions\":true,\"supportsPolicy\":true");
        vm.accept(
                enabled("Test.A", "1.0.0", 0),
                multi("Test.M", "1.0.0", RequestedState.ENABLED, settings("one", 3, "enabled", 0)));

        assertThat(names(first.resolve("config"))).containsExactly("0.settings", "HandlerState", "HandlerStatus");
        assertThat(names(vm.lib.resolve("Test.M-1.0.0/config")))
                .containsExactly("HandlerState", "HandlerStatus", "one.3.settings", "one.HandlerState");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"runtimeSettings\": []}"})
    void settings_that_the_handler_emptied_or_redacted_are_written_again_for_the_same_number(String left)
            throws IOException {
        Path file = first.resolve("config/0.settings");
        String given = Files.readString(file);
        Files.writeString(file, left);

        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(file).hasContent(given);
    }

    @Test
    @Conforms("B19")
    void the_current_settings_are_the_newest_also_when_the_clock_was_ahead_before() throws IOException {
        FileTime ahead = FileTime.from(Instant.parse("2090-01-01T00:00:00Z"));
        Files.setLastModifiedTime(first.resolve("config/0.settings"), ahead);

        vm.accept(enabled("Test.A", "1.0.0", 1));

        assertThat(Files.getLastModifiedTime(first.resolve("config/1.settings")))
                .isGreaterThan(ahead);
        assertThat(Files.getLastModifiedTime(first.resolve("config/0.settings")))
                .isEqualTo(ahead);
        assertThat(vm.commands.log).last().isEqualTo("Test.A-1.0.0 enable#1");
    }

    @Test
    @Conforms("B19")
    void the_current_settings_are_the_newest_also_when_their_number_goes_back() throws IOException {
        vm.accept(enabled("Test.A", "1.0.0", 5)).accept(enabled("Test.A", "1.0.0", 2));

        assertThat(Files.getLastModifiedTime(first.resolve("config/2.settings")))
                .isGreaterThan(Files.getLastModifiedTime(first.resolve("config/5.settings")));
        assertThat(vm.commands.log).last().isEqualTo("Test.A-1.0.0 enable#2");
    }

    @Test
    void older_settings_are_neither_touched_nor_restored() throws IOException {
        Path old = first.resolve("config/0.settings");
        Files.writeString(old, "");
        Files.setLastModifiedTime(old, LONG_AGO);

        vm.accept(enabled("Test.A", "1.0.0", 1)).accept(enabled("Test.A", "1.0.0", 2));

        assertThat(old).isEmptyFile();
        assertThat(Files.getLastModifiedTime(old)).isEqualTo(LONG_AGO);
    }

    @Test
    void strangers_in_config_are_left_alone_and_disturb_nobody() throws IOException {
        Path config = first.resolve("config");
        Files.writeString(config.resolve("ExtState.json"), "{");
        Files.writeString(config.resolve("CoreState.json"), "{}");
        Files.writeString(config.resolve("7.settings.bak"), "x");
        Files.createDirectories(config.resolve("more/0.settings"));

        vm.accept(enabled("Test.A", "1.0.0", 1));

        assertThat(vm.commands.log).last().isEqualTo("Test.A-1.0.0 enable#1");
        assertThat(names(config))
                .contains("0.settings", "1.settings", "7.settings.bak", "CoreState.json", "ExtState.json", "more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"custom-script", "run-command-handler", "apphealth", "events", "Test.A-notes", "waagent"})
    void what_handlers_keep_beside_their_directories_survives_them(String name) throws IOException {
        Path kept = Files.createDirectories(vm.lib.resolve(name));
        Files.writeString(kept.resolve("data"), "precious");

        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));
        vm.accept();

        assertThat(first).doesNotExist();
        assertThat(kept.resolve("data")).hasContent("precious");
    }

    @Test
    @Conforms("B5")
    void a_dash_in_a_handlers_name_does_not_cost_it_its_directory() {
        vm.accept(enabled("Test.My-Ext", "1.0.0", 0));
        vm.restart();
        vm.commands.log.clear();

        vm.accept(enabled("Test.My-Ext", "1.0.0", 0));

        assertThat(vm.commands.log).containsExactly("Test.My-Ext-1.0.0 enable#0");
    }

    @Test
    @Conforms({"B37", "02#12"})
    void a_failed_uninstall_does_not_keep_the_directory() {
        vm.commands.exits("Test.A-1.0.0 uninstall", 9);

        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));

        assertThat(first).doesNotExist();
    }

    @Test
    @Conforms("B37")
    void a_failed_disable_keeps_everything_and_is_not_followed_by_uninstall() {
        vm.commands.exits("Test.A-1.0.0 disable", 9).log.clear();

        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 disable#0");
        assertThat(first.resolve("HandlerManifest.json")).exists();
    }

    @Test
    @Conforms("B37")
    void the_directory_stays_until_the_uninstall_command_has_ended() {
        vm.commands.holds("Test.A-1.0.0 uninstall");

        vm.accept(handler("Test.A", "1.0.0", RequestedState.UNINSTALL, 0, 0));

        assertThat(first.resolve("HandlerManifest.json")).exists();
        vm.commands.release("Test.A-1.0.0 uninstall", 0);
        assertThat(first).doesNotExist();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
