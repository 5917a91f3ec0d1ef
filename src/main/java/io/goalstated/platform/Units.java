package io.goalstated.platform;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Properties of systemd's units, in force until the machine boots again; what the owner has put below
 * {@code /etc/systemd} under a later name wins. All methods block.
 */
public final class Units {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Path mark;
    private final Path propertiesUntilBoot;
    private final Tools tools;

    public Units(SystemRoot root, Tools tools) {
        this.mark = root.resolve("/run/systemd/system");
        this.propertiesUntilBoot = root.resolve("/run/systemd/system.control");
        this.tools = tools;
    }

    /** Whether systemd runs the machine. */
    public boolean areThere() {
        return Files.isDirectory(mark);
    }

    /** Sets them all at once; returns what went wrong. */
    public Optional<String> set(String unit, List<String> properties) {
        List<String> words = new ArrayList<>(List.of("systemctl", "set-property", "--runtime", "--", unit));
        words.addAll(properties);
        ToolEnd end = tools.run(ToolCall.of(words).within(LIMIT));
        return end.isSuccess() ? Optional.empty() : Optional.of(end.problem());
    }

    /** Whether somebody has set properties of that unit since the machine booted. */
    public boolean hasProperties(String unit) {
        return Files.isDirectory(propertiesUntilBoot.resolve(unit + ".d"), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether there is such a unit, as far as can be found out. */
    public boolean isLoaded(String unit) {
        ToolCall question = ToolCall.of("systemctl", "show", "--property=LoadState", "--", unit);
        return tools.run(question.within(LIMIT)).output().strip().equals("LoadState=loaded");
    }
}
