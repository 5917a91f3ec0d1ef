package io.goalstated.cli;

import io.goalstated.config.Configuration;
import io.goalstated.platform.ProcessOwner;
import io.goalstated.platform.SystemRoot;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands share that change the machine: which one, whether in earnest, who may, and where they tell of it. */
final class MachineChange {
    @Mixin
    private Places places = new Places();

    @Option(names = "--dry-run", description = "Print what would be done, and change nothing.")
    private boolean preview;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    boolean isPreview() {
        return preview;
    }

    /** The machine, to look at it. */
    SystemRoot root() {
        return places.root();
    }

    /** Fails unless this process may change the machine: on the real one that is root's. */
    void demandPermission() throws Failure {
        if (root().isReal() && ProcessOwner.number() != 0) {
            throw new Failure(
                    ExitCode.NOT_PERMITTED,
                    command.name() + " changes the machine, which only root may: run it with sudo, or with --dry-run to"
                            + " see what it would do");
        }
    }

    /** What its configuration files say. */
    Configuration configuration() {
        return places.configuration();
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }
}
