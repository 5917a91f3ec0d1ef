package io.goalstated.doctor;

import io.goalstated.platform.Disk;
import io.goalstated.platform.Mounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The agent's directories: there, its own, closed, with room, and programs can be run in them. */
final class DirectoryChecks implements Check {
    private static final long ROOM = 200L << 20;

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        Path library = patient.library();
        Disk disk = patient.disk();
        return List.of(
                directory(disk, "library.owner", library),
                parents(patient),
                closed(disk, library),
                room(disk, library),
                programs(library),
                directory(disk, "logs.owner", patient.logs()));
    }

    private static Finding directory(Disk disk, String id, Path directory) throws IOException {
        if (!disk.exists(directory)) {
            return Finding.warn(id, directory + " is not there", "start the daemon, which makes it");
        }
        return disk.isTrustedDirectory(directory)
                ? Finding.pass(id, directory + " is root's own")
                : Finding.fail(
                        id,
                        directory + " is no directory, or others may change it",
                        "have it belong to root and nobody else write to it: chown root " + directory + "; chmod go-w "
                                + directory);
    }

    private static Finding parents(Patient patient) throws IOException {
        Path parent = patient.library().resolveSibling("");
        Optional<Path> distrusted = patient.disk().distrusted(patient.root().directory(), parent);
        return distrusted
                .map(
                        part -> Finding.fail(
                                "library.parents",
                                part + ", above " + patient.library() + ", is no directory, or others may change it",
                                "have it belong to root and nobody else write to it; where it is a link, set Lib.Dir to where it leads"))
                .orElse(Finding.pass(
                        "library.parents", "every directory above " + patient.library() + " is root's own"));
    }

    private static Finding closed(Disk disk, Path library) throws IOException {
        if (!disk.isDirectory(library)) {
            return Finding.skip("library.mode", library + " is not there");
        }
        return disk.isClosed(library)
                ? Finding.pass("library.mode", "nobody else may enter " + library)
                : Finding.fail(
                        "library.mode",
                        "others may enter " + library + ", where keys and settings are",
                        "restart the daemon, or: chmod 0700 " + library);
    }

    private static Finding room(Disk disk, Path library) throws IOException {
        if (!disk.isDirectory(library)) {
            return Finding.skip("library.space", library + " is not there");
        }
        long free = disk.usableSpace(library);
        String evidence = (free >> 20) + " MB are free in " + library;
        return free >= ROOM
                ? Finding.pass("library.space", evidence)
                : Finding.fail("library.space", evidence, "make room: packages of extensions are unpacked there");
    }

    private static Finding programs(Path library) {
        return Mounts.isNoExec(library)
                ? Finding.fail(
                        "library.noexec",
                        library + " is mounted noexec: commands of extensions cannot run",
                        "mount it without noexec, or set Lib.Dir to another place")
                : Finding.pass("library.noexec", "programs can be run in " + library);
    }
}
