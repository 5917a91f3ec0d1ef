package io.goalstated.provision;

import io.goalstated.account.PasswordHash;
import io.goalstated.config.Configuration;
import io.goalstated.config.ProvisioningKeys;
import io.goalstated.config.SystemKeys;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What the owner's configuration says of provisioning. */
record ProvisioningSettings(
        PasswordHash passwordHash,
        boolean allowSystemUser,
        List<String> userGroups,
        int aliveInterval,
        boolean decodeCustomData,
        boolean executeCustomData,
        Duration customDataLimit,
        boolean failOnCustomData,
        boolean keepCustomData,
        boolean lockRoot,
        boolean regenerateHostKeys,
        String hostKeyType,
        String homeDirectory) {
    ProvisioningSettings {
        userGroups = List.copyOf(userGroups);
    }

    static ProvisioningSettings of(Configuration configuration) {
        boolean execute = configuration.get(ProvisioningKeys.EXECUTE_CUSTOM_DATA);
        return new ProvisioningSettings(
                new PasswordHash(
                        configuration.get(ProvisioningKeys.PASSWORD_CRYPT_ID),
                        configuration.get(ProvisioningKeys.PASSWORD_SALT_LENGTH)),
                configuration.get(ProvisioningKeys.RESET_SYSTEM_USER),
                configuration
                        .get(ProvisioningKeys.USER_GROUPS)
                        .map(text -> Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .filter(group -> group.matches("[A-Za-z_][A-Za-z0-9._-]{0,31}"))
                                .toList())
                        .orElse(List.of()),
                configuration.get(SystemKeys.SSH_ALIVE_INTERVAL),
                configuration.get(ProvisioningKeys.DECODE_CUSTOM_DATA) || execute,
                execute,
                configuration.get(ProvisioningKeys.CUSTOM_DATA_TIMEOUT),
                configuration.get(ProvisioningKeys.FAIL_ON_CUSTOM_DATA_ERROR),
                configuration.get(ProvisioningKeys.KEEP_CUSTOM_DATA),
                configuration.get(ProvisioningKeys.DELETE_ROOT_PASSWORD),
                configuration.get(ProvisioningKeys.REGENERATE_HOST_KEYS),
                configuration.get(ProvisioningKeys.HOST_KEY_TYPE),
                configuration.get(SystemKeys.HOME_DIRECTORY));
    }
}
