package io.goalstated.environment.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of GRUB's menu in its first generation ({@code menu.lst}), in which each Linux kernel has a line {@code kernel
 * /vmlinuz-… arguments}. Other lines, and kernels that are no Linux, stay as they are.
 */
record GrubMenu(String text) {
    boolean hasKernels() {
        return text.lines().anyMatch(GrubMenu::isKernel);
    }

    /** With these words at the end of each kernel's line, where they are not in it already. */
    GrubMenu withArguments(List<String> arguments) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            lines.add(isKernel(line) ? extended(line, arguments) : line);
        }
        return new GrubMenu(String.join("\n", lines));
    }

    private static boolean isKernel(String line) {
        String[] words = line.strip().split("\\s+", -1);
        return words.length > 1 && words[0].equals("kernel") && words[1].contains("vmlinu");
    }

    private static String extended(String line, List<String> arguments) {
        List<String> present = List.of(line.strip().split("\\s+", -1));
        List<String> words = new ArrayList<>(List.of(line.stripTrailing()));
        arguments.stream().filter(argument -> !present.contains(argument)).forEach(words::add);
        return words.size() == 1 ? line : String.join(" ", words);
    }
}
