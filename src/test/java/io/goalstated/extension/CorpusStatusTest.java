package io.goalstated.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import io.goalstated.Conforms;
import io.goalstated.extension.ExtensionStatus.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Status files of real handlers; they are not part of the repository, see the goal state's {@code Corpus}. */
class CorpusStatusTest {
    @Test
    void a_real_status_is_understood() throws IOException {
        ExtensionStatus status = stated("sample-status.json");

        assertThat(status.word()).contains(Word.SUCCESS);
        assertThat(status.operation()).contains("Enable");
        assertThat(status.substatuses())
                .singleElement()
                .satisfies(part -> assertThat(part.code()).isEqualTo(TextNode.valueOf("0")));
    }

    @Test
    @Conforms("02#51")
    void a_real_oversize_status_is_cut() throws IOException {
        ExtensionStatus status = stated("sample-status-very-large.json");

        assertThat(status.word()).contains(Word.SUCCESS);
        assertThat(status.message().orElseThrow()).hasSize(1024 + " ... [TRUNCATED]".length());
        assertThat(status.substatuses())
                .singleElement()
                .satisfies(part -> assertThat(part.name().orElseThrow()).hasSize(10_240 + " ... [TRUNCATED]".length()));
    }

    @Test
    @Conforms("02#47")
    void real_broken_files_are_not_json() throws IOException {
        assertThat(parse("sample-status-invalid-json-format.json")).isInstanceOf(StatusFile.NotJson.class);
        assertThat(parse("sample-status-invalid-format-emptykey-line7.json")).isInstanceOf(StatusFile.NotJson.class);
    }

    @Test
    void a_real_file_without_a_status_is_malformed() throws IOException {
        assertThat(parse("sample-status-invalid-status-no-status-status-key.json"))
                .isEqualTo(new StatusFile.Malformed("Invalid status format by extension: Missing status/status key"));
    }

    private static ExtensionStatus stated(String name) throws IOException {
        StatusFile file = parse(name);
        assertThat(file).isInstanceOf(StatusFile.Stated.class);
        return ((StatusFile.Stated) file).status();
    }

    private static StatusFile parse(String name) throws IOException {
        Path corpus = Path.of(System.getProperty("goalstated.corpus", "../shared/corpus"), "extension-status");
        assumeTrue(Files.isDirectory(corpus), "no corpus at " + corpus.toAbsolutePath() + ": its checks are skipped");
        return StatusFile.parse(Files.readAllBytes(corpus.resolve(name)));
    }
}
