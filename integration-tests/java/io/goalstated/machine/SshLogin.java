package io.goalstated.machine;

import io.goalstated.machine.SystemdMachine.Ran;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;

/** Logs in to a machine over SSH, from itself. Host keys are not looked at: they change when an image becomes a VM. */
public final class SshLogin {
    private static final List<String> OPTIONS =
            List.of("-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR", "-o", "UserKnownHostsFile=/dev/null");

    private final SystemdMachine machine;
    private final String key;

    /** @param key where the machine has, or is to have, the private key of whoever logs in */
    public SshLogin(SystemdMachine machine, String key) {
        this.machine = machine;
        this.key = key;
    }

    /** Makes the key. */
    public void makeKey() throws IOException, InterruptedException {
        machine.shell("mkdir -p -m 0700 $(dirname " + key + "); ssh-keygen -q -t ed25519 -N '' -f " + key);
    }

    /** The key's public half, a line of {@code authorized_keys}. */
    public String publicKey() throws IOException, InterruptedException {
        return machine.read(key + ".pub").strip();
    }

    public Ran byKey(String user, String command) throws IOException, InterruptedException {
        return ssh(List.of(), List.of("-i", key, "-o", "BatchMode=yes"), user, command);
    }

    public Ran byPassword(String user, String password, String command) throws IOException, InterruptedException {
        machine.write("/root/ask", "#!/bin/sh\nprintf '%s\\n' '" + password + "'\n");
        machine.shell("chmod 700 /root/ask");
        return ssh(
                List.of("env", "SSH_ASKPASS=/root/ask", "SSH_ASKPASS_REQUIRE=force", "setsid", "--wait"),
                List.of("-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1"),
                user,
                command);
    }

    private Ran ssh(List<String> before, List<String> how, String user, String command)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(before);
        words.add("ssh");
        words.addAll(how);
        words.addAll(OPTIONS);
        words.addAll(Arrays.asList(user + "@127.0.0.1", command));
        return machine.run(words.toArray(String[]::new));
    }

    /** A server that reads its configuration anew does not listen for a moment. */
    public void awaitServer() {
        Awaitility.await("sshd listens")
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        machine.run("bash", "-c", ": </dev/tcp/127.0.0.1/22").code() == 0);
    }
}
