package io.goalstated.report;

import io.goalstated.platform.Timers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps account of how uploads went: what to say of it, and when to try again. Confined to the event loop. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration ALARM = Duration.ofMinutes(15);
    /** What the host takes; where storage cannot be reached directly, more than this is undeliverable (OPS-102). */
    private static final int LARGE = 64 << 10;

    private final Timers timers;
    private final InstantSource clock;
    private final Supplier<ReportRules> rules;
    private final ReportingEvents events;
    private ReportingView view = ReportingView.NOTHING;
    private Duration retry = FIRST_RETRY;
    private String summary = "";
    private boolean tooLarge;
    private long alarmFrom;

    Deliveries(Timers timers, InstantSource clock, Supplier<ReportRules> rules, ReportingEvents events) {
        this.timers = timers;
        this.clock = clock;
        this.rules = rules;
        this.events = events;
    }

    ReportingView view() {
        return view;
    }

    void destination(boolean known) {
        view = view.withDestination(known);
    }

    /** Whether the next attempt should leave the details out: size is what a failure may be due to. */
    boolean needTrimming() {
        return tooLarge;
    }

    void succeeded(List<HandlerEntry> entries, int length) {
        if (view.failure().isPresent()) {
            LOG.info("Status reports come through again");
        }
        view = view.delivered(clock.instant(), length, entries.stream().allMatch(HandlerEntry::isSettled));
        retry = FIRST_RETRY;
        tooLarge = false;
        tell(entries);
    }

    /** @return how long to wait before the next attempt */
    Duration failed(String reason, int length) {
        if (view.failure().isEmpty()) {
            LOG.warn("Cannot report status reason={}", reason);
            alarmFrom = timers.nanoTime();
        }
        view = view.failed(clock.instant(), reason);
        tooLarge = length > LARGE;
        Duration failing = Duration.ofNanos(timers.nanoTime() - alarmFrom);
        if (failing.compareTo(ALARM) >= 0) {
            alarmFrom = timers.nanoTime();
            events.failing(failing, reason);
        }
        Duration pause = retry;
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(longestPause()) < 0 ? doubled : longestPause();
        return pause;
    }

    /** What has changed and is not told yet does not wait for the next report of nothing. */
    private Duration longestPause() {
        Duration keepAlive = rules.get().keepAlive();
        return keepAlive.compareTo(ReportRules.LONGEST) < 0 ? keepAlive : ReportRules.LONGEST;
    }

    /** One line when the gist has changed. */
    private void tell(List<HandlerEntry> entries) {
        List<String> parts = new ArrayList<>();
        for (HandlerEntry entry : entries) {
            parts.add(entry.label() + "=" + entry.gist());
        }
        String now = String.join(" ", parts);
        if (!now.equals(summary)) {
            summary = now;
            LOG.info("Status reported {}", now);
        }
    }
}
