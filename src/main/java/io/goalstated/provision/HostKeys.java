package io.goalstated.provision;

import io.goalstated.platform.Disk;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The SSH host keys (spec 03 §4.11). New ones are made beside the old and put in their place one by one: at no moment is the
 * machine without keys.
 */
public final class HostKeys {
    private static final int MAX_FILE = 1 << 16;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> ALL = List.of("rsa", "ecdsa", "ed25519");

    private final Machine machine;

    public HostKeys(Machine machine) {
        this.machine = machine;
    }

    /** Makes fresh keys of that type, or of all that are in use, and removes whatever others there were. */
    void regenerate(String type) throws IOException, ProvisioningFailure {
        Disk disk = machine.disk();
        Path fresh = machine.own().resolve("host-keys");
        disk.deleteTree(fresh);
        disk.createDirectory(fresh, Disk.PRIVATE_DIRECTORY);
        Set<String> made = new HashSet<>();
        for (String one : type.equals("auto") ? ALL : List.of(type)) {
            String name = "ssh_host_" + one + "_key";
            ToolEnd end = machine.tools()
                    .run(ToolCall.of(
                                    "ssh-keygen",
                                    "-q",
                                    "-N",
                                    "",
                                    "-C",
                                    "",
                                    "-t",
                                    one,
                                    "-f",
                                    fresh.resolve(name).toString())
                            .within(LIMIT));
            if (!end.isSuccess()) {
                throw ProvisioningFailure.passing("Failed to generate ssh host key: " + kind(end));
            }
            made.add(name);
            made.add(name + ".pub");
        }
        // The public keys last: who finds a public key finds its private one.
        put(fresh, made, "");
        put(fresh, made, ".pub");
        for (Path old : present()) {
            if (!made.contains(String.valueOf(old.getFileName()))) {
                disk.delete(old);
            }
        }
        disk.deleteTree(fresh);
    }

    private static String kind(ToolEnd end) {
        return end instanceof ToolEnd.Exited exited ? "ret=" + exited.code() : end.problem();
    }

    private void put(Path fresh, Set<String> names, String suffix) throws IOException {
        for (String name : names) {
            if (name.endsWith(".pub") == !suffix.isEmpty()) {
                byte[] key = machine.disk()
                        .read(fresh.resolve(name), MAX_FILE)
                        .orElseThrow(() -> new IOException("ssh-keygen has left no " + name));
                Set<PosixFilePermission> mode = suffix.isEmpty() ? Disk.PRIVATE : Disk.PUBLIC;
                machine.disk().write(machine.sshDirectory().resolve(name), key, mode);
            }
        }
    }

    /** All files of host keys. */
    public List<Path> present() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : machine.disk().list(machine.sshDirectory())) {
            if (String.valueOf(file.getFileName()).matches("ssh_host_.*key.*")) {
                found.add(file);
            }
        }
        return found;
    }

    /**
     * The fingerprint of the public key of that type, as {@code ssh-keygen -l} prints it, without colons; of any other type
     * when there is none of it.
     *
     * @param type {@code auto} means rsa
     * @param hash {@code sha256} or {@code md5}
     */
    public Optional<String> fingerprint(String type, String hash) throws IOException {
        String preferred = "ssh_host_" + (type.equals("auto") ? "rsa" : type) + "_key.pub";
        Optional<String> first = fingerprint(machine.sshDirectory().resolve(preferred), hash);
        if (first.isPresent()) {
            return first;
        }
        for (Path file : present()) {
            Optional<String> other = file.toString().endsWith(".pub") ? fingerprint(file, hash) : Optional.empty();
            if (other.isPresent()) {
                return other;
            }
        }
        return Optional.empty();
    }

    private Optional<String> fingerprint(Path file, String hash) throws IOException {
        return machine.disk()
                .read(file, MAX_FILE)
                .flatMap(bytes -> KeyLine.parse(new String(bytes, StandardCharsets.UTF_8)))
                .map(key -> digest(Base64.getDecoder().decode(key.base64()), hash));
    }

    private static String digest(byte[] blob, String hash) {
        try {
            return hash.equals("md5")
                    ? HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(blob))
                    : "SHA256"
                            + Base64.getEncoder()
                                    .withoutPadding()
                                    .encodeToString(
                                            MessageDigest.getInstance("SHA-256").digest(blob));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
