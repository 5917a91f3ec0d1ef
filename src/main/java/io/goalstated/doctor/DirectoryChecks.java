package io.goalstated.doctor;

import io.goalstated.config.AgentKeys;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Mounts;
import io.goalstated.platform.ToolCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The agent's directories: there, its own, closed, with room, and programs can be run in them. */
final class DirectoryChecks implements Check {
    private static final long ROOM = 200L << 20;
    private static final long FILES = 10_000;

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        Path library = patient.library();
        Disk disk = patient.disk();
        return List.of(
                directory(disk, "library.owner", library),
                parents(patient),
                closed(disk, library),
                room(disk, library),
                inodes(patient),
                writable(patient),
                programs(patient),
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

    /** Files that can still be made; {@code df} tells, where there is such a limit. */
    private static Finding inodes(Patient patient) {
        String told = patient.tools()
                .run(ToolCall.of(
                        "df", "--output=iavail", "--", patient.library().toString()))
                .output();
        String last = told.substring(told.strip().lastIndexOf('\n') + 1).strip();
        if (!last.matches("\\d{1,18}")) {
            return Finding.skip("library.inodes", "nobody says how many files can still be made");
        }
        String evidence = last + " files can still be made in " + patient.library();
        return Long.parseLong(last) >= FILES
                ? Finding.pass("library.inodes", evidence)
                : Finding.fail("library.inodes", evidence, "remove what is many: du --inodes -x / | sort -n");
    }

    private static Finding writable(Patient patient) throws IOException {
        return options(patient).contains("ro")
                ? Finding.fail(
                        "library.read-only",
                        patient.library() + " is mounted read-only: nothing that happens can be kept",
                        "find out why (dmesg), then: mount -o remount,rw on its file system")
                : Finding.pass("library.read-only", "files can be written in " + patient.library());
    }

    private static Set<String> options(Patient patient) throws IOException {
        String mounts = patient.text("/proc/mounts").orElse("");
        return Mounts.options(mounts.lines().toList(), Path.of(patient.wants(AgentKeys.LIBRARY_DIRECTORY)));
    }

    private static Finding programs(Patient patient) throws IOException {
        Path library = patient.library();
        return options(patient).contains("noexec")
                ? Finding.fail(
                        "library.noexec",
                        library + " is mounted noexec: commands of extensions cannot run",
                        "mount it without noexec, or set Lib.Dir to another place")
                : Finding.pass("library.noexec", "programs can be run in " + library);
    }
}
