package io.goalstated.environment.kernel;

import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The boot loader's settings on the disk, and its own files that are made of them. All methods block. */
public final class BootLoader {
    static final String SETTINGS = "/etc/default/grub";

    private static final String BACKUP = SETTINGS + ".azure-agent.bak";
    private static final int MAX_BYTES = 256 << 10;
    private static final List<String> MADE = List.of("/boot/grub2/grub.cfg", "/boot/grub/grub.cfg");

    private final Disk disk;
    private final SystemRoot root;
    private final Tools tools;

    public BootLoader(Disk disk, SystemRoot root, Tools tools) {
        this.disk = disk;
        this.root = root;
        this.tools = tools;
    }

    /**
     * What would be changed.
     *
     * @param differences lines that go, with {@code -}, and that come, with {@code +}; none: nothing is to be done
     */
    public record Preview(GrubDefaults after, List<String> differences) {
        public Preview {
            differences = List.copyOf(differences);
        }

        public boolean isNothing() {
            return differences.isEmpty();
        }
    }

    /** @throws IOException when there are no settings, or a shell puts them together */
    public Preview preview(BootArguments wanted) throws IOException {
        GrubDefaults before = new GrubDefaults(disk.readText(root.resolve(SETTINGS), MAX_BYTES)
                .orElseThrow(() -> new IOException(SETTINGS + " is missing; this machine does not boot with GRUB")));
        if (!before.isPlain(wanted.variable())) {
            throw new IOException("a shell puts " + wanted.variable() + " of " + SETTINGS
                    + " together; change it by hand, by adding: " + String.join(" ", wanted.arguments()));
        }
        GrubDefaults after = wanted.in(before);
        return new Preview(after, differences(before.text(), after.text()));
    }

    private static List<String> differences(String before, String after) {
        List<String> old = List.of(before.split("\n", -1));
        List<String> young = List.of(after.split("\n", -1));
        List<String> differences = new ArrayList<>();
        old.stream().filter(line -> !young.contains(line)).forEach(line -> differences.add("-" + line));
        young.stream().filter(line -> !old.contains(line)).forEach(line -> differences.add("+" + line));
        return differences;
    }

    /**
     * Writes the settings, the first time beside a copy of what they were, and has the boot loader's files made of them. Nothing is
     * rebooted.
     *
     * @return what is wrong; empty when nothing is
     */
    public Optional<String> apply(Preview preview, BootArguments wanted) throws IOException {
        Path settings = root.resolve(SETTINGS);
        Path backup = root.resolve(BACKUP);
        if (!disk.exists(backup)) {
            disk.write(backup, disk.readText(settings, MAX_BYTES).orElse(""), Disk.PUBLIC);
        }
        disk.write(settings, preview.after().text(), Disk.PUBLIC);
        return make(wanted);
    }

    private Optional<String> make(BootArguments wanted) {
        ToolEnd made = tools.run(ToolCall.of("update-grub"));
        if (made.isMissing()) {
            for (String file : MADE) {
                if (made.isMissing() && disk.exists(root.resolve(file))) {
                    made = tools.run(ToolCall.of("grub2-mkconfig", "-o", file));
                }
            }
        }
        // Where each kernel has an entry of its own, the settings only count for new ones.
        ToolEnd entries = tools.run(
                ToolCall.of("grubby", "--update-kernel=ALL", "--args=" + String.join(" ", wanted.arguments())));
        if (made.isSuccess() || (made.isMissing() && entries.isSuccess())) {
            return Optional.empty();
        }
        return Optional.of("the settings are written, but the boot loader does not have them: " + made.problem());
    }
}
