package io.goalstated.lab;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;

/** The Fabric channel's list of extensions (spec 01 §4.4). Settings are written as given, so they may be wrong. */
final class ExtensionsConfigDocument {
    private final Platform platform;
    private final Links links;

    ExtensionsConfigDocument(Platform platform, Links links) {
        this.platform = platform;
        this.links = links;
    }

    String write(Platform.Goals goals) {
        PublishedGoal goal = goals.fabric();
        StringBuilder out = new StringBuilder(Xml.HEADER);
        out.append("<Extensions version=\"1.0.0.0\" goalStateIncarnation=\"%d\">\n".formatted(goals.incarnation()));
        appendFamilies(out);
        appendFeatures(out, goal);
        out.append("  <Plugins>\n");
        goal.handlers().forEach(handler -> appendPlugin(out, handler));
        out.append("  </Plugins>\n  <PluginSettings>\n");
        goal.handlers().forEach(handler -> appendSettings(out, handler));
        out.append("  </PluginSettings>\n");
        appendBlobs(out);
        out.append(
                "  <InVMGoalStateMetaData inSvdSeqNo=\"%d\" createdOnTicks=\"%d\" activityId=\"%s\" correlationId=\"%s\"/>\n"
                        .formatted(
                                goal.svdSequenceNumber(),
                                goal.createdTicks(),
                                goal.activityId(),
                                goal.correlationId()));
        return out.append("</Extensions>\n").toString();
    }

    private void appendFamilies(StringBuilder out) {
        out.append("  <GuestAgentExtension xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"><GAFamilies><GAFamily>"
                        + "<Name>Prod</Name><Uris><Uri>")
                .append(Xml.escape(links.agentManifest()))
                .append("</Uri></Uris></GAFamily></GAFamilies></GuestAgentExtension>\n");
    }

    private static void appendFeatures(StringBuilder out, PublishedGoal goal) {
        if (goal.requiredFeatures().isEmpty()) {
            return;
        }
        out.append("  <RequiredFeatures>");
        goal.requiredFeatures()
                .forEach(name -> out.append("<RequiredFeature><Name>")
                        .append(Xml.escape(name))
                        .append("</Name></RequiredFeature>"));
        out.append("</RequiredFeatures>\n");
    }

    private void appendPlugin(StringBuilder out, PublishedGoal.Handler handler) {
        WantedHandler wanted = handler.wanted();
        out.append("    <Plugin");
        attribute(out, "name", wanted.name());
        attribute(out, "version", wanted.version());
        attribute(out, "location", links.manifest(wanted.name()));
        attribute(out, "failoverlocation", links.failoverManifest(wanted.name()));
        attribute(out, "state", wanted.state());
        out.append(" autoUpgrade=\"false\" runAsStartupTask=\"false\" isJson=\"true\" useExactVersion=\"true\"");
        handler.signature().ifPresent(text -> attribute(out, "encodedSignature", text));
        out.append("/>\n");
    }

    private void appendSettings(StringBuilder out, PublishedGoal.Handler handler) {
        if (handler.extensions().isEmpty()) {
            return;
        }
        out.append("    <Plugin");
        attribute(out, "name", handler.wanted().name());
        attribute(out, "version", handler.wanted().version());
        out.append(">\n");
        boolean named = handler.wanted().multiConfig();
        handler.extensions().forEach(extension -> appendDependency(out, extension.wanted(), named));
        handler.extensions().forEach(extension -> appendRuntimeSettings(out, extension, named));
        out.append("    </Plugin>\n");
    }

    private static void appendDependency(StringBuilder out, WantedExtension extension, boolean named) {
        if (extension.dependency().level() == 0) {
            return;
        }
        out.append("      <DependsOn");
        attribute(
                out, "dependencyLevel", Integer.toString(extension.dependency().level()));
        if (named) {
            attribute(out, "name", extension.name());
        }
        out.append('>');
        extension.dependency().on().forEach(dependency -> {
            int slash = dependency.indexOf('/');
            out.append("<DependsOnExtension");
            if (slash >= 0) {
                attribute(out, "extension", dependency.substring(slash + 1));
            }
            attribute(out, "handler", slash >= 0 ? dependency.substring(0, slash) : dependency);
            out.append("/>");
        });
        out.append("</DependsOn>\n");
    }

    private void appendRuntimeSettings(StringBuilder out, PublishedGoal.Extension extension, boolean named) {
        String element = named ? "ExtensionRuntimeSettings" : "RuntimeSettings";
        WantedExtension wanted = extension.wanted();
        out.append("      <").append(element);
        attribute(out, "seqNo", Integer.toString(wanted.sequenceNumber()));
        if (named) {
            attribute(out, "name", wanted.name());
            attribute(out, "state", wanted.state());
        }
        String settings = settings(extension);
        out.append('>')
                .append(platform.is(Switch.CDATA) ? Xml.cdata(settings) : Xml.escape(settings))
                .append("</")
                .append(element)
                .append(">\n");
    }

    /** As the platform does: members without a value are left out. */
    private static String settings(PublishedGoal.Extension extension) {
        StringBuilder out = new StringBuilder("{\"runtimeSettings\":[{\"handlerSettings\":{");
        extension
                .protectedSettings()
                .ifPresent(secret -> out.append("\"protectedSettingsCertThumbprint\":")
                        .append(new TextNode(secret.thumbprint()))
                        .append(",\"protectedSettings\":")
                        .append(new TextNode(secret.base64())));
        Optional<String> open = extension.wanted().publicSettings();
        if (open.isPresent()) {
            out.append(extension.protectedSettings().isPresent() ? "," : "")
                    .append("\"publicSettings\":")
                    .append(open.get());
        }
        return out.append("}}]}").toString();
    }

    private void appendBlobs(StringBuilder out) {
        if (platform.is(Switch.STATUS_BLOB)) {
            out.append("  <StatusUploadBlob");
            attribute(out, "statusBlobType", platform.statusBlobType());
            out.append('>').append(Xml.escape(links.status())).append("</StatusUploadBlob>\n");
        }
        out.append("  <InVMArtifactsProfileBlob>")
                .append(Xml.escape(links.profile()))
                .append("</InVMArtifactsProfileBlob>\n");
    }

    private static void attribute(StringBuilder out, String name, String value) {
        out.append(' ').append(name).append("=\"").append(Xml.escape(value)).append('"');
    }
}
