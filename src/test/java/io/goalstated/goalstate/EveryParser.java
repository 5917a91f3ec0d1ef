package io.goalstated.goalstate;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.extension.HandlerName;
import io.goalstated.policy.Policy;

/** Offers one text to every parser and checks what all of them promise. */
final class EveryParser {
    /** Stands for everything that no message may repeat. */
    static final String SECRET = "S3CR3T";

    private EveryParser() {}

    /** Each gives a value or its typed exception, whose message keeps the secret. */
    static void read(String text) {
        attempt(() -> GoalStateAnswer.parse(text));
        attempt(() -> ExtensionsConfig.parse(new Incarnation("1"), text));
        attempt(() -> VmSettings.parse("1", text));
        attempt(() -> ExtensionManifest.parse(text));
        attempt(() -> RemoteAccess.parse(text));
        attempt(() -> CertificateFile.parse(text));
        attempt(() -> HostingEnvironment.parse(text));
        attempt(() -> VersionsDocument.parse(text).negotiate());
        attempt(() -> ArtifactsProfile.parse(text));
        attempt(() -> Policy.parse("p", text).decide(new HandlerName("A.B"), RequestedState.ENABLED));
        attempt(() -> Redaction.extensionsConfig(text));
        attempt(() -> Redaction.remoteAccess(text));
        attempt(() -> Redaction.hostingEnvironment(text));
        attempt(() -> Redaction.vmSettings(text));
    }

    interface Reading<T> {
        T read() throws MalformedGoalState;
    }

    static void attempt(Reading<?> reading) {
        try {
            assertThat(reading.read()).isNotNull();
        } catch (MalformedGoalState e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain(SECRET);
        }
    }

    /** The secrets that a reader of that goal state would find; none when it cannot be read. */
    static String secrets(Reading<ExtensionsGoalState> reading) {
        try {
            ExtensionsGoalState goalState = reading.read();
            StringBuilder secrets = new StringBuilder();
            secrets.append(goalState.statusBlobUri().map(EveryParser::query));
            secrets.append(goalState.artifactsProfileUri().map(EveryParser::query));
            for (ProcessingOrder.Item item : ProcessingOrder.of(goalState.handlers())) {
                secrets.append(item.settings().flatMap(ExtensionSettings::protectedSettings));
            }
            return secrets.toString();
        } catch (MalformedGoalState e) {
            return "";
        }
    }

    private static String query(String url) {
        return url.substring(url.indexOf('?') + 1, url.indexOf('?') < 0 ? 0 : url.length());
    }
}
