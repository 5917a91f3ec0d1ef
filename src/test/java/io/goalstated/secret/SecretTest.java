package io.goalstated.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.goalstated.Conforms;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void a_secret_does_not_print_itself() {
        try (Secret secret = Secret.wiping("hunter2".toCharArray())) {
            assertThat(secret).hasToString("***");
        }
    }

    @Test
    void characters_come_back_as_they_were_given() {
        try (Secret secret = Secret.wiping("p\u00e4ss".toCharArray())) {
            assertThat(secret.characters()).containsExactly('p', '\u00e4', 's', 's');
            assertThat(secret.length()).isEqualTo(5);
        }
    }

    @Test
    void the_characters_that_it_was_made_of_are_wiped() {
        char[] typed = "hunter2".toCharArray();

        Secret.wiping(typed).close();

        assertThat(typed).containsOnly('\0');
    }

    @Test
    @Conforms("03R#4")
    void closing_wipes_the_bytes_and_ends_reading() {
        byte[] bytes = "hunter2".getBytes(StandardCharsets.UTF_8);
        Secret secret = Secret.owning(bytes);

        secret.close();

        assertThat(bytes).containsOnly(0);
        assertThatIllegalStateException().isThrownBy(secret::bytes);
        assertThatIllegalStateException().isThrownBy(secret::characters);
    }

    @Test
    void what_is_handed_out_is_a_copy() {
        try (Secret secret = Secret.owning(new byte[] {1, 2})) {
            secret.bytes()[0] = 9;

            assertThat(secret.bytes()).containsExactly(1, 2);
        }
    }
}
