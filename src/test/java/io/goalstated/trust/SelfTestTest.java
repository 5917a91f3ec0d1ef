package io.goalstated.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfTestTest {
    @Test
    void a_sound_installation_passes() {
        assertThat(SelfTest.problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 500, 1300, 1700})
    void a_spoilt_signature_does_not_pass(int at) throws Exception {
        byte[] der = shipped();
        der[at] ^= 0x10;

        assertThat(SelfTest.problem(Base64.getEncoder().encodeToString(der))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "AAAA"})
    void no_signature_at_all_does_not_pass(String text) {
        assertThat(SelfTest.problem(text)).isPresent();
    }

    private static byte[] shipped() throws Exception {
        try (InputStream in = SelfTest.class.getResourceAsStream("self-test/signature")) {
            return Base64.getMimeDecoder().decode(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }
}
