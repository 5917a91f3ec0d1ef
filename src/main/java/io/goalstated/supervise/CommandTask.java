package io.goalstated.supervise;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.extension.CommandEnvironment;
import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.ResourceLimits;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import io.goalstated.plan.Step;
import io.goalstated.platform.CommandRunner.CommandEnd;
import io.goalstated.platform.CommandRunner.ShellCommand;
import io.goalstated.platform.Mounts;
import io.goalstated.platform.ShellWord;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One command of one handler from its journal entry to its end. The entry stays open: whoever called this settles it
 * once the book-keeping is done.
 */
final class CommandTask {
    private final Equipment equipment;
    private final DiskWork diskWork;
    private final DiskInventory inventory;
    private final Journal journal;
    private final CommandLog log;
    private final CommandTally tally;

    CommandTask(
            Equipment equipment,
            DiskWork diskWork,
            DiskInventory inventory,
            Journal journal,
            CommandLog log,
            CommandTally tally) {
        this.equipment = equipment;
        this.diskWork = diskWork;
        this.inventory = inventory;
        this.journal = journal;
        this.log = log;
        this.tally = tally;
    }

    /** What has become of a command, and the journal entry to be settled. */
    record Ended(Operation operation, CommandResult result) {}

    /** What a plan has to say while its command waits for the disk. */
    interface Patience {
        /** Asked until the command is in the journal: whether it is still to be run. */
        boolean wanted();

        void refused(String why);
    }

    /**
     * Runs the step's command. Fails with {@link DiskWork.Unwanted} when the disk did not take its journal entry in time.
     *
     * @param codes exit codes of the plan's earlier commands, by {@link #memory}
     * @param whenDone the book-keeping that belongs to its success
     */
    Future<Ended> run(
            HandlerName handler,
            Step.Run step,
            String goalState,
            Map<String, Integer> codes,
            List<Step.Booking> whenDone,
            Patience patience) {
        HandlerLayout layout = equipment.layout(handler, step.version());
        Duration timeout = equipment.rules().timeout(step.kind());
        Instant began = equipment.clock().instant();
        Operation operation = Operation.of(newId(began), handler, step, goalState, began, timeout, whenDone);
        if (step.command().isEmpty()) {
            return Future.succeededFuture(new Ended(operation, noSuchCommand(step)));
        }
        String line = ShellWord.of(layout.base().toString()) + "/"
                + withoutLeadingSlashes(step.command().get());
        Map<String, String> environment = CommandEnvironment.build(
                equipment.inherited(),
                layout.base().toString(),
                step.version(),
                equipment.wireAddress(),
                step.sequenceNumber(),
                step.extension(),
                variables(step, codes));
        ShellCommand command =
                new ShellCommand(line, layout.base(), environment, timeout, directory(equipment, operation));
        String what = line + " with environment variables: " + told(environment);
        return diskWork.insist(() -> begin(layout, step, operation, what), patience::wanted, patience::refused)
                .compose(limits -> runWithin(limits, handler, step.kind(), command, patience))
                .compose(end -> equipment
                        .offload()
                        .run(() -> new Ended(
                                operation,
                                CommandResult.of(
                                        end, step.kind(), line, timeout, () -> Mounts.isNoExec(layout.base())))))
                .onSuccess(this::count);
    }

    /** One of this run or of an earlier one has ended. */
    void count(Ended ended) {
        tally.count(
                ended,
                Duration.between(ended.operation().began(), equipment.clock().instant()));
    }

    private Future<CommandEnd> runWithin(
            ResourceLimits limits, HandlerName handler, CommandKind kind, ShellCommand command, Patience patience) {
        ResourceControl resources = equipment.resources();
        ShellCommand scoped = command.in(resources.scope(handler, kind, limits));
        return resources
                .limit(handler, limits)
                .compose(
                        limited -> diskWork.insist(() -> equipment.commands().run(scoped, () -> {}), patience::refused))
                .compose(end -> {
                    if (kind == CommandKind.UNINSTALL) {
                        return resources.lift(handler).map(end);
                    }
                    if (kind == CommandKind.ENABLE) {
                        // Nobody waits for it: the result is reported meanwhile.
                        var unused = resources.limitServices(handler, limits);
                    }
                    return Future.succeededFuture(end);
                });
    }

    /** The journal knows of the command from here on; returns what its handler may use. */
    private ResourceLimits begin(HandlerLayout layout, Step.Run step, Operation operation, String what)
            throws IOException {
        journal.begin(operation);
        String text = equipment.redact().apply("Executing command: " + what);
        log.add(layout, step.extension(), operation.began(), "INFO", text);
        return inventory.limits(layout);
    }

    /** The contract's variables, for the log; what the agent inherited is nobody's business. */
    private String told(Map<String, String> environment) {
        ObjectNode told = Json.object();
        environment.forEach((name, value) -> {
            if (!value.equals(equipment.inherited().get(name)) && !name.equals("PATH")) {
                told.put(name, value);
            }
        });
        return SpacedJson.write(told);
    }

    /**
     * Everything of the operation is done: the log and then the journal say so, its traces go. A kill in between has it
     * settled again, so that the log may tell of an end twice, and never of a begin alone. Blocks.
     */
    void settle(Ended ended) throws IOException {
        Operation operation = ended.operation();
        CommandResult result = ended.result();
        HandlerLayout layout = equipment.layout(operation.handler(), operation.version());
        Instant now = equipment.clock().instant();
        String words = result.success() ? "exit code 0" : result.code().number() + ", exit code " + result.exitCode();
        String message = result.success()
                ? "Command: " + operation.kind().word() + " ended with exit code 0\n"
                        + equipment.redact().apply(result.output())
                : equipment.redact().apply(result.message());
        log.add(layout, operation.extension(), now, result.success() ? "INFO" : "ERROR", message);
        journal.settle(operation, words, now);
        equipment.bulletin().commandEnded(ended, message, now);
        equipment.commands().forget(directory(equipment, operation));
    }

    static Path directory(Equipment equipment, Operation operation) {
        return equipment.ownDirectory().resolve("operations").resolve(operation.id());
    }

    /** Under what name a command's exit code is remembered within its plan. */
    static String memory(Step.Run step) {
        return step.extension()
                .map(name -> step.kind().word() + "/" + name)
                .orElse(step.kind().word());
    }

    private static Map<String, String> variables(Step.Run step, Map<String, Integer> codes) {
        Map<String, String> variables = new HashMap<>();
        step.change().ifPresent(change -> {
            variables.put("VERSION", change.to().text());
            variables.put(
                    "AZURE_GUEST_AGENT_UPDATING_FROM_VERSION", change.from().text());
        });
        for (Step.Recall recall : step.recalls()) {
            variables.put(recall.variable(), recalled(recall, step, codes));
        }
        return variables;
    }

    private static String recalled(Step.Recall recall, Step.Run step, Map<String, Integer> codes) {
        if (recall.extensions().isEmpty()) {
            String plain = recall.of().word();
            String own = step.extension().map(name -> plain + "/" + name).orElse(plain);
            return code(codes.containsKey(own) ? own : plain, codes);
        }
        ArrayNode list = Json.array();
        for (String extension : recall.extensions()) {
            list.addObject()
                    .put("extensionName", extension)
                    .put("exitCode", code(recall.of().word() + "/" + extension, codes));
        }
        return SpacedJson.write(list);
    }

    private static String code(String memory, Map<String, Integer> codes) {
        Integer code = codes.get(memory);
        return code == null ? "NOT_RUN" : code.toString();
    }

    private static CommandResult noSuchCommand(Step.Run step) {
        String message = "HandlerManifest.json of " + step.version() + " has no "
                + step.kind().word() + "Command";
        return CommandResult.failed(step.kind().failure().number(), ErrorCode.HANDLER_MANIFEST_MALFORMED, message);
    }

    private static String withoutLeadingSlashes(String command) {
        int start = 0;
        while (start < command.length() && command.charAt(start) == '/') {
            start++;
        }
        return command.substring(start);
    }

    private static String newId(Instant at) {
        return at.toEpochMilli() + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }
}
