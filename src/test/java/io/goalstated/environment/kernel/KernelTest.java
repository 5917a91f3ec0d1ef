package io.goalstated.environment.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelTest {
    private static final String SETTINGS = """
            # If you change this file, run 'update-grub' afterwards.
            GRUB_DEFAULT=0
            GRUB_CMDLINE_LINUX_DEFAULT='quiet console=ttyS0 splash console=tty0'
            #GRUB_TERMINAL=console
            GRUB_CMDLINE_LINUX="rootdelay=300"
            """;

    @ParameterizedTest
    @CsvSource({
        "2.6.36-generic, true",
        "2.6.32-754.el6, true",
        "2.6.37, false",
        "2.6.38-8, false",
        "3.10, false",
        "3.10.0-1160.el7.x86_64, false",
        "6.18.1, false",
        "6.8.0-1021-azure, false",
        "nonsense, false"
    })
    @Conforms("03#108")
    void only_kernels_before_2_6_37_need_numa_off(String release, boolean needed) {
        assertThat(KernelVersion.parse(release).needsNumaOff()).isEqualTo(needed);
    }

    @Test
    void the_serial_console_comes_last_and_everything_else_stays() {
        BootArguments wanted = BootArguments.serialConsole("GRUB_CMDLINE_LINUX_DEFAULT", "ttyS0");

        assertThat(wanted.in(new GrubDefaults(SETTINGS)).text()).isEqualTo("""
                # If you change this file, run 'update-grub' afterwards.
                GRUB_DEFAULT=0
                GRUB_CMDLINE_LINUX_DEFAULT='quiet splash console=tty1 console=ttyS0,115200n8 earlyprintk=ttyS0,115200'
                #GRUB_TERMINAL=console
                GRUB_CMDLINE_LINUX="rootdelay=300"
                GRUB_TERMINAL="serial console"
                GRUB_SERIAL_COMMAND="serial --speed=115200 --unit=0 --word=8 --parity=no --stop=1"
                """);
    }

    @Test
    void a_second_time_changes_nothing() {
        BootArguments wanted = BootArguments.serialConsole("GRUB_CMDLINE_LINUX", "ttyAMA0");
        GrubDefaults once = wanted.in(new GrubDefaults(SETTINGS));

        assertThat(wanted.in(once)).isEqualTo(once);
        assertThat(once.value("GRUB_CMDLINE_LINUX"))
                .isEqualTo("rootdelay=300 console=tty1 console=ttyAMA0,115200n8 earlyprintk=ttyAMA0,115200");
    }

    @Test
    void a_variable_that_is_missing_is_added() {
        assertThat(BootArguments.of("GRUB_CMDLINE_LINUX_DEFAULT", List.of("numa=off"))
                        .in(new GrubDefaults(""))
                        .text())
                .isEqualTo("GRUB_CMDLINE_LINUX_DEFAULT=\"numa=off\"\n");
    }

    @Test
    void an_argument_that_is_there_is_not_added_again() {
        GrubDefaults settings = new GrubDefaults("GRUB_CMDLINE_LINUX=\"numa=off quiet\"\n");

        assertThat(BootArguments.of("GRUB_CMDLINE_LINUX", List.of("numa=off")).in(settings))
                .isEqualTo(settings);
    }

    @Test
    void the_last_assignment_counts() {
        GrubDefaults settings = new GrubDefaults("A=1\nA=\"2 3\"\nB=4");

        assertThat(settings.value("A")).isEqualTo("2 3");
        assertThat(settings.withValue("A", "5").text()).isEqualTo("A=1\nA=\"5\"\nB=4\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A=\"x y\" | true",
                "A=x | true",
                "A= | true",
                "A=\"x $B\" | false",
                "A=\"x \\ | false",
                "A=\"$(reboot)\" | false",
                "A=\"x\" y | false"
            })
    void a_value_that_a_shell_would_put_together_is_not_plain(String line, boolean plain) {
        assertThat(new GrubDefaults(line.strip()).isPlain("A")).isEqualTo(plain);
    }
}
