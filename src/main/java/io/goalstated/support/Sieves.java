package io.goalstated.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.goalstated.json.SpacedJson;
import io.goalstated.ovf.MalformedOvf;
import io.goalstated.ovf.OvfText;
import io.goalstated.secret.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What each kind of file is freed of its secrets by (OPS-86). */
final class Sieves {
    private static final Pattern HISTORY = Pattern.compile("/history/[^/]+\\.zip");
    private static final String PROTECTED = "protectedSettings";
    /** In files of the system, a name and a value of which nothing else says that it is one. */
    private static final Pattern PLAIN_SECRET = Pattern.compile(
            "(?im)^([ \\t]*[\\w.-]{0,60}(?:password|passphrase|psk|secret|private|wireless-key)[\\w.-]{0,60}[ \\t]*[:= \\t][ \\t]*)"
                    + "(?!(?:yes|no|true|false|none)[ \\t]*$)(\\S[^\\r\\n]*)$");

    private final String library;

    Sieves(CollectedPlaces places) {
        this.library = places.library();
    }

    /** Whether it is an archive of the agent's own, made without secrets. */
    boolean isHistory(String name) {
        return name.startsWith(library)
                && HISTORY.matcher(name.substring(library.length())).matches();
    }

    /** @param middle whether the file is not read from its start */
    Sieve of(String name, boolean middle) {
        if (name.endsWith("/ovf-env.xml")) {
            return new DocumentSieve(Sieves::withoutProvisioningSecrets);
        }
        if (name.endsWith(".settings")) {
            return new DocumentSieve(Sieves::withoutProtectedSettings);
        }
        boolean system = name.startsWith("/etc/") || name.startsWith("/boot/");
        TextSieve text = new TextSieve(system ? Sieves::redactSystemFile : Redactor::redact);
        return middle ? text.fromTheMiddle() : text;
    }

    private static Optional<DocumentSieve.Clean> withoutProvisioningSecrets(byte[] document) {
        try {
            String copy = Redactor.redact(OvfText.withoutSecrets(document, false));
            return Optional.of(new DocumentSieve.Clean(copy, TextSieve.count(copy)));
        } catch (MalformedOvf e) {
            return Optional.empty();
        }
    }

    /** Where the settings cannot be read, what looks like a secret in them goes. */
    private static Optional<DocumentSieve.Clean> withoutProtectedSettings(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        try {
            JsonNode settings = Json.parse(text);
            int hidden = hide(settings);
            String copy = Redactor.redact(SpacedJson.write(settings));
            return Optional.of(
                    new DocumentSieve.Clean(copy, Math.max(hidden, TextSieve.count(copy) - TextSieve.count(text))));
        } catch (MalformedJson e) {
            String copy = Redactor.redact(text);
            return Optional.of(new DocumentSieve.Clean(copy, TextSieve.count(copy) - TextSieve.count(text)));
        }
    }

    private static int hide(JsonNode node) {
        int hidden = 0;
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (name.equalsIgnoreCase(PROTECTED) && !object.path(name).isNull()) {
                    object.put(name, Redactor.REPLACEMENT);
                    hidden++;
                }
            }
        }
        for (JsonNode child : node) {
            hidden += hide(child);
        }
        return hidden;
    }

    static String redactSystemFile(String text) {
        return PLAIN_SECRET.matcher(Redactor.redact(text)).replaceAll("$1" + Redactor.REPLACEMENT);
    }
}
