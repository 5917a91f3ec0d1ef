package io.goalstated.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The conformance page says what the tests say: {@code mvn test -Dtest=ConformanceTest -Dupdate} writes it, and takes
 * the gaps that tests have closed out of the rows.
 */
class ConformanceTest {
    private static final Path PAGE = Path.of("src/docs/conformance.md");
    private static final String REMEDY =
            "run mvn test -Dtest=ConformanceTest -Dupdate and commit what it changed; see CONTRIBUTING.md";

    private static final Proofs PROOFS = Proofs.read();

    @BeforeAll
    static void update() throws IOException {
        if (System.getProperty("update") != null) {
            for (RowGroup group : RowGroup.all()) {
                group.withoutGapsOf(PROOFS).write();
            }
            Files.writeString(PAGE, new ConformancePage(RowGroup.all(), PROOFS).text());
        }
    }

    @Test
    void the_page_is_what_the_tests_say() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(page).as(REMEDY).isEqualTo(new ConformancePage(RowGroup.all(), PROOFS).text());
    }

    @Test
    void every_proof_names_a_row() {
        Set<String> rows = rows().map(Row::id).collect(Collectors.toSet());

        assertThat(PROOFS.rows()).isSubsetOf(rows);
    }

    @Test
    void no_row_stands_twice() {
        assertThat(rows().map(Row::id)).doesNotHaveDuplicates();
    }

    @Test
    void no_row_has_both_a_proof_and_a_gap() {
        List<Row> both =
                rows().filter(row -> row.gap().isPresent() && isProven(row)).toList();

        assertThat(both).as(REMEDY).isEmpty();
    }

    @Test
    void a_row_without_proof_says_why() {
        List<Row> silent =
                rows().filter(row -> row.gap().isEmpty() && !isProven(row)).toList();

        assertThat(silent).as("write '| gap: why' into its file").isEmpty();
    }

    @Test
    void what_claims_to_prove_something_is_a_test_that_runs() {
        assertThat(PROOFS.idle()).isEmpty();
    }

    private static Stream<Row> rows() {
        return RowGroup.all().stream().flatMap(group -> group.rows().stream());
    }

    private static boolean isProven(Row row) {
        return !PROOFS.of(row.id()).isEmpty();
    }
}
