package io.goalstated.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.config.Configuration;
import io.goalstated.control.ControlClient;
import io.goalstated.platform.ConfigurationReader;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    /** What its configuration files say, where nothing on a command line or in the environment of a daemon counts. */
    Configuration configuration() {
        return reading().configuration();
    }

    /** The same, and what of it could not be believed. */
    ConfigurationReader.Reading reading() {
        return new ConfigurationReader(root(), new Disk(), Optional.ofNullable(configuration), Map.of(), List.of())
                .read();
    }

    /** The main file as the owner knows it, for messages. */
    String configurationFile() {
        return configuration == null ? "/etc/waagent.conf" : configuration.toString();
    }

    /** Where the daemon of that root answers. */
    Path controlSocket() {
        return root().resolve("/run/goalstated/control.sock");
    }

    /** What the daemon of that root says of itself. */
    JsonNode status() throws IOException, Failure {
        return ask("/status");
    }

    /** One of the documents that the daemon of that root offers. */
    JsonNode ask(String path) throws IOException, Failure {
        return new ControlClient(controlSocket()).get(path).orElseThrow(this::notRunning);
    }

    /** The same for what is no document. */
    String text(String path) throws IOException, Failure {
        return new ControlClient(controlSocket()).text(path).orElseThrow(this::notRunning);
    }

    private Failure notRunning() {
        return new Failure(
                ExitCode.NOT_RUNNING,
                "no daemon answers on " + controlSocket()
                        + "; start it with: systemctl start goalstated (or: goalstated run)");
    }
}
