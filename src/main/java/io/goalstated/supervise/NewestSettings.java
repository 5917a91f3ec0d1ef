package io.goalstated.supervise;

import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.goalstate.ExtensionSettings;
import io.goalstated.goalstate.HandlerGoal;
import io.goalstated.goalstate.RequestedState;
import io.goalstated.platform.DiskView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a handler's settings files say was asked of it: for each extension the number of the newest one (spec 02 §4.5).
 * A handler is multi-config when its settings are named ones. What they contain is not looked at.
 */
final class NewestSettings {
    private static final Pattern SETTINGS = Pattern.compile("(?:(\\w+)\\.)?(\\d{1,9})\\.settings");

    private NewestSettings() {}

    private record Found(SequenceNumber sequence, FileTime time) {}

    static HandlerGoal goal(DiskView disk, HandlerLayout layout) throws IOException {
        Map<String, Found> newest = new TreeMap<>();
        for (Path file : disk.list(layout.config())) {
            Matcher name = SETTINGS.matcher(file.getFileName().toString());
            if (name.matches()) {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isRegularFile() && attributes.size() > 0) {
                    String extension = Optional.ofNullable(name.group(1)).orElse("");
                    Found found = new Found(
                            new SequenceNumber(Integer.parseInt(name.group(2))), attributes.lastModifiedTime());
                    newest.merge(extension, found, (a, b) -> b.time().compareTo(a.time()) > 0 ? b : a);
                }
            }
        }
        boolean multiConfig = newest.keySet().stream().anyMatch(name -> !name.isEmpty());
        if (multiConfig) {
            newest.remove("");
        }
        List<ExtensionSettings> settings = new ArrayList<>();
        newest.forEach((name, found) ->
                settings.add(settings(multiConfig ? name : layout.handler().value(), found.sequence())));
        return new HandlerGoal(
                layout.handler(),
                layout.version(),
                RequestedState.ENABLED,
                multiConfig,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                settings);
    }

    private static ExtensionSettings settings(String name, SequenceNumber sequence) {
        return new ExtensionSettings(
                name,
                sequence,
                "enabled",
                0,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
