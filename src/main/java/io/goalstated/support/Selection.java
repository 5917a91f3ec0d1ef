package io.goalstated.support;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which of the files that were found are collected, and in which order: the archive may be full before the last. */
record Selection(List<Glob> first) {
    private static final List<String> KEYS =
            List.of(".prv", ".pem", ".key", ".pfx", ".p12", ".jks", ".kdbx", "id_rsa", "id_ecdsa", "id_ed25519");
    private static final String PROXY_AGENT = "azure-proxy-agent";

    Selection {
        first = List.copyOf(first);
    }

    /** What must be there comes first (spec 04 §5.3). */
    static Selection of(CollectedPlaces places) {
        return new Selection(List.of(
                        "$AGENT_LOG",
                        "$LIB_DIR/waagent_status.json",
                        "$LIB_DIR/history/*.zip",
                        "$LOG_DIR/*/*",
                        "$LOG_DIR/*/*/*",
                        "$AGENT_LOG.*")
                .stream()
                .map(text -> Glob.of(places.fillIn(text)))
                .toList());
    }

    /** Each once: those that must be there, by what asks for them and then by name, and the others by name. */
    List<String> order(Collection<String> names) {
        TreeSet<String> rest = new TreeSet<>(names);
        Set<String> ordered = new LinkedHashSet<>();
        for (Glob glob : first) {
            rest.stream().filter(glob::matches).forEach(ordered::add);
        }
        ordered.addAll(rest);
        return new ArrayList<>(ordered);
    }

    /** Whether it holds keys and is collected by nobody, whatever a manifest says (OPS-86). */
    static boolean isKey(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return KEYS.stream().anyMatch(lower::endsWith)
                || (lower.contains("/" + PROXY_AGENT + "/") && lower.contains("key"));
    }
}
