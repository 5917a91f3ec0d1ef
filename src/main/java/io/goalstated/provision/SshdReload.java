package io.goalstated.provision;

import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sshd read its configuration and keys (spec 03 §4.12). On an image without host keys it gave up while the machine
 * booted, and reloading what runs does not start it: that is done here. Best effort. Blocks.
 */
final class SshdReload {
    private static final Logger LOG = LoggerFactory.getLogger(SshdReload.class);
    private static final List<String> UNITS = List.of("ssh.service", "sshd.service");

    private final Machine machine;

    SshdReload(Machine machine) {
        this.machine = machine;
    }

    void reload() {
        Optional<String> problem = Optional.empty();
        for (List<String> words : machine.distro().sshRestart()) {
            ToolEnd end = machine.tools().run(ToolCall.of(words));
            problem = end.isSuccess() ? Optional.empty() : Optional.of(end.problem());
            if (problem.isEmpty()) {
                break;
            }
        }
        problem.ifPresent(reason -> LOG.warn("sshd was not reloaded; reason={}", reason));
        UNITS.stream().filter(this::hasFailed).findFirst().ifPresent(this::start);
    }

    private boolean hasFailed(String unit) {
        return machine.run("systemctl", "is-failed", "--quiet", unit).isSuccess();
    }

    private void start(String unit) {
        // Too many failures in a short time forbid another start.
        machine.run("systemctl", "reset-failed", unit);
        // In a queue behind the boot it might wait for us.
        ToolEnd end = machine.run("systemctl", "--job-mode=ignore-dependencies", "start", unit);
        if (end.isSuccess()) {
            LOG.info("sshd had failed and was started; unit={}", unit);
        } else {
            LOG.warn("sshd has failed and was not started; unit={} reason={}", unit, end.problem());
        }
    }
}
