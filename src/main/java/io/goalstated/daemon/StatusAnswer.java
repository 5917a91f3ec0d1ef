package io.goalstated.daemon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.environment.usage.Measurement;
import io.goalstated.environment.usage.Usage;
import io.goalstated.goalstate.ExtensionsGoalState;
import io.goalstated.json.Json;
import io.goalstated.platform.AgentVersion;
import io.goalstated.polling.GoalStateSnapshot;
import io.goalstated.polling.PollingView;
import io.goalstated.provision.ProvisioningView;
import io.goalstated.report.Condition;
import io.goalstated.report.HandlerEntry;
import io.goalstated.report.ReportingView;
import io.goalstated.supervise.SupervisionView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The document that {@code goalstated status --output json} prints. Times are whole seconds before the moment of the
 * answer; members without a value are left out.
 */
final class StatusAnswer {
    private static final int SCHEMA_VERSION = 1;

    private final Instant now;
    private final ObjectNode document = Json.object().put("schemaVersion", SCHEMA_VERSION);

    StatusAnswer(Instant now) {
        this.now = now;
    }

    StatusAnswer agent(AgentVersion version, Instant started) {
        document.putObject("agent")
                .put("version", version.own())
                .put("reported", version.reported())
                .put("pid", ProcessHandle.current().pid())
                .put("upSeconds", secondsSince(started));
        return this;
    }

    /** @param present what the platform is told of, worst first */
    StatusAnswer conditions(List<Condition> present) {
        if (!present.isEmpty()) {
            ArrayNode conditions = document.putArray("conditions");
            present.forEach(
                    each -> conditions.addObject().put("code", each.code()).put("message", each.toString()));
        }
        return this;
    }

    StatusAnswer goalState(Optional<GoalStateSnapshot> snapshot, SupervisionView view) {
        ObjectNode goalState = document.putObject("goalState");
        snapshot.map(GoalStateSnapshot::extensions).ifPresent(goal -> describe(goalState, goal, view));
        return this;
    }

    private void describe(ObjectNode goalState, ExtensionsGoalState goal, SupervisionView view) {
        goalState.put("id", goal.id());
        goalState.put("source", goal.source().text());
        goalState.put("channel", goal.channel().text());
        goalState.put("onHold", goal.onHold());
        view.verdict()
                .filter(verdict -> verdict.goalStateId().equals(goal.id()))
                .ifPresent(verdict -> goalState
                        .put("code", verdict.code().number())
                        .put("message", verdict.message())
                        .put("carriedOutSeconds", secondsSince(verdict.at())));
    }

    StatusAnswer polling(PollingView view, Optional<String> detectionError) {
        ObjectNode polling = document.putObject("polling");
        view.sinceSuccess().ifPresent(age -> polling.put("lastAnswerSeconds", age.toSeconds()));
        view.lastError().or(() -> detectionError).ifPresent(error -> polling.put("lastError", error));
        polling.put("active", view.active());
        polling.put("goalStateEverySeconds", view.goalStateEvery().toSeconds());
        view.hintEvery().ifPresent(every -> polling.put("hintEverySeconds", every.toSeconds()));
        polling.put("looks", view.looks());
        polling.put("updates", view.updates());
        return this;
    }

    /** @param servers that refuse connections while calls wait for them */
    StatusAnswer unreachable(List<String> servers) {
        if (!servers.isEmpty()) {
            ArrayNode named = document.putArray("unreachable");
            servers.forEach(named::add);
        }
        return this;
    }

    /** @param troubles why extensions are not kept apart, or not held to their limits, as they should be */
    StatusAnswer resourceControl(List<String> troubles) {
        if (!troubles.isEmpty()) {
            ArrayNode named = document.putArray("resourceControl");
            troubles.forEach(named::add);
        }
        return this;
    }

    /** @param latest what the agent and extensions have used between the two last readings, and hold now */
    StatusAnswer use(Measurement latest) {
        if (!latest.usages().isEmpty()) {
            ArrayNode use = document.putArray("use");
            latest.usages().forEach(usage -> describe(use.addObject(), usage));
        }
        return this;
    }

    private static void describe(ObjectNode use, Usage usage) {
        use.put("of", word(usage.owner()));
        use.put("unit", usage.name());
        usage.processorPercent().ifPresent(percent -> use.put("processorPercent", Math.round(percent * 10) / 10.0));
        usage.throttled().ifPresent(time -> use.put("throttledSeconds", time.toSeconds()));
        usage.now().anonymous().ifPresent(bytes -> use.put("memoryBytes", bytes));
        usage.now().cache().ifPresent(bytes -> use.put("cacheBytes", bytes));
    }

    StatusAnswer report(ReportingView view) {
        ObjectNode report = document.putObject("report");
        view.delivered().ifPresent(at -> report.put("lastUploadSeconds", secondsSince(at)));
        view.failure().ifPresent(error -> report.put("lastError", error));
        report.put("bytes", view.bytes());
        return this;
    }

    /** The built-in handler, listed as extensions are. */
    StatusAnswer provisioning(Optional<ProvisioningView> view) {
        view.ifPresent(it -> {
            ObjectNode provisioning = document.putObject("provisioning");
            provisioning.put("handler", ProvisioningView.HANDLER);
            provisioning.put("state", word(it.state()));
            it.stage().ifPresent(stage -> provisioning.put("step", word(stage)));
            provisioning.put("attempt", it.attempt());
            it.reason().ifPresent(reason -> provisioning.put("reason", reason));
            provisioning.put("sinceSeconds", secondsSince(it.since()));
            provisioning.put("extensionsReleased", it.released());
        });
        return this;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    StatusAnswer extensions(List<HandlerEntry> entries) {
        ArrayNode extensions = document.putArray("extensions");
        for (HandlerEntry entry : entries) {
            ObjectNode extension = extensions.addObject();
            extension.put("name", entry.label());
            extension.put("version", entry.version());
            extension.put("handlerStatus", entry.status());
            extension.put("code", entry.code());
            entry.message().ifPresent(message -> extension.put("message", message + entry.running()));
            entry.settings().ifPresent(settings -> describe(extension, settings));
        }
        return this;
    }

    private static void describe(ObjectNode extension, HandlerEntry.Settings settings) {
        extension.put("sequenceNumber", settings.sequence().value());
        settings.status().word().ifPresent(word -> extension.put("status", word.text()));
        extension.set("code", settings.status().code());
        settings.status().message().ifPresent(message -> extension.put("message", message + settings.running()));
    }

    ObjectNode document() {
        return document;
    }

    private long secondsSince(Instant then) {
        return Math.max(0, Duration.between(then, now).toSeconds());
    }
}
