package io.goalstated.plan;

import java.util.Optional;

/** Plans as people, tests and the journal read them: one line a step, always the same for the same plan. */
public final class PlanText {
    private PlanText() {}

    public static String of(ItemPlan plan) {
        StringBuilder text = new StringBuilder();
        text.append(plan.item().fullName()).append(' ');
        plan.replaces().ifPresent(old -> text.append(old).append(" -> "));
        text.append(plan.version()).append(": ").append(plan.steps().isEmpty() ? "nothing to do" : plan.purpose());
        for (Step step : plan.steps()) {
            text.append("\n  ").append(of(step));
        }
        return text.toString();
    }

    public static String of(Step step) {
        return step.accept(new Words());
    }

    private static final class Words implements Step.Visitor<String>, Step.BookingVisitor<String> {
        @Override
        public String acquire(Step.Acquire step) {
            String signed = step.encodedSignature().isPresent() ? ", verify its signature" : ", unsigned";
            return "fetch package " + step.version() + " (" + step.uris().size() + " places)" + signed + ", unpack";
        }

        @Override
        public String run(Step.Run step) {
            StringBuilder text = new StringBuilder("run ").append(step.kind().word());
            text.append(" of ").append(step.version());
            text.append(" #").append(step.sequenceNumber());
            step.extension().ifPresent(name -> text.append('/').append(name));
            return text.append(": ")
                    .append(step.command().orElse("(no such command)"))
                    .append(whenItFails(step.onFailure()))
                    .toString();
        }

        private static String whenItFails(OnFailure onFailure) {
            if (onFailure instanceof OnFailure.GoOn) {
                return ", go on if it fails";
            }
            OnFailure.Stop stop = (OnFailure.Stop) onFailure;
            return ", stop if it fails"
                    + stop.stateAfter().map(s -> " as " + s.text()).orElse("");
        }

        @Override
        public String fail(Step.Fail step) {
            return "report " + (step.denied() ? "denial" : "error") + " "
                    + step.code().number() + ": " + step.message();
        }

        @Override
        public String book(Step.Booking step) {
            return step.book(this);
        }

        @Override
        public String recordState(Step.RecordState step) {
            return "record " + step.version() + " as " + step.state().text();
        }

        @Override
        public String recordStatus(Step.RecordStatus step) {
            return "report " + step.version() + " " + (step.ready() ? "Ready" : "NotReady") + ": " + step.message();
        }

        @Override
        public String recordExtension(Step.RecordExtension step) {
            return "record " + step.extension() + " of " + step.version() + " as "
                    + (step.enabled() ? "enabled" : "disabled");
        }

        @Override
        public String forgetExtension(Step.ForgetExtension step) {
            return "remove the files of " + step.extension() + " from " + step.version();
        }

        @Override
        public String writeSettings(Step.WriteSettings step) {
            return "write the settings for " + step.version();
        }

        @Override
        public String carryOver(Step.CarryOver step) {
            return "carry sequence and status files from " + step.from() + " to " + step.to();
        }

        @Override
        public String remove(Step.Remove step) {
            return "delete " + step.version();
        }
    }

    /** The plan's first line only. */
    public static String headline(ItemPlan plan) {
        String text = of(plan);
        int end = text.indexOf('\n');
        return Optional.of(end)
                .filter(e -> e >= 0)
                .map(e -> text.substring(0, e))
                .orElse(text);
    }
}
