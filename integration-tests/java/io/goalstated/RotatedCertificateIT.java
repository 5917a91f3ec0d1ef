package io.goalstated;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.lab.Goal;
import io.goalstated.lab.StatusReport;
import io.goalstated.lab.WantedHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform changes the certificate for which it encrypts settings: handlers find what they need to decrypt. */
class RotatedCertificateIT {
    private static final String SECRET = "Contoso.Samples.ProtectedSecret";

    @TempDir
    Path root;

    @Test
    @Conforms("02#102")
    void certificate_and_key_of_the_settings_are_there_before_the_command_after_a_rotation_too() throws Exception {
        try (AgentAndAzure vm = new AgentAndAzure(root)) {
            vm.azure.offer(Path.of("extension-samples/protected-secret"), "1.0.0");
            publish(vm, 0, "{\"secret\": \"short\"}");
            vm.startAgent();
            assertThat(message(vm.status(report -> isDone(report, 0)))).contains("5 characters");
            String first = vm.azure.tenantCertificate().thumbprint();

            vm.azure.rotateCertificate();
            publish(vm, 1, "{\"secret\": \"rather longer\"}");

            assertThat(message(vm.status(report -> isDone(report, 1)))).contains("13 characters");
            String second = vm.azure.tenantCertificate().thumbprint();
            assertThat(second).isNotEqualTo(first);
            for (String file : List.of(first + ".crt", first + ".prv", second + ".crt", second + ".prv")) {
                Path path = root.resolve("var/lib/waagent").resolve(file);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("r--------");
            }
        }
    }

    private static void publish(AgentAndAzure vm, int sequence, String settings) {
        vm.azure
                .publish(Goal.of(
                        WantedHandler.of(SECRET, "1.0.0").sequence(sequence).protectedSettings(settings)))
                .viaFabric();
    }

    private static boolean isDone(StatusReport report, int sequence) {
        return report.extensionStatus(SECRET).equals("success") && report.sequenceNumber(SECRET) == sequence;
    }

    private static String message(StatusReport report) {
        return report.handler(SECRET).orElseThrow().toString();
    }
}
