package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.ovf.Ovf;
import io.goalstated.platform.CommandRunner.CommandEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomDataTest {
    private static final String SCRIPT = "#!/bin/sh\nexit 3\n";

    @TempDir
    Path directory;

    private Vm vm;

    @BeforeEach
    void fresh() throws IOException {
        vm = new Vm(directory);
    }

    @Test
    @Conforms("03#55")
    void custom_data_is_kept_as_it_came() throws Exception {
        start(SCRIPT.getBytes(StandardCharsets.UTF_8));

        assertThat(vm.lib("CustomData")).isEqualTo(base64(SCRIPT.getBytes(StandardCharsets.UTF_8)));
        assertThat(vm.mode("var/lib/waagent/CustomData")).isEqualTo("rw-------");
        assertThat(vm.commandLines).isEmpty();
    }

    @Test
    @Conforms("03#59")
    void decoded_custom_data_keeps_its_bytes() throws Exception {
        byte[] binary = new byte[256];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) i;
        }
        vm.set("Provisioning.DecodeCustomData=y");

        start(binary);

        assertThat(directory.resolve("var/lib/waagent/CustomData")).hasBinaryContent(binary);
    }

    @Test
    @Conforms("03#56")
    void a_script_that_fails_is_told_of_and_the_vm_is_ready() throws Exception {
        vm.set("Provisioning.ExecuteCustomData=y");
        vm.customDataEnd = new CommandEnd.Exited(3, "said\n");

        Provisioning provisioning = start(SCRIPT.getBytes(StandardCharsets.UTF_8));
        assertThat(provisioning.view().released()).isFalse();
        vm.timers.advance(Duration.ofSeconds(2));

        assertThat(vm.commandLines).containsExactly("exec '" + directory + "/var/lib/waagent/CustomData'");
        assertThat(vm.mode("var/lib/waagent/CustomData")).isEqualTo("rwx------");
        assertThat(vm.events).contains("CustomData failed: Custom data ended with exit code 3 after 2 s");
        assertThat(vm.read("var/log/azure/custom-data.log")).isEqualTo("said\n");
        assertThat(vm.mode("var/log/azure/custom-data.log")).isEqualTo("rw-------");
        assertThat(vm.health).last().isEqualTo("Ready");
        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
    }

    @Test
    @Conforms("03#57")
    void a_script_that_must_succeed_can_fail_the_provisioning() throws Exception {
        vm.set("Provisioning.ExecuteCustomData=y").set("Provisioning.FailOnCustomDataError=y");
        vm.customDataEnd = new CommandEnd.Exited(3, "");

        Provisioning provisioning = start(SCRIPT.getBytes(StandardCharsets.UTF_8));
        vm.timers.advance(Duration.ofSeconds(2));

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.FAILED);
        assertThat(vm.health).last().asString().contains("CustomData failed: ended with exit code 3");
        assertThat(vm.has("var/lib/waagent/provisioned")).isFalse();
    }

    @Test
    void a_script_that_does_not_end_is_told_of() throws Exception {
        vm.set("Provisioning.ExecuteCustomData=y");
        vm.customDataEnd = new CommandEnd.TimedOut("so far");

        start(SCRIPT.getBytes(StandardCharsets.UTF_8));
        vm.timers.advance(Duration.ofSeconds(2));

        assertThat(vm.events).contains("CustomData failed: Custom data was ended at its timeout after 2 s");
        assertThat(vm.health).last().isEqualTo("Ready");
    }

    @Test
    void what_is_neither_script_nor_program_is_not_run() throws Exception {
        vm.set("Provisioning.ExecuteCustomData=y");

        start("#cloud-config\n".getBytes(StandardCharsets.UTF_8));

        assertThat(vm.commandLines).isEmpty();
        assertThat(vm.health).last().isEqualTo("Ready");
    }

    @Test
    void a_script_that_was_started_before_a_restart_is_taken_up_and_not_started_again() throws Exception {
        vm.set("Provisioning.ExecuteCustomData=y");
        Provisioning first = start(SCRIPT.getBytes(StandardCharsets.UTF_8));
        first.stop();
        Files.delete(directory.resolve("media/ovf-env.xml"));
        vm.customDataEnd = new CommandEnd.Unknown(Optional.of("out"), true);

        Provisioning second = vm.start();

        assertThat(second.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.commandLines).hasSize(1);
        assertThat(vm.read("var/log/azure/custom-data.log")).isEqualTo("out");
    }

    private Provisioning start(byte[] customData) throws IOException {
        return vm.with(Ovf.of("vm").user("bob").customData(base64(customData))).start();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
