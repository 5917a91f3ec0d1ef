package io.goalstated.provision;

import io.goalstated.platform.Disk;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How users log in by SSH (spec 03 §4.6). A new configuration is tested before it replaces the old one, and what sshd makes of
 * it is looked at afterwards: a file that is included earlier may say otherwise. VMAccess changes {@code sshd_config} and
 * {@code 50-cloud-init.conf}, so a file of our own is only written when neither decides.
 */
final class SshdSetup {
    private static final Logger LOG = LoggerFactory.getLogger(SshdSetup.class);
    private static final int MAX_FILE = 1 << 20;
    private static final String PASSWORD = "PasswordAuthentication";
    private static final String INTERACTIVE = "KbdInteractiveAuthentication";
    private static final String CHALLENGE = "ChallengeResponseAuthentication";

    private final Machine machine;

    SshdSetup(Machine machine) {
        this.machine = machine;
    }

    void configure(boolean passwordLogin, int aliveInterval) throws IOException, ProvisioningFailure {
        Path main = machine.sshDirectory().resolve("sshd_config");
        Optional<String> text = machine.disk().readText(main, MAX_FILE);
        if (text.isEmpty()) {
            LOG.warn("There is no SSH server to configure; file={}", main);
            return;
        }
        String yesNo = passwordLogin ? "yes" : "no";
        SshdConfig config = SshdConfig.parse(text.get()).with(PASSWORD, yesNo);
        // OpenSSH 8.7 renamed the keyword and takes both.
        config = config.with(CHALLENGE, yesNo);
        if (config.mentions(INTERACTIVE)) {
            config = config.with(INTERACTIVE, yesNo);
        }
        config = config.with("ClientAliveInterval", Integer.toString(aliveInterval));
        replace(main, text.get(), config.text());
        enforce(passwordLogin);
    }

    private void replace(Path file, String old, String text) throws IOException, ProvisioningFailure {
        if (old.equals(text)) {
            return;
        }
        Path candidate = file.resolveSibling(".goalstated-sshd_config");
        machine.disk().write(candidate, text, Disk.PRIVATE);
        try {
            ToolEnd verdict = sshd("-t", "-f", candidate.toString());
            if (!verdict.isSuccess() && !verdict.isMissing()) {
                throw ProvisioningFailure.passing("sshd does not accept its new configuration");
            }
        } finally {
            machine.disk().delete(candidate);
        }
        machine.disk().rewrite(file, text, Disk.PUBLIC);
    }

    private ToolEnd sshd(String... arguments) {
        return machine.tools().run(ToolCall.of("sshd", arguments));
    }

    private void enforce(boolean passwordLogin) throws IOException, ProvisioningFailure {
        if (isEffective(passwordLogin)) {
            return;
        }
        String yesNo = passwordLogin ? "yes" : "no";
        Path dropIns = machine.sshDirectory().resolve("sshd_config.d");
        Path cloudInit = dropIns.resolve("50-cloud-init.conf");
        Optional<String> text = machine.disk().readText(cloudInit, MAX_FILE);
        if (text.isPresent() && SshdConfig.parse(text.get()).mentions(PASSWORD)) {
            String changed = SshdConfig.parse(text.get()).with(PASSWORD, yesNo).text();
            machine.disk().rewrite(cloudInit, changed, Disk.PRIVATE);
        }
        if (!isEffective(passwordLogin) && machine.disk().isDirectory(dropIns)) {
            machine.disk().write(dropIns.resolve("10-azure-agent.conf"), PASSWORD + " " + yesNo + "\n", Disk.PRIVATE);
        }
        if (!isEffective(passwordLogin)) {
            throw ProvisioningFailure.passing("sshd does not follow PasswordAuthentication " + yesNo);
        }
    }

    /** What sshd makes of its configuration; true when it cannot be asked. */
    private boolean isEffective(boolean passwordLogin) {
        ToolEnd end = sshd("-T");
        Optional<String> found = List.of(end.output().split("\n", -1)).stream()
                .map(line -> line.strip().toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("passwordauthentication "))
                .findFirst();
        if (found.isEmpty()) {
            LOG.warn(
                    "sshd does not tell its configuration; reason={}",
                    end.isSuccess() ? "no such line" : end.problem());
            return true;
        }
        return found.get().equals("passwordauthentication " + (passwordLogin ? "yes" : "no"));
    }
}
