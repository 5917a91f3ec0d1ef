package io.goalstated.doctor;

import io.goalstated.doctor.Finding.Verdict;
import io.goalstated.environment.firewall.Firewall;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts right what fails, where that is the agent's own and leaves the owner nothing to decide: the modes of its directories,
 * and its firewall rules (spec 04 OPS-51). Blocks.
 */
public final class Repairs {
    private static final Set<PosixFilePermission> ENTERING =
            EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);
    private static final Set<PosixFilePermission> WRITING =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Patient patient;

    public Repairs(Patient patient) {
        this.patient = patient;
    }

    /** Does what can be done about these findings, and says of each what was done or could not be. */
    public List<String> of(List<Finding> findings) {
        List<String> done = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.verdict() == Verdict.FAIL) {
                try {
                    repair(finding.id()).ifPresent(words -> done.add(finding.id() + ": " + words));
                } catch (IOException e) {
                    done.add(finding.id() + ": not fixed: " + e.getMessage());
                }
            }
        }
        return done;
    }

    private Optional<String> repair(String id) throws IOException {
        return switch (id) {
            case "library.mode" -> forbid(ENTERING, patient.library(), "enter");
            case "library.owner" -> forbid(WRITING, patient.library(), "write to");
            case "logs.owner" -> forbid(WRITING, patient.logs(), "write to");
            case "firewall.rules" -> Optional.of(firewall());
            default -> Optional.empty();
        };
    }

    /** Whose the directory is does not change: one of somebody else's was put there for a reason that the owner must know. */
    private Optional<String> forbid(Set<PosixFilePermission> modes, Path directory, String what) throws IOException {
        Optional<Set<PosixFilePermission>> present = patient.disk().mode(directory);
        if (present.isEmpty() || !patient.disk().isDirectory(directory)) {
            return Optional.empty();
        }
        Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
        mode.addAll(present.get());
        if (!mode.removeAll(modes)) {
            return Optional.empty();
        }
        patient.disk().setMode(directory, mode);
        return Optional.of("fixed: others may not " + what + " " + directory + " any more");
    }

    private String firewall() throws IOException {
        Firewall.Result result = FirewallChecks.firewall(patient).protect(FirewallChecks.rules(patient));
        return result.isInForce()
                ? "fixed: the rules are in force with " + result.mechanism().orElse("?")
                : "not fixed: " + String.join("; ", result.problems());
    }
}
