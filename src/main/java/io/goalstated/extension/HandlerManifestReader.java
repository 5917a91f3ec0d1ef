package io.goalstated.extension;

import com.fasterxml.jackson.databind.JsonNode;
import io.goalstated.extension.HandlerManifest.Malformed;
import io.goalstated.extension.HandlerManifest.SigningInfo;
import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code HandlerManifest.json} as published handlers write it (spec 02 §2): an array whose first element counts,
 * a byte-order mark in front, booleans as strings, unknown members. What only matters to one command (that it is there)
 * is left to whoever needs that command.
 */
public final class HandlerManifestReader {
    public static final String FILE_NAME = "HandlerManifest.json";

    /** What systemd can be told; more is no limit in earnest. */
    private static final double MAX_PERCENT = 1_000_000;

    private static final double MAX_MEGABYTES = 1 << 30;
    private static final int MAX_SERVICES = 32;
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9:_.@\\\\-]{0,199}");

    private HandlerManifestReader() {}

    /**
     * @param text the file's; empty when there is no file
     * @throws Malformed with 1002 when there is no file, with 1003 when it is not a manifest
     */
    public static HandlerManifest read(Optional<String> text) throws Malformed {
        if (text.isEmpty()) {
            throw new Malformed(
                    ErrorCode.HANDLER_MANIFEST_NOT_FOUND, FILE_NAME + " is missing from the handler's directory");
        }
        JsonNode first = firstElement(text.get());
        JsonNode body = first.path("handlerManifest");
        if (!body.isObject()) {
            throw malformed("its handlerManifest is " + (body.isMissingNode() ? "missing" : "not an object"));
        }
        return new HandlerManifest(
                commands(body),
                installsOnUpdate(body.path("updateMode")),
                lenientBoolean(body.path("continueOnUpdateFailure")),
                lenientBoolean(body.path("reportHeartbeat")),
                lenientBoolean(body.path("supportsMultipleExtensions")),
                limits(first.path("resourceLimits")),
                signingInfo(first.path("signingInfo")));
    }

    private static JsonNode firstElement(String text) throws Malformed {
        JsonNode root;
        try {
            root = Json.parse(text);
        } catch (MalformedJson e) {
            throw malformed("it is not JSON: " + e.getMessage());
        }
        if (!root.isArray()) {
            throw malformed("it must be an array holding one object, and is none");
        }
        if (!root.path(0).isObject()) {
            throw malformed(root.isEmpty() ? "its array is empty" : "the first element of its array is not an object");
        }
        return root.path(0);
    }

    private static Malformed malformed(String problem) {
        return new Malformed(ErrorCode.HANDLER_MANIFEST_MALFORMED, FILE_NAME + " cannot be used: " + problem);
    }

    private static Map<CommandKind, String> commands(JsonNode body) {
        Map<CommandKind, String> commands = new EnumMap<>(CommandKind.class);
        for (CommandKind kind : CommandKind.values()) {
            text(body.path(kind.word() + "Command"))
                    .filter(line -> !line.isBlank())
                    .ifPresent(line -> commands.put(kind, line));
        }
        return commands;
    }

    /** Absent, null and empty mean with install, as does anything that is no text. */
    private static boolean installsOnUpdate(JsonNode mode) {
        return text(mode)
                .map(word -> word.isEmpty() || word.equalsIgnoreCase("UpdateWithInstall"))
                .orElse(true);
    }

    /** A boolean as it is; a text that says {@code true} in any case of letters; everything else is false. */
    private static boolean lenientBoolean(JsonNode value) {
        return value.isBoolean()
                ? value.booleanValue()
                : text(value).map(word -> word.equalsIgnoreCase("true")).orElse(false);
    }

    private static Optional<ResourceLimits> limits(JsonNode limits) {
        if (!limits.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new ResourceLimits(
                percentage(limits.path("cpuQuotaPercentage")),
                positive(limits.path("memoryQuotaInMB")).map(HandlerManifestReader::wholeMegabytes),
                services(limits.path("services"))));
    }

    private static long wholeMegabytes(double megabytes) {
        return (long) Math.min(Math.ceil(megabytes), MAX_MEGABYTES);
    }

    /** Those with a name that can be a service's. */
    private static List<ResourceLimits.Service> services(JsonNode list) {
        List<ResourceLimits.Service> services = new ArrayList<>();
        for (JsonNode entry : list) {
            Optional<String> unit = text(entry.path("name"))
                    .filter(name -> SERVICE.matcher(name).matches());
            if (unit.isPresent() && services.size() < MAX_SERVICES) {
                String name = unit.get().endsWith(".service") ? unit.get() : unit.get() + ".service";
                services.add(new ResourceLimits.Service(name, percentage(entry.path("cpuQuotaPercentage"))));
            }
        }
        return services;
    }

    private static Optional<Double> percentage(JsonNode value) {
        return positive(value).map(percent -> Math.min(percent, MAX_PERCENT));
    }

    private static Optional<Double> positive(JsonNode value) {
        double number = value.isNumber() ? value.doubleValue() : 0;
        return number > 0 && Double.isFinite(number) ? Optional.of(number) : Optional.empty();
    }

    private static Optional<SigningInfo> signingInfo(JsonNode signing) {
        if (!signing.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new SigningInfo(
                text(signing.path("publisher")), text(signing.path("type")), text(signing.path("version"))));
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.ofNullable(value.textValue());
    }
}
