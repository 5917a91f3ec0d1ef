package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.ovf.Ovf;
import io.goalstated.platform.ToolEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file stands for the firmware's table, another for the kernel's pool. */
class EntropyTest {
    private static final String TABLE = "sys/firmware/acpi/tables/OEM0";

    @TempDir
    Path directory;

    private Vm vm;

    @BeforeEach
    void machine() throws IOException {
        vm = new Vm(directory).with(Ovf.of("vm").user("bob")).set("Provisioning.RegenerateSshHostKeyPair=y");
        vm.write("dev/random", "");
    }

    @Test
    @Conforms("03#109")
    void the_hypervisors_bytes_are_used_once_and_before_keys_are_made() throws Exception {
        byte[] bytes = {(byte) 0x80, 0, (byte) 0xFF, 7};
        vm.write(TABLE, "");
        Files.write(directory.resolve(TABLE), bytes);
        List<byte[]> atKeys = new ArrayList<>();
        vm.tools.answer("ssh-keygen", call -> {
            try {
                atKeys.add(Files.readAllBytes(directory.resolve("dev/random")));
                vm.write("dev/random", "");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return new ToolEnd.Exited("ssh-keygen", 1, "", "");
        });

        vm.start();
        // Making the keys fails, and is tried again: the bytes are not given again.
        vm.timers.advance(Duration.ofSeconds(30));

        assertThat(atKeys).hasSizeGreaterThan(1);
        assertThat(atKeys.get(0)).isEqualTo(bytes);
        assertThat(atKeys.get(1)).isEmpty();
    }

    @Test
    void without_any_nothing_is_said_and_provisioning_goes_on() throws Exception {
        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.read("dev/random")).isEmpty();
    }

    @Test
    void a_table_that_is_too_large_is_left_alone() throws Exception {
        vm.write(TABLE, "x".repeat((64 << 10) + 1));

        Provisioning provisioning = vm.start();

        assertThat(provisioning.view().state()).isEqualTo(ProvisioningState.PROVISIONED);
        assertThat(vm.read("dev/random")).isEmpty();
    }
}
