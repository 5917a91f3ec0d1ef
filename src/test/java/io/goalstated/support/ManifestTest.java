package io.goalstated.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goalstated.Conforms;
import io.goalstated.config.Configuration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final CollectedPlaces PLACES = new CollectedPlaces("/lib", "/logs", "/log/agent.log");

    @Test
    void each_line_is_an_order_with_its_variables_filled_in() {
        Manifest manifest = Manifest.parse("""
                # a comment
                echo,### $LIB_DIR, and more

                ll,$LOG_DIR
                copy,$AGENT_LOG*
                diskinfo,
                """, PLACES);

        assertThat(manifest.orders())
                .containsExactly(
                        new Manifest.Order(Manifest.Verb.ECHO, "### /lib, and more"),
                        new Manifest.Order(Manifest.Verb.LIST, "/logs"),
                        new Manifest.Order(Manifest.Verb.COPY, "/log/agent.log*"));
    }

    @Test
    void a_line_that_is_no_order_is_refused() {
        assertThatThrownBy(() -> Manifest.parse("run,rm -rf /", PLACES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("run,rm -rf /");
    }

    @Test
    @Conforms("OPS-83")
    void the_normal_manifest_names_what_support_relies_on() {
        assertThat(globs(Manifest.shipped(false, CollectedPlaces.of(Configuration.defaults()))))
                .containsExactlyInAnyOrder(
                        "/etc/*-release",
                        "/etc/HOSTNAME",
                        "/etc/hostname",
                        "/etc/waagent.conf",
                        "/var/log/waagent.log*",
                        "/var/log/dmesg*",
                        "/var/log/syslog*",
                        "/var/log/auth*",
                        "/var/log/azure/*/*",
                        "/var/log/azure/*/*/*",
                        "/var/log/azure/custom-script/handler.log",
                        "/var/lib/waagent/ovf-env.xml",
                        "/var/lib/waagent/waagent_status.json",
                        "/var/lib/waagent/error.json",
                        "/var/lib/waagent/*/status/*.status",
                        "/var/lib/waagent/*/config/*.settings",
                        "/var/lib/waagent/*/config/HandlerState",
                        "/var/lib/waagent/*/config/HandlerStatus",
                        "/var/lib/waagent/history/*.zip");
    }

    @Test
    @Conforms("OPS-83")
    void the_full_one_has_all_of_that_and_more() {
        List<String> full = globs(Manifest.shipped(true, CollectedPlaces.of(Configuration.defaults())));

        assertThat(full)
                .containsAll(globs(Manifest.shipped(false, CollectedPlaces.of(Configuration.defaults()))))
                .contains(
                        "/etc/fstab",
                        "/etc/ssh/sshd_config",
                        "/boot/grub*/grub.c*",
                        "/var/log/messages*",
                        "/var/log/cloud-init*",
                        "/var/lib/waagent/SharedConfig.xml",
                        "/var/lib/waagent/*/error.json",
                        "/var/log/azure-proxy-agent/*");
    }

    private static List<String> globs(Manifest manifest) {
        return manifest.globs().stream().map(Glob::toString).toList();
    }
}
