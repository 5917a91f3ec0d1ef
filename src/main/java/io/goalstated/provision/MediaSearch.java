package io.goalstated.provision;

import io.goalstated.config.ProvisioningKeys;
import io.goalstated.disc.Disc;
import io.goalstated.disc.UnreadableDisc;
import io.goalstated.ovf.OvfText;
import io.goalstated.platform.Disk;
import io.goalstated.platform.ToolCall;
import io.goalstated.platform.ToolEnd;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the provisioning document on an optical disc or what looks like one (spec 03 §3.1–§3.3): where it is mounted already,
 * by mounting it, or in the process when the kernel cannot. One call is one look; who calls decides when to look again.
 */
public final class MediaSearch {
    private static final Logger LOG = LoggerFactory.getLogger(MediaSearch.class);
    private static final String NAME = "ovf-env.xml";
    private static final Pattern OPTICAL = Pattern.compile("sr\\d{1,3}|hd[c-z]|cdrom\\d?|cd\\d{1,3}");
    private static final Pattern OTHER = Pattern.compile("vd[b-z]|sd[b-z]|xvd[b-z]");
    private static final Duration MOUNT_LIMIT = Duration.ofSeconds(30);
    private static final int MAX_MOUNTS = 4 << 20;

    private final Machine machine;
    private final Optional<Path> explicit;
    private final String fileSystems;
    /** What is to be ejected in the end: an optical device. */
    private Optional<String> optical = Optional.empty();

    /**
     * A search.
     *
     * @param explicit a file, an image or a directory that is looked at instead of the devices
     */
    public MediaSearch(Machine machine, Optional<Path> explicit) {
        this(machine, explicit, "udf,iso9660,vfat");
    }

    MediaSearch(Machine machine, Optional<Path> explicit, String fileSystems) {
        this.machine = machine;
        this.explicit = explicit;
        this.fileSystems = fileSystems;
    }

    /** What one look has found. */
    sealed interface Look {
        final class Found implements Look {
            private final byte[] document;
            private final String where;

            Found(byte[] document, String where) {
                this.document = document;
                this.where = where;
            }

            byte[] document() {
                return document;
            }

            String where() {
                return where;
            }
        }

        /** There is no medium yet. */
        record NoMedium() implements Look {}

        /** There is one and it cannot be read. */
        record Unreadable(String reason) implements Look {}
    }

    /** Looks once; blocks. */
    Look look() throws IOException {
        if (explicit.isPresent()) {
            return atPath(explicit.get());
        }
        List<String> devices = devices();
        Look last = new Look.NoMedium();
        for (String device : devices) {
            last = on(device);
            if (last instanceof Look.Found) {
                return last;
            }
        }
        return last;
    }

    private Look atPath(Path path) throws IOException {
        Path file = machine.disk().isDirectory(path) ? path.resolve(NAME) : path;
        if (!machine.disk().exists(file)) {
            return new Look.NoMedium();
        }
        if (file.toString().endsWith(".xml")) {
            return read(file, path.toString());
        }
        return inProcess(file, path.toString());
    }

    private Look read(Path file, String where) throws IOException {
        Optional<byte[]> bytes = machine.disk().read(file, OvfText.MAX_BYTES);
        return bytes.isPresent()
                ? new Look.Found(bytes.get(), where)
                : new Look.Unreadable("there is no " + NAME + " on " + where);
    }

    private List<String> devices() throws IOException {
        List<String> optical = new ArrayList<>();
        List<String> other = new ArrayList<>();
        for (Path device : machine.disk().list(machine.root().resolve("/dev"))) {
            String name = String.valueOf(device.getFileName());
            if (OPTICAL.matcher(name).matches()) {
                optical.add(name);
            } else if (OTHER.matcher(name).matches() && isDisc(device)) {
                other.add(name);
            }
        }
        Comparator<String> natural = Comparator.comparing((String name) -> name.replaceAll("\\d", ""))
                .thenComparing(String::length)
                .thenComparing(Comparator.naturalOrder());
        optical.sort(natural);
        other.sort(natural);
        optical.addAll(other);
        return optical;
    }

    private boolean isDisc(Path device) {
        try (FileChannel channel = machine.disk().open(device)) {
            return Disc.isDisc(new DeviceMedium(channel));
        } catch (IOException e) {
            return false;
        }
    }

    private Look on(String name) throws IOException {
        String device = "/dev/" + name;
        optical = OPTICAL.matcher(name).matches() ? Optional.of(device) : optical;
        Optional<String> mounted = mountPoint(device);
        if (mounted.isPresent()) {
            return read(machine.root().resolve(mounted.get()).resolve(NAME), device);
        }
        return mount(device);
    }

    /** Where the device is mounted, as {@code /proc/self/mountinfo} says. */
    private Optional<String> mountPoint(String device) throws IOException {
        String mounts = machine.disk()
                .readText(machine.root().resolve("/proc/self/mountinfo"), MAX_MOUNTS)
                .orElse("");
        for (String line : mounts.lines().toList()) {
            String[] halves = line.split(" - ", 2);
            String[] front = halves[0].split(" ", -1);
            String[] back = halves.length > 1 ? halves[1].split(" ", -1) : new String[0];
            if (front.length > 4 && back.length > 1 && back[1].equals(device)) {
                return Optional.of(front[4].replace("\\040", " "));
            }
        }
        return Optional.empty();
    }

    private Look mount(String device) throws IOException {
        String point = machine.configuration().get(ProvisioningKeys.DVD_MOUNT_POINT);
        Path place = machine.root().resolve(point);
        Optional<Path> distrusted = machine.disk().distrusted(machine.root().directory(), place);
        if (distrusted.isPresent()) {
            LOG.warn("Nothing is mounted at {}: {} is no directory of root's own", point, distrusted.get());
            return inProcess(machine.root().resolve(device), device);
        }
        machine.disk().createDirectory(place, Disk.PRIVATE_DIRECTORY);
        machine.run("modprobe", "-b", "udf");
        ToolEnd end = machine.tools()
                .run(ToolCall.of("mount", "-o", "ro,nosuid,nodev,noexec", "-t", fileSystems, device, point)
                        .within(MOUNT_LIMIT));
        if (!end.isSuccess()) {
            LOG.warn("The medium cannot be mounted, it is read without; device={} reason={}", device, end.problem());
            return inProcess(machine.root().resolve(device), device);
        }
        try {
            return read(place.resolve(NAME), device);
        } finally {
            ToolEnd left = machine.run("umount", point);
            if (!left.isSuccess()) {
                LOG.warn("The medium stays mounted; reason={}", left.problem());
            }
        }
    }

    private Look inProcess(Path device, String shown) {
        try (FileChannel channel = machine.disk().open(device)) {
            return new Look.Found(Disc.read(new DeviceMedium(channel), NAME), shown);
        } catch (UnreadableDisc e) {
            return new Look.Unreadable("the medium " + shown + " cannot be read: " + e.getMessage());
        } catch (IOException e) {
            return new Look.Unreadable(
                    "the medium " + shown + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** Ejects the disc that was read, or the first there is; a failure is a warning. */
    void eject() throws IOException {
        Optional<String> device = optical;
        if (device.isEmpty() && explicit.isEmpty()) {
            device = devices().stream()
                    .filter(name -> OPTICAL.matcher(name).matches())
                    .map(name -> "/dev/" + name)
                    .findFirst();
        }
        if (device.isPresent()) {
            ToolEnd end = machine.run("eject", device.get());
            if (!end.isSuccess()) {
                LOG.warn("The medium was not ejected; reason={}", end.problem());
            }
        }
    }
}
