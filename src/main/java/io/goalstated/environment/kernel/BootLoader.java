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

/**
 * The boot loader's settings on the disk, and its own files that are made of them. GRUB's first generation has no settings: there
 * the menu itself is changed, by hand as it were. All methods block.
 */
public final class BootLoader {
    static final String SETTINGS = "/etc/default/grub";

    private static final String BACKUP = ".azure-agent.bak";
    private static final int MAX_BYTES = 256 << 10;
    private static final int MAX_MADE_BYTES = 4 << 20;
    private static final List<String> MADE = List.of("/boot/grub2/grub.cfg", "/boot/grub/grub.cfg");
    /** Where one is a symbolic link it leads to another of them. */
    private static final List<String> MENUS = List.of("/boot/grub/grub.conf", "/boot/grub/menu.lst");

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
     * @param file which
     * @param after its text
     * @param differences lines that go, with {@code -}, and that come, with {@code +}; none: nothing is to be done
     */
    public record Preview(String file, String after, List<String> differences) {
        public Preview {
            differences = List.copyOf(differences);
        }

        public boolean isNothing() {
            return differences.isEmpty();
        }

        /** Whether the boot loader's own files are made of that file. */
        boolean isSettings() {
            return file.equals(SETTINGS);
        }
    }

    /** @throws IOException when there are no settings, or a shell puts them together */
    public Preview preview(BootArguments wanted) throws IOException {
        Optional<String> settings = disk.readText(root.resolve(SETTINGS), MAX_BYTES);
        if (settings.isPresent()) {
            return inSettings(new GrubDefaults(settings.get()), wanted);
        }
        for (String menu : MENUS) {
            Path file = root.resolve(menu);
            if (wanted.console().isEmpty() && disk.linkTarget(file).isEmpty() && disk.exists(file)) {
                return inMenu(menu, new GrubMenu(disk.readText(file, MAX_BYTES).orElse("")), wanted);
            }
        }
        throw new IOException(SETTINGS + " is missing; this machine does not boot with GRUB 2");
    }

    private static Preview inSettings(GrubDefaults before, BootArguments wanted) throws IOException {
        if (!before.isPlain(wanted.variable())) {
            throw new IOException("a shell puts " + wanted.variable() + " of " + SETTINGS
                    + " together; change it by hand, by adding: " + String.join(" ", wanted.arguments()));
        }
        String after = wanted.in(before).text();
        return new Preview(SETTINGS, after, differences(before.text(), after));
    }

    private static Preview inMenu(String name, GrubMenu before, BootArguments wanted) throws IOException {
        if (!before.hasKernels()) {
            throw new IOException(name + " has no line for a kernel; add to the kernel's arguments by hand: "
                    + String.join(" ", wanted.arguments()));
        }
        String after = before.withArguments(wanted.arguments()).text();
        return new Preview(name, after, differences(before.text(), after));
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
        Path file = root.resolve(preview.file());
        Path backup = root.resolve(preview.file() + BACKUP);
        if (!disk.exists(backup)) {
            disk.copy(file, backup);
        }
        disk.rewrite(file, preview.after(), Disk.PUBLIC);
        return preview.isSettings() ? make(wanted) : Optional.empty();
    }

    /**
     * Has the boot loader's files made where the settings have got that far and they have not: whoever wrote the settings may have
     * been killed before that.
     *
     * @param settled a preview without differences
     * @return what is wrong; empty when nothing is
     */
    Optional<String> finish(Preview settled, BootArguments wanted) throws IOException {
        boolean missing = false;
        for (String file : MADE) {
            Optional<String> made = disk.readText(root.resolve(file), MAX_MADE_BYTES);
            missing |= made.isPresent() && !wanted.arguments().stream().allMatch(made.get()::contains);
        }
        return settled.isSettings() && missing ? make(wanted) : Optional.empty();
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
