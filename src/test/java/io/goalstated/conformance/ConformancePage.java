package io.goalstated.conformance;

import java.util.List;
import java.util.stream.Collectors;

/** The page as text: figures first, then each table with its proofs and gaps. */
final class ConformancePage {
    private static final String HEAD = """
            # Conformance

            What the agent promises, row by row, and the tests that prove it. This page is made of `@Conforms` on the tests and of the rows in
            `src/test/resources/conformance/`; `mvn test -Dtest=ConformanceTest -Dupdate` writes it anew.

            A row with neither proof nor gap fails the build, and so does one with both. "(root)" marks a test that runs under
            `mvn verify -Proot-its`, and an `IT` one that runs against the built image.

            """;

    private final List<RowGroup> groups;
    private final Proofs proofs;

    ConformancePage(List<RowGroup> groups, Proofs proofs) {
        this.groups = List.copyOf(groups);
        this.proofs = proofs;
    }

    String text() {
        return HEAD + figures() + groups.stream().map(this::table).collect(Collectors.joining());
    }

    private String figures() {
        StringBuilder text =
                new StringBuilder("| table | rows | proven | gaps | proven |\n|---|---:|---:|---:|---:|\n");
        for (RowGroup group : groups) {
            text.append(figures(group.title(), group.rows()));
        }
        List<Row> all = groups.stream().flatMap(group -> group.rows().stream()).toList();
        return text.append(figures("together", all)).toString();
    }

    private String figures(String title, List<Row> rows) {
        long proven =
                rows.stream().filter(row -> !proofs.of(row.id()).isEmpty()).count();
        return "| %s | %d | %d | %d | %d %% |%n"
                .formatted(title, rows.size(), proven, rows.size() - proven, proven * 100 / rows.size());
    }

    private String table(RowGroup group) {
        return group.rows().stream()
                .map(this::line)
                .collect(Collectors.joining(
                        "", "\n## " + group.title() + "\n\n| row | promise | proof |\n|---|---|---|\n", ""));
    }

    private String line(Row row) {
        List<String> tests = proofs.of(row.id());
        String proof = tests.isEmpty()
                ? "**gap:** " + row.gap().orElse("no reason given")
                : tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining("<br>"));
        String note = row.note().map(text -> "<br>*" + text + "*").orElse("");
        return "| " + row.id() + " | " + row.statement() + " | " + proof + note + " |\n";
    }
}
