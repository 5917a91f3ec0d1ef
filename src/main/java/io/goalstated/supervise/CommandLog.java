package io.goalstated.supervise;

import io.goalstated.extension.HandlerLayout;
import io.goalstated.platform.Disk;
import io.goalstated.platform.GrowingFile;
import java.io.IOException;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code CommandExecution.log}: begin and end of every command of one handler, with its output (spec 02 §6.7). */
final class CommandLog {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLog.class);
    private static final int LIMIT = 10 << 20;
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Disk disk;

    CommandLog(Disk disk) {
        this.disk = disk;
    }

    /** Adds an entry, its blank lines left out. A log that cannot be written stops nothing. Blocks. */
    void add(HandlerLayout handler, Optional<String> extension, Instant at, String level, String text) {
        try {
            disk.createDirectory(handler.logs(), Disk.PUBLIC_DIRECTORY);
            GrowingFile log = new GrowingFile(disk, handler.commandLog(extension), MODE);
            log.keepTail(LIMIT);
            StringBuilder entry = new StringBuilder();
            entry.append(TIME.format(at)).append(' ').append(level).append(" ExtHandler [");
            entry.append(handler.handler())
                    .append('-')
                    .append(handler.version())
                    .append("] ");
            text.lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> entry.append(line).append('\n'));
            log.appendLoosely(entry.toString());
        } catch (IOException e) {
            LOG.warn("cannot write the command log of {}: {}", handler.handler(), e.getMessage());
        }
    }
}
