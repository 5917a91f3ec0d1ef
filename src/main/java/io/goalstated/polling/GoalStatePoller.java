package io.goalstated.polling;

import io.goalstated.event.Events;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.platform.Timers;
import io.goalstated.prometheus.Histogram;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps looking at the platform in the {@link Rhythm} of the moment, one look at a time, until it is stopped; tells of
 * every new goal state. A look that comes due during another is dropped. Lives on the event loop.
 */
public final class GoalStatePoller {
    private static final Logger LOG = LoggerFactory.getLogger(GoalStatePoller.class);

    /** From the end of a look to the next one, come what may. */
    private static final Duration SHORTEST_REST = Duration.ofMillis(50);

    /** What comes due so soon after something else is asked along with it: one look then knows of both channels. */
    private static final Duration TOGETHER = Duration.ofMillis(100);

    private final GoalStateUpdate update;
    private final Channels channels;
    private final FastTrackMemory memory;
    private final Timers timers;
    private final Rhythm rhythm;
    private final GoalStateListener listener;
    private final FailureLog failures;
    private Optional<Timers.Timer> timer = Optional.empty();
    private Optional<GoalStateSnapshot> published = Optional.empty();
    private Optional<Long> changed = Optional.empty();
    private Optional<Long> succeeded = Optional.empty();
    private boolean running;
    private boolean looking;
    private boolean refreshWanted;
    /** What a look has failed at that was not asked with success since: an answer of one channel says nothing of the other. */
    private boolean goalStateOwed;

    private boolean hintOwed;
    private long looks;
    private long updates;
    private final Histogram took = new Histogram();

    GoalStatePoller(
            GoalStateUpdate update,
            Channels channels,
            FastTrackMemory memory,
            Timers timers,
            Supplier<PollingSettings> settings,
            Events events,
            GoalStateListener listener) {
        this.update = update;
        this.channels = channels;
        this.memory = memory;
        this.timers = timers;
        this.rhythm = new Rhythm(settings);
        this.listener = listener;
        this.failures = new FailureLog(timers, events);
    }

    /** Begins with a look at once. */
    public void start() {
        running = true;
        changed = Optional.of(timers.nanoTime());
        memory.load().onComplete(loaded -> next());
    }

    public void stop() {
        running = false;
        update.stop();
        timer.ifPresent(Timers.Timer::cancel);
        timer = Optional.empty();
    }

    /** Something is going on: the next minute is an active one. */
    public void pokeActive() {
        changed = Optional.of(timers.nanoTime());
        if (running && !looking) {
            arm();
        }
    }

    /** Fetches everything anew, as soon as a look that is under way has ended. */
    public void refresh() {
        refreshWanted = true;
        if (running && !looking) {
            next();
        }
    }

    /** To be told after each status report: a goal state that is shown but not executed is then no longer guarded. */
    public void statusReported() {
        if (update.current().isPresent() && update.current().get().outdated()) {
            memory.forget();
        }
    }

    /**
     * Completes once the certificates of the goal state in force are on disk, as far as they can be had. For those who
     * need them at once: they come by themselves, a moment after the goal state.
     */
    public Future<Void> certificates() {
        return update.certificates();
    }

    /** What is in force; empty before the first success. */
    public Optional<GoalStateSnapshot> latest() {
        return update.current();
    }

    /** Done once the disk knows what a later start has to know of the latest goal state: nothing is done for it before. */
    public Future<Void> noted() {
        return channels.noted();
    }

    /** How many looks have failed since the start. */
    public int failures() {
        return failures.inAll();
    }

    public PollingView view() {
        Rhythm.Moment moment = moment();
        return new PollingView(
                channels.sighting().incarnation(),
                update.current().map(snapshot -> snapshot.extensions().id()),
                succeeded.map(this::since),
                failures.last(),
                failures.inARow(),
                looks,
                updates,
                failures.inAll(),
                failures.survived(),
                moment.isActive(),
                rhythm.goalState(moment),
                rhythm.hint(moment),
                took);
    }

    private Duration since(long nanoTime) {
        return Duration.ofNanos(timers.nanoTime() - nanoTime);
    }

    private void next() {
        timer.ifPresent(Timers.Timer::cancel);
        timer = Optional.empty();
        if (!running || looking) {
            return;
        }
        Rhythm.Moment moment = moment();
        Duration goalState = untilGoalState(moment);
        Optional<Duration> hint = untilHint(moment);
        if (refreshWanted || goalState.isZero() || hint.filter(Duration::isZero).isPresent()) {
            look(isSoon(goalState), hint.filter(GoalStatePoller::isSoon).isPresent());
        } else {
            arm();
        }
    }

    private void look(boolean goalState, boolean hint) {
        looking = true;
        looks++;
        boolean force = refreshWanted;
        refreshWanted = false;
        Sighting before = channels.sighting();
        long began = timers.nanoTime();
        update.look(new Ask(goalState, hint, force)).onSuccess(outcome -> {
            looking = false;
            took.add(since(began));
            if (!channels.sighting().isAsIn(before)) {
                changed = Optional.of(timers.nanoTime());
            }
            outcome.match(() -> unchanged(goalState, hint), this::updated, failed -> failed(failed, goalState, hint));
            update.current().ifPresent(this::publish);
            next();
        });
    }

    private boolean unchanged(boolean goalState, boolean hint) {
        goalStateOwed &= !goalState;
        hintOwed &= !hint && rhythm.hint(moment()).isPresent();
        if (!goalStateOwed && !hintOwed) {
            failures.succeeded(this::inForce);
            succeeded = Optional.of(timers.nanoTime());
        }
        return false;
    }

    /** The goal state and the certificates in force, for the log. */
    String inForce() {
        return update.inForce();
    }

    private boolean updated(UpdateOutcome.Updated outcome) {
        updates++;
        return unchanged(true, true);
    }

    private void publish(GoalStateSnapshot snapshot) {
        boolean first = published.isEmpty();
        if (first || isNews(published.get(), snapshot)) {
            ExtensionsGoalState extensions = snapshot.extensions();
            LOG.info(
                    "{} goal state; id={} channel={} incarnation={} handlers={} activity={}{}{}",
                    first || isAnother(published.get(), snapshot) ? "New" : "Amended",
                    extensions.id(),
                    extensions.channel().text(),
                    snapshot.document().incarnation(),
                    extensions.handlers().size(),
                    extensions.activityId(),
                    extensions.onHold() ? " on hold" : "",
                    snapshot.outdated() ? " outdated" : "");
            changed = Optional.of(timers.nanoTime());
            published = Optional.of(snapshot);
            listener.arrived(snapshot);
        }
    }

    private static boolean isNews(GoalStateSnapshot before, GoalStateSnapshot now) {
        return isAnother(before, now)
                || before.fastTrackSupported() != now.fastTrackSupported()
                || !before.document().incarnation().equals(now.document().incarnation())
                || !before.document().containerId().equals(now.document().containerId())
                || !before.extensions().statusBlobUri().equals(now.extensions().statusBlobUri())
                || before.extensions().statusBlobType() != now.extensions().statusBlobType();
    }

    /** Whether there is something else to carry out. */
    private static boolean isAnother(GoalStateSnapshot before, GoalStateSnapshot now) {
        return !before.extensions().id().equals(now.extensions().id())
                || before.extensions().onHold() != now.extensions().onHold()
                || before.outdated() != now.outdated();
    }

    private boolean failed(UpdateOutcome.Failed outcome, boolean goalState, boolean hint) {
        goalStateOwed |= goalState;
        hintOwed |= hint;
        failures.failed(outcome.reason());
        return false;
    }

    private void arm() {
        timer.ifPresent(Timers.Timer::cancel);
        Rhythm.Moment moment = moment();
        Duration goalState = untilGoalState(moment);
        Duration wait =
                untilHint(moment).filter(hint -> hint.compareTo(goalState) < 0).orElse(goalState);
        boolean soon = refreshWanted || wait.compareTo(SHORTEST_REST) < 0;
        timer = running ? Optional.of(timers.after(soon ? SHORTEST_REST : wait, this::next)) : Optional.empty();
    }

    private Rhythm.Moment moment() {
        return new Rhythm.Moment(changed.map(this::since), channels.hintsAnswered(), failures.inARow() > 0);
    }

    private Duration untilGoalState(Rhythm.Moment moment) {
        return wait(channels.goalStateAsked(), rhythm.goalState(moment));
    }

    private Optional<Duration> untilHint(Rhythm.Moment moment) {
        return rhythm.hint(moment).map(every -> wait(channels.hintAsked(), every));
    }

    private static boolean isSoon(Duration wait) {
        return wait.compareTo(TOGETHER) <= 0;
    }

    /** How much of the interval is left; zero when nothing was asked yet. */
    private Duration wait(Optional<Long> asked, Duration every) {
        if (asked.isEmpty()) {
            return Duration.ZERO;
        }
        Duration left = every.minus(since(asked.get()));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
