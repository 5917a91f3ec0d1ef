package io.goalstated.daemon;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.CommonParameters.Tenancy;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.HostingEnvironment;
import io.goalstated.goalstate.RejectedHandler;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.polling.GoalStateSnapshot;
import io.goalstated.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the platform of what concerns the agent as a whole. Confined to the event loop. */
final class Announcements {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    private final Telemetry telemetry;
    private final Events events;
    private Optional<String> told = Optional.empty();

    Announcements(Telemetry telemetry, Events events) {
        this.telemetry = telemetry;
        this.events = events;
    }

    /** The agent before this one came to no proper end. */
    void restarted(String how) {
        LOG.warn("{}", how);
        events.tell(AgentEvent.failed(Operation.RESTART, how));
    }

    /** Each goal state is told of once, however often it is looked at. */
    void goalState(GoalStateSnapshot snapshot) {
        telemetry.goalState(snapshot.document().containerId(), tenancy(snapshot));
        ExtensionsGoalState goal = snapshot.extensions();
        if (told.filter(goal.id()::equals).isPresent()) {
            return;
        }
        told = Optional.of(goal.id());
        news(goal).forEach(events::tell);
    }

    /** What there is to say of a goal state: that it is there, who signed what, and what in it cannot be carried out. */
    static List<AgentEvent> news(ExtensionsGoalState goal) {
        List<AgentEvent> news = new ArrayList<>();
        news.add(AgentEvent.done(
                Operation.GOAL_STATE,
                "Fetched new goal state [" + goal.id() + " channel: "
                        + goal.channel().text() + " source: "
                        + goal.source().text() + " created: " + goal.createdOn().toInstant() + " extensions: "
                        + goal.handlers().size() + "] [Activity ID: " + goal.activityId() + "]"));
        if (goal.signaturesMeaningful()) {
            goal.handlers().stream()
                    .filter(handler -> handler.state() != RequestedState.UNINSTALL)
                    .map(Announcements::signature)
                    .forEach(news::add);
        }
        goal.rejected().stream().map(Announcements::rejection).forEach(news::add);
        return news;
    }

    private static Tenancy tenancy(GoalStateSnapshot snapshot) {
        HostingEnvironment hosting = snapshot.hosting().orElse(new HostingEnvironment("", "", ""));
        return new Tenancy(
                hosting.deploymentName(),
                hosting.roleName(),
                snapshot.document().roleInstanceId());
    }

    private static AgentEvent signature(HandlerGoal handler) {
        boolean signed = handler.encodedSignature().isPresent();
        return new AgentEvent(
                        Optional.empty(),
                        Operation.EXTENSION_SIGNED,
                        signed,
                        signed ? "The package is signed" : "The package is not signed",
                        Duration.ZERO)
                .about(handler.name(), handler.version());
    }

    /** About the agent: what names no handler cannot be the subject. */
    private static AgentEvent rejection(RejectedHandler handler) {
        return AgentEvent.failed(
                Operation.INVALID_EXTENSION_CONFIG,
                handler.reason() + ": name=" + handler.name() + " version=" + handler.version());
    }

    void reportsFail(Duration time, String reason) {
        events.tell(AgentEvent.failed(
                Operation.REPORT_STATUS_EXTENDED,
                "No status report has come through for " + time.toMinutes() + " min: " + reason));
    }
}
