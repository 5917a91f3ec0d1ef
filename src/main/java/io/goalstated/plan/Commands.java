package io.goalstated.plan;

import io.goalstated.extension.CommandKind;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionSettings;
import java.util.List;
import java.util.Optional;

/** The command steps, each with the context and the remembered exit codes that spec 02 §6.3 gives it. */
final class Commands {
    private static final Step.Recall UNINSTALL_CODE =
            new Step.Recall("AZURE_GUEST_AGENT_UNINSTALL_CMD_EXIT_CODE", CommandKind.UNINSTALL, List.of());

    private Commands() {}

    static Step.Run install(Item item, ObservedVersion in) {
        return run(
                CommandKind.INSTALL,
                item,
                in,
                Optional.empty(),
                List.of(UNINSTALL_CODE),
                OnFailure.Stop.reportedOn(in.version()));
    }

    static Step.Run enable(Item item, ObservedVersion in) {
        OnFailure stop = new OnFailure.Stop(
                in.version(),
                Optional.empty(),
                Optional.empty(),
                "",
                item.handler().multiConfig());
        return run(CommandKind.ENABLE, item, in, Optional.empty(), List.of(UNINSTALL_CODE), stop);
    }

    static Step.Run update(Item item, ObservedVersion in, VersionNumber target, VersionNumber from) {
        OnFailure stop =
                new OnFailure.Stop(target, Optional.of(HandlerState.FAILED_UPGRADE), Optional.empty(), "", false);
        Step.VersionChange change = new Step.VersionChange(from, target);
        return run(CommandKind.UPDATE, item, in, Optional.of(change), List.of(disableCodes(item)), stop);
    }

    static Step.Run uninstall(Item item, ObservedVersion in, OnFailure onFailure) {
        return run(CommandKind.UNINSTALL, item, in, Optional.empty(), List.of(), onFailure);
    }

    static Step.Run disable(Item item, ObservedVersion in, OnFailure onFailure) {
        return run(CommandKind.DISABLE, item, in, Optional.empty(), List.of(), onFailure);
    }

    /** Disables one extension of a multi-config handler in its own context. */
    static Step.Run disable(String extension, SequenceNumber sequence, ObservedVersion in, OnFailure onFailure) {
        return new Step.Run(
                CommandKind.DISABLE,
                in.version(),
                command(CommandKind.DISABLE, in),
                Optional.of(extension),
                sequence,
                Optional.empty(),
                List.of(),
                onFailure);
    }

    private static Step.Recall disableCodes(Item item) {
        if (!item.handler().multiConfig()) {
            return new Step.Recall("AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODE", CommandKind.DISABLE, List.of());
        }
        List<String> extensions =
                item.handler().settings().stream().map(ExtensionSettings::name).toList();
        return new Step.Recall(
                "AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODES_MULTIPLE_EXTENSIONS", CommandKind.DISABLE, extensions);
    }

    private static Step.Run run(
            CommandKind kind,
            Item item,
            ObservedVersion in,
            Optional<Step.VersionChange> change,
            List<Step.Recall> recalls,
            OnFailure onFailure) {
        return new Step.Run(
                kind,
                in.version(),
                command(kind, in),
                item.extension(),
                item.sequenceNumber(),
                change,
                recalls,
                onFailure);
    }

    private static Optional<String> command(CommandKind kind, ObservedVersion in) {
        return EnablePlans.manifest(in)
                .flatMap(manifest -> Optional.ofNullable(manifest.commands().get(kind)));
    }
}
