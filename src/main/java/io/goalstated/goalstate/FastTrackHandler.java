package io.goalstated.goalstate;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.VersionNumber;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One element of {@code extensionGoalStates} (spec 01 §7). */
final class FastTrackHandler {
    private final HandlerName name;
    private final FoldedObject extension;
    private final FastTrackDependencies dependencies;
    private final List<ExtensionSettings> settings = new ArrayList<>();

    private FastTrackHandler(HandlerName name, FoldedObject extension) throws MalformedGoalState {
        this.name = name;
        this.extension = extension;
        this.dependencies = FastTrackDependencies.read(extension);
    }

    static HandlerGoal read(HandlerName name, VersionNumber version, FoldedObject extension) throws MalformedGoalState {
        RequestedState state = RequestedState.parse(extension.requiredText("state"))
                .orElseThrow(() -> FoldedObject.malformed(extension.at("state") + " is unknown"));
        boolean multiConfig = extension.flag("isMultiConfig");
        FastTrackHandler handler = new FastTrackHandler(name, extension);
        Optional<InvalidSettings> invalid = Optional.empty();
        if (multiConfig) {
            invalid = handler.readMultiple();
        } else {
            handler.readSingle(state);
        }
        return new HandlerGoal(
                name,
                version,
                state,
                multiConfig,
                manifestUris(extension),
                extension.text("encodedSignature").filter(signature -> !signature.isBlank()),
                invalid,
                handler.settings);
    }

    private static List<String> manifestUris(FoldedObject extension) throws MalformedGoalState {
        List<String> uris = new ArrayList<>();
        extension.text("location").filter(uri -> !uri.isBlank()).ifPresent(uris::add);
        extension.text("failoverLocation").filter(uri -> !uri.isBlank()).ifPresent(uris::add);
        uris.addAll(extension.texts("additionalLocations"));
        return uris;
    }

    private void readSingle(RequestedState state) throws MalformedGoalState {
        List<FoldedObject> entries = extension.objects("settings");
        if (entries.size() > 1) {
            throw FoldedObject.malformed(extension.at("settings") + " has several entries for a single-config handler");
        }
        FastTrackDependencies.Level level = dependencies.ofHandler();
        if (!entries.isEmpty()) {
            add(name.value(), sequence(extension, "settingsSeqNo"), state.text(), level, entries.get(0));
        }
    }

    private Optional<InvalidSettings> readMultiple() throws MalformedGoalState {
        List<FoldedObject> entries = extension.objects("settings");
        Set<String> names = new HashSet<>();
        for (FoldedObject entry : entries) {
            names.add(entry.requiredText("extensionName"));
        }
        Map<String, FastTrackDependencies.Level> levels = dependencies.byName(names);
        ExtensionNames taken = new ExtensionNames();
        Optional<InvalidSettings> invalid = Optional.empty();
        for (FoldedObject entry : entries) {
            String extensionName = entry.requiredText("extensionName");
            String state = entry.requiredText("extensionState").toLowerCase(Locale.ROOT);
            SequenceNumber number = sequence(entry, "seqNo");
            try {
                taken.take(extensionName);
                add(
                        extensionName,
                        number,
                        state,
                        levels.getOrDefault(extensionName, FastTrackDependencies.NONE),
                        entry);
            } catch (UnusableSettings e) {
                invalid = Optional.of(e.reason());
            }
        }
        return invalid;
    }

    private void add(
            String settingsName,
            SequenceNumber number,
            String state,
            FastTrackDependencies.Level level,
            FoldedObject entry)
            throws MalformedGoalState {
        Optional<String> secret = entry.text("protectedSettings");
        Optional<String> thumbprint = entry.text("protectedSettingsCertThumbprint");
        if (secret.isPresent() && thumbprint.isEmpty()) {
            throw FoldedObject.malformed(entry.path() + " has protectedSettings without a thumbprint");
        }
        settings.add(new ExtensionSettings(
                settingsName,
                number,
                state,
                level.value(),
                level.names(),
                publicSettings(entry),
                secret,
                thumbprint,
                Optional.empty()));
    }

    /** A string that holds JSON, whose keys keep their case. */
    private static Optional<JsonNode> publicSettings(FoldedObject entry) throws MalformedGoalState {
        Optional<String> text = entry.text("publicSettings");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parse(text.get())).filter(value -> !value.isNull());
        } catch (MalformedJson e) {
            throw FoldedObject.malformed(entry.at("publicSettings") + ": " + e.getMessage());
        }
    }

    private static SequenceNumber sequence(FoldedObject object, String key) throws MalformedGoalState {
        String text = object.get(key).orElseThrow(() -> object.missing(key)).asText();
        return Numbers.sequence(text)
                .orElseThrow(() -> FoldedObject.malformed(object.at(key) + " is not a sequence number"));
    }
}
