package io.goalstated.doctor;

import io.goalstated.config.ConfigWarning;
import java.util.List;

/** What is wrong with the owner's configuration. */
final class ConfigurationChecks implements Check {
    @Override
    public List<Finding> examine(Patient patient) {
        List<ConfigWarning> warnings = patient.configuration().warnings();
        Finding files = patient.degradations().isEmpty()
                ? Finding.pass("config.files", "readable, and nobody else may write them")
                : Finding.fail(
                        "config.files",
                        String.join("; ", patient.degradations()),
                        "put the file right; the daemon goes on with the last good one or the defaults");
        Finding keys = warnings.isEmpty()
                ? Finding.pass("config.keys", "every key and value is known")
                : Finding.warn(
                        "config.keys",
                        warnings.size() + " mistakes, the first: " + warnings.get(0),
                        "correct the line, or take it away; the default stands in");
        return List.of(files, keys);
    }
}
