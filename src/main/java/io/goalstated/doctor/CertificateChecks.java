package io.goalstated.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether the keys are there that extensions need to read the protected settings they were given last (spec 04 OPS-62). */
final class CertificateChecks implements Check {
    private static final String ID = "extensions.certificates";
    private static final int MAX_BYTES = 8 << 20;

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        Set<String> needed = new TreeSet<>();
        for (Path handler : patient.disk().list(patient.library())) {
            Optional<Path> settings = latest(patient, handler.resolve("config"));
            if (settings.isPresent()) {
                thumbprint(patient, settings.get()).ifPresent(needed::add);
            }
        }
        List<String> missing = needed.stream()
                .filter(thumbprint -> !isThere(patient, thumbprint + ".crt") || !isThere(patient, thumbprint + ".prv"))
                .toList();
        return List.of(
                missing.isEmpty()
                        ? Finding.pass(ID, needed.size() + " certificates are needed for settings, and there")
                        : Finding.fail(
                                ID,
                                "missing: certificate or key " + String.join(", ", missing),
                                "restart the daemon, which asks for them: systemctl restart goalstated"));
    }

    private static boolean isThere(Patient patient, String file) {
        return patient.disk().exists(patient.library().resolve(file));
    }

    /** {@code <number>.settings} of the greatest number. */
    private static Optional<Path> latest(Patient patient, Path config) throws IOException {
        List<Path> files = new ArrayList<>();
        if (patient.disk().isDirectory(config)) {
            files.addAll(patient.disk().list(config));
        }
        return files.stream()
                .filter(file -> file.getFileName().toString().matches("\\d{1,9}\\.settings"))
                .max((one, other) -> Integer.compare(number(one), number(other)));
    }

    private static int number(Path settings) {
        String name = settings.getFileName().toString();
        return Integer.parseInt(name.substring(0, name.indexOf('.')));
    }

    /** Only of settings that have a protected part; a text that is no thumbprint names no file. */
    private static Optional<String> thumbprint(Patient patient, Path settings) throws IOException {
        try {
            JsonNode entry = Json.parse(
                            patient.disk().readText(settings, MAX_BYTES).orElse("{}"))
                    .path("runtimeSettings")
                    .path(0)
                    .path("handlerSettings");
            return entry.path("protectedSettings").asText("").isEmpty()
                    ? Optional.empty()
                    : Optional.of(entry.path("protectedSettingsCertThumbprint").asText(""))
                            .filter(text -> text.matches("[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}"));
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }
}
