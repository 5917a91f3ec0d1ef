package io.goalstated.polling;

import io.goalstated.event.AgentEvent;
import io.goalstated.event.Events;
import io.goalstated.event.Operation;
import io.goalstated.goalstate.CertificateFile;
import io.goalstated.goalstate.MalformedGoalState;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.trust.CertificateBag;
import io.goalstated.trust.TransportIdentity;
import io.goalstated.trust.VmCertificate;
import io.goalstated.wire.Cipher;
import io.goalstated.wire.WireServer;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link CertificateDesk} over the wireserver (spec 01 §5). The transport key pair, and with it all of Bouncy Castle, is
 * touched only when a document must be decrypted: a VM without such settings never pays for it.
 */
public final class LibraryCertificates implements CertificateDesk {
    private static final Logger LOG = LoggerFactory.getLogger(LibraryCertificates.class);
    private static final int MAX_FILE = 256 << 10;

    private final WireServer wireServer;
    private final Offload offload;
    private final Disk disk;
    private final Path library;
    private final Path document;
    private final Callable<TransportIdentity> transport;
    private final OldFormatRule oldFormats;
    private final Events events;
    private final AtomicBoolean oldFormatTold = new AtomicBoolean();
    private Optional<Future<TransportIdentity>> identity = Optional.empty();
    private boolean failing;

    /** Asked when certificates come in an old format; may block. */
    @FunctionalInterface
    public interface OldFormatRule {
        OldFormats rule() throws IOException;
    }

    /**
     * The desk.
     *
     * @param transport makes the key pair of this run, or gives the one that it has made; may block
     * @param events told when certificates cannot be had, once until they can
     */
    public LibraryCertificates(
            WireServer wireServer,
            Offload offload,
            Disk disk,
            Path library,
            Callable<TransportIdentity> transport,
            OldFormatRule oldFormats,
            Events events) {
        this.wireServer = wireServer;
        this.offload = offload;
        this.disk = disk;
        this.library = library;
        this.document = library.resolve("Certificates.xml");
        this.transport = transport;
        this.oldFormats = oldFormats;
        this.events = events;
    }

    @Override
    public Future<Set<String>> missing(Set<String> thumbprints) {
        if (thumbprints.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return offload.run(() -> {
                    Set<String> missing = new HashSet<>();
                    for (String thumbprint : thumbprints) {
                        if (!isHex(thumbprint)
                                || disk.read(file(thumbprint, ".crt"), MAX_FILE).isEmpty()) {
                            missing.add(thumbprint);
                        }
                    }
                    return missing;
                })
                .recover(cause -> {
                    LOG.warn("Cannot look for certificate files; reason={}", cause.getMessage());
                    return Future.succeededFuture(thumbprints);
                });
    }

    /** What names a file must not lead elsewhere. */
    private static boolean isHex(String thumbprint) {
        for (int i = 0; i < thumbprint.length(); i++) {
            if (Character.digit(thumbprint.charAt(i), 16) < 0 || thumbprint.charAt(i) > 'f') {
                return false;
            }
        }
        return !thumbprint.isEmpty() && thumbprint.length() <= 128;
    }

    private Path file(String thumbprint, String ending) {
        return library.resolve(thumbprint.toUpperCase(Locale.ROOT) + ending);
    }

    @Override
    public Future<String> document(String uri) {
        return identity().compose(pair -> wireServer.document(uri, pair.headerValue(), Cipher.AES128_CBC));
    }

    @Override
    public Future<List<CertificateSummary>> refresh(String uri) {
        return identity()
                .compose(pair -> refresh(uri, pair, Cipher.AES128_CBC).recover(cause -> {
                    LOG.warn("No certificates; cipher={} reason={}", Cipher.AES128_CBC, cause.getMessage());
                    return refresh(uri, pair, Cipher.DES_EDE3_CBC);
                }))
                .onSuccess(summaries -> failing = false)
                .otherwise(this::nothing);
    }

    private List<CertificateSummary> nothing(Throwable cause) {
        LOG.error("No certificates, extensions that need one will fail; reason={}", cause.getMessage());
        if (!failing) {
            failing = true;
            events.tell(AgentEvent.failed(Operation.GOAL_STATE, "Cannot fetch certificates: " + cause.getMessage()));
        }
        return List.of();
    }

    /** Asked for once; a failure is not kept, the disk may have room again. */
    private Future<TransportIdentity> identity() {
        if (identity.isEmpty() || identity.get().failed()) {
            identity = Optional.of(offload.run(transport));
        }
        return identity.get();
    }

    private Future<List<CertificateSummary>> refresh(String uri, TransportIdentity pair, Cipher cipher) {
        return wireServer
                .document(uri, pair.headerValue(), cipher)
                .compose(text -> offload.run(() -> keep(text, pair)));
    }

    private List<CertificateSummary> keep(String text, TransportIdentity pair) throws IOException, MalformedGoalState {
        keepDocument(text);
        CertificateFile parsed = CertificateFile.parse(text);
        if (parsed instanceof CertificateFile.OtherFormat other) {
            LOG.warn("The certificates come in a format that holds no keys; format={}", other.format());
        }
        if (!(parsed instanceof CertificateFile.Envelope envelope)) {
            return List.of();
        }
        CertificateBag bag = CertificateBag.open(envelope.data(), pair.key());
        if (bag instanceof CertificateBag.UndecodableCertificates undecodable) {
            throw new IOException(undecodable.reason());
        }
        CertificateBag.Certificates opened = (CertificateBag.Certificates) bag;
        if (opened.oldFormat()) {
            judgeOldFormat();
        }
        if (opened.keysWithoutCertificate() > 0) {
            LOG.warn("Private keys without a certificate were dropped; count={}", opened.keysWithoutCertificate());
        }
        List<CertificateSummary> summaries = new ArrayList<>();
        for (VmCertificate certificate : opened.certificates()) {
            write(certificate);
            summaries.add(new CertificateSummary(certificate.thumbprint(), certificate.hasPrivateKey()));
        }
        return summaries;
    }

    /** Other software reads it; the agent does not, so that nothing fails for it. Its keys stay encrypted to this VM. */
    private void keepDocument(String text) {
        try {
            disk.writeLoosely(document, text, Disk.SEALED);
        } catch (IOException e) {
            LOG.warn("Cannot write {}; reason={}", document, e.getMessage());
        }
    }

    private void judgeOldFormat() throws IOException {
        OldFormats rule = oldFormats.rule();
        if (rule == OldFormats.REFUSED) {
            throw new IOException("they are encrypted in an old way, which Fips.Strict=y forbids");
        }
        if (rule == OldFormats.TOLD && !oldFormatTold.getAndSet(true)) {
            LOG.warn("The platform encrypts certificates in a way that FIPS 140 does not approve; they are used, "
                    + "Fips.Strict=y would refuse them");
        }
    }

    /** The key first: whoever finds the certificate finds its key. */
    private void write(VmCertificate certificate) throws IOException {
        if (certificate.privateKeyPem().isPresent()) {
            writeOnce(
                    file(certificate.thumbprint(), ".prv"),
                    certificate.privateKeyPem().get());
        }
        writeOnce(file(certificate.thumbprint(), ".crt"), certificate.certificatePem());
    }

    private void writeOnce(Path file, String pem) throws IOException {
        Optional<String> there = disk.readText(file, MAX_FILE);
        if (there.isEmpty() || !there.get().equals(pem)) {
            disk.write(file, pem, Disk.SEALED);
        }
    }
}
