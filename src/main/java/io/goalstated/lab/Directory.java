package io.goalstated.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is called what. In texts that pass, the servers of the platform behind have the lab's addresses, so that its
 * clients stay here; in a recording they have names that no run can confuse: {@code http://wire.recorded} and so on.
 * Storage accounts, of which there may be several, become folders of the lab's blob store.
 */
record Directory(Addresses lab, Optional<Upstream> upstream) {
    /** Where storage accounts of the platform behind are in the lab's blob store: {@code /account/https/HOST/...}. */
    static final String ACCOUNT = "/account/";

    private static final Pattern STORAGE =
            Pattern.compile("\\b(https?)://([a-z0-9][a-z0-9-]{0,62}\\.blob\\.[a-z0-9.-]{1,100}[a-z0-9])");

    private record Pair(String own, String other) {}

    /** What the platform behind said, for the lab's clients. */
    String outward(String text) {
        String named = STORAGE.matcher(text).replaceAll(lab.blob().url() + ACCOUNT + "$1/$2");
        return upstream.map(behind -> replace(named, swapped(servers(behind)))).orElse(named);
    }

    /** What a client of the lab said, for the platform behind. */
    String inward(String text) {
        String named = upstream.map(behind -> replace(text, servers(behind))).orElse(text);
        return Pattern.compile(Pattern.quote(lab.blob().url() + ACCOUNT) + "(https?)/([a-z0-9.-]+)")
                .matcher(named)
                .replaceAll("$1://$2");
    }

    /** For a recording. */
    String anonymous(String text) {
        return replace(text, recorded());
    }

    /** Out of a recording. */
    String concrete(String text) {
        return replace(text, swapped(recorded()));
    }

    private List<Pair> servers(Upstream behind) {
        List<Pair> pairs = new ArrayList<>();
        pairs.add(new Pair(lab.hostPlugin().url(), behind.hostPlugin().url()));
        pairs.add(new Pair(lab.wire().url(), behind.wire().url()));
        if (behind.wire().port() == 80) {
            // Documents name the port although it is HTTP's own.
            pairs.add(new Pair(lab.wire().url(), "http://" + behind.wire()));
        }
        return pairs;
    }

    private List<Pair> recorded() {
        return List.of(
                new Pair(lab.hostPlugin().url(), "http://host-plugin.recorded"),
                new Pair(lab.blob().url(), "http://blob.recorded"),
                new Pair(lab.wire().url(), "http://wire.recorded"));
    }

    private static List<Pair> swapped(List<Pair> pairs) {
        List<Pair> swapped = new ArrayList<>();
        pairs.forEach(pair -> swapped.add(0, new Pair(pair.other(), pair.own())));
        return swapped;
    }

    /** An address is not the beginning of a longer one: no digit, dot or colon follows. */
    private static String replace(String text, List<Pair> pairs) {
        String result = text;
        for (Pair pair : pairs) {
            result = Pattern.compile(Pattern.quote(pair.own()) + "(?![0-9.:])")
                    .matcher(result)
                    .replaceAll(Matcher.quoteReplacement(pair.other()));
        }
        return result;
    }
}
