package io.goalstated.environment.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.Conforms;
import io.goalstated.platform.DirectOffload;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ManualTimers;
import io.goalstated.platform.SystemRoot;
import io.goalstated.platform.ToolEnd;
import io.goalstated.platform.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real disks of this machine's kernel, partitioned, formatted and mounted. */
@Tag("root")
class ResourceDiskIT {
    private static final ResourceDiskSettings PLAIN =
            new ResourceDiskSettings("ext4", "/mnt/resource", Optional.empty(), false, Optional.empty());
    private static final String GPT_AS_DELIVERED = """
        label: gpt
        ,16M,E3C9E316-0B5C-4DB8-817D-F92DF00215AE
        ,,EBD0A0A2-B9E5-4433-87C0-68B6B72699C7
        """;

    @TempDir
    Path directory;

    private LoopDisk disk;
    private Path mountPoint;

    @BeforeEach
    void plug() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        disk = LoopDisk.of(directory, 96);
        mountPoint = disk.root.resolve("mnt/resource");
    }

    @AfterEach
    void unplug() throws Exception {
        disk.close();
    }

    private ResourceDisk.Outcome prepare(ResourceDiskSettings settings) {
        return prepare(settings, LoopDisk.TOOLS);
    }

    private ResourceDisk.Outcome prepare(ResourceDiskSettings settings, Tools tools) {
        SystemRoot root = new SystemRoot(disk.root);
        ResourceDisk resource = new ResourceDisk(
                new ResourceDisk.Shell(
                        new ManualTimers(),
                        new DirectOffload(),
                        new Disk(),
                        root,
                        root.resolve("/var/lib/waagent"),
                        tools),
                settings);
        return resource.prepare().result();
    }

    private String type(String node) {
        return LoopDisk.run("blkid", "-p", "-o", "value", "-s", "TYPE", node).strip();
    }

    private void assertReady() {
        assertThat(LoopDisk.run("findmnt", "-n", "-o", "FSTYPE,OPTIONS", mountPoint.toString()))
                .contains("ext4", "nosuid", "nodev");
        assertThat(mountPoint.resolve(ResourceDisk.README)).content().contains("TEMPORARY DISK");
    }

    @Test
    @Conforms("03#74")
    void an_empty_ntfs_disk_gets_the_configured_file_system() {
        disk.asDelivered();

        ResourceDisk.Outcome outcome = prepare(PLAIN);

        assertThat(outcome.problem()).isEmpty();
        assertThat(outcome.mountPoint()).contains(mountPoint.toString());
        assertReady();
        assertThat(LoopDisk.run("sfdisk", "--part-type", disk.device, "1").strip())
                .isEqualTo("83");
    }

    @Test
    @Conforms("03#77")
    void a_large_disk_with_a_reserved_partition_gets_one_partition() {
        disk.partitioned(GPT_AS_DELIVERED);
        LoopDisk.run("mkntfs", "-Q", "-F", "-q", disk.partition(2));

        assertThat(prepare(PLAIN).problem()).isEmpty();

        assertReady();
        assertThat(LoopDisk.run("lsblk", "-n", "-o", "NAME", disk.device)
                        .strip()
                        .split("\n"))
                .hasSize(2);
    }

    @Test
    void a_blank_disk_is_partitioned_formatted_and_mounted() {
        assertThat(prepare(PLAIN).problem()).isEmpty();

        assertReady();
    }

    @Test
    void a_second_start_changes_nothing() throws Exception {
        prepare(PLAIN);
        Files.writeString(mountPoint.resolve("data"), "mine");

        ResourceDisk.Outcome again = prepare(PLAIN);

        assertThat(again.done()).isEmpty();
        assertThat(again.problem()).isEmpty();
        assertThat(mountPoint.resolve("data")).hasContent("mine");
    }

    @Test
    void after_a_reboot_the_same_disk_is_mounted_again_with_its_data() throws Exception {
        prepare(PLAIN);
        Files.writeString(mountPoint.resolve("data"), "mine");
        LoopDisk.run("umount", mountPoint.toString());

        assertThat(prepare(PLAIN).problem()).isEmpty();

        assertThat(mountPoint.resolve("data")).hasContent("mine");
    }

    @Test
    void after_a_redeploy_the_new_disk_is_made_ready() throws Exception {
        prepare(PLAIN);
        disk.close();
        disk = LoopDisk.of(directory, 80).asDelivered();

        assertThat(prepare(PLAIN).problem()).isEmpty();

        assertReady();
    }

    @Test
    @Conforms("03#75")
    void a_used_disk_is_not_formatted_because_the_mount_options_are_wrong() throws Exception {
        disk.partitioned("label: dos\n,,83\n");
        LoopDisk.run("mkfs.ext4", "-q", "-F", disk.partition(1));
        disk.withFile("ext4", 1, "data", "mine");

        ResourceDisk.Outcome outcome = prepare(
                new ResourceDiskSettings("ext4", "/mnt/resource", Optional.of("nonsense=1"), false, Optional.empty()));

        assertThat(outcome.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("mount"));
        assertThat(prepare(PLAIN).problem()).isEmpty();
        assertThat(mountPoint.resolve("data")).hasContent("mine");
    }

    @Test
    @Conforms("03#76")
    void an_ntfs_disk_with_somebodys_files_is_left_alone() throws Exception {
        disk.asDelivered().withFile("ntfs-3g", 1, "thesis.doc", "mine");

        ResourceDisk.Outcome outcome = prepare(PLAIN);

        assertThat(outcome.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("somebody's files"));
        assertThat(type(disk.partition(1))).isEqualTo("ntfs");
    }

    @Test
    void what_windows_and_the_platform_put_on_a_disk_is_nobodys() throws Exception {
        disk.asDelivered().withFile("ntfs-3g", 1, "DATALOSS_WARNING_README.txt", "platform");

        assertThat(prepare(PLAIN).problem()).isEmpty();

        assertReady();
    }

    @Test
    void the_owner_can_forbid_to_format_ntfs_at_all() {
        disk.asDelivered();

        ResourceDisk.Outcome outcome =
                prepare(new ResourceDiskSettings("ext4", "/mnt/resource", Optional.empty(), true, Optional.empty()));

        assertThat(outcome.mountPoint()).isEmpty();
        assertThat(type(disk.partition(1))).isEqualTo("ntfs");
    }

    @Test
    @Conforms("03#78")
    void a_disk_that_is_mounted_elsewhere_is_used_there() throws Exception {
        disk.partitioned("label: dos\n,,83\n");
        LoopDisk.run("mkfs.ext4", "-q", "-F", disk.partition(1));
        Path elsewhere = Files.createDirectories(disk.root.resolve("data"));
        LoopDisk.run("mount", disk.partition(1), elsewhere.toString());

        ResourceDisk.Outcome outcome =
                prepare(new ResourceDiskSettings("ext4", "/mnt/resource", Optional.empty(), false, Optional.of(8)));

        assertThat(outcome.problem()).isEmpty();
        assertThat(outcome.mountPoint()).contains(elsewhere.toString());
        assertThat(elsewhere.resolve(ResourceDisk.README)).doesNotExist();
        assertThat(Files.size(elsewhere.resolve("swapfile"))).isEqualTo(8 << 20);
        assertThat(mountPoint).doesNotExist();
    }

    @Test
    void a_disk_with_another_file_system_is_mounted_as_what_it_is() {
        disk.partitioned("label: dos\n,,83\n");
        LoopDisk.run("mkfs.ext2", "-q", "-F", disk.partition(1));

        assertThat(prepare(PLAIN).problem()).isEmpty();

        assertThat(type(disk.partition(1))).isEqualTo("ext2");
        assertThat(LoopDisk.run("findmnt", "-n", mountPoint.toString())).contains("ext2");
    }

    @Test
    void a_disk_without_partitions_that_holds_a_file_system_is_mounted() {
        LoopDisk.run("mkfs.ext4", "-q", "-F", disk.device);

        assertThat(prepare(PLAIN).problem()).isEmpty();

        assertReady();
    }

    @Test
    void a_disk_that_is_swap_or_part_of_something_is_left_alone() {
        LoopDisk.run("mkswap", disk.device);

        ResourceDisk.Outcome outcome = prepare(PLAIN);

        assertThat(outcome.problem()).isPresent();
        assertThat(type(disk.device)).isEqualTo("swap");
    }

    @Test
    void three_partitions_are_nothing_that_azure_delivers() {
        disk.partitioned("label: dos\n,16M,7\n,16M,7\n,16M,7\n");

        assertThat(prepare(PLAIN).problem())
                .hasValueSatisfying(text -> assertThat(text).contains("3 partitions"));
    }

    @Test
    void a_line_of_fstab_leaves_the_disk_to_whoever_wrote_it() throws Exception {
        disk.asDelivered();
        Files.writeString(disk.root.resolve("etc/fstab"), disk.partition(1) + " /data auto defaults,nofail 0 2\n");

        ResourceDisk.Outcome outcome = prepare(PLAIN);

        assertThat(outcome.done()).containsExactly("left to /etc/fstab");
        assertThat(type(disk.partition(1))).isEqualTo("ntfs");
    }

    @Test
    void a_mount_point_behind_a_link_is_refused() throws Exception {
        Files.createSymbolicLink(disk.root.resolve("mnt"), Path.of("/tmp"));

        ResourceDisk.Outcome outcome = prepare(PLAIN);

        assertThat(outcome.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("root's own"));
        Files.delete(disk.root.resolve("mnt"));
    }

    /** Each run dies before the next command that changes the disk; the runs after it make good. */
    @Test
    void an_agent_that_dies_before_any_command_is_made_good_by_the_next_start() {
        disk.partitioned(GPT_AS_DELIVERED);
        LoopDisk.run("mkntfs", "-Q", "-F", "-q", disk.partition(2));
        List<String> deaths = new ArrayList<>();
        for (int i = 0; deaths.size() == i && i < 40; i++) {
            int last = i;
            int[] calls = {0};
            prepare(PLAIN, call -> {
                if (calls[0]++ == last) {
                    deaths.add(call.toString());
                    throw new IllegalStateException("killed");
                }
                return LoopDisk.TOOLS.run(call);
            });
        }

        assertThat(deaths).hasSizeGreaterThan(8);
        assertThat(prepare(PLAIN).problem()).isEmpty();
        assertReady();
    }

    @Test
    void a_formatting_that_was_cut_short_is_done_again() throws Exception {
        prepare(PLAIN);
        LoopDisk.run("umount", mountPoint.toString());
        SystemRoot root = new SystemRoot(disk.root);
        DiskFacts facts = new DiskObserver(new Disk(), root, LoopDisk.TOOLS).observe(disk.name(), Optional.empty());
        DiskFacts.Table table = facts.table().orElseThrow();
        new FormattingNote(new Disk(), root.resolve("/var/lib/waagent"))
                .write(DiskFacts.Formatting.of(table, table.partitions().get(0)));
        // The superblock is there, what it points to is not.
        LoopDisk.run(
                "dd", "if=/dev/zero", "of=" + disk.partition(1), "bs=1024", "seek=2", "count=4000", "conv=notrunc");

        assertThat(prepare(PLAIN).problem()).isEmpty();

        assertReady();
    }

    @Test
    void a_whole_file_system_is_kept_although_its_formatting_was_never_crossed_out() throws Exception {
        prepare(PLAIN);
        Files.writeString(mountPoint.resolve("data"), "mine");
        LoopDisk.run("umount", mountPoint.toString());
        SystemRoot root = new SystemRoot(disk.root);
        DiskFacts facts = new DiskObserver(new Disk(), root, LoopDisk.TOOLS).observe(disk.name(), Optional.empty());
        DiskFacts.Table table = facts.table().orElseThrow();
        new FormattingNote(new Disk(), root.resolve("/var/lib/waagent"))
                .write(DiskFacts.Formatting.of(table, table.partitions().get(0)));

        assertThat(prepare(PLAIN).problem()).isEmpty();

        assertThat(mountPoint.resolve("data")).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "btrfs"})
    @Conforms("03#80")
    void a_swap_file_of_that_size_is_made_and_used_once(String fileSystem) throws Exception {
        if (fileSystem.equals("btrfs")) {
            disk.close();
            disk = LoopDisk.of(directory, 256);
        }
        ResourceDiskSettings settings =
                new ResourceDiskSettings(fileSystem, "/mnt/resource", Optional.empty(), false, Optional.of(16));

        ResourceDisk.Outcome outcome = prepare(settings);

        Path file = mountPoint.resolve("swapfile");
        assertThat(outcome.problem()).isEmpty();
        assertThat(Files.size(file)).isEqualTo(16 << 20);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Path.of("/proc/swaps")).content().contains(file.toString());
        List<String> commands = new ArrayList<>();
        prepare(settings, call -> {
            commands.add(call.tool());
            return LoopDisk.TOOLS.run(call);
        });
        assertThat(commands).containsOnly("blkid", "sfdisk");
    }

    @Test
    @Conforms("03#81")
    void a_swap_file_of_another_size_is_made_anew() throws Exception {
        prepare(new ResourceDiskSettings("ext4", "/mnt/resource", Optional.empty(), false, Optional.of(16)));

        ResourceDisk.Outcome outcome =
                prepare(new ResourceDiskSettings("ext4", "/mnt/resource", Optional.empty(), false, Optional.of(12)));

        assertThat(outcome.problem()).isEmpty();
        assertThat(Files.size(mountPoint.resolve("swapfile"))).isEqualTo(12 << 20);
        assertThat(Path.of("/proc/swaps")).content().contains(mountPoint.toString());
    }

    @Test
    @Conforms("03#79")
    void without_a_resource_disk_there_is_a_problem_to_report_and_nothing_else() throws Exception {
        Files.delete(
                disk.root.resolve("sys/bus/vmbus/devices").resolve(disk.name()).resolve("device_id"));

        assertThat(prepare(PLAIN).problem()).contains("unable to detect disk topology");
    }

    @Test
    void without_a_tool_the_problem_names_it() {
        disk.asDelivered();

        ResourceDisk.Outcome outcome = prepare(
                PLAIN,
                call -> call.tool().startsWith("mkfs") ? new ToolEnd.Missing(call.tool()) : LoopDisk.TOOLS.run(call));

        assertThat(outcome.problem()).contains("tool not available: mkfs.ext4");
    }
}
