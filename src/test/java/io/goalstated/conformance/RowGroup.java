package io.goalstated.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One table: a file whose first line is {@code # title}, each other one a {@link Row}. */
record RowGroup(Path file, String title, List<Row> rows) {
    private static final Path DIRECTORY = Path.of("src/test/resources/conformance");
    private static final List<String> FILES = List.of(
            "extension-contract.txt",
            "hidden-contract.txt",
            "wire-edge-cases.txt",
            "wire-call-sequences.txt",
            "corpus-documents.txt",
            "provisioning.txt",
            "security.txt",
            "operations.txt");

    RowGroup {
        rows = List.copyOf(rows);
    }

    /** All tables, as the project's test data has them at this moment. */
    static List<RowGroup> all() {
        return FILES.stream().map(DIRECTORY::resolve).map(RowGroup::read).toList();
    }

    private static RowGroup read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return new RowGroup(
                    file,
                    lines.get(0).substring(2),
                    lines.stream().skip(1).map(Row::parse).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table without the gaps that tests have closed. */
    RowGroup withoutGapsOf(Proofs proofs) {
        return new RowGroup(
                file,
                title,
                rows.stream()
                        .map(row -> proofs.of(row.id()).isEmpty() ? row : row.withoutGap())
                        .toList());
    }

    void write() throws IOException {
        Files.writeString(
                file,
                Stream.concat(Stream.of("# " + title), rows.stream().map(Row::line))
                        .collect(Collectors.joining("\n", "", "\n")));
    }
}
