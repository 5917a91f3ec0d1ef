package io.goalstated.environment.kernel;

import java.util.List;
import java.util.function.Predicate;

/**
 * What is wanted of the boot loader's settings.
 *
 * @param variable of {@code /etc/default/grub} in which the distribution keeps the kernel's arguments
 * @param arguments which the kernel shall be given last, in this order
 * @param replaced arguments that these stand in for
 * @param console of the boot loader itself; empty: not changed
 */
public record BootArguments(String variable, List<String> arguments, Predicate<String> replaced, List<String> console) {
    private static final String SPEED = "115200";

    public BootArguments {
        arguments = List.copyOf(arguments);
        console = List.copyOf(console);
    }

    /**
     * The first serial port as the console, beside the screen (spec 03 §14.3).
     *
     * @param port {@code ttyS0}, or {@code ttyAMA0} on ARM
     */
    public static BootArguments serialConsole(String variable, String port) {
        return new BootArguments(
                variable,
                List.of("console=tty1", "console=" + port + "," + SPEED + "n8", "earlyprintk=" + port + "," + SPEED),
                // The last console is the one that programs talk to.
                word -> word.startsWith("console=tty") || word.startsWith("earlyprintk="),
                List.of("serial console", "serial --speed=" + SPEED + " --unit=0 --word=8 --parity=no --stop=1"));
    }

    /** Any arguments, for instance {@code numa=off}. */
    public static BootArguments of(String variable, List<String> arguments) {
        return new BootArguments(variable, arguments, word -> false, List.of());
    }

    /** The settings with all that in them; the same ones when they have it already. */
    public GrubDefaults in(GrubDefaults settings) {
        GrubDefaults changed = has(settings) ? settings : settings.withArguments(variable, arguments, replaced);
        return console.isEmpty()
                ? changed
                : changed.withValue("GRUB_TERMINAL", console.get(0)).withValue("GRUB_SERIAL_COMMAND", console.get(1));
    }

    private boolean has(GrubDefaults settings) {
        List<String> words = List.of(settings.value(variable).split("\\s+", -1));
        return console.isEmpty()
                ? words.containsAll(arguments)
                : words.stream()
                        .filter(word -> arguments.contains(word) || replaced.test(word))
                        .toList()
                        .equals(arguments);
    }
}
