package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.Disk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustAnchorsTest {
    @TempDir
    Path directory;

    private Issued own;

    @BeforeEach
    void makeRoot() throws Exception {
        own = CertificateDraft.authority("CN=Own Root").selfSigned();
        Files.createDirectories(directory.resolve("code-signing"));
    }

    @Test
    @Conforms("OPS-127")
    void the_administrators_anchors_add_to_the_shipped_ones_for_their_purpose_only() throws Exception {
        Files.writeString(directory.resolve("code-signing/own.pem"), "a note\n" + own.pem());

        TrustAnchors anchors = load();

        assertThat(anchors.problems()).isEmpty();
        assertThat(anchors.codeSigning()).hasSize(2).contains(own.certificate());
        assertThat(anchors.timeStamping()).hasSize(2).doesNotContain(own.certificate());
    }

    @Test
    @Conforms("OPS-127")
    void anchors_that_others_could_have_placed_do_not_count_and_are_named() throws Exception {
        Path file = Files.writeString(directory.resolve("code-signing/own.pem"), own.pem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        TrustAnchors anchors = load();

        assertThat(anchors.codeSigning()).hasSize(1);
        assertThat(anchors.problems()).singleElement().asString().contains("own.pem", "can be written by others");
    }

    @Test
    @Conforms("OPS-127")
    void a_directory_that_others_may_write_holds_no_anchors() throws Exception {
        Files.writeString(directory.resolve("code-signing/own.pem"), own.pem());
        Files.setPosixFilePermissions(directory.resolve("code-signing"), PosixFilePermissions.fromString("rwxrwxrwx"));

        TrustAnchors anchors = load();

        assertThat(anchors.codeSigning()).hasSize(1);
        assertThat(anchors.problems()).singleElement().asString().contains("code-signing");
    }

    @Test
    @Conforms("OPS-127")
    void a_shipped_anchor_that_is_not_the_recorded_certificate_is_refused() throws Exception {
        byte[] file = own.pem().getBytes(StandardCharsets.US_ASCII);
        byte[] altered = own.holder().getEncoded();
        altered[altered.length - 1] ^= 1;

        assertThat(TrustAnchors.genuine(file, own.sha256())).contains(own.certificate());
        assertThat(TrustAnchors.genuine(altered, own.sha256())).isEmpty();
        assertThat(TrustAnchors.genuine(new byte[0], own.sha256())).isEmpty();
    }

    @Test
    void a_file_that_is_no_certificate_is_named_and_the_others_count() throws Exception {
        Files.writeString(directory.resolve("code-signing/README"), "put roots here");
        Files.write(directory.resolve("code-signing/own.der"), own.holder().getEncoded());

        TrustAnchors anchors = load();

        assertThat(anchors.codeSigning()).contains(own.certificate());
        assertThat(anchors.problems()).singleElement().asString().contains("README", "no certificate");
    }

    @Test
    void a_symbolic_link_is_no_anchor() throws Exception {
        Path file = Files.writeString(directory.resolve("own.pem"), own.pem());
        Files.createSymbolicLink(directory.resolve("code-signing/link.pem"), file);

        TrustAnchors anchors = load();

        assertThat(anchors.codeSigning()).hasSize(1);
        assertThat(anchors.problems()).singleElement().asString().contains("symbolic link");
    }

    @Test
    void a_directory_that_is_not_there_is_named() throws Exception {
        TrustAnchors anchors = TrustAnchors.shipped().plus(new Disk(), directory.resolve("missing"));

        assertThat(anchors.codeSigning()).hasSize(1);
        assertThat(anchors.problems()).singleElement().asString().contains("missing", "is not there");
    }

    private TrustAnchors load() throws Exception {
        return TrustAnchors.shipped().plus(new Disk(), directory);
    }
}
