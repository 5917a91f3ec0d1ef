package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportCertificateTest {
    /** The encoding of a time changes with the year 2050 (RFC 5280 §4.1.2.5): before, across and after. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-11-25T08:09:10.987Z", "2049-06-01T00:00:00Z", "2050-01-01T00:00:00.001Z"})
    void is_valid_for_two_years_from_the_second_it_was_made_in(String made) {
        Instant now = Instant.parse(made);

        X509Certificate certificate = X509.parse(Pem.decode(
                                Pem.CERTIFICATE, TransportCertificate.make(now).certificatePem())
                        .orElseThrow())
                .orElseThrow();

        Instant begin = now.truncatedTo(ChronoUnit.SECONDS);
        assertThat(certificate.getNotBefore()).isEqualTo(begin);
        assertThat(certificate.getNotAfter()).isEqualTo(begin.plus(Duration.ofDays(730)));
    }
}
