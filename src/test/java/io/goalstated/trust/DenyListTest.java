package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.trust.Verdict.ChainLink;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a deny list makes of a verdict that was recorded before. */
class DenyListTest {
    private static final Verdict EARLIER = new Verdict(
            List.of(),
            List.of(),
            Optional.of("CN=Signer"),
            Optional.empty(),
            List.of(link("CN=Signer", "AA"), link("CN=Root", "BB")),
            List.of(link("CN=Clock", "CC")),
            Optional.of("DD"),
            Optional.of("EE"));

    private static ChainLink link(String subject, String sha256) {
        return new ChainLink(subject, sha256, Instant.EPOCH, Instant.EPOCH);
    }

    private static List<String> findings(DenyList list) {
        return list.judge(EARLIER).findings().stream()
                .map(SignatureFinding::text)
                .toList();
    }

    @Test
    @Conforms("OPS-139")
    void a_listed_package_is_revoked() {
        assertThat(findings(new DenyList(Set.of(), Set.of("dd"))))
                .containsExactly("SIG_REVOKED: the package is on the deny list");
    }

    @Test
    @Conforms("OPS-139")
    void every_certificate_that_was_relied_upon_counts() {
        assertThat(findings(new DenyList(Set.of("aa"), Set.of())))
                .containsExactly("SIG_REVOKED: the certificate of CN=Signer is on the deny list");
        assertThat(findings(new DenyList(Set.of("bb"), Set.of())))
                .containsExactly("SIG_REVOKED: the certificate of CN=Root is on the deny list");
        assertThat(findings(new DenyList(Set.of("cc"), Set.of())))
                .containsExactly("SIG_REVOKED: the certificate of CN=Clock is on the deny list");
    }

    @Test
    void what_is_not_listed_stays_as_it_was() {
        assertThat(new DenyList(Set.of("dd"), Set.of("aa")).judge(EARLIER)).isEqualTo(EARLIER);
    }

    @Test
    void a_revoked_verdict_is_no_longer_flawless() {
        Verdict bound = EARLIER.bound(Optional.empty());
        assertThat(bound.isFlawless()).isTrue();

        assertThat(new DenyList(Set.of("aa"), Set.of()).judge(bound).isFlawless())
                .isFalse();
    }
}
