package io.goalstated.environment.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.Disk;
import io.goalstated.platform.SystemRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the machine's files and tools say of disks. */
class DiskTextsTest {
    private static final String GENERATION_2 = "{f8b3781a-1e82-4818-a1c3-63d806ec15bb}\n";

    @TempDir
    Path directory;

    private DiskSearch search() {
        return new DiskSearch(new Disk(), new SystemRoot(directory));
    }

    private void plug(String device, String id, String... blocks) throws IOException {
        Path bus = Files.createDirectories(
                directory.resolve("sys/bus/vmbus/devices").resolve(device));
        Files.writeString(bus.resolve("device_id"), id);
        for (String block : blocks) {
            Files.createDirectories(bus.resolve(block));
        }
    }

    @Test
    @Conforms("03#73")
    void on_generation_1_it_is_the_second_ide_disk() throws IOException {
        plug("a", "{00000000-0000-8899-0000-000000000000}\n", "host0/target0:0:0/0:0:0:0/block/sda");
        plug("b", "{00000000-0001-8899-0000-000000000000}\n", "host1/target1:0:1/1:0:1:0/block/sdb");

        assertThat(search().find()).contains("sdb");
    }

    @Test
    @Conforms("03#73")
    void on_generation_2_it_is_logical_unit_1_and_never_0() throws IOException {
        plug(
                "a",
                GENERATION_2,
                "host0/target0:0:0/0:0:0:0/block/sda",
                "host0/target0:0:0/0:0:0:1/block/sdb",
                "host0/target0:0:0/0:0:0:2/block/sr0");

        assertThat(search().find()).contains("sdb");
    }

    @Test
    void on_generation_2_without_unit_1_there_is_none() throws IOException {
        plug("a", GENERATION_2, "host0/target0:0:0/0:0:0:0/block/sda", "host0/target0:0:0/0:0:0:11/block/sdc");

        assertThat(search().find()).isEmpty();
    }

    @Test
    void udevs_link_comes_first() throws IOException {
        Files.createDirectories(directory.resolve("dev/disk/azure"));
        Files.createSymbolicLink(directory.resolve("dev/disk/azure/resource"), Path.of("../../sdd"));

        assertThat(search().find()).contains("sdd");
    }

    @Test
    @Conforms({"03#123", "03R#16"})
    void a_local_nvme_disk_is_never_found() throws IOException {
        Files.createDirectories(directory.resolve("sys/class/block/nvme0n1"));
        Files.createDirectories(directory.resolve("sys/bus/vmbus/devices"));

        assertThat(search().find()).isEmpty();
    }

    @Test
    void mounts_are_found_by_node_and_by_number() {
        MountTable table = MountTable.parse("""
            26 1 8:1 / / rw - ext4 /dev/root rw
            40 26 8:17 / /mnt/my\\040disk rw,relatime shared:1 - ext4 /dev/sdb1 rw
            41 26 0:33 / /btrfs rw - btrfs /dev/sdc1 rw,compress=lzo
            garbage
            """);

        assertThat(table.of(Set.of(), Set.of("8:17")).map(MountTable.Entry::mountPoint))
                .contains("/mnt/my disk");
        assertThat(table.of(Set.of("/dev/sdc1"), Set.of()).map(MountTable.Entry::options))
                .contains("rw,compress=lzo");
        assertThat(table.of(Set.of("/dev/sdb"), Set.of("8:16"))).isEmpty();
        assertThat(table.carriesSystem(Set.of("/dev/sda1"), Set.of("8:1"))).isTrue();
        assertThat(table.carriesSystem(Set.of("/dev/sdb1"), Set.of("8:17"))).isFalse();
    }

    @Test
    void fstab_may_claim_the_disk_or_the_place() {
        assertThat(FstabEntries.claim("/dev/sdb1 /data ext4 defaults 0 0\n", "/dev/sdb", "/mnt"))
                .isTrue();
        assertThat(FstabEntries.claim("/dev/nvme0n1p1 /x ext4\n", "/dev/nvme0n1", "/mnt"))
                .isTrue();
        assertThat(FstabEntries.claim("/dev/disk/cloud/azure_resource-part1 /mnt auto\n", "/dev/sdb", "/a"))
                .isTrue();
        assertThat(FstabEntries.claim("UUID=1 /mnt ext4\n", "/dev/sdb", "/mnt")).isTrue();
        assertThat(FstabEntries.claim("#/dev/sdb1 /mnt\n/dev/sdb10x /y ext4\nUUID=1 / ext4\n", "/dev/sdb", "/mnt"))
                .isFalse();
    }

    @Test
    void a_table_of_another_device_is_not_believed() {
        String text = "{\"partitiontable\": {\"label\":\"dos\", \"id\":\"0x1\", \"device\":\"/dev/sdb\","
                + " \"partitions\": [{\"node\":\"/dev/sdb1\", \"start\":2048, \"size\":100, \"type\":\"7\"}]}}";

        assertThat(PartitionTable.parse(text, "/dev/sdb")
                        .map(table -> table.slices().get(0)))
                .isEqualTo(Optional.of(new PartitionTable.Slice("/dev/sdb1", "7", 2048, 100)));
        assertThat(PartitionTable.parse(text, "/dev/sda")).isEmpty();
        assertThat(PartitionTable.parse("", "/dev/sdb")).isEmpty();
    }

    @Test
    void swap_files_in_use_are_known_by_name() {
        Swaps swaps = Swaps.parse(
                "Filename Type Size Used Priority\n/mnt/swapfile file 1 0 -2\n/a\\040(deleted) file 1 0 -3\n");

        assertThat(swaps.names()).containsExactly("/mnt/swapfile", "/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mnt", "/", "/mnt/../etc", "/etc/x", "/usr", "/proc/1", "/mnt/a b", "/mnt;x", "/mnt//x", "/mnt/"
            })
    void a_mount_point_that_is_no_place_for_a_disk_is_refused(String mountPoint) {
        assertThat(new ResourceDiskSettings("ext4", mountPoint, Optional.empty(), false, Optional.empty()).problem())
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"noatime;reboot", "a b", "$(x)", ""})
    void mount_options_are_options(String options) {
        assertThat(new ResourceDiskSettings("ext4", "/mnt", Optional.of(options), false, Optional.empty()).problem())
                .isPresent();
    }

    @Test
    void programs_and_devices_on_the_disk_are_not_used_unless_wanted() {
        assertThat(new ResourceDiskSettings("ext4", "/mnt", Optional.empty(), false, Optional.empty())
                        .effectiveOptions())
                .isEqualTo("nosuid,nodev");
        assertThat(new ResourceDiskSettings("ext4", "/mnt", Optional.of("suid,noatime"), false, Optional.empty())
                        .effectiveOptions())
                .isEqualTo("suid,noatime,nodev");
    }

    @Test
    void a_file_system_is_a_name() {
        assertThat(new ResourceDiskSettings("ext4 -x", "/mnt", Optional.empty(), false, Optional.empty()).problem())
                .isPresent();
        assertThat(new ResourceDiskSettings("xfs", "/mnt", Optional.empty(), false, Optional.empty()).problem())
                .isEmpty();
    }
}
