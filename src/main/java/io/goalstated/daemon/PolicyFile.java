package io.goalstated.daemon;

import io.goalstated.config.Configuration;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The owner's policy file: in force when it exists, unless {@code Debug.EnableExtensionPolicy=n} (OPS-119).
 * One that others than root own or may write, or that cannot be read, denies (OPS-120). Blocks.
 */
public final class PolicyFile {
    private static final int MAX_BYTES = 4 << 20;

    private final SystemRoot root;
    private final Supplier<Configuration> configuration;
    private final Disk disk;

    /** @param configuration what is in force at the moment, asked for at each look */
    public PolicyFile(SystemRoot root, Supplier<Configuration> configuration, Disk disk) {
        this.root = root;
        this.configuration = configuration;
        this.disk = disk;
    }

    /** What changes when the file does, or the owner's word whether it counts; one that is not there has a stamp too. */
    String stamp() {
        return (isSwitchedOff() ? "off " : "") + EntryStamp.of(file());
    }

    /** The file as it is in force, for the history; empty when there is none, or it may not be believed. */
    Optional<String> text() {
        try {
            return isSwitchedOff() || distrust("").isPresent() ? Optional.empty() : disk.readText(file(), MAX_BYTES);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Why it may not be believed, with the remedy: only root, or who runs this, may have written it. */
    private Optional<String> distrust(String name) throws IOException {
        if (disk.isOpenToOthers(file())) {
            return Optional.of("others than its owner may write it; take that away with: chmod go-w " + name);
        }
        return disk.isOwn(file())
                ? Optional.empty()
                : Optional.of("it does not belong to root; give it back with: chown root " + name);
    }

    private Path file() {
        return root.resolve(configuration.get().get(ExtensionKeys.POLICY_FILE));
    }

    /** The policy in force; without a file one that allows everything, with one that cannot be believed one that denies. */
    public Policy read() {
        String name = configuration.get().get(ExtensionKeys.POLICY_FILE);
        Path file = file();
        if (isSwitchedOff() || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Policy.none();
        }
        try {
            Optional<String> distrust = distrust(name);
            if (distrust.isPresent()) {
                return Policy.invalid(name, distrust.get());
            }
            Optional<String> text = disk.readText(file, MAX_BYTES);
            return text.map(t -> Policy.parse(name, t)).orElse(Policy.none());
        } catch (IOException e) {
            return Policy.invalid(name, "it cannot be read: " + e.getMessage());
        }
    }

    private boolean isSwitchedOff() {
        return !configuration.get().get(ExtensionKeys.FOLLOW_POLICY);
    }
}
