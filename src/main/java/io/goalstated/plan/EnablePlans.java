package io.goalstated.plan;

import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerManifest;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionSettings;
import io.goalstated.plan.ObservedVersion.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sequences that end with an enabled extension: install, update, enable (spec 02 §5.4, §5.5). */
final class EnablePlans {
    /** Shown for a command whose manifest is still inside an undownloaded package. */
    private static final String FROM_PACKAGE = "(from the package)";

    private EnablePlans() {}

    /** The version as it will be once its package is unpacked, as far as anybody can know. */
    static ObservedVersion assumed(VersionNumber version) {
        Map<CommandKind, String> commands = Map.of(
                CommandKind.INSTALL, FROM_PACKAGE,
                CommandKind.ENABLE, FROM_PACKAGE,
                CommandKind.UPDATE, FROM_PACKAGE,
                CommandKind.DISABLE, FROM_PACKAGE,
                CommandKind.UNINSTALL, FROM_PACKAGE);
        HandlerManifest manifest =
                new HandlerManifest(commands, true, false, false, true, Optional.empty(), Optional.empty());
        return new ObservedVersion(version, HandlerState.NOT_INSTALLED, new Manifest.Usable(manifest), Set.of(), false);
    }

    static void install(List<Step> steps, Item item, ObservedVersion target) {
        Optional<Step.Fail> unusable = unusable(item, target);
        if (unusable.isPresent()) {
            steps.add(unusable.get());
            return;
        }
        VersionNumber version = target.version();
        steps.add(new Step.WriteSettings(version));
        steps.add(Commands.install(item, target));
        steps.add(new Step.RecordState(version, HandlerState.INSTALLED));
        steps.add(new Step.RecordStatus(version, false, "Plugin installed but not enabled"));
        applyExtension(steps, item, target, false);
    }

    /** The version is installed: the settings are written and the extension brought to its requested state. */
    static void enable(List<Step> steps, Item item, ObservedVersion target) {
        Optional<Step.Fail> unusable = unusable(item, target);
        if (unusable.isPresent()) {
            steps.add(unusable.get());
            return;
        }
        applyExtension(steps, item, target, true);
    }

    /**
     * From an installed version to another one: old disable, state carried over, update, old uninstall, install, enable.
     * Going back to an older version, {@code update} is the newer one's command (spec 02 §5.5 step 3).
     */
    static void update(List<Step> steps, Item item, ObservedVersion target, ObservedVersion old) {
        Optional<Step.Fail> unusable = unusable(item, target);
        if (unusable.isPresent()) {
            steps.add(unusable.get());
            return;
        }
        VersionNumber version = target.version();
        HandlerManifest manifest = manifest(target).orElseThrow();
        steps.add(new Step.WriteSettings(version));
        OnFailure whenOldFails = manifest.continuesOnUpdateFailure() ? new OnFailure.GoOn() : endsUpdate(version);
        disableOld(steps, item, old, whenOldFails);
        steps.add(new Step.CarryOver(old.version(), version));
        boolean downgrade = old.version().isNewerThan(version);
        steps.add(Commands.update(item, downgrade ? old : target, version, old.version()));
        steps.add(Commands.uninstall(item, old, whenOldFails));
        steps.add(new Step.Remove(old.version()));
        if (manifest.installsOnUpdate()) {
            steps.add(Commands.install(item, target));
        }
        steps.add(new Step.RecordState(version, HandlerState.INSTALLED));
        steps.add(new Step.RecordStatus(version, false, "Plugin installed but not enabled"));
        applyExtension(steps, item, target, false);
    }

    /** Directories of versions that never worked go once another version does (W-13). */
    static void dropLeftovers(List<Step> steps, ObservedHandler observed, VersionNumber working) {
        if (steps.isEmpty() || steps.get(0) instanceof Step.Fail) {
            return;
        }
        for (ObservedVersion other : observed.versions()) {
            if (!other.version().equals(working) && !other.state().isInstalled()) {
                steps.add(new Step.Remove(other.version()));
            }
        }
    }

    private static void disableOld(List<Step> steps, Item item, ObservedVersion old, OnFailure whenOldFails) {
        if (old.state() != HandlerState.ENABLED) {
            return;
        }
        if (item.handler().multiConfig()) {
            for (ExtensionSettings settings : item.handler().settings()) {
                if (old.enabledExtensions().contains(settings.name())) {
                    steps.add(Commands.disable(settings.name(), settings.sequenceNumber(), old, whenOldFails));
                    steps.add(new Step.RecordExtension(old.version(), settings.name(), false));
                }
            }
        } else {
            steps.add(Commands.disable(item, old, whenOldFails));
        }
        steps.add(new Step.RecordState(old.version(), HandlerState.INSTALLED));
    }

    /** EXT-STEP of spec 02 §5.4. */
    private static void applyExtension(
            List<Step> steps, Item item, ObservedVersion target, boolean settingsNotYetWritten) {
        VersionNumber version = target.version();
        Optional<ExtensionSettings> settings = item.settings();
        if (settings.isPresent() && settings.get().isDisabled()) {
            RemovalPlans.disableExtension(steps, item, target);
            return;
        }
        if (settings.isPresent() && !settings.get().isEnabled()) {
            steps.add(new Step.Fail(
                    version,
                    "ExtensionProcessing",
                    ErrorCode.UNKNOWN,
                    "Unknown requested state for extension " + item.fullName(),
                    false));
            return;
        }
        if (settingsNotYetWritten) {
            steps.add(new Step.WriteSettings(version));
        }
        steps.add(Commands.enable(item, target));
        item.extension().ifPresent(name -> steps.add(new Step.RecordExtension(version, name, true)));
        steps.add(new Step.RecordState(version, HandlerState.ENABLED));
        steps.add(new Step.RecordStatus(version, true, "Plugin enabled"));
    }

    private static Optional<Step.Fail> unusable(Item item, ObservedVersion target) {
        VersionNumber version = target.version();
        if (target.manifest() instanceof Manifest.Unusable broken) {
            return Optional.of(new Step.Fail(version, "ExtensionProcessing", broken.code(), broken.reason(), false));
        }
        if (item.handler().multiConfig() && !manifest(target).orElseThrow().supportsMultiConfig()) {
            return Optional.of(new Step.Fail(
                    version,
                    "ExtensionProcessing",
                    ErrorCode.UNKNOWN,
                    "Handler " + item.handler().name()
                            + " does not support MultiConfig but CRP expects it, failing due to inconsistent data",
                    false));
        }
        return Optional.empty();
    }

    static Optional<HandlerManifest> manifest(ObservedVersion version) {
        return version.manifest() instanceof Manifest.Usable readable
                ? Optional.of(readable.content())
                : Optional.empty();
    }

    /** The old version's disable or uninstall has failed and the new manifest does not want to go on. */
    private static OnFailure endsUpdate(VersionNumber reportOn) {
        return new OnFailure.Stop(
                reportOn, Optional.empty(), Optional.of(ErrorCode.UPDATE), "; ContinueOnUpdate: False", false);
    }
}
