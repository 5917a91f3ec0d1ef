package io.goalstated.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The real {@link OperationDirectory}, for runners that are not. */
public final class OperationFiles {
    private final OperationDirectory directory;

    public OperationFiles(Path directory, Disk disk) {
        this.directory = new OperationDirectory(directory, disk);
    }

    public void prepare(String line) throws IOException {
        directory.prepare(line, Optional.empty(), Optional.empty());
    }

    public boolean isPrepared() {
        return directory.isPrepared();
    }

    public boolean withdraw() throws IOException {
        return directory.withdraw();
    }

    public OptionalLong claimant() throws IOException {
        return directory.claimant();
    }

    public OptionalInt exitCode() throws IOException {
        return directory.exitCode();
    }
}
