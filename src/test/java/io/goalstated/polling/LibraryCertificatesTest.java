package io.goalstated.polling;

import static io.goalstated.wire.InMemoryHttp.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.goalstated.Conforms;
import io.goalstated.event.Operation;
import io.goalstated.event.ToldEvents;
import io.goalstated.lab.issue.Cipher;
import io.goalstated.lab.issue.TenantCertificate;
import io.goalstated.lab.issue.TransportRecipient;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.trust.TransportIdentity;
import io.goalstated.trust.TransportKeys;
import io.goalstated.wire.HttpCall;
import io.goalstated.wire.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryCertificatesTest {
    private static final String URI = "http://168.63.129.16/certificates";

    @TempDir
    Path library;

    private final Platform platform = new Platform();
    private final ToldEvents told = new ToldEvents();
    private OldFormats oldFormats = OldFormats.ACCEPTED;

    private LibraryCertificates desk(String now) {
        return new LibraryCertificates(
                platform.wireServer,
                new DirectOffload(),
                new Disk(),
                library,
                new TransportKeys(new Disk(), library, () -> Instant.parse(now))::need,
                () -> oldFormats,
                told);
    }

    private List<String> ciphersAsked() {
        return platform.http.calls().stream()
                .map(HttpCall::headers)
                .map(headers -> headers.getOrDefault("x-ms-cipher-name", ""))
                .toList();
    }

    @Test
    @Conforms("01#13.37")
    void garbage_for_either_cipher_is_no_certificates_and_no_failure() {
        platform.http.on("GET " + URI, 200, "<CertificateFile><Data>AAAA</Data></CertificateFile>");

        assertThat(desk("2031-01-14T10:00:00Z").refresh(URI).result()).isEmpty();

        assertThat(ciphersAsked()).containsExactly("AES128_CBC", "DES_EDE3_CBC");
        assertThat(platform.http.calls().get(0).headers().get("x-ms-guest-agent-public-x509-cert"))
                .startsWith("MII")
                .doesNotContain("\n", "-----");
        assertThat(library.resolve("TransportPrivate.pem")).exists();
    }

    @ParameterizedTest
    @Conforms("01#13.38")
    @ValueSource(
            strings = {
                "<CertificateFile><Version>2012-11-30</Version></CertificateFile>",
                "<CertificateFile><Format>CertificatesNonPfxPackage</Format><Data>AAAA</Data></CertificateFile>"
            })
    void a_document_without_keys_is_no_certificates_at_the_first_attempt(String text) {
        platform.http.on("GET " + URI, 200, text);

        assertThat(desk("2031-01-14T10:00:00Z").refresh(URI).result()).isEmpty();
        assertThat(ciphersAsked()).containsExactly("AES128_CBC");
    }

    @Test
    void certificates_that_cannot_be_had_are_told_of_once_until_they_can() {
        LibraryCertificates desk = desk("2031-01-14T10:00:00Z");
        platform.http.on("GET " + URI, 404, "");
        desk.refresh(URI);
        desk.refresh(URI);
        assertThat(told.of(Operation.GOAL_STATE))
                .singleElement()
                .satisfies(message -> assertThat(message).startsWith("-Cannot fetch certificates: "));

        platform.http.on("GET " + URI, 200, "<CertificateFile/>");
        desk.refresh(URI);
        platform.http.on("GET " + URI, 404, "");
        desk.refresh(URI);

        assertThat(told.of(Operation.GOAL_STATE)).hasSize(2);
    }

    @Test
    void what_the_platform_answered_is_kept_sealed_also_when_there_is_nothing_in_it() throws Exception {
        LibraryCertificates desk = desk("2031-01-14T10:00:00Z");
        platform.http.on("GET " + URI, 200, "<CertificateFile/>");
        desk.refresh(URI);
        assertThat(library.resolve("Certificates.xml")).hasContent("<CertificateFile/>");
        platform.http.on("GET " + URI, 200, "<CertificateFile><Version>2012-11-30</Version></CertificateFile>");

        desk.refresh(URI);

        assertThat(library.resolve("Certificates.xml"))
                .hasContent("<CertificateFile><Version>2012-11-30</Version></CertificateFile>");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library.resolve("Certificates.xml"))))
                .isEqualTo("r--------");
    }

    @Test
    void that_their_document_cannot_be_kept_costs_no_certificate() throws Exception {
        TenantCertificate tenant = TenantCertificate.generate(Instant.parse("2031-01-14T09:00:00Z"));
        Files.createDirectories(library.resolve("Certificates.xml/full"));
        serveCertificates(tenant);

        assertThat(desk("2031-01-14T10:00:00Z").refresh(URI).result())
                .contains(new CertificateSummary(tenant.thumbprint(), true));
    }

    @Test
    void nothing_is_missing_where_nothing_is_named_and_no_key_pair_is_made() {
        assertThat(desk("2031-01-14T10:00:00Z").missing(Set.of()).result()).isEmpty();
        assertThat(library).isEmptyDirectory();
    }

    @Test
    void a_thumbprint_that_would_lead_out_of_the_library_is_missing() throws Exception {
        Files.writeString(library.resolve("ABCD.crt"), "x");

        assertThat(desk("2031-01-14T10:00:00Z")
                        .missing(Set.of("abcd", "../x", "EF01"))
                        .result())
                .containsExactlyInAnyOrder("../x", "EF01");
    }

    /** Certificates as the platform encrypts them, in the old way, for whoever asks. */
    private void serveCertificates(TenantCertificate tenant) {
        platform.http.on("GET " + URI, call -> {
            String asking = call.headers().get("x-ms-guest-agent-public-x509-cert");
            byte[] envelope = TransportRecipient.parse(String.valueOf(asking))
                    .orElseThrow()
                    .encrypt(tenant.pfx(), Cipher.valueOf(call.headers().getOrDefault("x-ms-cipher-name", "")));
            return answer(
                    200,
                    "<CertificateFile><Data>" + Base64.getEncoder().encodeToString(envelope)
                            + "</Data></CertificateFile>");
        });
    }

    @Test
    void a_rotated_certificate_is_added_and_the_old_one_stays_for_what_still_needs_it() {
        TenantCertificate first = TenantCertificate.generate(Instant.parse("2031-01-14T09:00:00Z"));
        TenantCertificate second = TenantCertificate.generate(Instant.parse("2031-01-14T09:00:00Z"));
        LibraryCertificates desk = desk("2031-01-14T10:00:00Z");
        serveCertificates(first);
        desk.refresh(URI);
        serveCertificates(second);

        List<CertificateSummary> summaries = desk.refresh(URI).result();

        assertThat(summaries)
                .contains(new CertificateSummary(second.thumbprint(), true))
                .doesNotContain(new CertificateSummary(first.thumbprint(), true));
        for (TenantCertificate each : List.of(first, second)) {
            assertThat(library.resolve(each.thumbprint() + ".crt")).hasContent(each.certificatePem());
            assertThat(library.resolve(each.thumbprint() + ".prv")).hasContent(each.privateKeyPem());
        }
    }

    @Test
    @Conforms("OPS-123")
    void a_fips_machine_opens_old_formats_and_a_strict_one_refuses_them() {
        TenantCertificate tenant = TenantCertificate.generate(Instant.parse("2031-01-14T09:00:00Z"));
        serveCertificates(tenant);
        oldFormats = OldFormats.TOLD;
        assertThat(desk("2031-01-14T10:00:00Z").refresh(URI).result())
                .contains(new CertificateSummary(tenant.thumbprint(), true));
        serveCertificates(TenantCertificate.generate(Instant.parse("2031-01-14T09:00:00Z")));
        oldFormats = OldFormats.REFUSED;

        assertThat(desk("2031-01-14T10:00:00Z").refresh(URI).result()).isEmpty();

        assertThat(ciphersAsked()).endsWith("AES128_CBC", "DES_EDE3_CBC");
    }

    @ParameterizedTest
    @Conforms("OPS-123")
    @CsvSource({"'1\n', false, TOLD", "1, true, REFUSED", "'0\n', true, ACCEPTED", "'', true, ACCEPTED"})
    void the_kernel_says_whether_the_machine_is_one(String text, boolean strict, OldFormats expected) {
        assertThat(OldFormats.of(Optional.of(text.replace("\\n", "\n")), strict))
                .isEqualTo(expected);
        assertThat(OldFormats.of(Optional.empty(), strict)).isEqualTo(OldFormats.ACCEPTED);
    }

    @Test
    void recorded_certificates_become_sealed_files_after_the_second_cipher() throws Exception {
        Path corpus =
                Path.of(System.getProperty("goalstated.corpus", "../../shared/corpus"), "wireserver/certificates");
        assumeTrue(Files.isDirectory(corpus), "no corpus: set -Dgoalstated.corpus=DIR");
        TransportIdentity identity = TransportIdentity.of(
                        Files.readString(corpus.resolve("TransportPrivate.pem")),
                        Files.readString(corpus.resolve("TransportCert.pem")))
                .orElseThrow();
        LibraryCertificates recorded = new LibraryCertificates(
                platform.wireServer, new DirectOffload(), new Disk(), library, () -> identity, () -> oldFormats, told);
        String text = Files.readString(corpus.resolve("certs.xml"));
        platform.http.on(
                "GET " + URI,
                call -> "DES_EDE3_CBC".equals(call.headers().get("x-ms-cipher-name"))
                        ? answer(200, text)
                        : answer(404, ""));

        List<CertificateSummary> summaries = recorded.refresh(URI).result();

        assertThat(summaries)
                .contains(new CertificateSummary("F6ABAA61098A301EBB8A571C3C7CF77F355F7FA9", true))
                .hasSize(2);
        for (String ending : List.of(".crt", ".prv")) {
            Path file = library.resolve("F6ABAA61098A301EBB8A571C3C7CF77F355F7FA9" + ending);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("r--------");
        }
        assertThat(library.resolve("8979F1AC8C4215827BF3B5A403E6137B504D02A4.prv"))
                .doesNotExist();
    }
}
