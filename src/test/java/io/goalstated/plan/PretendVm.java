package io.goalstated.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.extension.CommandKind;
import io.goalstated.extension.HandlerState;
import io.goalstated.goalstate.ManifestFact;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries plans out without a machine: commands only leave a line in a list and end as a test wants them to. It keeps the
 * promises of {@link Step} and {@link OnFailure} to the letter, which is what plans are judged by.
 */
final class PretendVm {
    private final PretendDisk disk;
    private final Map<String, Integer> failing = new HashMap<>();
    private final List<String> commands = new ArrayList<>();
    private final List<ItemPlan> plans = new ArrayList<>();
    private final Map<String, String> told = new HashMap<>();
    private Optional<String> powerCut = Optional.empty();
    private boolean bookedAfterCut;

    PretendVm(PretendDisk disk) {
        this.disk = disk;
    }

    /** @param command as the list shows it up to the sequence number: {@code 1.0 disable}; or {@code 1.1 fetch} */
    void fail(String command, int exitCode) {
        failing.put(command, exitCode);
    }

    void failNothing() {
        failing.clear();
    }

    /** The agent dies when that command has ended; a restarted one finds in the journal what was to be booked. */
    void dieAfter(String command) {
        powerCut = Optional.of(command);
        bookedAfterCut = true;
    }

    /** Agent and command die together. */
    void dieDuring(String command) {
        powerCut = Optional.of(command);
        bookedAfterCut = false;
    }

    List<String> commands() {
        return commands;
    }

    /** Every plan that was made, also those replaced once the package was there. */
    List<ItemPlan> plans() {
        return plans;
    }

    /** The variables made of earlier exit codes that the command got, {@code NAME=value} joined by blanks. */
    String told(String command) {
        return told.getOrDefault(command, "(not run)");
    }

    /** One goal state, from the first item to the last, unless the power is cut. */
    void process(List<Item> items, ManifestFact fact) {
        commands.clear();
        plans.clear();
        told.clear();
        for (Item item : items) {
            if (new Round(item, fact).isCut()) {
                break;
            }
        }
        disk.endRound();
        powerCut = Optional.empty();
    }

    /** One item: plans, fetches, plans again, runs. */
    private final class Round implements Step.Visitor<Boolean> {
        private final Item item;
        private final ManifestFact fact;
        private final Map<CommandKind, Map<String, Integer>> codes = new EnumMap<>(CommandKind.class);
        private boolean cut;
        private boolean fetched;

        Round(Item item, ManifestFact fact) {
            this.item = item;
            this.fact = fact;
            do {
                fetched = false;
                perform();
            } while (fetched);
        }

        boolean isCut() {
            return cut;
        }

        private void perform() {
            ItemPlan plan = Planner.plan(item, disk.observe(item.name()), fact);
            plans.add(plan);
            for (int i = 0; i < plan.steps().size(); i++) {
                boolean goesOn = plan.steps().get(i).accept(this);
                if (cut && bookedAfterCut) {
                    book(plan.steps().subList(i + 1, plan.steps().size()));
                }
                if (!goesOn || cut || fetched) {
                    return;
                }
            }
        }

        /** What the journal holds for the command that ended: up to the next that is not book-keeping. */
        private void book(List<Step> rest) {
            List<Step.Booking> bookings = new ArrayList<>();
            for (Step step : rest) {
                if (!(step instanceof Step.Booking booking)) {
                    break;
                }
                bookings.add(booking);
            }
            JsonNode journal = Bookings.toJson(bookings);
            Bookings.fromJson(journal).forEach(booking -> booking.book(disk));
        }

        @Override
        public Boolean acquire(Step.Acquire step) {
            String line = step.version() + " fetch";
            commands.add(line);
            if (failing.containsKey(line)) {
                disk.report(step.version(), "NotReady " + failing.get(line));
                return false;
            }
            disk.unpack(step.version());
            fetched = true;
            cut = powerCut.filter(line::equals).isPresent();
            return true;
        }

        @Override
        public Boolean run(Step.Run step) {
            String name = step.version() + " " + step.kind().word();
            String context = step.extension().map(extension -> "/" + extension).orElse("");
            int code =
                    step.command().isEmpty() ? -1 : failing.getOrDefault(name + context, failing.getOrDefault(name, 0));
            String change = step.change()
                    .map(c -> " (" + c.from() + " -> " + c.to() + ")")
                    .orElse("");
            commands.add(name + " #" + step.sequenceNumber() + context + change + (code == 0 ? "" : " = " + code));
            told.put(name + context, recalled(step.recalls()));
            cut = powerCut.filter((name + context)::equals).isPresent();
            if (cut && !bookedAfterCut) {
                return false;
            }
            codes.computeIfAbsent(step.kind(), kind -> new HashMap<>())
                    .put(step.extension().orElse(""), code);
            return code == 0 || failed(step, code);
        }

        private boolean failed(Step.Run step, int code) {
            if (step.onFailure() instanceof OnFailure.GoOn) {
                return true;
            }
            OnFailure.Stop stop = (OnFailure.Stop) step.onFailure();
            stop.stateAfter().ifPresent(state -> record(step, state));
            if (!stop.extensionOnly()) {
                int reported = stop.code().orElse(step.kind().failure()).number();
                disk.report(stop.reportOn(), "NotReady " + reported + ": exit " + code + stop.suffix());
            }
            return false;
        }

        private void record(Step.Run step, HandlerState state) {
            disk.recordState(new Step.RecordState(step.version(), state));
        }

        private String recalled(List<Step.Recall> recalls) {
            List<String> variables = new ArrayList<>();
            for (Step.Recall recall : recalls) {
                Map<String, Integer> ended = codes.getOrDefault(recall.of(), Map.of());
                List<String> values = new ArrayList<>();
                for (String extension : recall.extensions()) {
                    values.add(extension + ":" + text(ended.get(extension)));
                }
                String single = text(ended.values().stream().findFirst().orElse(null));
                variables.add(
                        recall.variable() + "=" + (recall.extensions().isEmpty() ? single : String.join(",", values)));
            }
            return String.join(" ", variables);
        }

        private String text(@Nullable Integer code) {
            return code == null ? "NOT_RUN" : code.toString();
        }

        @Override
        public Boolean fail(Step.Fail step) {
            String denied = step.denied() ? " denied" : "";
            disk.report(step.version(), "NotReady " + step.code().number() + denied + ": " + step.message());
            return false;
        }

        @Override
        public Boolean book(Step.Booking step) {
            return step.book(disk);
        }
    }
}
