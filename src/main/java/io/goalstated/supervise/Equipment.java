package io.goalstated.supervise;

import io.goalstated.artifact.ManifestSource;
import io.goalstated.artifact.PackageSource;
import io.goalstated.event.Events;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.platform.CommandRunner;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the workers work with: everything through which they touch the world. A simulation hands in its own.
 *
 * @param libDirectory where handlers live
 * @param logDirectory where their logs live
 * @param inherited the agent's environment as the launcher found it
 * @param wireAddress what handlers are told of the wireserver
 * @param redact applied to every text that leaves the machine or is kept
 * @param rulesInForce asked each time: the owner may change them
 * @param events told of what was done and what became of it
 */
public record Equipment(
        Disk disk,
        Offload offload,
        Timers timers,
        InstantSource clock,
        CommandRunner commands,
        ResourceControl resources,
        ManifestSource manifests,
        PackageSource packages,
        ExclusiveWork exclusiveWork,
        Path libDirectory,
        Path logDirectory,
        Map<String, String> inherited,
        String wireAddress,
        UnaryOperator<String> redact,
        Supplier<Rules> rulesInForce,
        Events events) {

    /** Says whether somebody else's work on the machine (a package manager's) should be waited for. */
    @FunctionalInterface
    public interface ExclusiveWork {
        /** Who is at work, for people; empty when nobody is. Blocks. */
        Optional<String> underWay();
    }

    public Equipment {
        inherited = Map.copyOf(inherited);
    }

    Rules rules() {
        return rulesInForce.get();
    }

    HandlerLayout layout(HandlerName handler, VersionNumber version) {
        return new HandlerLayout(libDirectory, logDirectory, handler, version);
    }

    Bulletin bulletin() {
        return new Bulletin(events);
    }

    /** Where the agent keeps what is its own (OPS-24). */
    Path ownDirectory() {
        return libDirectory.resolve("goalstated");
    }
}
