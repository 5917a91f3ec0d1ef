package io.goalstated.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.environment.usage.Measurement;
import io.goalstated.environment.usage.Usage;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.platform.AgentVersion;
import io.goalstated.platform.GroupCount;
import io.goalstated.platform.ProcessFigures;
import io.goalstated.polling.PollingView;
import io.goalstated.prometheus.MetricsText;
import io.goalstated.prometheus.MetricsText.Kind;
import io.goalstated.report.ReportingView;
import io.goalstated.supervise.SupervisionFigures;
import io.goalstated.telemetry.Telemetry;
import io.goalstated.wire.Traffic;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The figures that {@code goalstated metrics} prints (spec 04 OPS-55, OPS-92). Counters begin anew with each start of the
 * agent; ages and counts are of the moment of the answer.
 */
final class MetricsAnswer {
    private final Instant now;
    private final MetricsText text = new MetricsText();

    MetricsAnswer(Instant now) {
        this.now = now;
    }

    MetricsAnswer agent(AgentVersion version, Instant started, JsonNode starts) {
        text.family(Kind.GAUGE, "goalstated_info", "The version that runs, and the one that Azure is told.")
                .sample(1, "version", version.own(), "reported", version.reported());
        text.gauge("process_start_time_seconds", "When the agent started, since 1970.", started.toEpochMilli() / 1e3);
        int unclean = 0;
        JsonNode known = starts.path("starts");
        for (int i = 0; i < known.size() - 1; i++) {
            unclean += known.get(i).has("endedAt") ? 0 : 1;
        }
        text.gauge("goalstated_starts", "Starts of the agent that are remembered, twenty at most.", known.size());
        text.gauge("goalstated_starts_unclean", "Those of them, before this one, that came to no proper end.", unclean);
        return this;
    }

    MetricsAnswer goalStates(Optional<ExtensionsGoalState> current, SupervisionFigures figures) {
        text.counter("goalstated_goal_states_seen_total", "Goal states that came to be carried out.", figures.seen());
        text.family(Kind.COUNTER, "goalstated_goal_states_concluded_total", "Goal states that were dealt with.")
                .sample(figures.carriedOut(), "result", "carried_out")
                .sample(figures.failed(), "result", "failed");
        current.ifPresent(goal -> text.gauge(
                "goalstated_goal_state_age_seconds",
                "Since the goal state in force was made, as Azure says.",
                seconds(goal.createdOn().toInstant())));
        return this;
    }

    MetricsAnswer polling(PollingView view) {
        text.family(Kind.COUNTER, "goalstated_polls_total", "Looks at the platform.")
                .sample(view.looks() - view.updates() - view.failures(), "outcome", "unchanged")
                .sample(view.updates(), "outcome", "changed")
                .sample(view.failures(), "outcome", "failed");
        text.family(Kind.HISTOGRAM, "goalstated_poll_seconds", "How long looks at the platform took.")
                .histogram(view.took());
        view.sinceSuccess()
                .ifPresent(age ->
                        text.gauge("goalstated_poll_age_seconds", "Since the last look that succeeded.", seconds(age)));
        text.gauge("goalstated_poll_active", "1 while everything is looked at every second.", view.active() ? 1 : 0);
        MetricsText.Family period =
                text.family(Kind.GAUGE, "goalstated_poll_period_seconds", "The rhythm in force, by what is asked for.");
        period.sample(seconds(view.goalStateEvery()), "what", "goal_state");
        view.hintEvery().ifPresent(every -> period.sample(seconds(every), "what", "hint"));
        return this;
    }

    MetricsAnswer traffic(List<Traffic.Share> shares) {
        MetricsText.Family requests = text.family(
                Kind.COUNTER,
                "goalstated_http_requests_total",
                "Requests, by whom they were for and the answer's status.");
        shares.forEach(share -> share.answers()
                .forEach((status, times) -> requests.sample(
                        times,
                        "endpoint",
                        share.party().word(),
                        "answer",
                        status == Traffic.NO_ANSWER ? "none" : status.toString())));
        MetricsText.Family opened =
                text.family(Kind.COUNTER, "goalstated_http_connections_opened_total", "Connections that were made.");
        shares.forEach(
                share -> opened.sample(share.opened(), "endpoint", share.party().word()));
        MetricsText.Family bytes = text.family(Kind.COUNTER, "goalstated_http_body_bytes_total", "Bytes of bodies.");
        shares.forEach(share -> bytes.sample(
                        share.received(), "endpoint", share.party().word(), "direction", "received")
                .sample(share.sent(), "endpoint", share.party().word(), "direction", "sent"));
        return this;
    }

    MetricsAnswer commands(List<SupervisionFigures.Commands> commands) {
        MetricsText.Family family =
                text.family(Kind.SUMMARY, "goalstated_command_seconds", "Commands of extensions, and how they ended.");
        commands.forEach(ended -> family.sum(
                ended.times(),
                seconds(ended.took()),
                "extension",
                ended.handler(),
                "command",
                ended.kind().word(),
                "exit_code",
                Integer.toString(ended.exitCode())));
        return this;
    }

    MetricsAnswer queues(SupervisionFigures figures, Telemetry.View telemetry) {
        text.family(Kind.GAUGE, "goalstated_queue_length", "What waits for its turn.")
                .sample(figures.pending(), "queue", "settings")
                .sample(figures.queued(), "queue", "commands")
                .sample(telemetry.waiting(), "queue", "events");
        text.gauge("goalstated_handlers_busy", "Extensions on which work is under way.", figures.busy());
        return this;
    }

    MetricsAnswer report(ReportingView view) {
        text.family(Kind.COUNTER, "goalstated_status_reports_total", "Status reports, and whether they came through.")
                .sample(view.deliveries(), "outcome", "delivered")
                .sample(view.failures(), "outcome", "failed");
        view.delivered().ifPresent(at -> {
            text.gauge("goalstated_status_report_age_seconds", "Since the platform took a report.", seconds(at));
            text.gauge("goalstated_status_report_bytes", "Size of that report.", view.bytes());
        });
        return this;
    }

    /** @param servers how many times one that could not be reached was there again */
    MetricsAnswer survived(PollingView polling, ReportingView reporting, long servers) {
        text.family(Kind.COUNTER, "goalstated_faults_survived_total", "Rows of failures that came to their end.")
                .sample(polling.survived(), "of", "goal_state")
                .sample(reporting.survived(), "of", "status_report")
                .sample(servers, "of", "server");
        return this;
    }

    /** @param latest as of the last reading, minutes ago at most */
    MetricsAnswer use(Measurement latest) {
        MetricsText.Family used = text.family(
                Kind.COUNTER, "goalstated_unit_cpu_seconds_total", "Processor time of the agent and of extensions.");
        latest.usages()
                .forEach(usage -> usage.now().processor().ifPresent(time -> used.sample(seconds(time), labels(usage))));
        MetricsText.Family heldUp = text.family(
                Kind.COUNTER,
                "goalstated_unit_cpu_throttled_seconds_total",
                "How long their quotas have held them up.");
        latest.usages()
                .forEach(usage ->
                        usage.now().throttled().ifPresent(time -> heldUp.sample(seconds(time), labels(usage))));
        MetricsText.Family memory = text.family(Kind.GAUGE, "goalstated_unit_memory_bytes", "Memory that they hold.");
        latest.usages().forEach(usage -> memory(memory, usage));
        MetricsText.Family pressed = text.family(
                Kind.COUNTER,
                "goalstated_unit_memory_throttled_total",
                "How often a memory limit has slowed them down.");
        latest.usages()
                .forEach(usage -> usage.now().pressed().ifPresent(times -> pressed.sample(times, labels(usage))));
        latest.machine()
                .ifPresent(machine -> text.family(
                                Kind.GAUGE, "goalstated_machine_memory_megabytes", "Memory of the whole machine.")
                        .sample(machine.usedMegabytes(), "what", "used")
                        .sample(machine.availableMegabytes(), "what", "available"));
        return this;
    }

    private static void memory(MetricsText.Family family, Usage usage) {
        GroupCount now = usage.now();
        now.anonymous().ifPresent(bytes -> family.sample(bytes, labels(usage, "what", "anonymous")));
        now.cache().ifPresent(bytes -> family.sample(bytes, labels(usage, "what", "cache")));
        now.swap().ifPresent(bytes -> family.sample(bytes, labels(usage, "what", "swap")));
        now.peak().ifPresent(bytes -> family.sample(bytes, labels(usage, "what", "peak")));
    }

    private static String[] labels(Usage usage, String... more) {
        List<String> labels =
                new ArrayList<>(List.of("of", usage.owner().name().toLowerCase(Locale.ROOT), "unit", usage.name()));
        labels.addAll(List.of(more));
        return labels.toArray(new String[0]);
    }

    MetricsAnswer process(Optional<ProcessFigures> figures) {
        figures.ifPresent(
                it -> text.counter("process_cpu_seconds_total", "Processor time of the agent.", it.cpuSeconds())
                        .gauge("process_resident_memory_bytes", "Memory of the agent.", it.residentBytes())
                        .gauge("process_threads", "Threads of the agent.", it.threads())
                        .gauge("process_open_fds", "Files and sockets that the agent has open.", it.descriptors()));
        Runtime java = Runtime.getRuntime();
        text.family(Kind.GAUGE, "jvm_memory_bytes", "The Java heap.")
                .sample(java.totalMemory() - java.freeMemory(), "area", "heap", "what", "used")
                .sample(java.totalMemory(), "area", "heap", "what", "committed")
                .sample(java.maxMemory(), "area", "heap", "what", "max");
        MetricsText.Family collections = text.family(Kind.SUMMARY, "jvm_gc_seconds", "Garbage collections.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections.sum(
                    Math.max(0, collector.getCollectionCount()),
                    Math.max(0, collector.getCollectionTime()) / 1e3,
                    "gc",
                    collector.getName());
        }
        return this;
    }

    private double seconds(Instant then) {
        return Math.max(0, seconds(Duration.between(then, now)));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
