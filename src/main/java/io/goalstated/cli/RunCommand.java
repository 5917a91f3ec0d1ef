package io.goalstated.cli;

import io.goalstated.daemon.Daemon;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        aliases = "daemon",
        description =
                "Run the daemon in the foreground. Ends on SIGTERM; commands of extensions that run go on running.")
final class RunCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file; normally /etc/waagent.conf.")
    private @Nullable String configuration;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Prefix of every absolute path, to run in a scratch directory.")
    private @Nullable String root;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides a key of the configuration.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--provisioning-media",
            paramLabel = "PATH",
            description =
                    "Prepare the VM as the provisioning document says that is here, not on a disc: a file, an image, or a"
                            + " directory with ovf-env.xml.")
    private @Nullable String media;

    @Option(names = "--verbose", description = "Log every step.")
    private boolean verbose;

    @Option(names = "--help", usageHelp = true, description = "Print this help.")
    private boolean help;

    boolean isHelp() {
        return help;
    }

    @Override
    public Integer call() {
        List<String> words = new ArrayList<>();
        if (configuration != null) {
            words.add("--config=" + configuration);
        }
        if (root != null) {
            words.add("--root=" + root);
        }
        settings.forEach(setting -> words.add("--set=" + setting));
        if (media != null) {
            words.add("--provisioning-media=" + media);
        }
        if (verbose) {
            words.add("--verbose");
        }
        return Daemon.run(words);
    }
}
