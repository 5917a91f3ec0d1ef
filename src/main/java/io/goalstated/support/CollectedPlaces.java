package io.goalstated.support;

import io.goalstated.config.AgentKeys;
import io.goalstated.config.Configuration;
import io.goalstated.config.ExtensionKeys;

/**
 * What the variables of a manifest stand for: absolute paths of the machine.
 *
 * @param library {@code $LIB_DIR}
 * @param logs {@code $LOG_DIR}, of extensions
 * @param agentLog {@code $AGENT_LOG}, a file
 */
public record CollectedPlaces(String library, String logs, String agentLog) {
    /** As they are configured. */
    public static CollectedPlaces of(Configuration configuration) {
        return new CollectedPlaces(
                configuration.get(AgentKeys.LIBRARY_DIRECTORY),
                configuration.get(ExtensionKeys.LOG_DIRECTORY),
                configuration.get(AgentKeys.LOG_FILE));
    }

    String fillIn(String text) {
        return text.replace("$LIB_DIR", library).replace("$LOG_DIR", logs).replace("$AGENT_LOG", agentLog);
    }
}
