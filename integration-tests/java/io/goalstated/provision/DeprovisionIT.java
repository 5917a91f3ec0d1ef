package io.goalstated.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.machine.Blueprint;
import io.goalstated.machine.SystemdMachine;
import io.goalstated.machine.SystemdMachine.Ran;
import io.goalstated.ovf.Ovf;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner makes an image of a VM, at a terminal and without, allowed to and not. */
@Tag("root")
class DeprovisionIT {
    @TempDir
    Path scratch;

    private SystemdMachine machine;

    /** A VM whose user is bob. */
    @BeforeEach
    void boot() throws Exception {
        machine = SystemdMachine.boot(Blueprint.BARE.withJava().withImage(), scratch);
        machine.write("/var/lib/waagent/ovf-env.xml", Ovf.of("vm").user("bob").text());
        machine.write("/var/lib/waagent/provisioned", "x");
        machine.shell("""
                chmod 0700 /var/lib/waagent
                useradd -m bob
                cp /usr/lib/goalstated/conf/waagent.conf /etc/waagent.conf
                ln -s /usr/lib/goalstated/bin/goalstated /usr/sbin/goalstated
                cp /usr/lib/goalstated/sbin/waagent /usr/sbin/waagent
                """);
    }

    @AfterEach
    void end() throws Exception {
        machine.close();
    }

    @Test
    @Conforms("03#102")
    void answered_no_nothing_changes() throws Exception {
        String before = files();

        Ran ran = atTerminal("n", "waagent -deprovision+user");

        assertThat(ran.output())
                .contains("WARNING! bob account and entire home directory will be deleted.")
                .contains("Do you want to proceed (y/n)");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void answered_yes_it_is_done() throws Exception {
        Ran ran = atTerminal("yes", "goalstated deprovision --user");

        assertThat(ran.code()).as(ran.output()).isZero();
        assertThat(machine.run("getent", "passwd", "bob").code()).isNotZero();
        assertThat(machine.shell("ls -A /home /var/lib/waagent")).doesNotContain("bob", "provisioned");
        assertThat(machine.shell("ls /etc/ssh")).doesNotContain("ssh_host");
    }

    @Test
    @Conforms("03#125")
    void without_a_terminal_and_for_anybody_but_root_nothing_changes() throws Exception {
        String before = files();

        Ran unasked = machine.run("waagent", "-deprovision");
        Ran nobody = machine.run(
                "setpriv",
                "--reuid=nobody",
                "--regid=nogroup",
                "--clear-groups",
                "waagent",
                "-deprovision+user",
                "-force");

        assertThat(unasked.output()).contains("say --force");
        assertThat(unasked.code()).isEqualTo(2);
        assertThat(nobody.output()).contains("only root may");
        assertThat(nobody.code()).isEqualTo(4);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void interrupted_at_the_question_nothing_changes() throws Exception {
        String before = files();

        // The terminal's interrupt character.
        Ran ran = atTerminal("\\003", "goalstated deprovision");

        assertThat(ran.output()).contains("Deprovision is interrupted.");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void what_is_mounted_in_the_agents_directory_is_left_alone_and_told() throws Exception {
        machine.shell("""
                mkdir -p /var/lib/waagent/a /var/lib/waagent/b/c
                mount -t tmpfs tmpfs /var/lib/waagent/a
                mount -t tmpfs tmpfs /var/lib/waagent/b/c
                echo mine >/var/lib/waagent/a/file
                echo mine >/var/lib/waagent/b/c/file
                """);

        Ran ran = machine.run("goalstated", "deprovision", "--force");

        assertThat(ran.code()).as(ran.output()).isEqualTo(3);
        assertThat(ran.output()).contains("something is mounted on /var/lib/waagent/", "unmount it first");
        assertThat(machine.shell("cat /var/lib/waagent/a/file /var/lib/waagent/b/c/file"))
                .isEqualTo("mine\nmine\n");
        assertThat(machine.shell("ls /etc/ssh")).as("the rest is done").doesNotContain("ssh_host");
    }

    /** What deprovisioning could change, with contents. */
    private String files() throws Exception {
        return machine.shell(
                "find /etc /home /root /var/lib/waagent /var/lib/dhcp -type f -exec sha256sum {} + | sort -k 2");
    }

    /**
     * As if somebody typed it, and stayed until the command has ended.
     *
     * @param answer as printf takes it
     */
    private Ran atTerminal(String answer, String command) throws Exception {
        List<String> typing = List.of(
                "/bin/sh",
                "-c",
                "(until grep -q proceed /run/typescript 2>/dev/null; do sleep 0.1; done; printf \"$1\"; "
                        + "[ \"$1\" = '\\003' ] || echo; until grep -q COMMAND_EXIT_CODE /run/typescript; do sleep 0.1; done) "
                        + "| script --quiet --return --flush --command "
                        // Whoever runs this in the background has it ignore the interrupt, and nothing in it could undo
                        // that.
                        + "\"exec env --default-signal=INT $2\" /run/typescript",
                "sh",
                answer,
                command);
        return machine.run(typing.toArray(String[]::new));
    }
}
