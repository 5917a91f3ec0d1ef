package io.goalstated.cli;

import io.goalstated.config.AgentKeys;
import io.goalstated.config.Configuration;
import io.goalstated.config.ExtensionKeys;
import io.goalstated.daemon.PolicyFile;
import io.goalstated.extension.HandlerName;
import io.goalstated.goalstate.ExtensionsConfig;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.Incarnation;
import io.goalstated.goalstate.MalformedGoalState;
import io.goalstated.goalstate.VmSettings;
import io.goalstated.plan.GoalPlan;
import io.goalstated.plan.Item;
import io.goalstated.plan.ItemPlan;
import io.goalstated.plan.ObservedHandler;
import io.goalstated.plan.Planner;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.supervise.Admission;
import io.goalstated.supervise.DiskInventory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = {
            "Print what a goal state would make the daemon do, without doing it.",
            "FILE is an ExtensionsConfig document (XML), a vmSettings document (JSON), or a directory or archive of the"
                    + " daemon's history with one in it; without it the newest of that history is taken. What the configuration files and the policy forbid is not"
                    + " planned. Nothing is asked of the platform and nothing is written: every manifest is assumed to offer the version asked for, and every command to succeed."
        })
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private Places places = new Places();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The goal state to plan for.")
    private @Nullable Path file;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, Failure {
        SystemRoot root = places.root();
        Configuration configuration = places.configuration();
        Path library = root.resolve(configuration.get(AgentKeys.LIBRARY_DIRECTORY));
        GoalStateFile document = file == null ? newest(library) : named(file);
        ExtensionsGoalState goal = read(document);
        Map<HandlerName, ObservedHandler> onDisk = new DiskInventory(
                        new Disk(), library, root.resolve(configuration.get(ExtensionKeys.LOG_DIRECTORY)))
                .read();
        PrintWriter out = spec.commandLine().getOut();
        out.println("goal state " + document.where() + " (" + goal.source().text() + ", created "
                + goal.createdOn().toInstant() + ")");
        out.print(GoalPlan.of(
                        goal, onDisk, configuration.get(ExtensionKeys.OVER_PROVISIONING), judge(root, configuration))
                .text());
        out.flush();
        return ExitCode.OK;
    }

    /** What the owner's configuration and policy forbid, as the daemon would see it now. */
    private BiFunction<Item, ObservedHandler, Optional<ItemPlan>> judge(SystemRoot root, Configuration configuration) {
        Admission admission = new Admission(
                configuration.get(ExtensionKeys.ENABLED),
                places.configurationFile(),
                new PolicyFile(root, () -> configuration, new Disk()).read());
        return (item, seen) ->
                admission.denial(item).map(denial -> Planner.denied(item, seen, denial.code(), denial.message()));
    }

    private static ExtensionsGoalState read(GoalStateFile document) throws Failure {
        String text = document.text();
        try {
            return text.stripLeading().startsWith("{")
                    ? VmSettings.parse("file", text).goalState()
                    : ExtensionsConfig.parse(new Incarnation("file"), text);
        } catch (MalformedGoalState e) {
            throw new Failure(
                    ExitCode.FAILURE,
                    document.where() + " is neither an ExtensionsConfig nor a vmSettings document: " + e.getMessage());
        }
    }

    private static GoalStateFile named(Path file) throws IOException, Failure {
        return GoalStateFile.of(file)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        Files.exists(file)
                                ? "there is no goal state in " + file
                                : file + " does not exist; name a goal state to plan for"));
    }

    private static GoalStateFile newest(Path library) throws IOException, Failure {
        Path history = library.resolve("history");
        return GoalStateFile.newest(history)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE, "there is no goal state in " + history + "; name a file to plan for"));
    }
}
