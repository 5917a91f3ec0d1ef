package io.goalstated.provision;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How provisioning ended, in the form that the platform's support reads (spec 03 §6.1, §6.4): fields joined by a bar.
 *
 * @param reason why it failed; empty: it did not
 */
record ReportText(Optional<String> reason, String agentVersion, String vmId, Instant at) {
    String text() {
        List<String> fields = new ArrayList<>();
        fields.add(reason.isPresent() ? "result=error" : "result=success");
        reason.ifPresent(why -> fields.add(field("reason", why)));
        fields.add(field("agent", "goalstated/" + agentVersion));
        fields.add(field("vm_id", vmId));
        fields.add("timestamp=" + at.truncatedTo(ChronoUnit.MILLIS));
        if (reason.isPresent()) {
            fields.add("documentation_url=https://aka.ms/linuxprovisioningerror");
        }
        return String.join("|", fields);
    }

    /** Quoted as a whole where it holds what separates fields. */
    private static String field(String key, String value) {
        String field = key + "=" + value.replace('\n', ' ').replace('\r', ' ');
        boolean plain = field.indexOf('|') < 0 && field.indexOf('\'') < 0 && field.indexOf(',') < 0;
        return plain ? field : "'" + field.replace("'", "''") + "'";
    }
}
