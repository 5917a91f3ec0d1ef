package io.goalstated.lab;

import io.goalstated.lab.issue.Cipher;
import io.goalstated.lab.issue.TransportRecipient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.xml.stream.XMLStreamException;

/** The wireserver (spec 01 §3). Both spellings of its path, with and without the slash before the query, are taken. */
final class WireSite implements Site {
    private static final Reply NOT_FOUND = Reply.text(404, "not found");

    private final Vertx vertx;
    private final Platform platform;
    private final GoalStateDocuments documents;
    private final ExtensionsConfigDocument extensions;
    private final EncryptedDocuments encrypted;
    private final History<TelemetryRecord> telemetry;

    WireSite(Vertx vertx, Platform platform, Links links, Credentials credentials, History<TelemetryRecord> telemetry) {
        this.telemetry = telemetry;
        this.vertx = vertx;
        this.platform = platform;
        this.documents = new GoalStateDocuments(platform, links);
        this.extensions = new ExtensionsConfigDocument(platform, links);
        this.encrypted = new EncryptedDocuments(credentials);
    }

    @Override
    public Future<Reply> answer(Request request) {
        return switch (request.method()) {
            case "GET" -> get(request);
            case "POST" -> Future.succeededFuture(post(request));
            default -> Future.succeededFuture(Reply.text(405, "method not allowed"));
        };
    }

    private Future<Reply> get(Request request) {
        String comp = request.parameter("comp");
        if (comp.equals("versions")) {
            return ready(Document.VERSIONS, documents::versions);
        }
        if (request.header("x-ms-version").filter("2012-11-30"::equals).isEmpty()) {
            return Future.succeededFuture(Reply.text(400, "x-ms-version is missing or not 2012-11-30"));
        }
        if (comp.equals("goalstate")) {
            return ready(Document.GOAL_STATE, documents::goalState);
        }
        if (!request.path().contains(platform.identity().containerId())) {
            return Future.succeededFuture(Reply.text(410, "this container is gone"));
        }
        return switch (comp) {
            case "config" -> config(request.parameter("type"), request.parameter("incarnation"));
            case "certificates" -> certificates(request);
            case "remoteaccessinfo" -> remoteAccess(request);
            default -> Future.succeededFuture(NOT_FOUND);
        };
    }

    private Future<Reply> config(String type, String incarnation) {
        return switch (type) {
            case "hostingenvironmentconfig" -> ready(Document.HOSTING_ENVIRONMENT, documents::hostingEnvironment);
            case "sharedconfig" -> ready(Document.SHARED_CONFIG, documents::sharedConfig);
            case "extensionsconfig" ->
                ready(Document.EXTENSIONS_CONFIG, () -> extensions.write(platform.goalsOf(incarnation)));
            default -> Future.succeededFuture(NOT_FOUND);
        };
    }

    private Future<Reply> certificates(Request request) {
        int incarnation = platform.goals().incarnation();
        return sealed(
                Document.CERTIFICATES,
                request,
                (recipient, cipher) -> encrypted.certificates(incarnation, recipient, cipher));
    }

    private Future<Reply> remoteAccess(Request request) {
        int incarnation = platform.goals().incarnation();
        return sealed(
                Document.REMOTE_ACCESS,
                request,
                (recipient, cipher) ->
                        EncryptedDocuments.remoteAccess(incarnation, platform.remoteUsers(), recipient, cipher));
    }

    private Future<Reply> ready(Document document, Supplier<String> text) {
        return Future.succeededFuture(Reply.xml(platform.replacement(document).orElseGet(text)));
    }

    private Future<Reply> sealed(
            Document document, Request request, BiFunction<TransportRecipient, Cipher, String> text) {
        Optional<String> replacement = platform.replacement(document);
        if (replacement.isPresent()) {
            return Future.succeededFuture(Reply.xml(replacement.get()));
        }
        Optional<Cipher> cipher = request.header("x-ms-cipher-name").flatMap(Cipher::named);
        if (cipher.isEmpty()) {
            return Future.succeededFuture(Reply.text(400, "x-ms-cipher-name is missing or unknown"));
        }
        String certificate = request.header("x-ms-guest-agent-public-x509-cert").orElse("");
        return vertx.executeBlocking(
                () -> TransportRecipient.parse(certificate)
                        .map(recipient -> Reply.xml(text.apply(recipient, cipher.get())))
                        .orElseGet(
                                () -> Reply.text(
                                        400,
                                        "x-ms-guest-agent-public-x509-cert is missing or no RSA certificate with a subject key identifier")));
    }

    private Reply post(Request request) {
        if (request.plainPath().equals("/healthservice")) {
            return Reply.empty(200);
        }
        if (request.plainPath().equals("/provisioning/health")) {
            return Reply.empty(201);
        }
        return switch (request.parameter("comp")) {
            case "health" -> Reply.empty(200);
            case "telemetrydata" -> telemetry(request);
            case "roleproperties" -> Reply.empty(202);
            default -> NOT_FOUND;
        };
    }

    private Reply telemetry(Request request) {
        if (request.header("x-ms-version").filter("2012-11-30"::equals).isEmpty()
                || request.header("content-type")
                        .filter(type -> type.startsWith("text/xml"))
                        .isEmpty()) {
            return Reply.text(400, "x-ms-version is not 2012-11-30, or the content is not text/xml");
        }
        try {
            TelemetryBody.parse(request.text(), Instant.now()).forEach(telemetry::add);
            return Reply.empty(200);
        } catch (XMLStreamException e) {
            return Reply.text(400, "unusable telemetry: " + e.getMessage());
        }
    }
}
