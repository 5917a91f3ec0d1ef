package io.goalstated.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goalstated.json.Json;

/** The host plugin's list of extensions (spec 01 §7): Fast Track, or a mirror of the Fabric one. */
final class VmSettingsDocument {
    private final Platform platform;
    private final Links links;

    VmSettingsDocument(Platform platform, Links links) {
        this.platform = platform;
        this.links = links;
    }

    String write(PublishedGoal goal) {
        ObjectNode out = Json.object()
                .put("hostGAPluginVersion", platform.hostPluginVersion())
                .put("vmSettingsSchemaVersion", "0.0")
                .put("activityId", goal.activityId().toString())
                .put("correlationId", goal.correlationId().toString())
                .put("inSvdSeqNo", goal.svdSequenceNumber())
                .put("extensionsLastModifiedTickCount", goal.createdTicks())
                .put("extensionGoalStatesSource", goal.source().text())
                .put("onHold", platform.is(Switch.ON_HOLD));
        if (platform.is(Switch.STATUS_BLOB)) {
            out.putObject("statusUploadBlob")
                    .put("statusBlobType", platform.statusBlobType())
                    .put("value", links.status());
        }
        out.putObject("inVMMetadata")
                .put("vmName", "lab-vm")
                .put("vmId", platform.vmId())
                .put("osType", "Linux");
        ArrayNode features = out.putArray("requiredFeatures");
        goal.requiredFeatures().forEach(name -> features.addObject().put("name", name));
        out.putArray("gaFamilies")
                .addObject()
                .put("name", "Prod")
                .putArray("uris")
                .add(links.agentManifest());
        ArrayNode handlers = out.putArray("extensionGoalStates");
        goal.handlers().forEach(handler -> write(handlers.addObject(), handler));
        return out.toString();
    }

    private void write(ObjectNode out, PublishedGoal.Handler handler) {
        WantedHandler wanted = handler.wanted();
        out.put("name", wanted.name())
                .put("version", wanted.version())
                .put("location", links.manifest(wanted.name()))
                // The service's own spelling (spec 01 §7).
                .put("failoverlocation", links.failoverManifest(wanted.name()))
                .put("state", wanted.state())
                .put("autoUpgrade", false)
                .put("runAsStartupTask", false)
                .put("isJson", true)
                .put("useExactVersion", true)
                .put("isMultiConfig", wanted.multiConfig());
        handler.signature().ifPresent(text -> out.put("encodedSignature", text));
        if (!wanted.multiConfig()) {
            handler.extensions()
                    .forEach(each -> out.put("settingsSeqNo", each.wanted().sequenceNumber()));
        }
        ArrayNode settings = out.putArray("settings");
        handler.extensions().forEach(each -> write(settings.addObject(), each, wanted.multiConfig()));
        writeDependencies(out, handler);
    }

    private static void write(ObjectNode out, PublishedGoal.Extension extension, boolean named) {
        WantedExtension wanted = extension.wanted();
        if (named) {
            out.put("extensionName", wanted.name())
                    .put("seqNo", wanted.sequenceNumber())
                    .put("extensionState", wanted.state());
        }
        extension
                .protectedSettings()
                .ifPresent(secret -> out.put("protectedSettingsCertThumbprint", secret.thumbprint())
                        .put("protectedSettings", secret.base64()));
        wanted.publicSettings().ifPresent(json -> out.put("publicSettings", json));
    }

    private static void writeDependencies(ObjectNode out, PublishedGoal.Handler handler) {
        ArrayNode list = Json.array();
        for (PublishedGoal.Extension each : handler.extensions()) {
            WantedExtension wanted = each.wanted();
            if (wanted.dependency().level() != 0) {
                ObjectNode item = list.addObject();
                ArrayNode names = item.putArray("DependsOnExtension");
                wanted.dependency().on().forEach(dependency -> write(names.addObject(), dependency));
                item.put("dependencyLevel", wanted.dependency().level());
                if (handler.wanted().multiConfig()) {
                    item.put("name", wanted.name());
                }
            }
        }
        if (!list.isEmpty()) {
            out.set("dependsOn", list);
        }
    }

    private static void write(ObjectNode out, String dependency) {
        int slash = dependency.indexOf('/');
        if (slash >= 0) {
            out.put("extension", dependency.substring(slash + 1));
        }
        out.put("handler", slash >= 0 ? dependency.substring(0, slash) : dependency);
    }
}
