package io.goalstated.cli;

import io.goalstated.config.AgentKeys;
import io.goalstated.config.Configuration;
import io.goalstated.distro.DistroTable;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Distribution;
import io.goalstated.platform.InstanceLock;
import io.goalstated.platform.Signals;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.SystemTools;
import io.goalstated.provision.Deprovisioning;
import io.goalstated.provision.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "deprovision",
        description = "Make of this VM what an image can be made of: what belongs to this VM alone is deleted.")
final class DeprovisionCommand implements Callable<Integer> {
    @Mixin
    private MachineChange change = new MachineChange();

    @Option(names = "--user", description = "Also delete the account of the VM's user, with its home directory.")
    private boolean user;

    @Option(names = "--force", description = "Do not ask.")
    private boolean force;

    @Override
    public Integer call() throws IOException, Failure {
        SystemRoot root = change.root();
        if (!change.isPreview()) {
            change.demandPermission();
        }
        Configuration configuration = change.configuration();
        List<Deprovisioning.Action> actions = new Deprovisioning(new Machine(
                        root,
                        new Disk(),
                        new SystemTools(root),
                        DistroTable.find(Distribution.release(root)),
                        configuration))
                .plan(user);
        PrintWriter out = change.out();
        if (change.isPreview()) {
            actions.forEach(action -> out.println(action.text()));
            out.flush();
            return ExitCode.OK;
        }
        actions.forEach(action -> action.warning().ifPresent(warning -> out.println("WARNING! " + warning)));
        if (!force && !isWanted(out)) {
            return ExitCode.FAILURE;
        }
        return carryOut(actions, root, root.resolve(configuration.get(AgentKeys.PID_FILE)));
    }

    private boolean isWanted(PrintWriter out) throws IOException, Failure {
        if (!Terminal.canAnswer()) {
            throw new Failure(
                    ExitCode.USAGE, "there is no terminal to ask at; say --force to deprovision without a question");
        }
        Signals.on(Signals.Name.INT, () -> {
            out.println();
            out.println("Deprovision is interrupted.");
            out.flush();
            Runtime.getRuntime().halt(ExitCode.FAILURE);
        });
        out.print("Do you want to proceed (y/n)");
        out.flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return answer != null && (answer.startsWith("y") || answer.startsWith("Y"));
    }

    /** The first action stops the daemon; then nobody may start another before all is done. */
    private int carryOut(List<Deprovisioning.Action> actions, SystemRoot root, Path pidFile)
            throws IOException, Failure {
        PrintWriter err = change.err();
        if (root.isReal()) {
            // Half of it would be worse than all or nothing.
            Signals.on(Signals.Name.INT, () -> {
                err.println("Deprovisioning may not be interrupted.");
                err.flush();
            });
        }
        List<String> failed = new ArrayList<>();
        actions.get(0).run().ifPresent(failed::add);
        Optional<InstanceLock> lock = InstanceLock.acquire(root, new Disk(), pidFile);
        if (lock.isEmpty()) {
            throw new Failure(
                    ExitCode.ALREADY_RUNNING, "the daemon still runs; stop it first: systemctl stop goalstated");
        }
        try {
            for (Deprovisioning.Action action : actions.subList(1, actions.size())) {
                action.run().ifPresent(failed::add);
            }
        } finally {
            lock.get().close();
        }
        failed.forEach(failure -> err.println("goalstated: not done: " + failure));
        err.flush();
        return failed.isEmpty() ? ExitCode.OK : ExitCode.DEGRADED;
    }
}
