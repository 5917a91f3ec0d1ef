package io.goalstated.prometheus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text format 0.0.4 of Prometheus and lets nothing pass that its description does not allow, nor what its own
 * checker complains about: each family in one piece with help and type in front, every sample once, histograms whole.
 */
public final class StrictReader {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\+Inf|-Inf|NaN|-?[0-9.]+(?:E-?[0-9]+)?)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\\\\\"\\n]|\\\\\\\\|\\\\\"|\\\\n)*)\"(,|$)");

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Set<String> helped = new LinkedHashSet<>();
    private String family = "";

    private StrictReader() {}

    /** The samples by name and labels, {@code name{a="b",c="d"}} in the order in which they are written. */
    public static Map<String, Double> read(String text) {
        StrictReader reader = new StrictReader();
        if (!text.endsWith("\n") || text.contains("\r")) {
            throw new IllegalArgumentException("every line ends with a line feed, and with nothing else");
        }
        for (String line : text.lines().toList()) {
            reader.take(line);
        }
        reader.checkHistograms();
        return reader.samples;
    }

    private void take(String line) {
        if (line.startsWith("# HELP ")) {
            help(line.substring(7));
        } else if (line.startsWith("# TYPE ")) {
            type(line.substring(7));
        } else {
            sample(line);
        }
    }

    private void help(String rest) {
        int blank = rest.indexOf(' ');
        String name = rest.substring(0, blank);
        require(NAME.matcher(name).matches() && helped.add(name), "one help a family: " + rest);
        require(!rest.substring(blank + 1).replaceAll("\\\\(\\\\|n)", "").contains("\\"), "an escape: " + rest);
        family = name;
    }

    private void type(String rest) {
        String[] words = rest.split(" ", -1);
        require(words.length == 2 && words[0].equals(family), "a type after its help: " + rest);
        require(List.of("counter", "gauge", "histogram", "summary").contains(words[1]), "a known type: " + rest);
        require(types.put(family, words[1]) == null, "one type a family: " + rest);
        require(words[1].equals("counter") == family.endsWith("_total"), "counters and only they are totals: " + rest);
    }

    private void sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        require(matcher.matches(), "a sample: " + line);
        String type = String.valueOf(types.get(family));
        List<String> suffixes = switch (type) {
            case "histogram" -> List.of("_bucket", "_sum", "_count");
            case "summary" -> List.of("_sum", "_count");
            default -> List.of("");
        };
        require(
                suffixes.stream().anyMatch(suffix -> matcher.group(1).equals(family + suffix)),
                "of its family: " + line);
        String labels = matcher.group(2) == null ? "" : labels(matcher.group(2));
        double value = Double.parseDouble(matcher.group(3).replace("Inf", "Infinity"));
        require(!type.equals("counter") || value >= 0, "counters only grow: " + line);
        require(samples.put(matcher.group(1) + labels, value) == null, "a sample once: " + line);
    }

    private static String labels(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (end < text.length()) {
            require(label.find(end) && label.start() == end && names.add(label.group(1)), "labels: " + text);
            end = label.end();
        }
        require(!text.endsWith(","), "labels: " + text);
        return "{" + text + "}";
    }

    private void checkHistograms() {
        types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                List<Double> steps = new ArrayList<>();
                samples.forEach((sample, value) -> {
                    if (sample.startsWith(name + "_bucket")) {
                        steps.add(value);
                    }
                });
                require(steps.equals(steps.stream().sorted().toList()), "buckets add up: " + name);
                require(
                        steps.get(steps.size() - 1).equals(samples.get(name + "_count"))
                                && samples.containsKey(name + "_bucket{le=\"+Inf\"}"),
                        "the last bucket has all: " + name);
            }
        });
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException("expected " + what);
        }
    }
}
