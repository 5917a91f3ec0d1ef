package io.goalstated.polling;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import java.util.List;

/**
 * A certificate of the VM, without its keys.
 *
 * @param thumbprint SHA-1 of the certificate, upper-case hex: its file is {@code <thumbprint>.crt}
 */
public record CertificateSummary(String thumbprint, boolean hasPrivateKey) {
    /** As the history keeps them (spec 01 §5.3 step 8). */
    static String json(List<CertificateSummary> summaries) {
        ArrayNode list = Json.array();
        for (CertificateSummary summary : summaries) {
            list.addObject().put("thumbprint", summary.thumbprint).put("hasPrivateKey", summary.hasPrivateKey);
        }
        return SpacedJson.write(list);
    }
}
