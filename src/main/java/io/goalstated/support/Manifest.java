package io.goalstated.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is to be collected, in the language of WALinuxAgent's manifests (spec 04 §5.3). */
record Manifest(List<Order> orders) {
    Manifest {
        orders = List.copyOf(orders);
    }

    /** What one line asks for. */
    enum Verb {
        /** A text into the results. */
        ECHO,
        /** What is in a directory, into the results. */
        LIST,
        /** Files into the archive. */
        COPY
    }

    /** @param what a text, a directory or a {@link Glob}, as the verb says */
    record Order(Verb verb, String what) {}

    /** @throws IllegalArgumentException when a line is no order */
    static Manifest parse(String text, CollectedPlaces places) {
        List<Order> orders = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int comma = line.indexOf(',');
            String word = comma < 0 ? line : line.substring(0, comma);
            String what = comma < 0 ? "" : places.fillIn(line.substring(comma + 1));
            switch (word) {
                case "echo" -> orders.add(new Order(Verb.ECHO, what));
                case "ll" -> orders.add(new Order(Verb.LIST, what));
                case "copy" -> orders.add(new Order(Verb.COPY, Glob.of(what).toString()));
                case "diskinfo" -> {
                    // Nobody has ever made anything of it.
                }
                default -> throw new IllegalArgumentException("no order of a manifest: " + line);
            }
        }
        return new Manifest(orders);
    }

    /**
     * One of those that belong to the agent.
     *
     * @param full also what is collected when all is asked for
     */
    static Manifest shipped(boolean full, CollectedPlaces places) {
        String text = read("manifest-normal.txt");
        return parse(full ? text + "\n" + read("manifest-full.txt") : text, places);
    }

    private static String read(String name) {
        try (InputStream in = Manifest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the application");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }

    List<Glob> globs() {
        return orders.stream()
                .filter(order -> order.verb() == Verb.COPY)
                .map(order -> Glob.of(order.what()))
                .toList();
    }
}
