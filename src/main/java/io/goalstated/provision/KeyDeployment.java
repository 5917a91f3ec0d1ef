package io.goalstated.provision;

import io.goalstated.account.Account;
import io.goalstated.account.UserName;
import io.goalstated.ovf.OvfEnvironment.KeyPair;
import io.goalstated.platform.Disk;
import io.goalstated.platform.OwnedDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts keys where sshd and the user look for them (spec 03 §4.7, §4.8): below {@code ~/.ssh} only, whatever path the document
 * names, and in the user's hands.
 */
final class KeyDeployment {
    private static final Logger LOG = LoggerFactory.getLogger(KeyDeployment.class);
    private static final int MAX_FILE = 1 << 20;
    private static final String SSH = ".ssh";
    private static final String AUTHORIZED = "authorized_keys";

    private final Machine machine;
    private final String homeDirectory;

    /** @param homeDirectory what {@code $HOME} stands for in a path: not the user's own */
    KeyDeployment(Machine machine, String homeDirectory) {
        this.machine = machine;
        this.homeDirectory = homeDirectory;
    }

    void authorize(UserName user, List<SshStep.LoginKey> keys) throws IOException, ProvisioningFailure {
        Account account = account(user);
        try (OwnedDirectory home = home(account);
                OwnedDirectory ssh = home.directory(SSH, Disk.PRIVATE_DIRECTORY)) {
            for (SshStep.LoginKey key : keys) {
                append(ssh, fileName(account, key.path(), AUTHORIZED), line(key));
            }
        }
        label(account);
    }

    private void append(OwnedDirectory ssh, String name, KeyLine key) throws IOException {
        String text = ssh.read(name, MAX_FILE)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
        boolean known =
                text.lines().map(KeyLine::inFile).flatMap(Optional::stream).anyMatch(key::isSameKey);
        if (!known) {
            String before = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
            ssh.write(name, (before + key.text() + "\n").getBytes(StandardCharsets.UTF_8), Disk.PRIVATE);
        }
    }

    private KeyLine line(SshStep.LoginKey key) throws IOException, ProvisioningFailure {
        if (key.line().isPresent()) {
            return key.line().get();
        }
        CertificateKey found = certificate(key.fingerprint());
        machine.disk().write(machine.lib().resolve(key.fingerprint() + ".pub"), found.pem(), Disk.PRIVATE);
        return found.line().orElseThrow(() -> ProvisioningFailure.lasting("Bad public key"));
    }

    void install(UserName user, List<KeyPair> pairs) throws IOException, ProvisioningFailure {
        Account account = account(user);
        try (OwnedDirectory home = home(account);
                OwnedDirectory ssh = home.directory(SSH, Disk.PRIVATE_DIRECTORY)) {
            for (KeyPair pair : pairs) {
                install(account, ssh, pair.fingerprint().orElse(""), pair.path().orElse(""));
            }
        }
        label(account);
    }

    private void install(Account account, OwnedDirectory ssh, String fingerprint, String path)
            throws IOException, ProvisioningFailure {
        byte[] privateKey = machine.disk()
                .read(machine.lib().resolve(fingerprint + ".prv"), MAX_FILE)
                .orElseThrow(() -> ProvisioningFailure.lasting("Can't find " + fingerprint + ".prv"));
        try {
            String name = fileName(account, path, "id_rsa");
            if (name.equals(AUTHORIZED)) {
                throw ProvisioningFailure.lasting("invalid SSH key pair path");
            }
            KeyLine publicKey =
                    certificate(fingerprint).line().orElseThrow(() -> ProvisioningFailure.lasting("Bad public key"));
            ssh.write(name, privateKey, Disk.PRIVATE);
            ssh.write(name + ".pub", (publicKey.text() + "\n").getBytes(StandardCharsets.UTF_8), Disk.PUBLIC);
        } finally {
            Arrays.fill(privateKey, (byte) 0);
        }
    }

    private CertificateKey certificate(String fingerprint) throws IOException, ProvisioningFailure {
        String file = fingerprint + ".crt";
        byte[] bytes = machine.disk()
                .read(machine.lib().resolve(file), MAX_FILE)
                .orElseThrow(() -> ProvisioningFailure.lasting("Can't find " + file));
        return CertificateKey.of(bytes).orElseThrow(() -> ProvisioningFailure.lasting("Bad public key"));
    }

    private Account account(UserName user) throws IOException, ProvisioningFailure {
        return machine.accounts()
                .find(user)
                .orElseThrow(() -> ProvisioningFailure.passing("the user's account is missing"));
    }

    private OwnedDirectory home(Account account) throws IOException {
        return OwnedDirectory.open(
                machine.root().resolve(account.home()), account.uid(), account.gid(), machine.disk());
    }

    /**
     * The name below {@code ~/.ssh} that the path means; the usual one when the path leads anywhere else: a file of root's at a
     * place of somebody's choice never helps anybody (S9).
     */
    private String fileName(Account account, String path, String otherwise) {
        List<String> wanted = parts(path.replace("$HOME", homeDirectory));
        List<String> ssh = new ArrayList<>(parts(account.home()));
        ssh.add(SSH);
        boolean inside =
                wanted.size() == ssh.size() + 1 && wanted.subList(0, ssh.size()).equals(ssh);
        String name = inside ? wanted.get(ssh.size()) : "";
        if (name.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")) {
            return name;
        }
        LOG.warn("A key is asked for outside of the user's .ssh directory and goes into it; file={}", otherwise);
        return otherwise;
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (Path part : Path.of("/").resolve(path.replace("\0", "")).normalize()) {
            parts.add(part.toString());
        }
        return parts;
    }

    /** SELinux knows the files by their labels. */
    private void label(Account account) {
        if (machine.run("getenforce").isSuccess()) {
            machine.run("restorecon", "-R", "-F", "--", account.home() + "/" + SSH);
        }
    }
}
