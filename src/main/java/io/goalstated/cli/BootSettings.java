package io.goalstated.cli;

import io.goalstated.distro.DistroTable;
import io.goalstated.environment.kernel.BootArguments;
import io.goalstated.environment.kernel.BootLoader;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Distribution;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;

/** The settings of the boot loader, for those commands that change them. */
final class BootSettings {
    private final SystemRoot root;
    private final BootLoader loader;

    BootSettings(SystemRoot root, Disk disk, Tools tools) {
        this.root = root;
        this.loader = new BootLoader(disk, root, tools);
    }

    /** The variable that holds what people add to the kernel's arguments. */
    String variable() {
        return DistroTable.find(Distribution.release(root)).kernelArguments();
    }

    int ensure(BootArguments wanted, boolean check, boolean dryRun, PrintWriter out) throws IOException, Failure {
        BootLoader.Preview preview = loader.preview(wanted);
        if (preview.isNothing()) {
            out.println("configured already");
            return ExitCode.OK;
        }
        if (check) {
            out.println("not configured");
            return ExitCode.FAILURE;
        }
        preview.differences().forEach(out::println);
        if (dryRun) {
            return ExitCode.OK;
        }
        Optional<String> problem = loader.apply(preview, wanted);
        if (problem.isPresent()) {
            throw new Failure(ExitCode.FAILURE, problem.get());
        }
        out.println("takes effect with the next boot");
        return ExitCode.OK;
    }
}
