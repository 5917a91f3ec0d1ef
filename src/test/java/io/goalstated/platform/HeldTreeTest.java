package io.goalstated.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.platform.HeldTree.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldTreeTest {
    @TempDir
    Path scratch;

    private Path top;
    private HeldTree tree;

    @BeforeEach
    void plant() throws IOException {
        top = Files.createDirectories(scratch.resolve("top"));
        write("a/b/file");
        tree = new HeldTree(new Disk(), top);
    }

    private void write(String name) throws IOException {
        Path file = top.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    private Entry only() throws IOException {
        List<Entry> files = tree.files(10);
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    @Test
    void plain_files_at_any_depth_are_found_and_no_more_than_asked_for() throws IOException {
        write("c");
        assertThat(tree.files(10))
                .extracting(entry -> entry.path().toString())
                .containsExactlyInAnyOrder("a/b/file", "c");
        assertThat(tree.files(1)).hasSize(1);

        write("1/2/3/4/5/6/7/8/deep");
        write("1/2/3/4/5/6/7/8/9/too-deep");
        assertThat(tree.files(10))
                .extracting(entry -> entry.path().getFileName().toString())
                .contains("deep")
                .doesNotContain("too-deep");
    }

    @Test
    void a_file_that_was_found_is_removed() throws IOException {
        Entry entry = only();

        assertThat(tree.remove(entry)).isTrue();
        assertThat(top.resolve("a/b/file")).doesNotExist();
        assertThat(tree.remove(entry)).isFalse();
    }

    @Test
    void a_directory_that_has_become_a_link_since_leads_nowhere() throws IOException {
        Entry entry = only();
        Path outside = Files.createDirectories(scratch.resolve("outside"));
        Files.move(top.resolve("a/b/file"), outside.resolve("file"));
        Files.delete(top.resolve("a/b"));
        Files.createSymbolicLink(top.resolve("a/b"), outside);

        assertThat(tree.remove(entry)).isFalse();
        assertThat(outside.resolve("file")).exists();
    }

    @Test
    void another_file_by_that_name_stays() throws IOException {
        Entry entry = only();
        Files.writeString(scratch.resolve("other"), "other");
        Files.move(top.resolve("a/b/file"), scratch.resolve("kept"));
        Files.move(scratch.resolve("other"), top.resolve("a/b/file"));

        assertThat(tree.remove(entry)).isFalse();
        assertThat(top.resolve("a/b/file")).hasContent("other");
    }

    @Test
    void a_file_is_open_while_somebody_has_it_open() throws IOException {
        write("c");
        Set<Object> all =
                tree.files(10).stream().map(entry -> entry.stamp().identity()).collect(Collectors.toSet());
        OpenFiles open = new OpenFiles(new Disk(), SystemRoot.REAL);
        assertThat(open.among(all)).isEmpty();

        try (var held = Files.newBufferedReader(top.resolve("c"))) {
            assertThat(held.readLine()).isEqualTo("c");
            assertThat(open.among(all))
                    .containsExactly(
                            new Disk().stamp(top.resolve("c")).orElseThrow().identity());
        }
    }
}
