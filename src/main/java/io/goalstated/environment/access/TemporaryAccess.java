package io.goalstated.environment.access;

import io.goalstated.goalstate.RemoteAccess;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives access as goal states say, and ends it in time: with each new goal state and whenever somebody's time is over (spec 03 §13).
 * One change at a time. On the event loop.
 */
public final class TemporaryAccess {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryAccess.class);
    /** When a removal has failed. */
    private static final Duration AGAIN = Duration.ofMinutes(5);
    /** No timer runs longer: the clock may be set meanwhile. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Timers timers;
    private final Offload offload;
    private final InstantSource clock;
    private final TemporaryAccounts accounts;
    private final Consumer<String> problems;
    private Optional<String> seen = Optional.empty();
    private Optional<RemoteAccess> wanted = Optional.empty();
    private Optional<Timers.Timer> timer = Optional.empty();
    private boolean running;
    private boolean again;
    private boolean nobodyLeft;
    private boolean stopped;

    /** @param problems hears of what could not be done, on the loop */
    public TemporaryAccess(
            Timers timers,
            Offload offload,
            InstantSource clock,
            TemporaryAccounts accounts,
            Consumer<String> problems) {
        this.timers = timers;
        this.offload = offload;
        this.clock = clock;
        this.accounts = accounts;
        this.problems = problems;
    }

    /** @param goalState what tells one from the next; the same one again changes nothing */
    public void goalState(String goalState, Optional<RemoteAccess> users) {
        if (seen.filter(goalState::equals).isPresent()) {
            return;
        }
        seen = Optional.of(goalState);
        wanted = users;
        nobodyLeft &= users.isEmpty();
        apply();
    }

    public void stop() {
        stopped = true;
        timer.ifPresent(Timers.Timer::cancel);
    }

    private void apply() {
        if (running) {
            again = true;
            return;
        }
        if (stopped || nobodyLeft) {
            return;
        }
        running = true;
        timer.ifPresent(Timers.Timer::cancel);
        Instant now = clock.instant();
        Optional<RemoteAccess> users = wanted;
        offload.run(() -> accounts.apply(users, now))
                .onSuccess(result -> {
                    result.done().forEach(done -> LOG.info("remote access: {}", done));
                    result.problems().forEach(this::complain);
                    nobodyLeft = users.isEmpty() && !result.remain();
                    over(result.remain(), now);
                })
                .onFailure(cause -> {
                    complain(String.valueOf(cause.getMessage()));
                    over(true, now);
                });
    }

    private void complain(String problem) {
        LOG.error("remote access: {}", problem);
        problems.accept(problem);
    }

    private void over(boolean unfinished, Instant now) {
        running = false;
        if (again) {
            again = false;
            apply();
            return;
        }
        Optional<Duration> end = AccessDecision.nextEnd(wanted, now)
                .map(instant -> Duration.between(now, instant).plusSeconds(1));
        Optional<Duration> pause = unfinished
                ? Optional.of(end.filter(it -> it.compareTo(AGAIN) < 0).orElse(AGAIN))
                : end;
        if (!stopped) {
            timer = pause.map(it -> timers.after(it.compareTo(LONGEST) < 0 ? it : LONGEST, this::apply));
        }
    }
}
