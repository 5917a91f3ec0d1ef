package io.goalstated.artifact;

import static io.goalstated.artifact.ZipBytes.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.goalstated.Conforms;
import io.goalstated.platform.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {
    private static final UnpackLimits SMALL = new UnpackLimits(20, 4096, 100_000, 200, 10_000);
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    @Test
    @Conforms("B2")
    void files_come_out_byte_for_byte() throws IOException {
        byte[] odd = "\uFEFF#!/bin/sh\r\nprintf 'a\u0000b'\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] noise = new byte[70_000];
        new Random(7).nextBytes(noise);

        unpack(javaZip("bin/shim.sh", odd, "lib/noise.bin", noise, "empty", NOTHING));

        assertThat(tree("bin/shim.sh")).hasBinaryContent(odd);
        assertThat(tree("lib/noise.bin")).hasBinaryContent(noise);
        assertThat(tree("empty")).isEmptyFile();
    }

    @Test
    @Conforms({"B1", "02#40"})
    void every_file_can_be_executed_by_its_owner_and_written_by_nobody_else() throws IOException {
        unpack(zip().entry("a/b/run.sh", HELLO, entry -> entry.unixMode(0100644))
                .entry("setuid", HELLO, entry -> entry.unixMode(0106777))
                .bytes());

        assertThat(mode("a/b/run.sh")).isEqualTo("rwxr--r--");
        assertThat(mode("setuid")).isEqualTo("rwxr--r--");
        assertThat(mode("a/b")).isEqualTo("rwxr-xr-x");
    }

    @Test
    void short_names_that_imply_many_directories_do_not_fill_the_memory() {
        UnpackLimits limits = new UnpackLimits(100, 64 << 10, 1_000_000, 100, 10_000);
        ZipBytes zip = zip();
        for (int i = 0; i < 10; i++) {
            zip.file(i + "/a".repeat(60), "x");
        }

        assertThatThrownBy(() -> unpack(new Unpacker(new Disk(), limits), zip.bytes()))
                .isInstanceOf(BadArchive.class)
                .hasMessageContaining("too many directories");
    }

    @Test
    @Conforms("B2")
    void directory_entries_are_allowed() throws IOException {
        unpack(javaZip("./", NOTHING, "bin/", NOTHING, "bin/x", HELLO, "empty/", NOTHING));

        assertThat(tree("bin/x")).hasContent("hello");
        assertThat(tree("empty")).isEmptyDirectory();
    }

    /** Published extensions have such directories, and files in them. */
    @Test
    void what_the_agent_keeps_may_come_along_as_what_it_is() throws IOException {
        unpack(zip().entry("status/", NOTHING, entry -> {})
                .entry("config/", NOTHING, entry -> {})
                .file("config/0.settings", "{}")
                .file("config/defaults/status", "x")
                .file("HandlerEnvironment.json", "[]")
                .file("mrseq", "0")
                .file("bin/config", "x")
                .file("lib/HandlerManifest.json/x", "x")
                .bytes());

        assertThat(tree("status")).isEmptyDirectory();
        assertThat(tree("config/0.settings")).hasContent("{}");
        assertThat(tree("bin/config")).hasContent("x");
    }

    @Test
    void a_stored_entry_is_unpacked_too() throws IOException {
        unpack(zip().entry("plain", HELLO, entry -> entry.stored(HELLO)).bytes());

        assertThat(tree("plain")).hasContent("hello");
    }

    @Test
    void an_archive_with_64_bit_records_is_unpacked() throws IOException {
        Path file = directory.resolve("made.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            zip.setUseZip64(Zip64Mode.Always);
            zip.putArchiveEntry(new ZipArchiveEntry("bin/run.sh"));
            zip.write(HELLO);
            zip.closeArchiveEntry();
        }

        byte[] archive = Files.readAllBytes(file);
        unpack(archive);

        assertThat(HexFormat.of().formatHex(archive)).contains("504b0606");
        assertThat(tree("bin/run.sh")).hasContent("hello");
    }

    @Test
    void a_small_heap_means_fewer_entries() {
        assertThat(UnpackLimits.within(48L << 20).entries()).isEqualTo(12_582);
        assertThat(UnpackLimits.within(1L << 40)).isEqualTo(UnpackLimits.DEFAULT);
    }

    @Test
    void something_before_the_archive_does_no_harm() throws IOException {
        unpack(zip().after("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8))
                .file("x", "hello")
                .bytes());

        assertThat(tree("x")).hasContent("hello");
    }

    static Stream<Arguments> hostileArchives() {
        return Stream.of(
                Arguments.of("an absolute path", one("/etc/cron.d/x"), "absolute path"),
                Arguments.of("a parent directory", one("../x"), "leaves the directory"),
                Arguments.of("a parent directory further in", one("a/../../x"), "leaves the directory"),
                Arguments.of("a parent directory at the end", one("a/.."), "leaves the directory"),
                Arguments.of("a backslash", one("..\\x"), "backslash"),
                Arguments.of("a backslash made on FAT", fatBackslash(), "backslash"),
                Arguments.of("a drive letter", one("C:x"), "drive"),
                Arguments.of("a NUL", one("a\u0000b"), "control character"),
                Arguments.of("a newline", one("a\nb"), "control character"),
                Arguments.of("a C1 control", one("a\u009bb"), "control character"),
                Arguments.of("no name", one(""), "has no name"),
                Arguments.of("only a dot", one("."), "has no name"),
                Arguments.of("a long part", one("a".repeat(256)), "too long"),
                Arguments.of("a long path", one(("a".repeat(60) + "/").repeat(40) + "x"), "too long"),
                Arguments.of("a file for status", one("status"), "entry 'status' is a file"),
                Arguments.of("a file for config", one("./config"), "entry 'config' is a file"),
                Arguments.of("a directory for mrseq", one("mrseq/"), "entry 'mrseq' is a directory"),
                Arguments.of(
                        "a directory for the environment",
                        one("HandlerEnvironment.json/x"),
                        "entry 'HandlerEnvironment.json' is a directory"),
                Arguments.of(
                        "a directory for the manifest",
                        zip().file("HandlerManifest.json/HandlerManifest.json", "[]")
                                .bytes(),
                        "entry 'HandlerManifest.json' is a directory"),
                Arguments.of(
                        "a directory for settings", one("config/0.settings/x"), "'config/0.settings' is a directory"),
                Arguments.of("a directory for a status", one("status/a.7.status/"), "'status/a.7.status' is a dir"),
                Arguments.of("a deep path", one("a/".repeat(70) + "x"), "too deep"),
                Arguments.of("a symbolic link", unixMode(0120777), "link or a device"),
                Arguments.of("a character device", unixMode(0020666), "link or a device"),
                Arguments.of("a block device", unixMode(0060666), "link or a device"),
                Arguments.of("a FIFO", unixMode(0010666), "link or a device"),
                Arguments.of("a socket", unixMode(0140666), "link or a device"),
                Arguments.of("a file that says it is a directory", unixMode(0040755), "link or a device"),
                Arguments.of("a hard link", hardLink(), "link or a device"),
                Arguments.of("a name twice", zip().file("x", "1").file("x", "2").bytes(), "there twice"),
                Arguments.of(
                        "a name twice, spelled otherwise",
                        zip().file("a/x", "1").file("a/./x", "2").bytes(),
                        "there twice"),
                Arguments.of(
                        "names differing by case",
                        zip().file("x", "1").file("X", "2").bytes(),
                        "case of its letters"),
                Arguments.of(
                        "directories differing by case",
                        zip().file("a/x", "1").file("A/y", "2").bytes(),
                        "case of its letters"),
                Arguments.of(
                        "a file that is a directory too",
                        zip().file("a", "1").file("a/b", "2").bytes(),
                        "a file and a directory"),
                Arguments.of("an encrypted entry", changed(entry -> entry.flags = 1), "encrypted"),
                Arguments.of("a strange method", changed(entry -> entry.method = 12), "packed by method 12"),
                Arguments.of("a wrong checksum", changed(entry -> entry.crc++), "length or checksum"),
                Arguments.of("more than declared", changed(entry -> entry.size = 3), "holds more than it declares"),
                Arguments.of("less than declared", changed(entry -> entry.size = 9), "length or checksum"),
                Arguments.of("damaged data", changed(entry -> Arrays.fill(entry.packed, (byte) 0xff)), "is damaged"),
                Arguments.of("too many entries", many(21), "more than 20 entries"),
                Arguments.of("a large table of contents", wide(), "table of contents"),
                Arguments.of("too much in all", incompressible(), "more than 100000 bytes"),
                Arguments.of("a bomb", zip().file("zeros", new byte[90_000]).bytes(), "200 times"),
                Arguments.of("a bomb with false sizes", liar(), "holds more than it declares"),
                Arguments.of("no archive", "not a zip".getBytes(StandardCharsets.UTF_8), "not a zip archive"),
                Arguments.of("nothing", NOTHING, "not a zip archive"),
                Arguments.of("half an archive", half(), "not a zip archive"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileArchives")
    @Conforms("OPS-111")
    void hostile_archives_are_refused_with_the_reason_and_write_nothing_outside(
            String what, byte[] archive, String reason) throws IOException {
        assertThatThrownBy(() -> unpack(archive))
                .as(what)
                .isInstanceOf(BadArchive.class)
                .hasMessageContaining(reason);

        assertThat(namesIn(directory)).isSubsetOf("package.zip", "tree", "made.zip");
    }

    @Test
    @Conforms("OPS-111")
    void a_package_larger_than_the_free_space_is_refused_before_anything_is_written() throws IOException {
        UnpackLimits none = new UnpackLimits(20, 4096, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        // Declares an exbibyte.
        byte[] archive = zip().entry("x", HELLO, entry -> {
                    entry.size = 0xffffffffL;
                    entry.extra = ZipBytes.size64(1L << 60);
                })
                .bytes();

        assertThatThrownBy(() -> unpack(new Unpacker(new Disk(), none), archive))
                .isNotInstanceOf(BadArchive.class)
                .hasMessageContaining("No space left on device");

        assertThat(directory.resolve("tree")).isEmptyDirectory();
    }

    @Test
    @Conforms("OPS-111")
    void entries_that_share_their_data_are_a_bomb_as_a_whole() throws IOException {
        UnpackLimits limits = new UnpackLimits(20, 4096, 1_000_000, 100, 10_000);

        assertThatThrownBy(() -> unpack(new Unpacker(new Disk(), limits), overlapping()))
                .isInstanceOf(BadArchive.class)
                .hasMessageContaining("100 times");
    }

    @Test
    void a_disk_failure_is_not_blamed_on_the_archive() throws IOException {
        Disk failing = new Disk((operation, path) -> {
            if (operation.equals("write")) {
                throw new IOException("No space left on device");
            }
        });

        assertThatThrownBy(() -> unpack(new Unpacker(failing, SMALL), one("x")))
                .isNotInstanceOf(BadArchive.class)
                .hasMessage("No space left on device");

        assertThat(directory.resolve("tree")).isEmptyDirectory();
    }

    @Test
    @Conforms("B28")
    void no_file_stays_open_for_writing() throws IOException {
        unpack(one("x"));

        assertThat(openFiles()).noneMatch(open -> open.startsWith(directory.toString()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @Conforms("OPS-111")
    void mutated_archives_are_unpacked_inside_or_refused(long seed) {
        byte[] good = zip().file("bin/run.sh", "#!/bin/sh\necho run\n".repeat(20))
                .file("HandlerManifest.json", "[{\"handlerManifest\": {}}]")
                .entry("plain", HELLO, entry -> entry.stored(HELLO))
                .bytes();
        Random random = new Random(seed);

        assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 100; i++) {
                byte[] archive = mutated(good, random);
                assertThat(outcome(archive)).as("seed %d, round %d", seed, i).isIn("unpacked", "refused");
                assertThat(namesIn(directory)).isSubsetOf("package.zip", "tree", "made.zip");
                new Disk().deleteTree(directory.resolve("tree"));
            }
        });
    }

    private String outcome(byte[] archive) throws IOException {
        try {
            unpack(archive);
            return "unpacked";
        } catch (BadArchive e) {
            return "refused";
        }
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] archive = good.clone();
        for (int k = random.nextInt(6); k >= 0; k--) {
            archive[random.nextInt(archive.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(archive, random.nextInt(archive.length)) : archive;
    }

    private void unpack(byte[] archive) throws IOException {
        unpack(new Unpacker(new Disk(), SMALL), archive);
    }

    private void unpack(Unpacker unpacker, byte[] archive) throws IOException {
        Path file = Files.write(directory.resolve("package.zip"), archive);
        unpacker.unpack(new Disk().open(file), directory.resolve("tree"));
    }

    private Path tree(String name) {
        return directory.resolve("tree").resolve(name);
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(tree(name)));
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static List<String> openFiles() throws IOException {
        List<String> open = new ArrayList<>();
        for (Path descriptor : new Disk().list(Path.of("/proc/self/fd"))) {
            try {
                open.add(Files.readSymbolicLink(descriptor).toString());
            } catch (NoSuchFileException e) {
                // The one that read the directory.
            }
        }
        return open;
    }

    private static byte[] one(String name) {
        return zip().file(name, HELLO).bytes();
    }

    private static byte[] changed(Consumer<ZipBytes.Entry> change) {
        return zip().entry("x", HELLO, change).bytes();
    }

    private static byte[] unixMode(int mode) {
        return changed(entry -> entry.unixMode(mode));
    }

    private static byte[] fatBackslash() {
        return zip().entry("a\\..\\..\\x", HELLO, entry -> entry.madeBy = 20).bytes();
    }

    /** PKWARE's Unix field with a link's target behind the twelve bytes that every file has. */
    private static byte[] hardLink() {
        return changed(entry -> {
            entry.extra = new byte[4 + 12 + 5];
            entry.extra[0] = 0x0d;
            entry.extra[2] = 17;
        });
    }

    private static byte[] many(int entries) {
        ZipBytes zip = zip();
        for (int i = 0; i < entries; i++) {
            zip.file("f" + i, NOTHING);
        }
        return zip.bytes();
    }

    private static byte[] wide() {
        ZipBytes zip = zip();
        for (int i = 0; i < 18; i++) {
            zip.file("x".repeat(240) + i, NOTHING);
        }
        return zip.bytes();
    }

    private static byte[] incompressible() {
        byte[] noise = new byte[60_000];
        new Random(3).nextBytes(noise);
        return zip().file("a", noise).file("b", noise).bytes();
    }

    /** Says that it holds a few bytes; unpacks to many. */
    private static byte[] liar() {
        return zip().entry("zeros", new byte[90_000], entry -> entry.size = 100).bytes();
    }

    /** Many names for one piece of data, each of them harmless on its own. */
    private static byte[] overlapping() {
        byte[] content = new byte[9_000];
        ZipBytes zip = zip().entry("f", content, entry -> entry.offset = -1);
        for (int i = 0; i < 10; i++) {
            zip.entry("g" + i, content, entry -> entry.offset = 0);
        }
        return zip.bytes();
    }

    private static byte[] half() {
        byte[] whole = one("x");
        return Arrays.copyOf(whole, whole.length / 2);
    }

    private static byte[] javaZip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
