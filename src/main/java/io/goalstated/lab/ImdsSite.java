package io.goalstated.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import io.vertx.core.Future;
import java.util.Optional;

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

    /** Versions are dates; older ones tell of no profile. */
    private static final String FIRST_WITH_PROFILE = "2020-06-01";

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
        boolean profiled = request.parameter("api-version").compareTo(FIRST_WITH_PROFILE) >= 0;
        boolean extended = profiled && request.parameter("extended").equals("true");
        String path = request.plainPath();
        if (path.equals("/metadata/instance")) {
            return Reply.json(instance(profiled, extended));
        }
        return path.startsWith("/metadata/instance/")
                ? part(request, path.substring("/metadata/instance/".length()), instance(profiled, extended))
                : error(404, "Not found");
    }

    private String instance(boolean profiled, boolean extended) {
        Optional<String> replacement = platform.replacement(Document.INSTANCE_METADATA);
        if (replacement.isPresent()) {
            return replacement.get();
        }
        VmProfile profile = platform.profile();
        ObjectNode instance = Json.object();
        ObjectNode compute = parsed(COMPUTE).put("vmId", platform.vmId());
        if (profiled) {
            profile.tell(compute);
        }
        instance.set("compute", compute);
        instance.set("network", parsed(NETWORK));
        if (extended) {
            instance.set("extended", profile.extension());
        }
        return instance.toString();
    }

    /** A part of any depth; a single value also as plain text. */
    private static Reply part(Request request, String names, String instance) {
        try {
            JsonNode part = Json.parse(instance).at("/" + names);
            if (part.isMissingNode()) {
                return error(404, "Not found");
            }
            boolean plain = part.isValueNode() && request.parameter("format").equals("text");
            return plain ? Reply.text(200, part.asText()) : Reply.json(part.toString());
        } catch (MalformedJson e) {
            // The test replaced the document by something else: it gets what it asked for.
            return Reply.json(instance);
        }
    }

    private static ObjectNode parsed(String text) {
        try {
            return (ObjectNode) Json.parse(text);
        } catch (MalformedJson e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply error(int status, String message) {
        return Reply.json("{\"error\":\"" + message + "\"}").withStatus(status);
    }
}
