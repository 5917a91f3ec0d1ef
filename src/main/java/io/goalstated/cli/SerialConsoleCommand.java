package io.goalstated.cli;

import io.goalstated.environment.kernel.BootArguments;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.SystemTools;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "serialconsole",
        description = {
            "Make the first serial port a console, from the boot loader on, as the platform's serial console needs it.",
            "Changes /etc/default/grub; a copy of what it was is kept. Takes effect with the next boot, which it does not"
                    + " cause. A second time changes nothing."
        })
final class SerialConsoleCommand implements Callable<Integer> {
    @Mixin
    private MachineChange change = new MachineChange();

    @Option(names = "--check", description = "Change nothing; exit code 1 when it is not configured.")
    private boolean check;

    @Override
    public Integer call() throws IOException, Failure {
        if (!check && !change.isPreview()) {
            change.demandPermission();
        }
        SystemRoot root = change.root();
        Tools tools = new SystemTools(root);
        String port = System.getProperty("os.arch", "").equals("aarch64") ? "ttyAMA0" : "ttyS0";
        BootSettings settings = new BootSettings(root, new Disk(), tools);
        PrintWriter out = change.out();
        BootArguments wanted = BootArguments.serialConsole(settings.variable(), port);
        int code = settings.ensure(wanted, check, change.isPreview(), out);
        if (code == ExitCode.OK && !check && !change.isPreview()) {
            ToolEnd login = tools.run(ToolCall.of("systemctl", "enable", "serial-getty@" + port + ".service"));
            if (!login.isSuccess()) {
                out.println("no login on " + port + ": " + login.problem());
            }
        }
        out.flush();
        return code;
    }
}
