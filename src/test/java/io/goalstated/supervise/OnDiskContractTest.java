package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What handlers find in their directories when their commands start. */
class OnDiskContractTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-02-03T04:05:06Z"));

    @TempDir
    Path directory;

    private Supervision vm;

    @BeforeEach
    void version_1_is_enabled() {
        vm = new Supervision(directory).accept(enabled("Test.A", "1.0.0", 7));
    }

    private Path old(String file) {
        return vm.lib.resolve("Test.A-1.0.0").resolve(file);
    }

    private Path fresh(String file) {
        return vm.lib.resolve("Test.A-1.1.0").resolve(file);
    }

    private void leave(String file, String content) throws IOException {
        Files.writeString(old(file), content);
        Files.setLastModifiedTime(old(file), LONG_AGO);
    }

    @Test
    @Conforms({"02#31", "B23"})
    void update_finds_what_the_old_version_has_executed_and_reported_with_its_times() throws IOException {
        leave("mrseq", "7");
        leave("status/7.status", "old word");
        vm.commands.holds("Test.A-1.0.0 disable").holds("Test.A-1.1.0 update");

        vm.accept(enabled("Test.A", "1.1.0", 8));
        assertThat(fresh("mrseq")).doesNotExist();
        leave("status/7.status", "last word");
        vm.commands.release("Test.A-1.0.0 disable", 0);

        assertThat(vm.commands.isRunning("Test.A-1.1.0 update")).isTrue();
        assertThat(fresh("mrseq")).hasContent("7");
        assertThat(Files.getLastModifiedTime(fresh("mrseq"))).isEqualTo(LONG_AGO);
        assertThat(fresh("status/7.status")).hasContent("last word");
        assertThat(Files.getLastModifiedTime(fresh("status/7.status"))).isEqualTo(LONG_AGO);
        assertThat(fresh("config/7.settings")).doesNotExist();
        assertThat(fresh("config/8.settings")).exists();
    }

    @Test
    @Conforms("B23")
    void mrseq_is_never_made() {
        vm.accept(enabled("Test.A", "1.1.0", 8));

        assertThat(fresh("mrseq")).doesNotExist();
    }

    @Test
    @Conforms({"02#3", "B19"})
    void the_same_settings_are_written_again_and_are_newer_whatever_the_handler_made_of_them() throws IOException {
        String text = Files.readString(old("config/7.settings"));
        leave("config/7.settings", "");

        vm.accept(enabled("Test.A", "1.0.0", 7));

        assertThat(vm.commands.log)
                .containsExactly("Test.A-1.0.0 install#7", "Test.A-1.0.0 enable#7", "Test.A-1.0.0 enable#7");
        assertThat(old("config/7.settings")).hasContent(text);
        assertThat(Files.getLastModifiedTime(old("config/7.settings"))).isGreaterThan(LONG_AGO);
    }

    @Test
    @Conforms({"02#5", "B19"})
    void settings_with_a_lower_number_are_the_newest_file_when_enable_starts() throws IOException {
        FileTime ahead = FileTime.from(Instant.now().plusSeconds(3600));
        Files.setLastModifiedTime(old("config/7.settings"), ahead);
        vm.commands.holds("Test.A-1.0.0 enable");

        vm.accept(enabled("Test.A", "1.0.0", 3));

        assertThat(vm.commands.isRunning("Test.A-1.0.0 enable")).isTrue();
        assertThat(Files.getLastModifiedTime(old("config/3.settings"))).isGreaterThan(ahead);
        assertThat(vm.commands.started.get(2).environment()).containsEntry("ConfigSequenceNumber", "3");
    }

    @Test
    @Conforms("02#99")
    void a_manifest_edited_in_place_counts_for_the_next_goal_state() throws IOException {
        Files.writeString(old("HandlerManifest.json"), "[{\"handlerManifest\":{\"enableCommand\":\"bin/other\"}}]");
        vm.commands.log.clear();

        vm.accept(enabled("Test.A", "1.0.0", 8));

        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 other#8");
    }

    @Test
    @Conforms("02#39")
    void a_command_with_leading_slashes_is_one_of_the_handlers_directory() throws IOException {
        Files.writeString(
                old("HandlerManifest.json"), "[{\"handlerManifest\":{\"enableCommand\":\"//bin/x.sh  -e 'a b'\"}}]");

        vm.accept(enabled("Test.A", "1.0.0", 8));

        assertThat(vm.commands.started.get(2).line()).isEqualTo(old("bin/x.sh") + "  -e 'a b'");
    }

    @Test
    @Conforms("B36")
    void no_runtime_policy_is_made() {
        assertThat(old("config/waagent_runtime_policy.json")).doesNotExist();
    }

    /** A scratch root may lie anywhere. */
    @Test
    void a_command_starts_also_below_a_directory_whose_name_means_something_to_a_shell() {
        Supervision elsewhere =
                new Supervision(directory.resolve("it's a $HOME")).accept(enabled("Test.A", "1.0.0", 7));
        String base = elsewhere.lib.resolve("Test.A-1.0.0").toString();

        assertThat(elsewhere.commands.started.get(0).line()).isEqualTo(ShellWord.quoted(base) + "/install");
        assertThat(elsewhere.commands.started.get(0).environment())
                .containsEntry("AZURE_GUEST_AGENT_EXTENSION_PATH", base);
        assertThat(elsewhere.lib.resolve("Test.A-1.0.0/config/HandlerState")).hasContent("Enabled");
    }
}
