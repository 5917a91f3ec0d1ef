package io.goalstated.environment.monitor;

import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every watch look once at the start and then at its period. A look that fails is told and never stops the others; a watch whose
 * look still lasts does not look again meanwhile.
 */
public final class EnvironmentMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentMonitor.class);

    private final Timers timers;
    private final Offload offload;
    private final List<Watch> watches;
    private final Listener listener;
    private final Map<Watch, Timers.Timer> pending = new HashMap<>();
    private final Complaints complaints = new Complaints();
    /** What the last look of each has found wrong. */
    private final Map<Watch, List<String>> wrong = new HashMap<>();

    /** Whose look may still have gone by what the owner wanted before. */
    private final Set<Watch> overtaken = new HashSet<>();

    private boolean stopped;

    /** Hears of what is worth a line in the log, on the loop. */
    @FunctionalInterface
    public interface Listener {
        void problem(Watch watch, String problem);
    }

    public EnvironmentMonitor(Timers timers, Offload offload, List<Watch> watches, Listener listener) {
        this.timers = timers;
        this.listener = listener;
        this.offload = offload;
        this.watches = List.copyOf(watches);
    }

    /** On the loop. */
    public void start() {
        watches.forEach(this::look);
    }

    /** The owner wants something else: what waits looks at once, what is looking does so once more when it has ended. */
    public void lookAgain() {
        for (Watch watch : watches) {
            Timers.Timer waiting = pending.remove(watch);
            if (waiting == null) {
                overtaken.add(watch);
            } else {
                waiting.cancel();
                look(watch);
            }
        }
    }

    public void stop() {
        stopped = true;
        pending.values().forEach(Timers.Timer::cancel);
        pending.clear();
    }

    /** What is wrong at present, of each watch that has found something. */
    public Map<Watch, List<String>> problems() {
        return Map.copyOf(wrong);
    }

    private void look(Watch watch) {
        pending.remove(watch);
        if (!watch.isWanted()) {
            wrong.remove(watch);
            later(watch);
            return;
        }
        offload.run(watch::look)
                .onSuccess(report -> tell(watch, report))
                .onFailure(cause ->
                        tell(watch, new Watch.Report(List.of(), List.of(String.valueOf(cause.getMessage())))))
                .onComplete(over -> later(watch));
    }

    private void later(Watch watch) {
        if (!stopped && overtaken.remove(watch)) {
            look(watch);
        } else if (!stopped) {
            pending.put(watch, timers.after(watch.period(), () -> look(watch)));
        }
    }

    private void tell(Watch watch, Watch.Report report) {
        for (String done : report.done()) {
            LOG.info("{}: {}", watch.name(), done);
        }
        if (report.problems().isEmpty()) {
            wrong.remove(watch);
        } else {
            wrong.put(watch, report.problems());
        }
        for (String problem : report.problems()) {
            complain(watch, problem);
        }
    }

    private void complain(Watch watch, String problem) {
        if (complaints.isWorthTelling(watch.name() + problem, timers.nanoTime())) {
            LOG.error("{}: {}", watch.name(), problem);
            listener.problem(watch, problem);
        }
    }
}
