package io.goalstated.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "/etc/hostname, /etc/hostname, true",
        "/etc/hostname, /etc/hostname2, false",
        "/etc/*-release, /etc/os-release, true",
        "/etc/*-release, /etc/x/os-release, false",
        "/var/log/dmesg*, /var/log/dmesg, true",
        "/var/log/dmesg*, /var/log/dmesg.0.gz, true",
        "/var/log/azure/*/*, /var/log/azure/A.B/x.log, true",
        "/var/log/azure/*/*, /var/log/azure/A.B/.hidden, false",
        "/boot/grub*/grub.c*, /boot/grub2/grub.cfg, true",
        "/a/*b*c, /a/xbxbxc, true",
        "/a/*b*c, /a/xbxbx, false",
    })
    void a_star_stands_for_any_characters_of_one_name(String glob, String path, boolean matches) {
        assertThat(Glob.of(glob).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"/etc/hostname, /etc", "/var/log/azure/*/*, /var/log/azure", "/boot/grub*/grub.c*, /boot", "/x, /"})
    void its_base_is_where_all_of_them_are(String glob, String base) {
        assertThat(Glob.of(glob).base()).isEqualTo(base);
    }

    @Test
    void what_is_no_absolute_path_is_none() {
        assertThatThrownBy(() -> Glob.of("etc/*")).isInstanceOf(IllegalArgumentException.class);
    }
}
