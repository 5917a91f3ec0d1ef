package io.goalstated.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    @ParameterizedTest
    @CsvSource({
        "6, abcdefghij,"
                + " $6$abcdefghij$uTO3Q1rmurCTKvlcI9zXx6SX7xNBMRzxu/Zt3ruWbTwtWyCm1gx80vnX6un0McSN0TdGlKfZ5r8W0fJlvOIq40",
        "5, abcdefghij, $5$abcdefghij$qbj6KsTMAoEAgBxplMZtdC05zmZMaxKBstp6t.N8zeA",
        "1, abcdefgh,   $1$abcdefgh$2GwBXQQbIyUN4hcpsWAAZ1"
    })
    void hashes_are_those_of_crypt(String id, String salt, String expected) throws Exception {
        assertThat(text(new PasswordHash(id, 10).of(secret("S3cret"), salt))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"6,10,10", "6,30,16", "5,4,4", "1,10,8"})
    void each_hash_has_a_fresh_salt_as_long_as_the_method_takes(String id, int asked, int got) throws Exception {
        String first = text(new PasswordHash(id, asked).of(secret("x")));
        String second = text(new PasswordHash(id, asked).of(secret("x")));

        assertThat(first).matches("\\$" + id + "\\$[A-Za-z0-9]{" + got + "}\\$.+");
        assertThat(first).isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nroot:x", "a\r", "a\u0000b"})
    void what_would_be_another_line_is_refused(String password) {
        assertThatThrownBy(() -> new PasswordHash("6", 10).of(secret(password)))
                .isInstanceOf(AccountFailure.class)
                .hasMessage("invalid password");
    }

    @Test
    void a_long_password_is_refused_by_its_length_alone() {
        assertThatThrownBy(() -> PasswordHash.check(secret("p".repeat(73))))
                .hasMessage("unsupported password length=73 max=72");
    }

    @Test
    void an_unknown_method_is_refused() {
        assertThatThrownBy(() -> new PasswordHash("9", 10).of(secret("x"))).isInstanceOf(AccountFailure.class);
    }

    private static Secret secret(String text) {
        return Secret.wiping(text.toCharArray());
    }

    private static String text(Secret secret) {
        return String.valueOf(secret.characters());
    }
}
