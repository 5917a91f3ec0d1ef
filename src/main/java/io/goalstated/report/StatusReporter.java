package io.goalstated.report;

import io.goalstated.extension.HandlerStatus;
import io.goalstated.goalstate.ExtensionsGoalState.BlobType;
import io.goalstated.platform.Timers;
import io.goalstated.supervise.SupervisionView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Tells the platform how the VM is, on a schedule of its own (spec 01 §10.1): the first time as soon as it is known
 * where to, then at once when anything has changed, else now and then. Whatever hangs elsewhere, reports go on. One
 * upload at a time. Confined to the event loop.
 */
public final class StatusReporter {
    private static final Duration RECENTLY = Duration.ofMinutes(1);
    /** What lies between two commands is gone in a moment; a report of it would only be taken for a result. */
    private static final Duration PASSING = Duration.ofMillis(500);

    private final Timers timers;
    private final InstantSource clock;
    private final StatusSink sink;
    private final StatusHistory history;
    private final Supplier<ReportRules> rules;
    private final UnaryOperator<String> redact;
    private final ReportingEvents events;
    private final StatusWatch watch;
    private final Deliveries deliveries;

    private Optional<Observation> latest = Optional.empty();
    private Optional<Destination> destination = Optional.empty();
    private boolean goalStateKnown;
    private boolean fastTrack;
    private List<Condition> conditions = List.of();

    private String content = "";
    private long changed;
    /** What is to be said changes without anything new to be seen. */
    private boolean moving;

    private Optional<Timers.Timer> next = Optional.empty();
    private boolean hurried;
    private boolean patient;
    private boolean deferred;
    private boolean uploading;
    private boolean stopped;
    private final Promise<Void> end = Promise.promise();

    private record Destination(String uri, BlobType type) {
        /** Tells blobs apart; signatures of one and the same blob change. */
        String blob() {
            int query = uri.indexOf('?');
            return query < 0 ? uri : uri.substring(0, query);
        }
    }

    /** @param rules asked each time: the owner may change them */
    public StatusReporter(
            Timers timers,
            InstantSource clock,
            StatusObserver observer,
            StatusSink sink,
            StatusHistory history,
            Supplier<ReportRules> rules,
            UnaryOperator<String> redact,
            ReportingEvents events) {
        this.timers = timers;
        this.clock = clock;
        this.sink = sink;
        this.history = history;
        this.rules = rules;
        this.redact = redact;
        this.events = events;
        this.watch = new StatusWatch(timers, observer, this::saw);
        this.deliveries = new Deliveries(timers, clock, rules, events);
    }

    /** The supervisor has news. Nothing is reported before the first: a VM without handlers is a message, too. */
    public void supervision(SupervisionView news) {
        watch.show(news);
    }

    /** A goal state is known, and where it wants status to be put, if it says so. */
    public void goalState(Optional<String> statusBlobUri, BlobType type) {
        goalStateKnown = true;
        destination = statusBlobUri.map(uri -> new Destination(uri, type));
        deliveries.destination(destination.isPresent());
        consider();
    }

    /** The goal state known so far is replaced by another one, whatever became of it. */
    public void superseded() {
        history.initialIsOver(entries());
    }

    /** Whether Fast Track is on and the host supports it. */
    public void fastTrack(boolean supported) {
        fastTrack = supported;
        consider();
    }

    /** What is wrong at present, worst first. */
    public void conditions(List<Condition> present) {
        if (conditions.isEmpty() && present.isEmpty()) {
            return;
        }
        conditions = List.copyOf(present);
        consider();
    }

    /** The rules are other ones: the next report goes by them. One that is due sooner, or tried again, stays as it is. */
    public void reconfigured() {
        consider();
        boolean waits = next.isPresent() && !uploading && !hurried && !deferred;
        if (waits && deliveries.view().failure().isEmpty()) {
            reportAfter(rules.get().coalesce());
        }
    }

    /** What is reported of handlers and extensions at this moment. */
    public List<HandlerEntry> entries() {
        return latest.map(this::entries).orElse(List.of());
    }

    /**
     * Whether an extension says of itself that it is still at work, and that is what is reported. One that says nothing at
     * all may never say anything, and would keep the VM from its rest for ever.
     */
    public boolean isTransitioning() {
        return latest.filter(Observation::isTransitioning).isPresent()
                && entries().stream().anyMatch(HandlerEntry::isTransitioning);
    }

    public ReportingView view() {
        return deliveries.view();
    }

    /** Ends once a running upload has ended; starts no other. */
    public Future<Void> stop() {
        stopped = true;
        watch.stop();
        next.ifPresent(Timers.Timer::cancel);
        if (!uploading) {
            end.tryComplete();
        }
        return end.future();
    }

    private boolean saw(Observation observation) {
        boolean news = moving || latest.filter(observation::isAs).isEmpty();
        latest = Optional.of(observation);
        if (news) {
            consider();
            moving = observation.isUnderWay() || entries(observation).stream().anyMatch(HandlerEntry::isMoving);
        }
        if (deferred && !observation.unsettled()) {
            deferred = false;
            report();
        }
        return moving || changedRecently();
    }

    private boolean changedRecently() {
        return timers.nanoTime() - changed < RECENTLY.toNanos();
    }

    private Duration keepAlive() {
        return changedRecently() ? rules.get().soonAfterChange() : rules.get().keepAlive();
    }

    /** Decides whether there is something new to tell, and when to tell it. */
    private void consider() {
        if (stopped || latest.isEmpty() || !goalStateKnown) {
            return;
        }
        String now = destination.map(Destination::blob).orElse("") + StatusDocument.fingerprint(input(latest.get()));
        if (now.equals(content)) {
            return;
        }
        boolean first = content.isEmpty();
        boolean passing = isPassing(latest.get());
        content = now;
        changed = timers.nanoTime();
        if (uploading || deferred) {
            hurried = true;
        } else if (first && !passing) {
            report();
        } else if (!hurried || (patient && !passing)) {
            hurried = true;
            patient = passing;
            reportAfter(passing ? PASSING : rules.get().coalesce());
        }
    }

    /** Whether a handler is between two commands: installed, say, and about to be enabled. */
    private static boolean isPassing(Observation observation) {
        return observation.view().handlers().stream()
                .anyMatch(handler -> handler.progress().isPresent()
                        && handler.status()
                                .filter(status -> !status.status().equals(HandlerStatus.READY) && status.code() == 0)
                                .isPresent());
    }

    private void reportAfter(Duration delay) {
        next.ifPresent(Timers.Timer::cancel);
        if (!stopped) {
            next = Optional.of(timers.after(delay, this::report));
        }
    }

    private void report() {
        next.ifPresent(Timers.Timer::cancel);
        if (stopped || uploading || latest.isEmpty()) {
            return;
        }
        if (latest.get().unsettled()) {
            deferred = true;
            return;
        }
        hurried = false;
        patient = false;
        if (destination.isEmpty()) {
            events.noDestination();
            reportAfter(rules.get().keepAlive());
            return;
        }
        upload(destination.get(), latest.get());
    }

    private void upload(Destination where, Observation observation) {
        uploading = true;
        String gist = content;
        ReportInput input = input(observation);
        String document = StatusDocument.build(deliveries.needTrimming() ? Trimming.of(input) : input, redact);
        history.keep(gist, document);
        byte[] bytes = document.getBytes(StandardCharsets.US_ASCII);
        // Composed, so that even a sink that throws cannot end the reporting.
        Future.succeededFuture()
                .compose(go -> sink.upload(bytes, where.uri(), where.type()))
                .onComplete(ended -> {
                    uploading = false;
                    if (ended.succeeded()) {
                        deliveries.succeeded(input.handlers(), document.length());
                        events.reported();
                        if (!input.handlers().isEmpty() && deliveries.view().settled()) {
                            history.initialIsOver(input.handlers());
                        }
                        goOn();
                    } else {
                        hurried = false;
                        reportAfter(
                                deliveries.failed(String.valueOf(ended.cause().getMessage()), document.length()));
                    }
                    if (stopped) {
                        end.tryComplete();
                    }
                });
    }

    private void goOn() {
        if (hurried && latest.filter(StatusReporter::isPassing).isPresent()) {
            patient = true;
            reportAfter(PASSING);
        } else if (hurried) {
            report();
        } else {
            reportAfter(keepAlive());
        }
    }

    private ReportInput input(Observation observation) {
        return new ReportInput(
                clock.instant(),
                observation.guest(),
                fastTrack,
                conditions,
                observation.view().verdict(),
                entries(observation));
    }

    private List<HandlerEntry> entries(Observation observation) {
        return new HandlerEntries(clock.instant(), rules.get().tellsOfCommands()).of(observation);
    }
}
