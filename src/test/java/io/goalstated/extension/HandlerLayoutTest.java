package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Spec 02 §1:
 *
 * <pre>
 * /var/lib/waagent/
 *   Test.Ext__1.0.3.zip
 *   Test.Ext-1.0.3/
 *     HandlerManifest.json  HandlerEnvironment.json  heartbeat.log  mrseq
 *     config/   HandlerState  HandlerStatus  7.settings  one.7.settings  one.HandlerState
 *     status/   7.status  one.7.status
 * /var/log/azure/Test.Ext/
 *   CommandExecution.log  CommandExecution_one.log
 *   events/
 * </pre>
 */
class HandlerLayoutTest {
    private static final Optional<String> SINGLE = Optional.empty();
    private static final Optional<String> ONE = Optional.of("one");
    private static final SequenceNumber SEVEN = new SequenceNumber(7);

    private final HandlerLayout layout = new HandlerLayout(
            Path.of("/var/lib/waagent"),
            Path.of("/var/log/azure"),
            new HandlerName("Test.Ext"),
            new VersionNumber("1.0.3"));

    @Test
    @Conforms("B5")
    void a_version_has_a_directory_of_its_own_beside_its_package() {
        assertThat(layout.base()).hasToString("/var/lib/waagent/Test.Ext-1.0.3");
        assertThat(layout.packageFile()).hasToString("/var/lib/waagent/Test.Ext__1.0.3.zip");
    }

    @Test
    void files_of_the_handler_lie_in_its_directory() {
        Path base = layout.base();

        assertThat(layout.manifest()).isEqualTo(base.resolve("HandlerManifest.json"));
        assertThat(layout.environment()).isEqualTo(base.resolve("HandlerEnvironment.json"));
        assertThat(layout.heartbeat()).isEqualTo(base.resolve("heartbeat.log"));
        assertThat(layout.mostRecentSequence()).isEqualTo(base.resolve("mrseq"));
        assertThat(layout.config()).isEqualTo(base.resolve("config"));
        assertThat(layout.status()).isEqualTo(base.resolve("status"));
        assertThat(layout.handlerState()).isEqualTo(base.resolve("config/HandlerState"));
        assertThat(layout.handlerStatus()).isEqualTo(base.resolve("config/HandlerStatus"));
    }

    @Test
    @Conforms("B27")
    void files_of_an_extension_carry_its_name_in_multi_config_only() {
        Path base = layout.base();

        assertThat(layout.settings(SINGLE, SEVEN)).isEqualTo(base.resolve("config/7.settings"));
        assertThat(layout.settings(ONE, SEVEN)).isEqualTo(base.resolve("config/one.7.settings"));
        assertThat(layout.statusFile(SINGLE, SEVEN)).isEqualTo(base.resolve("status/7.status"));
        assertThat(layout.statusFile(ONE, SEVEN)).isEqualTo(base.resolve("status/one.7.status"));
        assertThat(layout.extensionState("one")).isEqualTo(base.resolve("config/one.HandlerState"));
    }

    @Test
    void logs_do_not_belong_to_a_version() {
        assertThat(layout.logs()).hasToString("/var/log/azure/Test.Ext");
        assertThat(layout.events()).hasToString("/var/log/azure/Test.Ext/events");
        assertThat(layout.commandLog(SINGLE)).hasToString("/var/log/azure/Test.Ext/CommandExecution.log");
        assertThat(layout.commandLog(ONE)).hasToString("/var/log/azure/Test.Ext/CommandExecution_one.log");
    }
}
