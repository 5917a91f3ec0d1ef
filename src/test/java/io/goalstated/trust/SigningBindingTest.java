package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.extension.HandlerManifest.SigningInfo;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.trust.SignatureFinding.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningBindingTest {
    private static final HandlerName HANDLER = new HandlerName("Microsoft.OSTCExtensions.Edp.VMAccessForLinux");
    private static final VersionNumber VERSION = new VersionNumber("1.7.0");

    @ParameterizedTest
    @CsvSource({
        "Microsoft.OSTCExtensions.Edp, VMAccessForLinux, 1.7.0",
        "microsoft.ostcextensions.EDP, vmaccessforLINUX, 1.7.0"
    })
    @Conforms("OPS-138")
    void the_three_members_must_agree_in_any_case_of_letters(String publisher, String type, String version) {
        assertThat(check(publisher, type, version)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Microsoft.OSTCExtensions, VMAccessForLinux, 1.7.0, publisher",
        "Microsoft.OSTCExtensions.Edp, CustomScript, 1.7.0, type",
        "Microsoft.OSTCExtensions.Edp, VMAccessForLinux, 1.7.0.0, version",
        "Contoso, , , publisher",
        ", , 1.6.0, version"
    })
    @Conforms("OPS-138")
    void another_value_is_another_extension_whatever_else_is_missing(
            String publisher, String type, String version, String member) {
        assertThat(check(publisher, type, version)).hasValueSatisfying(finding -> {
            assertThat(finding.reason()).isEqualTo(Reason.BINDING);
            assertThat(finding.detail()).contains(member);
        });
    }

    @ParameterizedTest
    @CsvSource({
        ", VMAccessForLinux, 1.7.0, publisher",
        "Microsoft.OSTCExtensions.Edp, , 1.7.0, type",
        "Microsoft.OSTCExtensions.Edp, VMAccessForLinux, , version"
    })
    @Conforms("OPS-138")
    void a_missing_member_leaves_the_package_unbound(String publisher, String type, String version, String member) {
        assertThat(check(publisher, type, version)).hasValueSatisfying(finding -> {
            assertThat(finding.reason()).isEqualTo(Reason.UNBOUND);
            assertThat(finding.detail()).contains("signingInfo." + member);
        });
    }

    @Test
    @Conforms("OPS-138")
    void without_signing_info_the_package_is_unbound() {
        assertThat(SigningBinding.check(HANDLER, VERSION, Optional.empty()))
                .hasValueSatisfying(finding -> assertThat(finding.reason()).isEqualTo(Reason.UNBOUND));
    }

    @Test
    void a_turkish_letter_does_not_make_two_names_equal() {
        assertThat(check("M\u0131crosoft.OSTCExtensions.Edp", "VMAccessForLinux", "1.7.0"))
                .isPresent();
    }

    private static Optional<SignatureFinding> check(String publisher, String type, String version) {
        return SigningBinding.check(
                HANDLER,
                VERSION,
                Optional.of(new SigningInfo(
                        Optional.ofNullable(publisher), Optional.ofNullable(type), Optional.ofNullable(version))));
    }
}
