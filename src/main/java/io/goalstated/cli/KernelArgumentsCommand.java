package io.goalstated.cli;

import io.goalstated.environment.kernel.BootArguments;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.SystemTools;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "kernel-args",
        description = {
            "Have the kernel started with these arguments from the next boot on, such as numa=off.",
            "Changes /etc/default/grub, or the menu of an old GRUB; a copy of what it was is kept. A second time changes nothing."
        })
final class KernelArgumentsCommand implements Callable<Integer> {
    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z0-9_.,:=/-]{1,128}");

    @Mixin
    private MachineChange change = new MachineChange();

    @Option(names = "--ensure", paramLabel = "ARGUMENT", required = true, description = "One that shall be there.")
    private List<String> arguments = new ArrayList<>();

    @Option(names = "--check", description = "Change nothing; exit code 1 when one is missing.")
    private boolean check;

    @Override
    public Integer call() throws IOException, Failure {
        for (String argument : arguments) {
            if (!ARGUMENT.matcher(argument).matches()) {
                throw new Failure(
                        ExitCode.USAGE, "'" + argument + "' is no argument for a kernel; write it like numa=off");
            }
        }
        if (!check && !change.isPreview()) {
            change.demandPermission();
        }
        SystemRoot root = change.root();
        BootSettings settings = new BootSettings(root, new Disk(), new SystemTools(root));
        PrintWriter out = change.out();
        int code = settings.ensure(BootArguments.of(settings.variable(), arguments), check, change.isPreview(), out);
        out.flush();
        return code;
    }
}
