package io.goalstated.plan;

import io.goalstated.extension.HandlerState;
import io.goalstated.extension.VersionNumber;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a handler will look once a plan has gone well: what the plan for its next extension starts from. */
final class Prediction {
    private Prediction() {}

    static ObservedHandler after(ObservedHandler before, ItemPlan plan) {
        Effects effects = new Effects(before);
        plan.steps().forEach(step -> step.accept(effects));
        return new ObservedHandler(before.name(), effects.versions);
    }

    private static final class Effects implements Step.Visitor<Boolean>, Step.BookingVisitor<Boolean> {
        private final List<ObservedVersion> versions;

        Effects(ObservedHandler before) {
            this.versions = new ArrayList<>(before.versions());
        }

        @Override
        public Boolean acquire(Step.Acquire step) {
            return replace(EnablePlans.assumed(step.version()).withAcquired());
        }

        @Override
        public Boolean run(Step.Run step) {
            return true;
        }

        @Override
        public Boolean fail(Step.Fail step) {
            return true;
        }

        @Override
        public Boolean book(Step.Booking step) {
            return step.book(this);
        }

        @Override
        public Boolean recordState(Step.RecordState step) {
            ObservedVersion now = find(step.version());
            return replace(new ObservedVersion(
                    now.version(), step.state(), now.manifest(), now.enabledExtensions(), now.acquired()));
        }

        @Override
        public Boolean recordStatus(Step.RecordStatus step) {
            return true;
        }

        @Override
        public Boolean recordExtension(Step.RecordExtension step) {
            return setExtension(step.version(), step.extension(), step.enabled());
        }

        @Override
        public Boolean forgetExtension(Step.ForgetExtension step) {
            return setExtension(step.version(), step.extension(), false);
        }

        @Override
        public Boolean writeSettings(Step.WriteSettings step) {
            return true;
        }

        @Override
        public Boolean carryOver(Step.CarryOver step) {
            return true;
        }

        @Override
        public Boolean remove(Step.Remove step) {
            return versions.removeIf(v -> v.version().equals(step.version()));
        }

        private Boolean setExtension(VersionNumber version, String extension, boolean enabled) {
            ObservedVersion now = find(version);
            Set<String> extensions = new HashSet<>(now.enabledExtensions());
            if (enabled) {
                extensions.add(extension);
            } else {
                extensions.remove(extension);
            }
            return replace(new ObservedVersion(version, now.state(), now.manifest(), extensions, now.acquired()));
        }

        private ObservedVersion find(VersionNumber version) {
            Optional<ObservedVersion> known =
                    versions.stream().filter(v -> v.version().equals(version)).findFirst();
            return known.orElseGet(() -> new ObservedVersion(
                    version,
                    HandlerState.NOT_INSTALLED,
                    EnablePlans.assumed(version).manifest(),
                    Set.of(),
                    false));
        }

        private Boolean replace(ObservedVersion now) {
            versions.removeIf(v -> v.version().equals(now.version()));
            return versions.add(now);
        }
    }
}
