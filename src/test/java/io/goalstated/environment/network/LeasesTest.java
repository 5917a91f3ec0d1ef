package io.goalstated.environment.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeasesTest {
    private static final Instant NOW = Instant.parse("2026-11-25T20:00:00Z");

    private static String lease(String option, String expiry) {
        return """
            lease {
              interface "eth0";
              fixed-address 10.0.1.4;
              option routers 10.0.1.1;
              %s
              renew 4 2015/06/16 16:58:54;
              expire %s;
            }
            """.formatted(option, expiry);
    }

    @Test
    @Conforms("03#83")
    void the_last_lease_that_has_not_expired_counts() {
        String text = lease("option unknown-245 0a:00:00:01;", "never")
                + lease("option unknown-245 0a:00:00:02;", "0 2152/07/23 23:27:10")
                + lease("option unknown-245 0a:00:00:03;", "4 2015/06/16 16:58:54")
                + lease("", "never");

        assertThat(Leases.fromDhclient(text, NOW)).isEqualTo(Ipv4.parse("10.0.0.2"));
    }

    @ParameterizedTest
    @CsvSource({
        "option unknown-245 a8:3f:81:10;",
        "option unknown-245 A8:3F:81:10;",
        "option azure-wireserver 168.63.129.16;",
        "option option-245 168.63.129.16;"
    })
    void the_option_has_several_spellings(String option) {
        assertThat(Leases.fromDhclient(lease(option, "never"), NOW)).contains(Ipv4.WIRE_SERVER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "option unknown-245 a8:3f:81;",
                "option unknown-245 a8:3f:81:10:01;",
                "option unknown-245 7f:0:0:1;",
                "option unknown-245 \"168.63.129.16\";",
                "option unknown-245;",
                "option unknown-24 a8:3f:81:10;"
            })
    void an_option_that_is_no_servers_address_is_ignored(String option) {
        assertThat(Leases.fromDhclient(lease(option, "never"), NOW)).isEmpty();
    }

    @Test
    void a_lease_that_ends_nowhere_does_not_count() {
        String text = lease("option unknown-245 a8:3f:81:10;", "never");

        assertThat(Leases.fromDhclient(text.substring(0, text.indexOf('}')), NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "4 2015/06/16", "x 2152-07-23 23:27:10x", "0 2152/13/41 99:99:99"})
    void an_expiry_that_cannot_be_read_has_expired(String expiry) {
        assertThat(Leases.fromDhclient(lease("option unknown-245 a8:3f:81:10;", expiry), NOW))
                .isEmpty();
    }

    /** As dhcpcd 9.4.1 prints it when its configuration defines the option: by the name that dhcpcd 10.3 has for it, or raw. */
    @ParameterizedTest
    @ValueSource(strings = {"azureendpoint=168.63.129.16", "private_245=a83f8110", "site_specific_245=a83f8110"})
    void dhcpcd_tells_what_it_was_told(String line) {
        String told = """
            reason=BOUND
            interface=v0
            protocol=dhcp
            ip_address=10.9.0.13
            subnet_cidr=24
            network_number=10.9.0.0
            subnet_mask=255.255.255.0
            routers=10.9.0.1
            broadcast_address=10.9.0.255
            dhcp_lease_time=4294967295
            dhcp_message_type=5
            dhcp_server_identifier=10.9.0.1
            """;

        assertThat(Leases.fromAssignments(told)).isEmpty();
        assertThat(Leases.fromAssignments(told + line + "\n")).contains(Ipv4.WIRE_SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTION_245=a83f8110", "private_245='168.63.129.16'", "private_245=\"a8:3f:81:10\""})
    void other_clients_write_one_line(String line) {
        assertThat(Leases.fromAssignments("ADDRESS=10.0.0.4\n" + line + "\nT1=x\n"))
                .contains(Ipv4.WIRE_SERVER);
    }

    @Test
    @Conforms("03#84")
    void networkd_writes_eight_digits() {
        assertThat(Leases.fromAssignments("# private\nADDRESS=10.0.0.4\nOPTION_245=a83f8110\n"))
                .contains(Ipv4.WIRE_SERVER);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void any_text_gives_an_address_or_none(long seed) {
        String[] pieces = {
            "lease",
            " {",
            "\n",
            "}",
            "option ",
            "unknown-245",
            " a8:3f:81:10",
            ";",
            "expire ",
            "never",
            "0 ",
            "2152/07/23 23:27:10",
            "OPTION_245",
            "=",
            "'",
            "\u0000",
            ":",
            ".",
            "\uFFFF",
            " "
        };
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }

            Optional<Ipv4> found = Leases.fromDhclient(text.toString(), NOW);
            Optional<Ipv4> assigned = Leases.fromAssignments(text.toString());

            assertThat(found.isEmpty() || found.get().isUnicast()).isTrue();
            assertThat(assigned.isEmpty() || assigned.get().isUnicast()).isTrue();
        }
    }
}
