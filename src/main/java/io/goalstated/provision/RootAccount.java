package io.goalstated.provision;

import io.goalstated.config.SystemKeys;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ToolEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Takes root's password away (spec 03 §4.10). */
final class RootAccount {
    private static final int MAX_FILE = 1 << 20;

    private final Machine machine;

    RootAccount(Machine machine) {
        this.machine = machine;
    }

    /** By the system's own program, which locks the file; where that is missing, in the file itself. */
    void lock() throws IOException, ProvisioningFailure {
        ToolEnd end = machine.run("usermod", "-p", "*LOCK*", "root");
        if (end.isMissing()) {
            rewrite();
        } else if (!end.isSuccess()) {
            throw ProvisioningFailure.passing("the password of root could not be locked");
        }
    }

    private void rewrite() throws IOException {
        Path file = machine.root().resolve(machine.configuration().get(SystemKeys.PASSWORD_FILE));
        Optional<String> text = machine.disk().readText(file, MAX_FILE);
        if (text.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(Arrays.asList(text.get().split("\n", -1)));
        lines.replaceAll(line -> line.startsWith("root:") ? "root:*LOCK*:14600::::::" : line);
        String changed = String.join("\n", lines);
        if (!changed.equals(text.get())) {
            machine.disk().rewrite(file, changed, Disk.PRIVATE);
        }
    }
}
