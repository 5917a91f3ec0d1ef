package io.goalstated.provision;

import io.goalstated.config.Configuration;
import io.goalstated.config.ProvisioningKeys;
import io.goalstated.event.Operation;
import io.goalstated.wire.Health;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how provisioning has ended: readiness and failure to the platform, both to telemetry, the fingerprint of the host's SSH key
 * once the VM is ready (spec 03 §6). Confined to the event loop.
 */
final class FinalReport {
    private static final Logger LOG = LoggerFactory.getLogger(FinalReport.class);

    private final Provisioning.Parts parts;
    private final Machine machine;
    private final long began;
    private boolean failureTold;

    FinalReport(Provisioning.Parts parts) {
        this.parts = parts;
        this.machine = parts.machine();
        this.began = parts.timers().nanoTime();
    }

    /** Since provisioning began. */
    Duration elapsed() {
        return Duration.ofNanos(parts.timers().nanoTime() - began);
    }

    /** Tells the platform that the VM is ready, until it knows. The future ends with the first try. */
    Future<Void> ready(StageJournal journal, int attempt) {
        HealthReporter.Sending sending = parts.health().report(Health.READY);
        sending.delivered().onSuccess(delivered -> readyReported(journal, attempt));
        return sending.firstTry();
    }

    private void readyReported(StageJournal journal, int attempt) {
        work(() -> {
                    journal.reached(Stage.REPORTED_READY, attempt, Duration.ZERO);
                    return null;
                })
                .onFailure(cause -> LOG.warn("The report of readiness was not noted; reason={}", cause.getMessage()));
        reportFingerprint();
    }

    private void reportFingerprint() {
        Configuration configuration = machine.configuration();
        work(() -> new HostKeys(machine)
                        .fingerprint(
                                configuration.get(ProvisioningKeys.HOST_KEY_TYPE),
                                configuration.get(ProvisioningKeys.FINGERPRINT_HASH)))
                .compose(found -> found.isPresent() ? parts.fingerprints().send(found.get()) : Future.succeededFuture())
                .onFailure(cause ->
                        LOG.warn("The fingerprint of the host key was not reported; reason={}", cause.getMessage()));
    }

    /** Tells everybody of the final failure: of the first one, if there are more. */
    void failed(ProvisioningFailure failure, String vm) {
        if (failureTold) {
            return;
        }
        failureTold = true;
        event(false, "Provisioning failed: " + failure.getMessage());
        ReportText report = text(Optional.of(failure.getMessage()), vm);
        // The host reads its record when the report arrives (§6.4).
        record(report).onComplete(recorded -> parts.health().report(Health.provisioningFailed(report.text())));
    }

    /** Leaves for the hypervisor that the VM is prepared; before {@link #ready}, with which the host reads it. */
    Future<Void> tellHost(String vm) {
        return record(text(Optional.empty(), vm));
    }

    private ReportText text(Optional<String> reason, String vm) {
        return new ReportText(reason, parts.version(), vm, parts.clock().instant());
    }

    /** Best effort. */
    private Future<Void> record(ReportText report) {
        return this.<Void>work(() -> {
                    new HostDiagnostics(machine).put("PROVISIONING_REPORT", report.text());
                    return null;
                })
                .otherwiseEmpty();
    }

    /** Tells telemetry, with the time since the machine started. */
    void event(boolean success, String message) {
        parts.events().event(Operation.PROVISION, success, message + " (" + uptime() + "s)", elapsed());
    }

    /** Seconds since the machine started; empty when it does not say. */
    private String uptime() {
        try {
            String text = machine.disk()
                    .readText(machine.root().resolve("/proc/uptime"), 4096)
                    .orElse("");
            return text.split(" ", 2)[0].strip();
        } catch (IOException e) {
            return "";
        }
    }

    private <T> Future<T> work(Callable<T> work) {
        return parts.offload().run(work);
    }
}
