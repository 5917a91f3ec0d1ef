package io.goalstated.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class BlobStoreTest extends LabTest {
    private static final ExtensionPackage PACKAGE =
            new ExtensionPackage("Contoso.Samples.Hello", "1.0.0", new byte[] {1, 2, 3});

    @Test
    void a_manifest_lists_the_offered_versions_and_two_copies_of_each() throws Exception {
        azure.offer(PACKAGE);
        azure.hide(new ExtensionPackage("Contoso.Samples.Hello", "9.9.9", new byte[0]));

        String manifest =
                client.get(blob("/manifests/Contoso.Samples.Hello.xml")).body();

        assertThat(manifest)
                .contains("<Version>1.0.0</Version>")
                .contains("<Uri>" + blob("/packages/Contoso.Samples.Hello__1.0.0.zip") + "</Uri>")
                .contains("<Uri>" + blob("/packages2/Contoso.Samples.Hello__1.0.0.zip") + "</Uri>")
                .doesNotContain("9.9.9");
    }

    @Test
    void a_package_is_served_byte_for_byte() throws Exception {
        azure.offer(PACKAGE);

        assertThat(client.getBytes(blob("/packages/Contoso.Samples.Hello__1.0.0.zip"))
                        .body())
                .containsExactly(1, 2, 3);
    }

    @Test
    void a_withdrawn_package_is_gone_and_so_is_an_empty_manifest() throws Exception {
        azure.offer(PACKAGE);

        azure.withdraw("Contoso.Samples.Hello", "1.0.0");

        assertThat(client.get(blob("/packages/Contoso.Samples.Hello__1.0.0.zip"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.get(blob("/manifests/Contoso.Samples.Hello.xml")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_block_blob_is_stored_with_201() throws Exception {
        assertThat(client.put(status(), json("{\"n\":1}"), "x-ms-blob-type", "BlockBlob", "x-ms-version", "2014-02-14")
                        .statusCode())
                .isEqualTo(201);

        StatusReport report = Client.await(
                azure.awaitStatus(status -> status.document().path("n").asInt() == 1));
        assertThat(report.blobType()).isEqualTo("BlockBlob");
        assertThat(report.via()).isEqualTo(StatusReport.Via.DIRECT);
    }

    @Test
    void a_blob_without_its_type_is_refused() throws Exception {
        assertThat(client.put(status(), json("{}"), "x-ms-version", "2014-02-14")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_system_blob_without_a_signature_is_refused() throws Exception {
        assertThat(client.put(blob(Links.STATUS_PATH), json("{}"), "x-ms-blob-type", "BlockBlob")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_page_blob_is_complete_when_its_last_page_arrives() throws Exception {
        byte[] page = new byte[512];
        System.arraycopy(json("{\"pages\":true}"), 0, page, 0, 14);

        int created = client.put(
                        status(),
                        new byte[0],
                        "x-ms-blob-type",
                        "PageBlob",
                        "x-ms-blob-content-length",
                        "512",
                        "x-ms-version",
                        "2014-02-14")
                .statusCode();
        assertThat(azure.statuses().all()).isEmpty();
        int written = writePage(page, "bytes=0-511");

        assertThat(created).isEqualTo(201);
        assertThat(written).isEqualTo(201);
        StatusReport report = azure.statuses().last().orElseThrow();
        assertThat(report.blobType()).isEqualTo("PageBlob");
        assertThat(report.document().path("pages").asBoolean()).isTrue();
    }

    @Test
    void pages_that_are_not_aligned_are_refused() throws Exception {
        client.put(
                status(),
                new byte[0],
                "x-ms-blob-type",
                "PageBlob",
                "x-ms-blob-content-length",
                "512",
                "x-ms-version",
                "2014-02-14");

        assertThat(writePage(new byte[100], "bytes=0-99")).isEqualTo(416);
        assertThat(writePage(new byte[512], "bytes=512-1023")).isEqualTo(416);
        assertThat(writePage(new byte[100], "bytes=0-511")).isEqualTo(400);
    }

    @Test
    void pages_of_no_blob_are_refused() throws Exception {
        assertThat(writePage(new byte[512], "bytes=0-511")).isEqualTo(404);
    }

    @Test
    void the_profile_says_whether_extensions_are_held() throws Exception {
        String profile = element(linked("ExtensionsConfig").body(), "InVMArtifactsProfileBlob");
        assertThat(client.get(profile).body()).contains("\"onHold\":false");

        azure.turn(Switch.ON_HOLD, true);

        assertThat(client.get(profile).body()).contains("\"onHold\":true");
    }

    private int writePage(byte[] page, String range) throws Exception {
        return client.put(status() + "&comp=page", page, "x-ms-range", range, "x-ms-page-write", "update")
                .statusCode();
    }

    private String status() throws Exception {
        return element(linked("ExtensionsConfig").body(), "StatusUploadBlob");
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
