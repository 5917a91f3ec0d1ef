package io.goalstated.environment.kernel;

import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Kernels that stumble over the platform's virtual NUMA nodes are started with {@code numa=off} from the next boot on, where the
 * owner wants that, else it is only advised (spec 03 §14.1). Any other kernel is left as it is. Blocks.
 */
public final class VirtualNuma {
    private static final String ARGUMENT = "numa=off";
    private static final int MAX_BYTES = 64 << 10;

    private final Disk disk;
    private final SystemRoot root;
    private final BootLoader loader;
    private final BootArguments wanted;

    /**
     * What there is to say.
     *
     * @param isWell false when the owner has to do something about it
     */
    public record Advice(boolean isWell, String words) {}

    /** @param variable which the distribution keeps the kernel's arguments in */
    public VirtualNuma(Disk disk, SystemRoot root, Tools tools, String variable) {
        this.disk = disk;
        this.root = root;
        this.loader = new BootLoader(disk, root, tools);
        this.wanted = BootArguments.of(variable, List.of(ARGUMENT));
    }

    /**
     * Looks at the kernel that runs, and acts for the next boot. However often that is done, the argument is there once.
     *
     * @param permitted whether the boot loader's settings may be changed
     * @return empty when the kernel is not concerned, or runs with that argument
     */
    public Optional<Advice> look(boolean permitted) throws IOException {
        String release = text(KernelVersion.FILE).strip();
        boolean off = List.of(text("/proc/cmdline").strip().split("\\s+", -1)).contains(ARGUMENT);
        if (!KernelVersion.parse(release).needsNumaOff() || off) {
            return Optional.empty();
        }
        String concern = "kernel " + release + " stumbles over virtual NUMA";
        if (!permitted) {
            return Optional.of(new Advice(
                    false,
                    concern + ": set OS.ConfigureVnuma=y, or run goalstated kernel-args --ensure " + ARGUMENT
                            + ", then reboot"));
        }
        BootLoader.Preview preview = loader.preview(wanted);
        Optional<String> problem = preview.isNothing() ? loader.finish(preview, wanted) : loader.apply(preview, wanted);
        return Optional.of(problem.map(text -> new Advice(false, concern + ", and " + text))
                .orElse(new Advice(true, concern + "; " + ARGUMENT + " takes effect with the next boot")));
    }

    private String text(String file) throws IOException {
        return disk.readText(root.resolve(file), MAX_BYTES).orElse("");
    }
}
