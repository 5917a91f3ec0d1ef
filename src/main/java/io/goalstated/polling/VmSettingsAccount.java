package io.goalstated.polling;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import io.goalstated.platform.Timers;
import io.goalstated.wire.VmSettingsAnswer.Trouble;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how requests for vmSettings went, and tells the platform (spec 01 §6.5): the first three failures of an hour
 * each, and at the end of the hour the sum, which is logged only if there were failures.
 */
final class VmSettingsAccount {
    private static final Logger LOG = LoggerFactory.getLogger(VmSettingsAccount.class);
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final int TOLD_ONE_BY_ONE = 3;

    private final Timers timers;
    private final Events events;
    private final Map<Trouble, Integer> troubles = new EnumMap<>(Trouble.class);
    private int requests;
    private int errors;
    private long began;

    VmSettingsAccount(Timers timers, Events events) {
        this.timers = timers;
        this.events = events;
        this.began = timers.nanoTime();
    }

    /** One was sent; closes the account of an hour that is over. */
    void asked() {
        if (timers.nanoTime() - began >= PERIOD.toNanos()) {
            sum();
            requests = 0;
            errors = 0;
            troubles.clear();
            began = timers.nanoTime();
        }
        requests++;
    }

    /** The one sent last has failed. */
    void failed(Trouble trouble, String reason) {
        errors++;
        troubles.merge(trouble, 1, Integer::sum);
        if (errors <= TOLD_ONE_BY_ONE) {
            events.tell(AgentEvent.done(Operation.VM_SETTINGS, "[" + trouble.text() + "] " + reason));
        }
    }

    private void sum() {
        String text = SpacedJson.write(Json.object()
                .put("requests", requests)
                .put("errors", errors)
                .put("serverErrors", count(Trouble.SERVER_ERROR))
                .put("clientErrors", count(Trouble.CLIENT_ERROR))
                .put("timeouts", count(Trouble.TIMEOUT))
                .put("failedRequests", count(Trouble.REQUEST_FAILED)));
        events.tell(AgentEvent.done(Operation.VM_SETTINGS_SUMMARY, text));
        if (errors > 0) {
            LOG.info("[VmSettingsSummary] {}", text);
        }
    }

    private int count(Trouble trouble) {
        return troubles.getOrDefault(trouble, 0);
    }
}
