package io.goalstated.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.vertx.core.Future;

/** The instance metadata service (spec 01 §11). */
final class ImdsSite implements Site {
    private static final String COMPUTE = """
            {"location": "labland", "name": "lab-vm", "offer": "lab", "osType": "Linux", "placementGroupId": "",
             "platformFaultDomain": "0", "platformUpdateDomain": "0", "publisher": "lab", "resourceGroupName": "lab",
             "sku": "lab", "subscriptionId": "00000000-0000-4000-8000-000000000001", "tags": "", "version": "1.0.0",
             "vmScaleSetName": "", "vmSize": "Standard_D2s_v5", "zone": ""}""";

    private static final String NETWORK = """
            {"interface": [{"ipv4": {"ipAddress": [{"privateIpAddress": "10.99.0.4", "publicIpAddress": ""}],
             "subnet": [{"address": "10.99.0.0", "prefix": "24"}]}, "ipv6": {"ipAddress": []}, "macAddress": "000D3A000001"}]}""";

    private final Platform platform;

    ImdsSite(Platform platform) {
        this.platform = platform;
    }

    @Override
    public Future<Reply> answer(Request request) {
        return Future.succeededFuture(route(request));
    }

    private Reply route(Request request) {
        if (!request.is("GET")) {
            return error(405, "Method not allowed");
        }
        if (request.header("metadata").filter("true"::equalsIgnoreCase).isEmpty()) {
            return error(400, "Bad request. Required metadata header not specified");
        }
        if (request.parameter("api-version").isEmpty()) {
            return error(400, "Bad request. api-version was not specified in the request");
        }
        String path = request.plainPath();
        if (path.equals("/metadata/instance")) {
            return Reply.json(instance());
        }
        return path.startsWith("/metadata/instance/")
                ? part(path.substring("/metadata/instance/".length()))
                : error(404, "Not found");
    }

    private String instance() {
        return platform.replacement(Document.INSTANCE_METADATA)
                .orElseGet(() -> "{\"compute\": " + compute() + ", \"network\": " + NETWORK + "}");
    }

    private Reply part(String name) {
        try {
            JsonNode part = Json.parse(instance()).path(name);
            return part.isMissingNode() ? error(404, "Not found") : Reply.json(part.toString());
        } catch (MalformedJson e) {
            // The test replaced the document by something else: it gets what it asked for.
            return Reply.json(instance());
        }
    }

    private String compute() {
        try {
            ObjectNode compute = (ObjectNode) Json.parse(COMPUTE);
            return compute.put("vmId", platform.vmId()).toString();
        } catch (MalformedJson e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply error(int status, String message) {
        return Reply.json("{\"error\":\"" + message + "\"}").withStatus(status);
    }
}
