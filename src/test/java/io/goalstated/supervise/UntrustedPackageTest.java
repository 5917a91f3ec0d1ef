package io.goalstated.supervise;

import static io.goalstated.supervise.Supervision.enabled;
import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.artifact.PackageOutcome;
import io.goalstated.artifact.PackageStanding;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the platform learns what was found out about a package: spec 02 §11.5. */
class UntrustedPackageTest {
    private static final PackageOutcome.Ready LOUD =
            new PackageOutcome.Ready("SIG_CHAIN_UNTRUSTED: nobody knows it", true);

    @TempDir
    Path directory;

    private Supervision vm;

    @BeforeEach
    void a_fresh_machine() {
        vm = new Supervision(directory);
    }

    private HandlerStatus status() {
        return vm.view.handlers().get(0).status().orElseThrow();
    }

    @Test
    @Conforms("02#108")
    void a_package_that_is_not_trusted_runs_and_the_status_says_so() {
        vm.packages.put("Test.A-1.0.0", LOUD);

        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(status().status()).isEqualTo("Ready");
        assertThat(status().message()).contains("Plugin enabled [SIG_CHAIN_UNTRUSTED: nobody knows it]");
    }

    @Test
    @Conforms("02#108")
    void the_status_says_so_after_a_restart_too() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.standings.put("Test.A-1.0.0", new PackageStanding.Good(LOUD));
        vm.restart();

        vm.accept(enabled("Test.A", "1.0.0", 0));

        assertThat(status().message()).contains("Plugin enabled [SIG_CHAIN_UNTRUSTED: nobody knows it]");
    }

    @Test
    @Conforms({"02#85", "OPS-143"})
    void a_refused_package_is_told_at_both_levels_and_nothing_is_run() throws Exception {
        vm.packages.put(
                "Test.A-1.0.0", new PackageOutcome.Failed(ErrorCode.ENABLE, true, "SIG_DIGEST_MISMATCH: other bytes"));

        vm.accept(enabled("Test.A", "1.0.0", 4));

        assertThat(vm.commands.log).isEmpty();
        assertThat(status().status()).isEqualTo("NotReady");
        assertThat(status().code()).isEqualTo(1009);
        assertThat(status().message()).contains("SIG_DIGEST_MISMATCH: other bytes");
        assertThat(Files.readString(vm.lib.resolve("Test.A-1.0.0/status/4.status")))
                .contains("\"operation\": \"Download\", \"status\": \"error\", \"code\": 1009")
                .contains("SIG_DIGEST_MISMATCH: other bytes");
    }

    @Test
    @Conforms({"OPS-143", "02#30"})
    void a_refused_update_leaves_the_old_version_enabled() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.commands.log.clear();
        vm.packages.put("Test.A-1.1.0", new PackageOutcome.Failed(ErrorCode.ENABLE, true, "SIG_BAD_SIGNATURE: broken"));

        vm.accept(enabled("Test.A", "1.1.0", 1));

        assertThat(vm.commands.log).isEmpty();
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
        assertThat(status().code()).isEqualTo(1009);
    }

    @Test
    @Conforms("OPS-144")
    void what_nothing_is_known_of_is_fetched_anew_where_that_is_demanded() {
        vm.accept(enabled("Test.A", "1.0.0", 0));
        vm.standings.put("Test.A-1.0.0", new PackageStanding.Unknown());
        vm.acquired.clear();
        vm.commands.log.clear();

        vm.accept(enabled("Test.A", "1.0.0", 1));

        assertThat(vm.acquired).containsExactly("Test.A-1.0.0");
        assertThat(vm.commands.log).containsExactly("Test.A-1.0.0 enable#1");
        assertThat(vm.state("Test.A-1.0.0")).isEqualTo("Enabled");
    }
}
