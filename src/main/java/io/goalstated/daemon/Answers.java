package io.goalstated.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.platform.ProcessFigures;
import io.goalstated.polling.GoalStateSnapshot;
import io.goalstated.polling.PollingView;
import io.goalstated.prometheus.MetricsText;
import io.goalstated.provision.Provisioning;
import io.goalstated.report.Condition;
import io.goalstated.report.ReportingView;
import io.goalstated.supervise.SupervisionFigures;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a running agent says of itself: to whoever asks at the control socket, and to the platform of what is wrong. It is put
 * together from the parts at the moment of the question, and changes none of them. On the event loop.
 */
final class Answers {
    private final Setup setup;
    private final Assembly parts;
    private final List<Future<Void>> gates;
    private final Instant started;
    private JsonNode starts = Json.object();

    /** @param gates what extensions wait for; once one has failed they wait in vain */
    Answers(Setup setup, Assembly parts, List<Future<Void>> gates) {
        this.setup = setup;
        this.parts = parts;
        this.gates = List.copyOf(gates);
        this.started = parts.clock.instant();
    }

    /** Has the control socket answer, once it is open. */
    void offer() {
        parts.control
                .offer("/status", this::status)
                .offer("/starts", () -> starts)
                .offer("/metrics", MetricsText.CONTENT_TYPE, this::metrics)
                .watch("/healthz", Optional::empty)
                .watch("/readyz", this::unready);
    }

    /** @param known the document of the last starts, this one included */
    void starts(JsonNode known) {
        starts = known;
    }

    /** Why nothing new could be carried out at this moment; alive it may be all the same (OPS-125). */
    private Optional<String> unready() {
        if (parts.poller.latest().isEmpty()) {
            return Optional.of("no goal state yet"
                    + parts.detection.lastError().map(why -> ": " + why).orElse(""));
        }
        return parts.poller.view().lastError();
    }

    /** What is wrong at this moment, worst first. */
    List<Condition> conditions() {
        Conditions conditions = new Conditions();
        gates.forEach(gate -> conditions.halted(Optional.ofNullable(gate.cause())));
        return conditions
                .disk(parts.supervisor.diskTrouble())
                .polling(parts.poller.view())
                .policy(parts.intake.invalidPolicy())
                .provisioning(parts.provisioning.map(Provisioning::view))
                .machine(parts.surroundings.troubles(), parts.limitsNotInForce())
                .worstFirst();
    }

    /** The document of {@code goalstated status}. */
    JsonNode status() {
        return new StatusAnswer(parts.clock.instant())
                .agent(setup.version(), started)
                .conditions(conditions())
                .goalState(parts.poller.latest(), parts.supervisor.view())
                .polling(parts.poller.view(), parts.detection.lastError())
                .unreachable(parts.http.outages().present())
                .resourceControl(parts.resourceTroubles())
                .use(parts.use.latest())
                .report(parts.reporter.view())
                .provisioning(parts.provisioning.map(Provisioning::view))
                .extensions(parts.reporter.entries())
                .document();
    }

    /** The figures of {@code goalstated metrics}. */
    private Future<String> metrics() {
        return parts.offload
                .run(ProcessFigures::read)
                .map(Optional::of)
                .otherwise(Optional.empty())
                .map(this::metrics);
    }

    private String metrics(Optional<ProcessFigures> process) {
        PollingView polling = parts.poller.view();
        ReportingView reporting = parts.reporter.view();
        SupervisionFigures supervision = parts.supervisor.figures();
        return new MetricsAnswer(parts.clock.instant())
                .agent(setup.version(), started, starts)
                .goalStates(parts.poller.latest().map(GoalStateSnapshot::extensions), supervision)
                .polling(polling)
                .traffic(parts.http.traffic().shares())
                .commands(supervision.commands())
                .queues(supervision, parts.telemetry.view())
                .report(reporting)
                .survived(polling, reporting, parts.http.outages().survived())
                .use(parts.use.latest())
                .process(process)
                .toString();
    }
}
