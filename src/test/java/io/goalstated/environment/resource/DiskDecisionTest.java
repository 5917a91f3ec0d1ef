package io.goalstated.environment.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.environment.resource.DiskFacts.Contents;
import io.goalstated.environment.resource.DiskFacts.Formatting;
import io.goalstated.environment.resource.DiskFacts.NtfsFiles;
import io.goalstated.environment.resource.DiskFacts.Partition;
import io.goalstated.environment.resource.DiskFacts.Table;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiskDecisionTest {
    private static final String RESERVED = "E3C9E316-0B5C-4DB8-817D-F92DF00215AE";
    private static final String BASIC = "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7";
    private static final Contents NTFS = Contents.fileSystem("ntfs");
    private static final Contents EXT4 = Contents.fileSystem("ext4");

    private final DiskDecision decision = new DiskDecision(settings(false));

    private static ResourceDiskSettings settings(boolean sparesNtfs) {
        return new ResourceDiskSettings("ext4", "/mnt/resource", Optional.empty(), sparesNtfs, Optional.empty());
    }

    private static Partition partition(int number, String type, Contents contents) {
        return new Partition("/dev/sdb" + number, type, 2048L * number, 100, true, contents);
    }

    private static DiskFacts disk(String label, Partition... partitions) {
        return new DiskFacts(
                "/dev/sdb",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Table(label, "0x1234", List.of(partitions))),
                Contents.BLANK,
                Optional.empty(),
                Optional.empty());
    }

    private static DiskFacts bare(Contents contents) {
        return new DiskFacts(
                "/dev/sdb",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                contents,
                Optional.empty(),
                Optional.empty());
    }

    private static DiskFacts found(DiskFacts disk, NtfsFiles files) {
        return disk.with(Optional.of(files), Optional.empty());
    }

    @Test
    void a_mounted_disk_is_used_where_it_is() {
        DiskFacts mounted = new DiskFacts(
                "/dev/sdb",
                Optional.empty(),
                Optional.of("/data"),
                Optional.empty(),
                Contents.UNCLEAR,
                Optional.empty(),
                Optional.empty());

        assertThat(decision.next(mounted)).isEqualTo(new DiskStep.Use("/data"));
    }

    @Test
    @Conforms("03R#16")
    void a_disk_that_somebody_uses_is_left_alone_even_when_blank() {
        DiskFacts used = new DiskFacts(
                "/dev/sdb",
                Optional.of("is part of another device"),
                Optional.empty(),
                Optional.empty(),
                Contents.BLANK,
                Optional.empty(),
                Optional.empty());

        assertThat(decision.next(used)).isInstanceOf(DiskStep.LeaveAlone.class);
    }

    @Test
    void a_disk_without_anything_is_partitioned() {
        assertThat(decision.next(bare(Contents.BLANK))).isEqualTo(new DiskStep.Repartition());
        assertThat(decision.next(disk("dos"))).isEqualTo(new DiskStep.Repartition());
    }

    @Test
    void a_file_system_without_a_table_is_mounted() {
        assertThat(decision.next(bare(EXT4))).isEqualTo(new DiskStep.Mount("/dev/sdb", "ext4"));
    }

    @Test
    void ntfs_is_looked_into_before_anything_is_done() {
        assertThat(decision.next(disk("dos", partition(1, "7", NTFS)))).isEqualTo(new DiskStep.LookInto("/dev/sdb1"));
        assertThat(decision.next(disk("gpt", partition(1, RESERVED, Contents.BLANK), partition(2, BASIC, NTFS))))
                .isEqualTo(new DiskStep.LookInto("/dev/sdb2"));
    }

    @ParameterizedTest
    @EnumSource(names = {"ONLY_THE_PLATFORMS", "UNREADABLE_HERE"})
    void ntfs_of_nobodys_is_replaced(NtfsFiles files) {
        assertThat(decision.next(found(disk("dos", partition(1, "7", NTFS)), files)))
                .isEqualTo(new DiskStep.Retype(1));
        assertThat(decision.next(found(disk("dos", partition(1, "83", NTFS)), files)))
                .isInstanceOf(DiskStep.Format.class);
        assertThat(decision.next(
                        found(disk("gpt", partition(1, RESERVED, Contents.BLANK), partition(2, BASIC, NTFS)), files)))
                .isEqualTo(new DiskStep.Repartition());
    }

    @ParameterizedTest
    @Conforms("03R#16")
    @EnumSource(names = {"SOMEBODYS", "DAMAGED"})
    void other_ntfs_is_left_alone_and_told(NtfsFiles files) {
        assertThat(decision.next(found(disk("dos", partition(1, "7", NTFS)), files)))
                .isInstanceOfSatisfying(
                        DiskStep.LeaveAlone.class,
                        left -> assertThat(left.isProblem()).isTrue());
    }

    @Test
    void the_owner_can_have_all_ntfs_spared() {
        DiskDecision sparing = new DiskDecision(settings(true));

        assertThat(sparing.next(disk("dos", partition(1, "7", NTFS))))
                .isInstanceOfSatisfying(
                        DiskStep.LeaveAlone.class,
                        left -> assertThat(left.isProblem()).isFalse());
    }

    @Test
    void a_healthy_file_system_is_mounted_whatever_the_type_of_the_partition() {
        assertThat(decision.next(disk("dos", partition(1, "7", EXT4))))
                .isEqualTo(new DiskStep.Mount("/dev/sdb1", "ext4"));
        assertThat(decision.next(disk("gpt", partition(1, BASIC, Contents.fileSystem("xfs")))))
                .isEqualTo(new DiskStep.Mount("/dev/sdb1", "xfs"));
    }

    @Test
    void what_is_no_file_system_is_left_alone() {
        assertThat(decision.next(disk("dos", partition(1, "8E", Contents.UNCLEAR))))
                .isInstanceOf(DiskStep.LeaveAlone.class);
    }

    @Test
    void two_partitions_of_which_none_is_reserved_are_left_alone() {
        assertThat(decision.next(disk("gpt", partition(1, BASIC, Contents.BLANK), partition(2, BASIC, Contents.BLANK))))
                .isInstanceOf(DiskStep.LeaveAlone.class);
    }

    @Test
    void a_partition_that_the_kernel_does_not_know_yet_is_waited_for() {
        Partition absent = new Partition("/dev/sdb1", "83", 2048, 100, false, Contents.UNCLEAR);

        assertThat(decision.next(disk("gpt", absent))).isEqualTo(new DiskStep.Reread("/dev/sdb1"));
    }

    @Test
    void a_formatting_that_may_be_cut_short_is_tried_before_it_is_judged() {
        DiskFacts plain = disk("gpt", partition(1, BASIC, EXT4));
        Table table = plain.table().orElseThrow();
        DiskFacts begun = new DiskFacts(
                "/dev/sdb",
                Optional.empty(),
                Optional.empty(),
                plain.table(),
                Contents.BLANK,
                Optional.of(Formatting.of(table, table.partitions().get(0))),
                Optional.empty());

        assertThat(decision.next(begun)).isEqualTo(new DiskStep.Try("/dev/sdb1", "ext4"));
        assertThat(decision.next(begun.with(Optional.empty(), Optional.of(true))))
                .isInstanceOf(DiskStep.Mount.class);
        assertThat(decision.next(begun.with(Optional.empty(), Optional.of(false))))
                .isInstanceOf(DiskStep.Format.class);
    }

    @Test
    void a_note_of_another_disk_allows_nothing() {
        DiskFacts plain = disk("gpt", partition(1, BASIC, EXT4));
        DiskFacts other = new DiskFacts(
                "/dev/sdb",
                Optional.empty(),
                Optional.empty(),
                plain.table(),
                Contents.BLANK,
                Optional.of(new Formatting("0x9999", "/dev/sdb1", 2048, 100)),
                Optional.of(false));

        assertThat(decision.next(other)).isInstanceOf(DiskStep.Mount.class);
    }

    @Test
    void what_windows_and_the_platform_put_there_is_nobodys() {
        assertThat(DiskDecision.judge(
                        List.of("System Volume Information", "$RECYCLE.BIN", "DataLoss_Warning_Readme.TXT")))
                .isEqualTo(NtfsFiles.ONLY_THE_PLATFORMS);
        assertThat(DiskDecision.judge(List.of("$RECYCLE.BIN", "x"))).isEqualTo(NtfsFiles.SOMEBODYS);
    }
}
