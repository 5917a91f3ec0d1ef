package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A systemctl that notes what it was asked; of all services, {@code there.service} is there. */
public final class FakeSystemctl implements Tools {
    private final SystemRoot root;
    private final List<String> calls = new ArrayList<>();
    private boolean failing;

    /** @param directory the root of a machine that systemd runs */
    public FakeSystemctl(Path directory) throws IOException {
        this.root = new SystemRoot(directory);
        Files.createDirectories(root.resolve("/run/systemd/system"));
    }

    /** Every call fails from now on. */
    public void fail() {
        failing = true;
    }

    public void recover() {
        failing = false;
    }

    /** Properties of that unit have been set. */
    public void limited(String unit) throws IOException {
        Files.createDirectories(root.resolve("/run/systemd/system.control/" + unit + ".d"));
    }

    @Override
    public ToolEnd run(ToolCall call) {
        calls.add(String.join(" ", call.arguments()));
        String state = calls.get(calls.size() - 1).endsWith("there.service") ? "loaded" : "not-found";
        return failing
                ? new ToolEnd.Exited(call.tool(), 1, "", "Failed to set unit properties: Access denied\n")
                : new ToolEnd.Exited(call.tool(), 0, "LoadState=" + state + "\n", "");
    }

    public Units units() {
        return new Units(root, this);
    }

    public List<String> calls() {
        return List.copyOf(calls);
    }
}
