package io.goalstated.environment.resource;

import io.goalstated.environment.resource.DiskFacts.Contents;
import io.goalstated.environment.resource.DiskFacts.Formatting;
import io.goalstated.environment.resource.DiskFacts.Kind;
import io.goalstated.environment.resource.DiskFacts.NtfsFiles;
import io.goalstated.environment.resource.DiskFacts.Partition;
import io.goalstated.environment.resource.DiskFacts.Table;
import io.goalstated.environment.resource.DiskStep.Format;
import io.goalstated.environment.resource.DiskStep.LeaveAlone;
import io.goalstated.environment.resource.DiskStep.LookInto;
import io.goalstated.environment.resource.DiskStep.Mount;
import io.goalstated.environment.resource.DiskStep.Repartition;
import io.goalstated.environment.resource.DiskStep.Reread;
import io.goalstated.environment.resource.DiskStep.Retype;
import io.goalstated.environment.resource.DiskStep.Try;
import io.goalstated.environment.resource.DiskStep.Use;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The next step for a disk that looks like this. Formatting is allowed on what is blank, on an NTFS file system that holds nothing
 * of anybody's, and where a formatting of ours was cut short; on nothing else (spec 03 §5.4).
 */
final class DiskDecision {
    private static final String RESERVED = "E3C9E316-0B5C-4DB8-817D-F92DF00215AE";
    private static final String NTFS = "ntfs";

    private final ResourceDiskSettings settings;

    DiskDecision(ResourceDiskSettings settings) {
        this.settings = settings;
    }

    DiskStep next(DiskFacts disk) {
        if (disk.mountPoint().isPresent()) {
            return new Use(disk.mountPoint().get());
        }
        if (disk.inUse().isPresent()) {
            return new LeaveAlone(disk.device() + " " + disk.inUse().get(), true);
        }
        return disk.table().map(table -> withTable(disk, table)).orElseGet(() -> withoutTable(disk));
    }

    private DiskStep withoutTable(DiskFacts disk) {
        return content(disk.device(), disk.bare(), new Repartition());
    }

    private DiskStep withTable(DiskFacts disk, Table table) {
        List<Partition> partitions = table.partitions();
        return switch (partitions.size()) {
            case 0 -> new Repartition();
            case 1 -> single(disk, table, partitions.get(0));
            case 2 -> isReserved(partitions.get(0)) ? afterReserved(partitions.get(1)) : foreign(disk, 2);
            default -> foreign(disk, partitions.size());
        };
    }

    private static DiskStep foreign(DiskFacts disk, int partitions) {
        return new LeaveAlone(
                disk.device() + " has " + partitions + " partitions; it is not as Azure delivers it", true);
    }

    private static boolean isReserved(Partition partition) {
        return partition.type().equals(RESERVED);
    }

    /** A larger disk comes with a table of two partitions of which Linux needs one. */
    private DiskStep afterReserved(Partition second) {
        return second.present()
                ? content(second.node(), second.contents(), new Repartition())
                : new Reread(second.node());
    }

    private DiskStep single(DiskFacts disk, Table table, Partition partition) {
        if (!partition.present()) {
            return new Reread(partition.node());
        }
        DiskStep format = table.label().equals("dos")
                        && partition.type().equals("7")
                        && !settings.fileSystem().equals(NTFS)
                ? new Retype(1)
                : new Format(partition);
        boolean ours = disk.begun().equals(Optional.of(Formatting.of(table, partition)))
                && partition.contents().kind() == Kind.FILE_SYSTEM
                && partition.contents().type().equals(settings.fileSystem());
        if (ours && disk.whole().isEmpty()) {
            return new Try(partition.node(), settings.fileSystem());
        }
        return ours && !disk.whole().get() ? format : content(partition.node(), partition.contents(), format);
    }

    /** @param replace what to do when nothing is lost by it */
    private DiskStep content(String node, Contents contents, DiskStep replace) {
        if (contents.kind() == Kind.BLANK) {
            return replace;
        }
        if (contents.kind() == Kind.UNCLEAR) {
            return new LeaveAlone(node + " holds something that is no file system", true);
        }
        if (!contents.type().equals(NTFS) || settings.fileSystem().equals(NTFS)) {
            return new Mount(node, contents.type());
        }
        if (settings.sparesNtfs()) {
            return new LeaveAlone(node + " holds NTFS and ResourceDisk.NeverDestroyNtfs=y", false);
        }
        if (contents.files().isEmpty()) {
            return new LookInto(node);
        }
        return switch (contents.files().get()) {
            case ONLY_THE_PLATFORMS, UNREADABLE_HERE -> replace;
            case SOMEBODYS ->
                new LeaveAlone(node + " holds NTFS with somebody's files; move them away and remove them", true);
            case DAMAGED ->
                new LeaveAlone(node + " holds NTFS that cannot be read; check it, or clear it with wipefs", true);
        };
    }

    /** What Windows and the platform themselves put on an empty disk. */
    static NtfsFiles judge(List<String> names) {
        List<String> harmless = List.of("dataloss_warning_readme.txt", "system volume information", "$recycle.bin");
        return names.stream().allMatch(name -> harmless.contains(name.toLowerCase(Locale.ROOT)))
                ? NtfsFiles.ONLY_THE_PLATFORMS
                : NtfsFiles.SOMEBODYS;
    }
}
