package io.goalstated.machine;

import java.util.ArrayList;
import java.util.List;

/** Programs in mount and process namespaces of their own: what they mount and start goes with them. */
public final class Apart {
    private static final List<String> WORDS = List.of(
            "unshare", "--mount", "--propagation=private", "--pid", "--fork", "--kill-child=KILL", "--mount-proc");

    private Apart() {}

    /** The words that run those. The first of them may be further options of {@code unshare}. */
    public static List<String> running(List<String> words) {
        List<String> all = new ArrayList<>(WORDS);
        all.addAll(words);
        return all;
    }
}
