package io.goalstated.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The HostGAPlugin (spec 01 §6): vmSettings, and a way to storage for VMs that have none of their own. */
final class HostPluginSite implements Site {
    private static final String API_VERSION = "2015-09-01";

    private final Platform platform;
    private final Links links;
    private final VmSettingsDocument vmSettings;
    private final BlobSite storage;
    private final History<LogUpload> logs;

    HostPluginSite(Platform platform, Links links, BlobSite storage, History<LogUpload> logs) {
        this.logs = logs;
        this.platform = platform;
        this.links = links;
        this.vmSettings = new VmSettingsDocument(platform, links);
        this.storage = storage;
    }

    @Override
    public Future<Reply> answer(Request request) {
        return Future.succeededFuture(route(request));
    }

    private Reply route(Request request) {
        return switch (request.method() + " " + request.plainPath()) {
            case "GET /versions" -> Reply.json("[\"" + API_VERSION + "\"]");
            case "GET /health" -> Reply.empty(200);
            case "GET /vmsettings" -> checked(request, true).orElseGet(() -> vmSettings(request));
            case "GET /extensionartifact" -> checked(request, true).orElseGet(() -> artifact(request));
            case "PUT /status" -> checked(request, true).orElseGet(() -> status(request));
            case "PUT /vmagentlog" -> checked(request, false).orElseGet(() -> log(request));
            default -> Reply.text(404, "not found");
        };
    }

    /** The reply to a request whose headers are missing or stale (spec 01 §6.1), or empty when they are right. */
    private Optional<Reply> checked(Request request, boolean configNameToo) {
        if (request.header("x-ms-version").filter(API_VERSION::equals).isEmpty()) {
            return Optional.of(Reply.text(400, "x-ms-version is missing or not " + API_VERSION));
        }
        VmIdentity vm = platform.identity();
        return stale(request, "x-ms-containerid", vm.containerId())
                .or(() -> configNameToo ? stale(request, "x-ms-host-config-name", vm.configName()) : Optional.empty());
    }

    private Optional<Reply> stale(Request request, String header, String current) {
        Optional<String> sent = request.header(header);
        if (sent.isEmpty()) {
            return Optional.of(Reply.text(400, header + " is missing"));
        }
        return sent.get().equals(current) || !platform.is(Switch.STRICT_CONTAINER)
                ? Optional.empty()
                : Optional.of(Reply.text(410, header + " is stale"));
    }

    private Reply vmSettings(Request request) {
        if (!platform.is(Switch.VM_SETTINGS)) {
            return Reply.text(404, "not found");
        }
        Platform.Goals goals = platform.goals();
        String etag = Long.toString(goals.etag());
        if (request.header("if-none-match").filter(etag::equals).isPresent()) {
            return Reply.empty(304).withHeader("ETag", etag);
        }
        String text = platform.replacement(Document.VM_SETTINGS).orElseGet(() -> vmSettings.write(goals.vmSettings()));
        return Reply.json(text).withHeader("ETag", etag);
    }

    private Reply artifact(Request request) {
        Optional<URI> location = request.header("x-ms-artifact-location").flatMap(this::ours);
        return location.map(
                        uri -> storage.route(toStorage("GET", uri, Map.of(), Buffer.buffer()), StatusReport.Via.HOST))
                .orElseGet(() ->
                        Reply.text(502, "x-ms-artifact-location is missing or does not lead to the lab's storage"));
    }

    /** Carries out the PUT to storage that the body describes (spec 01 §6.6). */
    private Reply status(Request request) {
        try {
            JsonNode order = Json.parse(request.text());
            Optional<URI> target = ours(order.path("requestUri").asText());
            if (target.isEmpty()) {
                return Reply.text(400, "requestUri does not lead to the lab's storage");
            }
            Map<String, String> headers = new HashMap<>();
            for (JsonNode header : order.path("headers")) {
                headers.put(
                        header.path("headerName").asText().toLowerCase(Locale.ROOT),
                        header.path("headerValue").asText());
            }
            byte[] content = Base64.getDecoder().decode(order.path("content").asText());
            Reply stored = storage.route(
                    toStorage("PUT", target.get(), headers, Buffer.buffer(content)), StatusReport.Via.HOST);
            return stored.status() == 201 ? Reply.empty(200) : stored;
        } catch (MalformedJson | IllegalArgumentException e) {
            return Reply.text(400, "unusable status upload: " + e.getMessage());
        }
    }

    private Reply log(Request request) {
        Optional<String> deployment = request.header("x-ms-vmagentlog-deploymentid");
        if (deployment.isEmpty()) {
            return Reply.text(400, "x-ms-vmagentlog-deploymentid is missing");
        }
        logs.add(new LogUpload(Instant.now(), deployment.get(), request.body()));
        return Reply.empty(200);
    }

    /** The real host fetches from anywhere; this one must never leave the machine. */
    private Optional<URI> ours(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getRawPath() != null
                            && url.startsWith(links.addresses().blob().url() + "/")
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Request toStorage(String method, URI uri, Map<String, String> headers, Buffer body) {
        Map<String, String> query = new HashMap<>();
        String raw = uri.getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            query.putIfAbsent(
                    (equals < 0 ? pair : pair.substring(0, equals)).toLowerCase(Locale.ROOT),
                    equals < 0 ? "" : pair.substring(equals + 1));
        }
        return new Request(
                method, uri.getRawPath() + (raw == null ? "" : "?" + raw), uri.getRawPath(), query, headers, body);
    }
}
