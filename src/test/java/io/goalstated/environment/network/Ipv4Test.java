package io.goalstated.environment.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4Test {
    @Test
    void text_and_bits_say_the_same() {
        assertThat(Ipv4.parse("168.63.129.16")).contains(Ipv4.WIRE_SERVER);
        assertThat(Ipv4.WIRE_SERVER).hasToString("168.63.129.16");
        assertThat(Ipv4.METADATA).hasToString("169.254.169.254");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "1..3.4",
                "1.2.3.-4",
                "1.2.3.0004",
                "a.b.c.d",
                "1.2.3.4;reboot",
                "١.2.3.4"
            })
    void what_is_no_dotted_quad_is_refused(String text) {
        assertThat(Ipv4.parse(text)).isEmpty();
    }

    @Test
    void a_network_has_nothing_behind_its_prefix() {
        Ipv4 address = Ipv4.parse("10.1.2.3").orElseThrow();

        assertThat(address.network(24)).hasToString("10.1.2.0");
        assertThat(address.network(32)).isEqualTo(address);
        assertThat(address.network(0)).isEqualTo(Ipv4.ANY);
    }
}
