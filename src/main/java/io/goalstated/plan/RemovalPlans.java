package io.goalstated.plan;

import io.goalstated.extension.HandlerState;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The sequences that take something away: disable and uninstall (spec 02 §5.4, §9.4). They need no manifest. */
final class RemovalPlans {
    private static final String DISABLED = "Plugin disabled";

    private RemovalPlans() {}

    /** The handler is asked to be disabled as a whole; anything but an enabled one is so already. */
    static ItemPlan disable(Item item, ObservedHandler observed) {
        Optional<ObservedVersion> installed = observed.installed();
        List<Step> steps = new ArrayList<>();
        if (installed.isPresent() && installed.get().state() == HandlerState.ENABLED) {
            ObservedVersion version = installed.get();
            OnFailure stop = OnFailure.Stop.reportedOn(version.version());
            Optional<String> extension = item.extension();
            if (extension.isEmpty()) {
                disableAll(steps, item, version, stop);
                recordDisabled(steps, version.version());
            } else if (version.enabledExtensions().contains(extension.get())) {
                steps.add(Commands.disable(item, version, stop));
                steps.add(new Step.RecordExtension(version.version(), extension.get(), false));
                if (isLast(version, extension.get())) {
                    recordDisabled(steps, version.version());
                }
            }
        }
        return plan(item, installed, "disable", steps);
    }

    /**
     * Disables what is enabled, uninstalls, removes the directory; a failed uninstall does not keep it.
     *
     * @param insisting a failed disable does not either
     */
    static ItemPlan uninstall(Item item, ObservedHandler observed, boolean insisting) {
        Optional<ObservedVersion> installed = observed.installed();
        List<Step> steps = new ArrayList<>();
        if (installed.isPresent()) {
            ObservedVersion version = installed.get();
            if (version.state() == HandlerState.ENABLED) {
                disableAll(
                        steps,
                        item,
                        version,
                        insisting ? new OnFailure.GoOn() : OnFailure.Stop.reportedOn(version.version()));
                steps.add(new Step.RecordState(version.version(), HandlerState.INSTALLED));
            }
            steps.add(Commands.uninstall(item, version, new OnFailure.GoOn()));
        }
        for (ObservedVersion version : observed.versions()) {
            steps.add(new Step.Remove(version.version()));
        }
        return plan(item, installed, "uninstall", steps);
    }

    /** One extension of a multi-config handler is gone from the goal state: errors of its disable are ignored. */
    static void disableExtension(List<Step> steps, Item item, ObservedVersion version) {
        String name = item.extension().orElse(item.name().value());
        boolean recordedEnabled = version.enabledExtensions().contains(name);
        if (recordedEnabled) {
            steps.add(new Step.WriteSettings(version.version()));
            steps.add(Commands.disable(item, version, new OnFailure.GoOn()));
        }
        steps.add(new Step.ForgetExtension(version.version(), name));
        if (recordedEnabled && isLast(version, name)) {
            recordDisabled(steps, version.version());
        }
    }

    /** Everything that is enabled of an enabled handler. */
    private static void disableAll(List<Step> steps, Item item, ObservedVersion version, OnFailure onFailure) {
        if (item.handler().multiConfig()) {
            for (String extension : inGoalOrder(item, version.enabledExtensions())) {
                steps.add(Commands.disable(extension, sequenceOf(item, extension), version, onFailure));
                steps.add(new Step.RecordExtension(version.version(), extension, false));
            }
        } else {
            steps.add(Commands.disable(item, version, onFailure));
        }
    }

    private static List<String> inGoalOrder(Item item, Set<String> extensions) {
        List<String> ordered = new ArrayList<>();
        Set<String> left = new TreeSet<>(extensions);
        for (ExtensionSettings settings : item.handler().settings()) {
            if (left.remove(settings.name())) {
                ordered.add(settings.name());
            }
        }
        ordered.addAll(left);
        return ordered;
    }

    private static SequenceNumber sequenceOf(Item item, String extension) {
        return item.handler().settings().stream()
                .filter(settings -> settings.name().equals(extension))
                .findFirst()
                .map(ExtensionSettings::sequenceNumber)
                .orElse(SequenceNumber.NONE);
    }

    private static boolean isLast(ObservedVersion version, String extension) {
        Set<String> others = new HashSet<>(version.enabledExtensions());
        others.remove(extension);
        return others.isEmpty();
    }

    private static void recordDisabled(List<Step> steps, VersionNumber version) {
        steps.add(new Step.RecordState(version, HandlerState.INSTALLED));
        steps.add(new Step.RecordStatus(version, false, DISABLED));
    }

    private static ItemPlan plan(Item item, Optional<ObservedVersion> installed, String purpose, List<Step> steps) {
        VersionNumber version =
                installed.map(ObservedVersion::version).orElse(item.handler().version());
        return new ItemPlan(item, version, purpose, Optional.empty(), steps);
    }
}
