package io.goalstated.doctor;

import io.goalstated.config.AgentKeys;
import io.goalstated.platform.ToolCall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What SELinux or AppArmor has denied the agent and what it has started in the last hour (spec 04 OPS-62): the audit daemon's log
 * says so, or, where there is none, the journal.
 */
final class DenialChecks implements Check {
    private static final String ID = "security.denials";
    private static final Duration RECENT = Duration.ofHours(1);
    private static final String AUDIT_LOG = "/var/log/audit/audit.log";
    private static final int TAIL = 1 << 20;
    private static final int NAMED = 3;
    private static final int LONGEST = 200;

    /** {@code audit(1732600000.123:45)}: seconds since 1970, milliseconds, number. */
    private static final Pattern TIME = Pattern.compile("audit\\((\\d{1,12})\\.\\d{1,9}:\\d{1,12}\\)");

    private static final Pattern DENIED = Pattern.compile("avc: +denied|apparmor=\"DENIED\"");
    private static final Pattern OURS = Pattern.compile("comm=\"(?:java|goalstated|waagent)\"|scontext=\\S*waagent");

    private final InstantSource clock;

    DenialChecks(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        Optional<String> mode = mode(patient);
        if (mode.isEmpty()) {
            return List.of(Finding.skip(ID, "neither SELinux nor AppArmor is in use"));
        }
        Optional<String> log = log(patient);
        if (log.isEmpty()) {
            return List.of(Finding.skip(ID, mode.get() + "; there is no " + AUDIT_LOG + ", and no journal to ask"));
        }
        return List.of(judge(patient, mode.get(), log.get()));
    }

    private static Optional<String> mode(Patient patient) throws IOException {
        Optional<String> enforcing = patient.text("/sys/fs/selinux/enforce").map(String::strip);
        if (enforcing.isPresent()) {
            return Optional.of(enforcing.get().equals("1") ? "SELinux is enforcing" : "SELinux is permissive");
        }
        return patient.text("/sys/module/apparmor/parameters/enabled")
                .filter(text -> text.strip().equals("Y"))
                .map(text -> "AppArmor is in use");
    }

    private static Optional<String> log(Patient patient) throws IOException {
        Optional<String> audit = patient.tail(AUDIT_LOG, TAIL);
        if (audit.isPresent() || !patient.hasTool("journalctl")) {
            return audit;
        }
        // Newest first, since of much only the beginning is kept.
        ToolCall journal = ToolCall.of(
                "journalctl",
                "--no-pager",
                "--quiet",
                "--reverse",
                "--output=cat",
                "--since=-1h",
                "_TRANSPORT=audit",
                "+",
                "_TRANSPORT=kernel");
        return Optional.of(patient.tools().run(journal))
                .filter(end -> end.isSuccess())
                .map(end -> end.output());
    }

    private Finding judge(Patient patient, String mode, String log) throws IOException {
        Instant since = clock.instant().minus(RECENT);
        String daemon =
                patient.text(patient.wants(AgentKeys.PID_FILE)).orElse("").strip();
        List<String> denials = new ArrayList<>();
        for (String line : log.split("\n", -1)) {
            if (DENIED.matcher(line).find() && isSince(line, since) && concernsUs(patient, daemon, line)) {
                denials.add(shortened(line));
            }
        }
        if (denials.isEmpty()) {
            return Finding.pass(ID, mode + " and has denied the agent nothing in the last hour");
        }
        return Finding.fail(
                ID,
                mode + "; " + denials.size() + " denials in the last hour, such as: "
                        + String.join("; ", denials.subList(0, Math.min(NAMED, denials.size()))),
                "look at: ausearch -m avc -ts recent, or journalctl -k; then allow it by a policy module (audit2allow) or"
                        + " relabel the files: restorecon -R " + patient.library());
    }

    private static boolean isSince(String line, Instant since) {
        Matcher time = TIME.matcher(line);
        return time.find() && Long.parseLong(time.group(1)) >= since.getEpochSecond();
    }

    private static boolean concernsUs(Patient patient, String daemon, String line) {
        Path library = patient.library();
        return OURS.matcher(line).find()
                || (!daemon.isEmpty() && (line + " ").contains(" pid=" + daemon + " "))
                || line.contains("\"" + library + "/")
                || line.contains("\"" + patient.logs() + "/");
    }

    /** From the kernel's word on; of whoever wrote it only what can be shown. */
    private static String shortened(String line) {
        Matcher denied = DENIED.matcher(line);
        String text = denied.find() ? line.substring(denied.start()) : line;
        String shown = text.replaceAll("[^!-~]+", " ").strip();
        return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown;
    }
}
