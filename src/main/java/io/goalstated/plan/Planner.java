package io.goalstated.plan;

import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionManifest;
import io.goalstated.goalstate.InvalidSettings;
import io.goalstated.goalstate.ManifestFact;
import io.goalstated.goalstate.RequestedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what to do for one item, given what is on disk and what the manifest offers (spec 02 §5.4–5.8). Pure: the same
 * input gives the same plan. A plan that starts with {@link Step.Acquire} shows what follows under the assumption that
 * the package's own manifest says nothing unusual; it is made again once the package is there.
 */
public final class Planner {
    private Planner() {}

    public static ItemPlan plan(Item item, ObservedHandler observed, ManifestFact fact) {
        return switch (item.handler().state()) {
            case ENABLED -> planEnabled(item, observed, fact);
            case DISABLED -> RemovalPlans.disable(item, observed);
            case UNINSTALL -> RemovalPlans.uninstall(item, observed, false);
        };
    }

    /** An uninstall that a failing disable does not stop: for the owner who has had enough of that (W-12). */
    public static ItemPlan insist(Item item, ObservedHandler observed) {
        return RemovalPlans.uninstall(item, observed, true);
    }

    /**
     * A plan that only says no: configuration or policy forbids the item. It is told of the version that a removal would
     * have been of, else of the one asked for.
     */
    public static ItemPlan denied(Item item, ObservedHandler observed, ErrorCode code, String message) {
        VersionNumber version = item.isRequested(RequestedState.ENABLED)
                ? item.handler().version()
                : observed.installed()
                        .map(ObservedVersion::version)
                        .orElse(item.handler().version());
        return new ItemPlan(
                item,
                version,
                "denied",
                Optional.empty(),
                List.of(new Step.Fail(version, "ExtensionProcessing", code, message, true)));
    }

    /** Broken settings stop what needs them; a removal needs none (W-12). */
    private static ItemPlan planEnabled(Item item, ObservedHandler observed, ManifestFact fact) {
        Optional<InvalidSettings> invalid = item.handler().invalid();
        if (invalid.isPresent()) {
            return failed(
                    item, "InvalidExtensionConfig", configError(invalid.get().explanation()));
        }
        if (fact instanceof ManifestFact.Unreachable unreachable) {
            return failed(item, "Download", "Failed to get ext handler pkgs: " + unreachable.reason());
        }
        Optional<ExtensionManifest.Release> chosen = fact instanceof ManifestFact.Known known
                ? known.manifest().choose(item.handler().version())
                : Optional.empty();
        if (chosen.isEmpty()) {
            return failed(
                    item,
                    "Download",
                    "Unable to find version " + item.handler().version() + " in manifest for extension "
                            + item.handler().name());
        }
        return enable(item, observed, chosen.get());
    }

    private static ItemPlan enable(Item item, ObservedHandler observed, ExtensionManifest.Release release) {
        VersionNumber target = release.version();
        Optional<ObservedVersion> present = observed.version(target);
        HandlerState state = present.map(ObservedVersion::state).orElse(HandlerState.NOT_INSTALLED);
        Optional<ObservedVersion> other = observed.installedBeside(target);
        List<Step> steps = new ArrayList<>();
        if (state.isInstalled()) {
            EnablePlans.enable(steps, item, present.get());
            EnablePlans.dropLeftovers(steps, observed, target);
            return new ItemPlan(item, target, "enable", Optional.empty(), steps);
        }
        if (present.isEmpty() || !present.get().acquired()) {
            steps.add(new Step.RecordState(target, HandlerState.NOT_INSTALLED));
            steps.add(new Step.Acquire(target, release.uris(), item.handler().encodedSignature()));
        }
        ObservedVersion fresh = present.filter(ObservedVersion::acquired).orElseGet(() -> EnablePlans.assumed(target));
        if (other.isPresent()) {
            EnablePlans.update(steps, item, fresh, other.get());
            return new ItemPlan(item, target, "update", other.map(ObservedVersion::version), steps);
        }
        EnablePlans.install(steps, item, fresh);
        return new ItemPlan(item, target, "install", Optional.empty(), steps);
    }

    private static ItemPlan failed(Item item, String operation, String message) {
        VersionNumber version = item.handler().version();
        return new ItemPlan(
                item,
                version,
                "fail",
                Optional.empty(),
                List.of(new Step.Fail(version, operation, ErrorCode.UNKNOWN, message, false)));
    }

    private static String configError(String explanation) {
        return "Ran into config errors: " + explanation
                + ". \nPlease retry again as another operation with updated settings";
    }
}
