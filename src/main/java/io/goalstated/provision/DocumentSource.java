package io.goalstated.provision;

import io.goalstated.event.Operation;
import io.goalstated.ovf.MalformedOvf;
import io.goalstated.ovf.OvfEnvironment;
import io.goalstated.ovf.OvfParser;
import io.goalstated.ovf.OvfText;
import io.goalstated.ovf.OvfWriter;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where it is said what a fresh VM should be: the provisioning document, completed by the metadata service, which stands in for it
 * where there is none (spec 03 §3.10). Confined to the event loop.
 */
final class DocumentSource {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentSource.class);

    private final Machine machine;
    private final Offload offload;
    private final MediumWait medium;
    private final MetadataWait metadata;
    private final ProvisioningEvents events;
    private final boolean keepCustomData;

    DocumentSource(Provisioning.Parts parts, boolean keepCustomData) {
        this.machine = parts.machine();
        this.offload = parts.offload();
        this.medium = new MediumWait(parts.media(), offload, parts.timers());
        this.metadata = new MetadataWait(parts.metadata(), parts.timers());
        this.events = parts.events();
        this.keepCustomData = keepCustomData;
    }

    /**
     * What was found.
     *
     * @param copy of the document without its secrets, as it is to be kept
     */
    record Found(OvfEnvironment document, String copy) {}

    /** Keeps the copy; blocks. */
    void keep(Found found) throws IOException {
        machine.disk().write(file(), found.copy(), Disk.PRIVATE);
    }

    /** From the copy, once nothing needs the secrets of the medium any more. */
    Future<Found> again() {
        return offload.run(() ->
                parse(kept().orElseThrow(() -> ProvisioningFailure.passing("the copy of ovf-env.xml is missing"))));
    }

    /**
     * From the medium and the metadata service. Fails with a {@link ProvisioningFailure}.
     *
     * @param wasRead whether an earlier attempt on this VM has had a document: its secrets are not given up
     * @param attempt in the first one nothing is given up that only a medium has
     */
    Future<Found> find(boolean wasRead, int attempt) {
        return medium.find()
                .transform(read -> read.succeeded()
                        ? offload.run(() -> parse(read.result())).compose(this::complete)
                        : withoutMedium(read.cause(), wasRead, attempt));
    }

    void stop() {
        medium.stop();
        metadata.stop();
    }

    private Found parse(byte[] bytes) throws ProvisioningFailure {
        try {
            String copy = OvfText.withoutSecrets(bytes, keepCustomData);
            OvfEnvironment document = OvfParser.parse(bytes);
            document.warnings().forEach(warning -> LOG.warn("ovf-env.xml: {}", warning));
            return new Found(document, copy);
        } catch (MalformedOvf e) {
            throw ProvisioningFailure.lasting(e.getMessage());
        }
    }

    /** The metadata service is waited for only where something is missing without it. */
    private Future<Found> complete(Found found) {
        OvfEnvironment document = found.document();
        Future<Optional<OsProfile>> asked = document.userName().isPresent() ? metadata.once() : metadata.await();
        return asked.map(
                answer -> answer.map(profile -> complete(found, profile)).orElse(found));
    }

    private Found complete(Found found, OsProfile profile) {
        List<String> differences = profile.differences(found.document());
        if (!differences.isEmpty()) {
            LOG.warn(
                    "ovf-env.xml and the instance metadata say different things, and ovf-env.xml counts; fields={}",
                    String.join(",", differences));
        }
        OvfEnvironment whole = profile.complete(found.document());
        return whole.equals(found.document())
                ? found
                : new Found(whole, OvfWriter.withoutSecrets(whole, keepCustomData));
    }

    private Future<Found> withoutMedium(Throwable cause, boolean wasRead, int attempt) {
        return offload.run(() -> wasRead && kept().filter(OvfText::isRedacted).isPresent())
                .compose(lost -> lost ? Future.succeededFuture(Optional.<OsProfile>empty()) : metadata.await())
                .compose(answer -> standIn(answer, cause, attempt));
    }

    private Future<Found> standIn(Optional<OsProfile> answer, Throwable cause, int attempt) {
        Optional<OsProfile> usable = answer.filter(OsProfile::isUsable);
        if (usable.isEmpty()) {
            return Future.failedFuture(ProvisioningFailure.passing("no OVF or IMDS available: " + cause.getMessage()));
        }
        OsProfile profile = usable.get();
        if (attempt == 1 && !profile.isWhole()) {
            LOG.warn("There is no provisioning document, and the instance metadata lack what it may hold: once more");
            return Future.failedFuture(cause);
        }
        LOG.warn(
                "The VM is provisioned from the instance metadata, without password and custom data; reason={} keys={}",
                cause.getMessage(),
                profile.publicKeys().size());
        if (profile.hasCustomData()) {
            events.event(
                    Operation.CUSTOM_DATA, false, "failure to read customData while hasCustomData=true", Duration.ZERO);
        }
        OvfEnvironment document = profile.alone();
        return Future.succeededFuture(new Found(document, OvfWriter.withoutSecrets(document, keepCustomData)));
    }

    private Optional<byte[]> kept() throws IOException {
        return machine.disk().read(file(), OvfText.MAX_BYTES);
    }

    private Path file() {
        return machine.lib().resolve("ovf-env.xml");
    }
}
