package io.goalstated.platform;

import java.io.IOException;
import java.util.function.BiFunction;

/** What a command has written, as one text. */
final class CommandOutput {
    private final Disk disk;
    private final int limit;
    private final BiFunction<byte[], byte[], String> join;

    /**
     * A reader.
     *
     * @param limit bytes of either stream that are read at most
     * @param join makes one text of the heads of standard output and standard error
     */
    CommandOutput(Disk disk, int limit, BiFunction<byte[], byte[], String> join) {
        this.disk = disk;
        this.limit = limit;
        this.join = join;
    }

    String of(OperationDirectory operation) throws IOException {
        disk.announce("ended", operation.start());
        return join.apply(operation.head(operation.stdout(), limit), operation.head(operation.stderr(), limit));
    }
}
