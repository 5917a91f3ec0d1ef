package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spec 02 §6.3, spec 05 B6. */
class CommandEnvironmentTest {
    private static final String FULL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static Map<String, String> build(Map<String, String> inherited, Map<String, String> more) {
        return CommandEnvironment.build(
                inherited,
                "/var/lib/waagent/Test.Ext-1.0",
                new VersionNumber("1.0"),
                "168.63.129.16",
                new SequenceNumber(7),
                Optional.empty(),
                more);
    }

    @Test
    @Conforms({"02#41", "B19", "B20", "B21"})
    void a_command_finds_the_variables_of_the_contract_and_a_complete_service_environment() {
        assertThat(build(Map.of(), Map.of()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "PATH", FULL_PATH,
                        "LANG", "C.UTF-8",
                        "AZURE_GUEST_AGENT_EXTENSION_PATH", "/var/lib/waagent/Test.Ext-1.0",
                        "AZURE_GUEST_AGENT_EXTENSION_VERSION", "1.0",
                        "AZURE_GUEST_AGENT_WIRE_PROTOCOL_ADDRESS", "168.63.129.16",
                        "ConfigSequenceNumber", "7",
                        "AZURE_GUEST_AGENT_EXTENSION_SUPPORTED_FEATURES",
                                "[{\"Key\": \"ExtensionTelemetryPipeline\", \"Value\": \"1.0\"}]"));
    }

    @Test
    @Conforms("B20")
    void the_name_of_an_extension_is_there_for_multi_config_only() {
        Map<String, String> environment = CommandEnvironment.build(
                Map.of(),
                "/lib/Test.Ext-1.0",
                new VersionNumber("1.0"),
                "127.0.0.1:8080",
                SequenceNumber.NONE,
                Optional.of("one"),
                Map.of());

        assertThat(environment)
                .containsEntry("ConfigExtensionName", "one")
                .containsEntry("ConfigSequenceNumber", "0")
                .containsEntry("AZURE_GUEST_AGENT_WIRE_PROTOCOL_ADDRESS", "127.0.0.1:8080");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VERSION",
                "ConfigExtensionName",
                "AZURE_GUEST_AGENT_UPDATING_FROM_VERSION",
                "AZURE_GUEST_AGENT_UNINSTALL_CMD_EXIT_CODE",
                "AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODE",
                "AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODES_MULTIPLE_EXTENSIONS",
                "NOTIFY_SOCKET",
                "WATCHDOG_PID",
                "WATCHDOG_USEC",
                "LISTEN_PID",
                "LISTEN_FDS",
                "LISTEN_FDNAMES",
                "JAVA_TOOL_OPTIONS",
                "JDK_JAVA_OPTIONS",
                "_JAVA_OPTIONS",
                "JAVA_HOME",
                "LD_LIBRARY_PATH",
                "MALLOC_ARENA_MAX",
                "GOALSTATED_HOME",
                "GOALSTATED_"
            })
    @Conforms({"02#103", "B6"})
    void what_is_the_agents_own_or_another_commands_is_not_inherited(String name) {
        assertThat(build(Map.of(name, "stray"), Map.of())).doesNotContainKey(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ConfigSequenceNumber",
                "AZURE_GUEST_AGENT_EXTENSION_PATH",
                "AZURE_GUEST_AGENT_EXTENSION_VERSION",
                "AZURE_GUEST_AGENT_WIRE_PROTOCOL_ADDRESS",
                "AZURE_GUEST_AGENT_EXTENSION_SUPPORTED_FEATURES"
            })
    @Conforms({"02#103", "B6"})
    void the_contract_wins_over_what_is_inherited(String name) {
        assertThat(build(Map.of(name, "stray"), Map.of()))
                .containsEntry(name, build(Map.of(), Map.of()).get(name));
    }

    @Test
    @Conforms("B7")
    void everything_else_is_inherited_as_it_is_and_nothing_of_python_added() {
        Map<String, String> inherited = Map.of(
                "HOME", "/root", "http_proxy", "http://proxy:3128", "TZ", "UTC", "VERSION_ID", "12", "LC_TIME", "C");

        Map<String, String> environment = build(inherited, Map.of());

        assertThat(environment).containsAllEntriesOf(inherited);
        assertThat(environment).doesNotContainKeys("PYTHONPATH", "PYTHONHOME");
    }

    @Test
    void variables_of_this_command_are_added() {
        Map<String, String> update =
                new TreeMap<>(Map.of("VERSION", "1.1", "AZURE_GUEST_AGENT_UPDATING_FROM_VERSION", "1.0"));

        assertThat(build(Map.of("VERSION", "stray"), update)).containsAllEntriesOf(update);
    }

    @ParameterizedTest
    @CsvSource({
        "'', /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin, "
                + "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "/bin:/opt/x, /bin:/opt/x:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin",
        "/usr/binary, /usr/binary:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    })
    @Conforms("B6")
    void missing_parts_of_the_path_are_appended(String inherited, String complete) {
        assertThat(build(Map.of("PATH", inherited), Map.of())).containsEntry("PATH", complete);
    }

    @Test
    @Conforms({"02#42", "B21"})
    void without_features_nothing_is_told_of_them() {
        assertThat(CommandEnvironment.supported(Map.of())).isEmpty();
        assertThat(CommandEnvironment.supported(Map.of("B", "2.0", "A", "1.0")))
                .contains("[{\"Key\": \"A\", \"Value\": \"1.0\"}, {\"Key\": \"B\", \"Value\": \"2.0\"}]");
    }

    @Test
    @Conforms("B18")
    void a_locale_is_set_only_when_there_is_none() {
        assertThat(build(Map.of("LANG", "de_DE.UTF-8"), Map.of())).containsEntry("LANG", "de_DE.UTF-8");
        assertThat(build(Map.of("LC_ALL", "POSIX"), Map.of()))
                .containsEntry("LC_ALL", "POSIX")
                .doesNotContainKey("LANG");
    }
}
