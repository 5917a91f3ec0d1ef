package io.goalstated.extension;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.goalstated.json.Json;
import io.goalstated.json.SpacedJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment of a handler's command (spec 02 §6.3, spec 05 B6): what the agent's own was before the launcher
 * touched it, less every name of the contract and everything that belongs to the JVM, the launcher or the unit, plus the
 * contract's variables for this command. The contract always wins over inherited values.
 */
public final class CommandEnvironment {
    private static final List<String> PATH =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    /** Contract variables: also those that this command does not get must not be inherited. */
    private static final Set<String> CONTRACT = Set.of(
            "AZURE_GUEST_AGENT_EXTENSION_PATH",
            "AZURE_GUEST_AGENT_EXTENSION_VERSION",
            "AZURE_GUEST_AGENT_WIRE_PROTOCOL_ADDRESS",
            "ConfigSequenceNumber",
            "ConfigExtensionName",
            "AZURE_GUEST_AGENT_EXTENSION_SUPPORTED_FEATURES",
            "AZURE_GUEST_AGENT_UNINSTALL_CMD_EXIT_CODE",
            "VERSION",
            "AZURE_GUEST_AGENT_UPDATING_FROM_VERSION",
            "AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODE",
            "AZURE_GUEST_AGENT_DISABLE_CMD_EXIT_CODES_MULTIPLE_EXTENSIONS");

    private static final Set<String> OURS = Set.of(
            "NOTIFY_SOCKET",
            "WATCHDOG_PID",
            "WATCHDOG_USEC",
            "LISTEN_PID",
            "LISTEN_FDS",
            "LISTEN_FDNAMES",
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "_JAVA_OPTIONS",
            "JAVA_HOME",
            "LD_LIBRARY_PATH",
            "MALLOC_ARENA_MAX");

    /** What the agent offers to handlers, by name with version. */
    private static final Map<String, String> FEATURES = Map.of("ExtensionTelemetryPipeline", "1.0");

    private CommandEnvironment() {}

    /**
     * Builds it.
     *
     * @param inherited the agent's environment as the launcher found it
     * @param path the handler's directory, of the instance whose command runs
     * @param version of that instance
     * @param wireAddress host, with the port only when it is not 80
     * @param extension multi-config only
     * @param more variables of this command, such as remembered exit codes
     */
    public static Map<String, String> build(
            Map<String, String> inherited,
            String path,
            VersionNumber version,
            String wireAddress,
            SequenceNumber sequence,
            Optional<String> extension,
            Map<String, String> more) {
        Map<String, String> environment = new LinkedHashMap<>();
        inherited.forEach((name, value) -> {
            if (!CONTRACT.contains(name) && !OURS.contains(name) && !name.startsWith("GOALSTATED_")) {
                environment.put(name, value);
            }
        });
        environment.put("PATH", completePath(inherited.getOrDefault("PATH", "")));
        if (!inherited.containsKey("LANG") && !inherited.containsKey("LC_ALL")) {
            environment.put("LANG", "C.UTF-8");
        }
        environment.put("AZURE_GUEST_AGENT_EXTENSION_PATH", path);
        environment.put("AZURE_GUEST_AGENT_EXTENSION_VERSION", version.text());
        environment.put("AZURE_GUEST_AGENT_WIRE_PROTOCOL_ADDRESS", wireAddress);
        supported(FEATURES).ifPresent(list -> environment.put("AZURE_GUEST_AGENT_EXTENSION_SUPPORTED_FEATURES", list));
        environment.put("ConfigSequenceNumber", sequence.toString());
        extension.ifPresent(name -> environment.put("ConfigExtensionName", name));
        environment.putAll(more);
        return environment;
    }

    /** An empty list is never told: some handlers cannot read it (spec 05 B21). */
    static Optional<String> supported(Map<String, String> features) {
        ArrayNode list = Json.array();
        new TreeMap<>(features)
                .forEach((name, version) -> list.addObject().put("Key", name).put("Value", version));
        return list.isEmpty() ? Optional.empty() : Optional.of(SpacedJson.write(list));
    }

    private static String completePath(String path) {
        List<String> present = List.of(path.split(":", -1));
        StringBuilder complete = new StringBuilder(path);
        for (String directory : PATH) {
            if (!present.contains(directory)) {
                complete.append(complete.isEmpty() ? "" : ":").append(directory);
            }
        }
        return complete.toString();
    }
}
