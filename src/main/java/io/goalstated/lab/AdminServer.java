package io.goalstated.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Locale;

/** The admin API: what {@link FakeAzure} offers to Java, as JSON over HTTP on loopback. */
final class AdminServer {
    private final Vertx vertx;
    private final FakeAzure azure;
    private final AdminOrders orders;

    AdminServer(Vertx vertx, FakeAzure azure) {
        this.vertx = vertx;
        this.azure = azure;
        this.orders = new AdminOrders(azure);
    }

    void serve(LabServer.Arrival arrival) {
        Request request = arrival.request();
        Exchange exchange = new Exchange(vertx, arrival.http(), request, this::answer, new Earlier(), status -> {});
        exchange.answer();
    }

    private Future<Reply> answer(Request request) {
        if (request.header("origin").isPresent()) {
            // A web page that somebody has open must not be able to publish goals.
            return Future.succeededFuture(refusal(403, "not for browsers"));
        }
        return switch (request.method()) {
            case "GET" -> Future.succeededFuture(read(request));
            // Orders read files, make keys and encrypt.
            case "POST" -> vertx.executeBlocking(() -> order(request));
            default -> Future.succeededFuture(refusal(405, "use GET or POST"));
        };
    }

    private Reply read(Request request) {
        return switch (request.plainPath()) {
            case "/state" -> json(state());
            case "/status" ->
                json(azure.statuses().last().map(StatusReport::document).orElseGet(Json::object));
            case "/status-history" -> json(statusHistory());
            case "/requests" -> json(requests(request));
            case "/telemetry" -> json(telemetry());
            default -> refusal(404, "unknown; GET /state, /status, /status-history, /telemetry, /requests?from=NUMBER");
        };
    }

    private Reply order(Request request) {
        try {
            return json(orders.carryOut(request.plainPath(), Fields.parse(request.text())));
        } catch (BadInput e) {
            return refusal(400, String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode state() {
        ObjectNode out = Json.object()
                .put("incarnation", azure.incarnation())
                .put("etag", azure.etag())
                .put("containerId", azure.containerId())
                .put("configName", azure.configName());
        ObjectNode switches = out.putObject("switches");
        for (Switch each : Switch.values()) {
            switches.put(each.label(), azure.is(each));
        }
        ArrayNode offers = out.putArray("packages");
        azure.offers()
                .forEach(offer -> offers.addObject()
                        .put("name", offer.name())
                        .put("version", offer.version())
                        .put("size", offer.bytes().length));
        ArrayNode faults = out.putArray("faults");
        azure.faults()
                .forEach(fault ->
                        faults.addObject().put("fault", fault.toString()).put("hits", fault.hits()));
        return out;
    }

    private ArrayNode statusHistory() {
        ArrayNode out = Json.array();
        for (StatusReport report : azure.statuses().all()) {
            ObjectNode entry = out.addObject()
                    .put("time", report.time().toString())
                    .put("via", report.via().name().toLowerCase(Locale.ROOT))
                    .put("blobType", report.blobType())
                    .put("size", report.size());
            report.problem().ifPresent(problem -> entry.put("problem", problem));
            if (!report.document().isMissingNode()) {
                entry.set("status", report.document());
            }
        }
        return out;
    }

    private ArrayNode telemetry() {
        ArrayNode out = Json.array();
        for (TelemetryRecord each : azure.telemetry().all()) {
            ObjectNode entry = out.addObject()
                    .put("time", each.time().toString())
                    .put("provider", each.provider())
                    .put("event", each.id());
            ObjectNode values = entry.putObject("values");
            each.values().forEach(values::put);
        }
        return out;
    }

    private ArrayNode requests(Request request) {
        String from = request.parameter("from");
        long first = from.matches("\\d{1,18}") ? Long.parseLong(from) : 0;
        ArrayNode out = Json.array();
        for (RecordedRequest each : azure.requests().matching(recorded -> recorded.number() >= first)) {
            ObjectNode entry = out.addObject()
                    .put("number", each.number())
                    .put("time", each.time().toString())
                    .put("server", each.server().label())
                    .put("method", each.method())
                    .put("path", each.path())
                    .put("bodySize", each.bodySize())
                    .put("status", each.status());
            each.fault().ifPresent(fault -> entry.put("fault", fault));
            ObjectNode headers = entry.putObject("headers");
            each.headers().forEach(headers::put);
        }
        return out;
    }

    private static Reply json(JsonNode node) {
        return Reply.json(node.toString());
    }

    private static Reply refusal(int status, String message) {
        return Reply.json(Json.object().put("error", message).toString()).withStatus(status);
    }
}
