package io.goalstated.support;

import io.goalstated.secret.Redactor;
import java.util.ArrayList;
import java.util.List;

/** {@code results.txt}: what was done for one archive, for whoever reads it. Bounded, however much there is to tell. */
final class Results {
    private static final int MOST_LINES = 2_000;

    private final List<String> lines = new ArrayList<>();
    private final List<String> collected = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<Gathered.Redacted> redacted = new ArrayList<>();

    void line(String text) {
        if (lines.size() < MOST_LINES) {
            lines.add(text);
        }
    }

    void collected(String path, long bytes, String entry) {
        collected.add(path + "  " + bytes + " bytes" + (entry.equals(path.substring(1)) ? "" : ", as " + entry));
    }

    void leftOut(LeftOut file) {
        if (leftOut.size() < MOST_LINES) {
            leftOut.add(file);
        }
    }

    void redacted(String path, int secrets) {
        if (secrets > 0) {
            redacted.add(new Gathered.Redacted(path, secrets));
        }
    }

    int files() {
        return collected.size();
    }

    List<LeftOut> leftOut() {
        return leftOut;
    }

    List<Gathered.Redacted> redacted() {
        return redacted;
    }

    /** @param total bytes of the files that were collected */
    String text(long total) {
        List<String> text = new ArrayList<>(lines);
        text.add("### Collected");
        text.addAll(collected);
        text.add("Total Uncompressed File Size (B): " + total);
        text.add("### Left out, or not whole");
        leftOut.forEach(file -> text.add(file.path() + "  " + file.why()));
        text.add("### Redacted, and how often");
        redacted.forEach(file -> text.add(file.path() + "  " + file.secrets()));
        StringBuilder out = new StringBuilder();
        for (String line : text) {
            // Names come from the disk: none may make a line of its own.
            out.append(Redactor.redact(line).replaceAll("\\p{Cntrl}", "?")).append('\n');
        }
        return out.toString();
    }
}
