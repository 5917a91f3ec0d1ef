package io.goalstated.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One promise of a conformance table: a line {@code id | statement}, with {@code | gap: reason} when no test proves it,
 * or {@code | note: remark} when what proves it has something to be said about.
 */
record Row(String id, String statement, Optional<String> gap, Optional<String> note) {
    private static final String SEPARATOR = " | ";
    private static final String GAP = "gap: ";
    private static final String NOTE = "note: ";

    static Row parse(String line) {
        List<String> parts = Arrays.asList(line.split(" \\| ", -1));
        if (parts.size() < 2 || parts.size() > 3) {
            throw new IllegalArgumentException("not 'id | statement' with at most one gap or note: " + line);
        }
        Optional<String> rest = parts.stream().skip(2).findFirst();
        if (rest.filter(text -> !text.startsWith(GAP) && !text.startsWith(NOTE)).isPresent()) {
            throw new IllegalArgumentException("neither 'gap: ' nor 'note: ': " + line);
        }
        return new Row(parts.get(0), parts.get(1), after(GAP, rest), after(NOTE, rest));
    }

    private static Optional<String> after(String prefix, Optional<String> text) {
        return text.filter(t -> t.startsWith(prefix)).map(t -> t.substring(prefix.length()));
    }

    Row withoutGap() {
        return new Row(id, statement, Optional.empty(), note);
    }

    String line() {
        return Stream.of(Optional.of(id), Optional.of(statement), gap.map(GAP::concat), note.map(NOTE::concat))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(SEPARATOR));
    }
}
