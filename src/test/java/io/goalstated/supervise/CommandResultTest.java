package io.goalstated.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.platform.CommandRunner.CommandEnd;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a command's end means: spec 02 §6.4 to §6.6. */
class CommandResultTest {
    private static final String LINE = "/lib/Test.A-1.0.0/bin/enable";

    private static CommandResult of(CommandEnd end, CommandKind kind, boolean noExec) {
        return CommandResult.of(end, kind, LINE, Duration.ofMinutes(5), () -> noExec);
    }

    private static CommandResult exited(int code, boolean noExec) {
        return of(new CommandEnd.Exited(code, "[stdout]\nx"), CommandKind.ENABLE, noExec);
    }

    @Test
    void exit_code_0_is_success() {
        assertThat(exited(0, false)).isEqualTo(new CommandResult(true, 0, ErrorCode.SUCCESS, "", "[stdout]\nx"));
    }

    @Test
    @Conforms({"02#17", "B8"})
    void any_other_exit_code_is_told_unchanged_with_the_command_and_its_output() {
        CommandResult result = exited(51, false);

        assertThat(result.exitCode()).isEqualTo(51);
        assertThat(result.code()).isEqualTo(ErrorCode.ENABLE);
        assertThat(result.message())
                .isEqualTo("[ExtensionOperationError] Non-zero exit code: 51, " + LINE + "\n[stdout]\nx");
    }

    @Test
    @Conforms("OPS-91")
    void what_the_kernel_killed_for_want_of_memory_is_the_reason() {
        CommandResult one = of(new CommandEnd.Exited(137, "[stdout]\nx", 1), CommandKind.ENABLE, false);
        CommandResult two = of(new CommandEnd.Exited(1, "[stdout]\nx", 2), CommandKind.ENABLE, false);

        assertThat(one.message())
                .isEqualTo("[ExtensionOperationError] Non-zero exit code: 137, " + LINE
                        + " (out of memory: the kernel killed 1 process of the extension)\n[stdout]\nx");
        assertThat(two.message()).contains("killed 2 processes of the extension)");
    }

    @Test
    @Conforms("02#43")
    void exit_code_126_where_nothing_can_be_executed_is_explained() {
        assertThat(exited(126, true).message())
                .contains("Non-zero exit code: 126")
                .contains("mounted with noexec");
    }

    @Test
    void exit_code_126_elsewhere_and_other_codes_on_such_a_mount_are_not() {
        assertThat(exited(126, false).message()).doesNotContain("noexec");
        assertThat(exited(1, true).message()).doesNotContain("noexec");
    }

    @Test
    @Conforms({"02#35", "02#27"})
    void a_command_past_its_time_has_a_code_of_its_own() {
        CommandResult result = of(new CommandEnd.TimedOut("[stdout]\nso far"), CommandKind.ENABLE, false);

        assertThat(result.exitCode()).isEqualTo(1011);
        assertThat(result.code()).isEqualTo(ErrorCode.TIMEOUT);
        assertThat(result.message()).isEqualTo("[ExtensionError] Timeout(300): " + LINE + "\n[stdout]\nso far");
    }

    @Test
    void a_command_that_could_not_be_launched_has_its_operations_code() {
        CommandResult result = of(new CommandEnd.NotLaunched("no such file"), CommandKind.UPDATE, false);

        assertThat(result.exitCode()).isEqualTo(1008);
        assertThat(result.message())
                .isEqualTo("[ExtensionOperationError] Failed to launch '" + LINE + "': no such file");
    }

    @Test
    void a_command_whose_exit_code_nobody_knows_has_failed() {
        CommandResult result = of(new CommandEnd.Unknown(Optional.of("half"), false), CommandKind.INSTALL, false);

        assertThat(result.success()).isFalse();
        assertThat(result.code()).isEqualTo(ErrorCode.INSTALL);
        assertThat(result.message()).endsWith("\nhalf");
    }
}
