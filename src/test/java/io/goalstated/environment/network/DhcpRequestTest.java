package io.goalstated.environment.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DhcpRequestTest {
    private static final MacAddress MAC = new MacAddress("00:15:5d:38:aa:38");
    private static final DhcpRequest REQUEST = new DhcpRequest(0xc6aad15d, MAC, false);

    /** Server 10.62.3.42, router 10.62.144.1, wireserver 10.62.144.140, with padding in between. */
    private static final String OFFERED =
            "35 01 02 36 04 0a 3e 03 2a 00 00 f5 04 0a 3e 90 8c 03 08 0a 3e 90 01 0a 3e 90 02 ff";

    static byte[] answer(DhcpRequest request, String options) {
        byte[] packet = Arrays.copyOf(request.packet(), 0xf0 + 300);
        packet[0] = 2;
        Arrays.fill(packet, 0xf0, packet.length, (byte) 0);
        byte[] bytes = HexFormat.of().parseHex(options.replace(" ", ""));
        System.arraycopy(bytes, 0, packet, 0xf0, bytes.length);
        return packet;
    }

    private static DhcpAnswer understood(String options) {
        return REQUEST.understand(answer(REQUEST, options)).orElseThrow();
    }

    @Test
    void the_packet_is_the_one_of_the_protocol() {
        byte[] packet = REQUEST.packet();

        HexFormat hex = HexFormat.of();
        assertThat(packet).hasSize(244);
        assertThat(hex.formatHex(packet, 0, 12)).isEqualTo("01010600" + "c6aad15d" + "0000" + "0000");
        assertThat(hex.formatHex(packet, 0x1c, 0x22)).isEqualTo("00155d38aa38");
        assertThat(hex.formatHex(packet, 0xec, 244)).isEqualTo("63825363" + "350101" + "ff");
        assertThat(Arrays.copyOfRange(packet, 0x22, 0xec)).containsOnly(0);
    }

    @Test
    void later_questions_want_an_answer_to_everybody() {
        assertThat(new DhcpRequest(1, MAC, true).packet()[0x0a]).isEqualTo((byte) 0x80);
    }

    @Test
    void an_offer_names_wireserver_and_gateway() {
        DhcpAnswer answer = understood(OFFERED);

        assertThat(answer.wireServer()).isEqualTo(Ipv4.parse("10.62.144.140"));
        assertThat(answer.gateway()).isEqualTo(Ipv4.parse("10.62.144.1"));
        assertThat(answer.server()).isEqualTo(Ipv4.parse("10.62.3.42"));
        assertThat(answer.allRoutes()).extracting(Route::toString).containsExactly("0.0.0.0/0 via 10.62.144.1");
    }

    @Test
    void classless_routes_have_the_right_prefixes() {
        DhcpAnswer answer = understood(
                "35 01 02 f9 12 20 a8 3f 81 10 0a 09 00 01 18 0a 63 07 00 00 00 00 00 ff".replace("f9 12", "f9 11"));

        assertThat(answer.allRoutes())
                .extracting(Route::toString)
                .containsExactly("168.63.129.16/32 via 10.9.0.1", "10.99.7.0/24");
    }

    @Test
    void the_standard_number_of_routes_counts_when_microsofts_is_absent() {
        assertThat(understood("35 01 02 79 05 00 0a 09 00 01 ff").routes())
                .extracting(Route::toString)
                .containsExactly("0.0.0.0/0 via 10.9.0.1");
        assertThat(understood("35 01 02 79 05 00 0a 09 00 01 f9 05 00 0a 09 00 02 ff")
                        .routes())
                .extracting(Route::toString)
                .containsExactly("0.0.0.0/0 via 10.9.0.2");
    }

    @Test
    @Conforms({"01#13.52", "03R#15"})
    void an_answer_to_another_request_is_none() {
        byte[] packet = answer(REQUEST, OFFERED);

        assertThat(new DhcpRequest(0xc6aad15e, MAC, false).understand(packet)).isEmpty();
        assertThat(new DhcpRequest(0xc6aad15d, new MacAddress("00:15:5d:38:aa:39"), false).understand(packet))
                .isEmpty();
    }

    @Test
    void what_is_no_answer_is_none() {
        byte[] withoutCookie = answer(REQUEST, OFFERED);
        withoutCookie[0xec] = 0;

        assertThat(REQUEST.understand(withoutCookie)).isEmpty();
        assertThat(REQUEST.understand(REQUEST.packet())).isEmpty();
        assertThat(REQUEST.understand(new byte[0])).isEmpty();
        assertThat(REQUEST.understand(answer(REQUEST, "35 01 06 f5 04 0a 3e 90 8c ff")))
                .as("a refusal")
                .isEmpty();
        assertThat(REQUEST.understand(Arrays.copyOf(answer(REQUEST, OFFERED), 0xf5)))
                .isEmpty();
    }

    @ParameterizedTest
    @Conforms("03R#15")
    @ValueSource(strings = {"7f 00 00 01", "00 00 00 00", "e0 00 00 01", "ff ff ff ff"})
    void an_address_that_cannot_be_a_server_is_not_believed(String address) {
        assertThat(understood("35 01 02 f5 04 " + address + " ff").wireServer()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "35 01 02 f9 05 21 0a 09 00 01 ff", // A prefix of 33.
                "35 01 02 f9 04 20 0a 09 00 ff", // Cut off.
                "35 01 02 f9 05 00 ff ff ff ff ff", // A gateway that is everybody.
                "35 01 02 f9 00 ff"
            })
    void a_broken_list_of_routes_is_as_good_as_none(String options) {
        assertThat(understood(options).routes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void any_bytes_are_understood_or_not(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 4_000; round++) {
            byte[] packet = answer(REQUEST, "35 01 02");
            int from = round % 2 == 0 ? 0xf0 : 0;
            for (int i = 0; i < 1 + random.nextInt(60); i++) {
                packet[from + random.nextInt(packet.length - from)] = (byte) random.nextInt();
            }
            byte[] cut = Arrays.copyOf(packet, random.nextInt(packet.length + 1));

            Optional<DhcpAnswer> answer = REQUEST.understand(cut);

            answer.ifPresent(found -> assertThat(found.wireServer().filter(address -> !address.isUnicast()))
                    .isEmpty());
        }
    }
}
