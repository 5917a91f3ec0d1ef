package io.goalstated.goalstate;

import com.fasterxml.jackson.databind.node.TextNode;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.goalstate.ExtensionsGoalState.BlobType;
import io.goalstated.goalstate.ExtensionsGoalState.Channel;
import io.goalstated.goalstate.ExtensionsGoalState.Source;
import io.goalstated.goalstate.InvalidSettings.Category;
import io.goalstated.goalstate.MalformedGoalState.Document;
import io.goalstated.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads an ExtensionsConfig, the Fabric channel's goal state (spec 01 §4.4). */
public final class ExtensionsConfig {
    private final Map<String, List<Element>> settingsByName = new HashMap<>();
    private final List<HandlerGoal> handlers = new ArrayList<>();
    private final List<RejectedHandler> rejected = new ArrayList<>();

    private ExtensionsConfig(List<Element> pluginSettings) {
        for (Element settings : pluginSettings) {
            settingsByName
                    .computeIfAbsent(folded(settings.attribute("name")), name -> new ArrayList<>())
                    .add(settings);
        }
    }

    /**
     * The goal state of that text. A handler that cannot be used is part of the result; only a text that is not an
     * ExtensionsConfig at all is an error.
     */
    public static ExtensionsGoalState parse(Incarnation incarnation, String text) throws MalformedGoalState {
        Element root = XmlDocument.root(Document.EXTENSIONS_CONFIG, "Extensions", text);
        ExtensionsConfig config = new ExtensionsConfig(root.items("PluginSettings", "Plugin"));
        for (Element plugin : root.items("Plugins", "Plugin")) {
            config.add(plugin);
        }
        Element metadata = root.first("InVMGoalStateMetaData").orElse(absent("InVMGoalStateMetaData"));
        Element statusBlob = root.first("StatusUploadBlob").orElse(absent("StatusUploadBlob"));
        return new ExtensionsGoalState(
                "incarnation_" + incarnation,
                Source.FABRIC,
                Channel.WIRE_SERVER,
                guid(metadata.attribute("activityId")),
                guid(metadata.attribute("correlationId")),
                Ticks.parse(metadata.attribute("createdOnTicks")),
                TextNode.valueOf(incarnation.value()),
                nonEmpty(statusBlob.text()),
                BlobType.parse(statusBlob.attribute("statusBlobType")),
                requiredFeatures(root),
                families(root),
                config.handlers,
                config.rejected,
                false,
                root.firstText("InVMArtifactsProfileBlob"),
                true);
    }

    /** The goal state of a VM whose GoalState names no ExtensionsConfig: nothing is wanted, older than everything. */
    public static ExtensionsGoalState none(Incarnation incarnation) {
        return new ExtensionsGoalState(
                "incarnation_" + incarnation,
                Source.EMPTY,
                Channel.EMPTY,
                ExtensionsGoalState.ZERO_GUID,
                ExtensionsGoalState.ZERO_GUID,
                Ticks.MINIMUM,
                TextNode.valueOf(incarnation.value()),
                Optional.empty(),
                BlobType.BLOCK,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                false);
    }

    private void add(Element plugin) {
        String name = plugin.attribute("name");
        String version = plugin.attribute("version");
        Optional<HandlerName> handler = HandlerName.parse(name);
        Optional<VersionNumber> number = VersionNumber.parse(version);
        if (handler.isPresent() && number.isPresent()) {
            handlers.add(goal(handler.get(), number.get(), plugin));
        } else {
            rejected.add(RejectedHandler.of(name, version));
        }
    }

    private HandlerGoal goal(HandlerName name, VersionNumber version, Element plugin) {
        FabricSettings settings = new FabricSettings(name);
        Optional<RequestedState> state = RequestedState.parse(plugin.attribute("state"));
        Optional<InvalidSettings> invalid =
                state.isPresent() ? Optional.empty() : Optional.of(stateFault(name, plugin));
        try {
            settings.join(plugin.attribute("version"), settingsByName.getOrDefault(folded(name.value()), List.of()));
        } catch (UnusableSettings e) {
            invalid = Optional.of(invalid.orElse(e.reason()));
        }
        return new HandlerGoal(
                name,
                version,
                state.orElse(RequestedState.ENABLED),
                settings.multiConfig(),
                manifestUris(plugin),
                nonEmpty(plugin.attribute("encodedSignature")),
                invalid,
                settings.settings());
    }

    private static InvalidSettings stateFault(HandlerName name, Element plugin) {
        return plugin.attribute("state").isEmpty()
                ? new InvalidSettings(Category.STATE_MISSING, "no state is requested of " + name)
                : new InvalidSettings(Category.STATE_UNKNOWN, "the state requested of " + name + " is unknown");
    }

    private static List<String> manifestUris(Element plugin) {
        List<String> uris = new ArrayList<>();
        nonEmpty(plugin.attribute("location")).ifPresent(uris::add);
        nonEmpty(plugin.attribute("failoverlocation")).ifPresent(uris::add);
        uris.addAll(Texts.of(plugin.items("additionalLocations", "additionalLocation")));
        return uris;
    }

    private static List<String> requiredFeatures(Element root) {
        List<String> names = new ArrayList<>();
        for (Element feature : root.items("RequiredFeatures", "RequiredFeature")) {
            feature.firstText("Name").ifPresent(names::add);
        }
        return names;
    }

    private static List<AgentFamily> families(Element root) {
        List<AgentFamily> families = new ArrayList<>();
        for (Element family : root.items("GAFamilies", "GAFamily")) {
            families.add(new AgentFamily(
                    family.firstText("Name").orElse(""),
                    family.firstText("Version"),
                    family.firstText("FromVersion"),
                    family.firstText("IsVersionFromRSM").map("true"::equalsIgnoreCase),
                    family.firstText("IsVMEnabledForRSMUpgrades").map("true"::equalsIgnoreCase),
                    Texts.of(family.items("Uris", "Uri"))));
        }
        return families;
    }

    private static String guid(String text) {
        return text.isEmpty() ? ExtensionsGoalState.ZERO_GUID : text;
    }

    private static Optional<String> nonEmpty(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? Optional.empty() : Optional.of(stripped);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Element absent(String name) {
        return Element.empty(name);
    }
}
