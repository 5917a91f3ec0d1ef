package io.goalstated.environment.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseFilesTest {
    private static final Instant ACQUIRED = Instant.ofEpochSecond(1_764_148_000);
    /** What dhcpcd 9.4.1 has written of a lease of dnsmasq's: for ever, with option 245, which its configuration does not define. */
    private static final Path REAL_DHCPCD = Path.of("src/test/resources/network/dhcpcd-v0.lease");

    private static final String WICKED_FILE = "/var/lib/wicked/lease-eth0-dhcp-ipv4.xml";
    private static final String WICKED = """
            <lease>
              <family>ipv4</family>
              <type>dhcp</type>
              <uuid>7f1e2669-b2e5-0b00-0c05-000004000000</uuid>
              <state>granted</state>
              <acquired>1764148000</acquired>
              <update>0x0000f7ff</update>
              <ipv4:dhcp>
                <client-id>ff:00:7a:e8:2b:00:01:00:01:2b:15:5c:d0:00:0d:3a:7a:e8:2b</client-id>
                <server-id>168.63.129.16</server-id>
                <lease-time>3600</lease-time>
                <renewal-time>1800</renewal-time>
                <rebind-time>3150</rebind-time>
                <address>10.0.0.4</address>
                <netmask>255.255.255.0</netmask>
                <routes>
                  <route>
                    <nexthop>
                      <gateway>10.0.0.1</gateway>
                    </nexthop>
                  </route>
                </routes>
                <dns>
                  <server>168.63.129.16</server>
                  <domain>internal.cloudapp.net</domain>
                </dns>
                <options>
                  <unknown-244><code>244</code><data>01:02:03:04</data></unknown-244>
                  <unknown-245>
                    <code>245</code>
                    <data>0a:00:00:07</data>
                  </unknown-245>
                </options>
              </ipv4:dhcp>
            </lease>
            """;

    @TempDir
    Path directory;

    private Path file(String path) throws IOException {
        Path file = directory.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        return file;
    }

    private Optional<Ipv4> found(Instant now) {
        return new LeaseFiles(new Disk(), new SystemRoot(directory)).wireServer(now);
    }

    @Test
    void the_lease_of_wicked_names_the_wireserver_while_it_holds() throws IOException {
        Files.writeString(file(WICKED_FILE), WICKED);

        assertThat(found(ACQUIRED.plusSeconds(3599))).isEqualTo(Ipv4.parse("10.0.0.7"));
        assertThat(found(ACQUIRED.plusSeconds(3600))).isEmpty();
    }

    @Test
    void a_lease_of_wicked_for_ever_does_not_end() {
        String lease = WICKED.replace(">3600<", ">4294967295<");

        assertThat(WickedLease.wireServer(lease, Instant.parse("2999-01-01T00:00:00Z")))
                .isEqualTo(Ipv4.parse("10.0.0.7"));
    }

    @Test
    void an_option_that_wicked_was_told_the_name_of_is_read_too() {
        String lease = WICKED.replaceAll(
                "(?s)<unknown-245>.*</unknown-245>", "<azure-wireserver>168.63.129.16</azure-wireserver>");

        assertThat(WickedLease.wireServer(lease, ACQUIRED)).contains(Ipv4.WIRE_SERVER);
    }

    @ParameterizedTest
    @CsvSource({
        "granted,          failed",
        "1764148000,       tomorrow",
        "1764148000,       -1",
        "3600,             0x10",
        "0a:00:00:07,      7f:00:00:01",
        "0a:00:00:07,      0a:00:00:07:08",
        "0a:00:00:07,      ff:ff:ff:ff",
        "0a:00:00:07,      &amp;",
        "ipv4:dhcp,        ipv6:dhcp",
        "<options>,        <other><options>",
        "unknown-245,      unknown-24"
    })
    void a_lease_of_wicked_that_cannot_be_relied_on_says_nothing(String text, String spoilt) {
        assertThat(WickedLease.wireServer(WICKED.replace(text, spoilt), ACQUIRED))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<lease>",
                "<!DOCTYPE lease [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><lease>&e;</lease>",
                "<lease/>",
                "\u0000\u0001"
            })
    void no_lease_at_all_says_nothing(String text) {
        assertThat(WickedLease.wireServer(text, ACQUIRED)).isEmpty();
    }

    @Test
    void the_packet_that_a_real_dhcpcd_keeps_names_the_wireserver() throws IOException {
        Files.copy(REAL_DHCPCD, file("/var/lib/dhcpcd/eth0.lease"));

        assertThat(found(Instant.parse("2999-01-01T00:00:00Z"))).contains(Ipv4.WIRE_SERVER);
    }

    @Test
    void the_packet_counts_from_when_its_file_was_written() throws IOException {
        byte[] hour = Files.readAllBytes(REAL_DHCPCD);
        int time = 240 + 9;
        assertThat(hour[time]).as("option 51").isEqualTo((byte) 51);
        System.arraycopy(new byte[] {0, 0, 0x0e, 0x10}, 0, hour, time + 2, 4);
        Path file = Files.write(file("/var/lib/dhcpcd/eth0.lease"), hour);
        Files.setLastModifiedTime(file, FileTime.from(ACQUIRED));

        assertThat(found(ACQUIRED.plusSeconds(3599))).contains(Ipv4.WIRE_SERVER);
        assertThat(found(ACQUIRED.plusSeconds(3600))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"236, 0", "242, 2", "250, 9", "267, 244", "268, 5", "268, 200", "269, 127"})
    void a_packet_that_is_no_granted_lease_says_nothing(int at, int value) throws IOException {
        byte[] packet = Files.readAllBytes(REAL_DHCPCD);
        packet[at] = (byte) value;

        assertThat(DhcpcdLease.wireServer(packet, ACQUIRED, ACQUIRED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_packet_that_is_cut_or_garbled_gives_an_address_or_none(long seed) throws IOException {
        byte[] real = Files.readAllBytes(REAL_DHCPCD);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] packet = Arrays.copyOf(real, random.nextInt(real.length + 1));
            for (int i = random.nextInt(4); i > 0 && packet.length > 0; i--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
            }

            Optional<Ipv4> found = DhcpcdLease.wireServer(packet, ACQUIRED, ACQUIRED);

            assertThat(found.isEmpty() || found.get().isUnicast()).isTrue();
        }
    }

    @Test
    void links_pipes_directories_and_huge_files_in_the_place_of_leases_are_passed_over() throws Exception {
        Files.copy(REAL_DHCPCD, directory.resolve("elsewhere"));
        Files.createSymbolicLink(file("/var/lib/dhcpcd/eth0.lease"), directory.resolve("elsewhere"));
        Files.createDirectories(file("/var/lib/dhcpcd/eth1.lease"));
        Files.write(file("/var/lib/dhcpcd/eth2.lease"), new byte[(1 << 20) + 1]);
        String pipe = file("/var/lib/wicked/lease-eth0-dhcp-ipv4.xml").toString();
        assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();

        assertThat(found(ACQUIRED)).isEmpty();
    }
}
