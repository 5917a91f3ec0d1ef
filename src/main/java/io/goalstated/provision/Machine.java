package io.goalstated.provision;

import io.goalstated.account.Accounts;
import io.goalstated.account.Sudoers;
import io.goalstated.config.AgentKeys;
import io.goalstated.config.Configuration;
import io.goalstated.config.SystemKeys;
import io.goalstated.distro.Distro;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import java.nio.file.Path;

/** The machine that is provisioned, and where things are on it. */
public record Machine(SystemRoot root, Disk disk, Tools tools, Distro distro, Configuration configuration) {
    Path lib() {
        return root.resolve(configuration.get(AgentKeys.LIBRARY_DIRECTORY));
    }

    /** Where the agent keeps what is its own. */
    Path own() {
        return lib().resolve("goalstated");
    }

    Path sshDirectory() {
        return root.resolve(configuration.get(SystemKeys.SSH_DIRECTORY));
    }

    Accounts accounts() {
        return new Accounts(root, disk, tools);
    }

    Sudoers sudoers() {
        String directory = configuration.get(SystemKeys.SUDOERS_DIRECTORY);
        return new Sudoers(disk, tools, root.resolve(directory), directory, lib());
    }

    ToolEnd run(String tool, String... arguments) {
        return tools.run(ToolCall.of(tool, arguments));
    }
}
