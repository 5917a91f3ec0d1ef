package io.goalstated.distro;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.distro.Distro.DhcpClient;
import io.goalstated.distro.Distro.HostNameWay;
import io.goalstated.distro.Distro.ResolvConf;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistroTableTest {
    @ParameterizedTest
    @CsvSource({
        "ubuntu,        14.04,   ubuntu 14.04",
        "ubuntu,        16.04,   ubuntu 14.04",
        "ubuntu,        18.04,   ubuntu 18.04",
        "ubuntu,        24.04,   ubuntu 18.04",
        "ubuntu,        24.10,   ubuntu 24.10",
        "ubuntu,        '',      ubuntu 24.10",
        "debian,        7,       debian 7",
        "debian,        12,      debian 8",
        "debian,        '',      debian 8",
        "kali,          2026.1,  kali",
        "devuan,        4,       devuan",
        "rhel,          6.10,    rhel 6",
        "centos,        7,       rhel 7",
        "rhel,          8.5,     rhel 7",
        "rhel,          8.6,     rhel 8.6",
        "ol,            8.10,    rhel 8.6",
        "almalinux,     9.4,     rhel 8.6",
        "rocky,         10.0,    rhel 8.6",
        "euleros,       2.0,     rhel 7",
        "sles,          11.4,    suse 11",
        "sles,          15.6,    suse 12",
        "opensuse-leap, 15.6,    suse 12",
        "mariner,       2.0,     azure linux",
        "azurelinux,    3.0,     azure linux",
        "fedora,        42,      fedora",
        "arch,          '',      arch",
        "alpine,        3.20.1,  alpine",
        "flatcar,       3975.2,  flatcar",
        "photon,        5.0,     photon",
        "chainguard,    1,       chainguard",
        "plan9,         4,       generic"
    })
    void each_system_has_its_row(String id, String version, String family) {
        Distro found = DistroTable.find(new OsRelease(id, version, "unknown", List.of(), "", ""));

        assertThat(found.family()).isEqualTo(family);
    }

    @Test
    void a_system_without_a_row_takes_that_of_the_closest_it_is_derived_from() {
        OsRelease mint = OsRelease.parse("ID=linuxmint\nVERSION_ID=\"22\"\nID_LIKE=\"ubuntu debian\"\n");

        assertThat(DistroTable.find(mint).family()).isEqualTo("ubuntu 24.10");
        assertThat(DistroTable.isGeneric(DistroTable.find(mint))).isFalse();
    }

    @Test
    void clear_linux_is_known_by_its_name() {
        OsRelease release = OsRelease.parse("NAME=\"Clear Linux Software for Intel Architecture\"\nID=clear\n");

        assertThat(DistroTable.find(release).family()).isEqualTo("clear linux");
    }

    @Test
    void os_release_is_read_with_and_without_quotes_and_never_fails() {
        OsRelease release = OsRelease.parse("# c\n\nNAME='A B'\nID=\"Debian\"\nbroken\n=x\nVERSION_ID=12\nID_LIKE=\n");

        assertThat(release).isEqualTo(new OsRelease("debian", "12", "unknown", List.of(), "A B", ""));
        assertThat(OsRelease.parse("")).isEqualTo(OsRelease.of("linux"));
    }

    @Test
    void rows_say_what_the_distributions_do_differently() {
        assertThat(find("debian", "12").sshRestart().get(0))
                .containsExactly("systemctl", "--job-mode=ignore-dependencies", "try-reload-or-restart", "ssh");
        assertThat(find("debian", "12").unit()).isEqualTo("walinuxagent");
        assertThat(find("debian", "12").movesNetRules()).isFalse();
        assertThat(find("rhel", "9").hostName()).isEqualTo(HostNameWay.HOSTNAMECTL_STATIC);
        assertThat(find("sles", "15").hostName()).isEqualTo(HostNameWay.HOSTNAMECTL);
        assertThat(find("sles", "15").network().client()).isEqualTo(DhcpClient.WICKED);
        assertThat(find("rhel", "6.9").hostName()).isEqualTo(HostNameWay.SYSCONFIG_NETWORK);
        assertThat(find("ubuntu", "22.04").image().resolvConf()).isEqualTo(ResolvConf.KEPT);
        assertThat(find("ubuntu", "16.04").image().resolvConf()).isEqualTo(ResolvConf.RESOLVCONF_SOURCES);
        assertThat(find("arch", "").image().deletesMachineId()).isTrue();
        assertThat(find("arch", "").sshRestart()).isEmpty();
        assertThat(find("fedora", "42").allowsJit()).isFalse();
    }

    @Test
    void a_family_can_be_named() {
        assertThat(DistroTable.named("suse 12")).isPresent();
        assertThat(DistroTable.named("windows")).isEmpty();
    }

    private static Distro find(String id, String version) {
        return DistroTable.find(new OsRelease(id, version, "unknown", List.of(), "", ""));
    }
}
