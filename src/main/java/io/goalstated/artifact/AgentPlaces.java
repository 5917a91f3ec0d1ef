package io.goalstated.artifact;

import io.goalstated.extension.HandlerManifestReader;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The places in a handler's directory that the agent reads and writes itself (spec 02 §1). A package may bring them along,
 * but a file only where the agent has a file, and a directory where it has a directory: nothing could be put there else.
 */
final class AgentPlaces {
    private static final Set<String> DIRECTORIES = Set.of("config", "status");
    private static final Set<String> FILES =
            Set.of(HandlerManifestReader.FILE_NAME, "HandlerEnvironment.json", "mrseq");
    private static final Pattern NUMBERED =
            Pattern.compile("config/(.+\\.)?\\d+\\.settings|status/(.+\\.)?\\d+\\.status");

    private AgentPlaces() {}

    /** @throws BadArchive when the entry is, or lies in, what is of the wrong kind */
    static void check(EntryName name) throws BadArchive {
        List<String> parts = name.parts();
        if (parts.isEmpty()) {
            return;
        }
        String first = parts.get(0);
        if (parts.size() == 1 && !name.isDirectory() && DIRECTORIES.contains(first)) {
            throw EntryName.refused(first, "is a file, and the agent needs a directory there");
        }
        requireFile(name, 1, FILES.contains(first));
        if (parts.size() > 1) {
            String second = first + "/" + parts.get(1);
            requireFile(name, 2, NUMBERED.matcher(second).matches());
        }
    }

    private static void requireFile(EntryName name, int depth, boolean file) throws BadArchive {
        if (file && (name.isDirectory() || name.parts().size() > depth)) {
            String place = String.join("/", name.parts().subList(0, depth));
            throw EntryName.refused(place, "is a directory, and the agent needs a file there");
        }
    }
}
