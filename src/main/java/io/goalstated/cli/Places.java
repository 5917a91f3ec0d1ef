package io.goalstated.cli;

import io.goalstated.platform.SystemRoot;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the machine is that a command looks at. */
final class Places {
    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Prefix of every absolute path: look at an agent that runs in a scratch directory.")
    private @Nullable Path root;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file; normally /etc/waagent.conf.")
    private @Nullable Path configuration;

    SystemRoot root() {
        return root == null ? SystemRoot.REAL : new SystemRoot(root);
    }

    Optional<Path> configuration() {
        return Optional.ofNullable(configuration);
    }

    /** Where the daemon of that root answers. */
    Path controlSocket() {
        return root().resolve("/run/goalstated/control.sock");
    }
}
