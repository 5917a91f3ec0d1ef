package io.goalstated.doctor;

import io.goalstated.config.SystemKeys;
import io.goalstated.environment.kernel.KernelVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the kernel says of itself: consoles, FIPS, control groups, file systems. */
final class KernelChecks implements Check {
    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        return List.of(numa(patient), console(patient), fips(patient), cgroups(patient), udf(patient));
    }

    private static Finding numa(Patient patient) throws IOException {
        String release = patient.text(KernelVersion.FILE).orElse("").strip();
        if (release.isEmpty()) {
            return Finding.skip("kernel.version", "there is no " + KernelVersion.FILE);
        }
        return KernelVersion.parse(release).needsNumaOff()
                ? Finding.warn(
                        "kernel.version",
                        release + " stumbles over virtual NUMA",
                        "goalstated kernel-args --ensure numa=off, then reboot")
                : Finding.pass("kernel.version", release);
    }

    private static Finding console(Patient patient) throws IOException {
        Optional<String> arguments = patient.text("/proc/cmdline");
        if (arguments.isEmpty()) {
            return Finding.skip("kernel.console", "there is no /proc/cmdline");
        }
        List<String> consoles = new ArrayList<>();
        for (String word : arguments.get().strip().split("\\s+", -1)) {
            if (word.startsWith("console=")) {
                consoles.add(word);
            }
        }
        String active =
                patient.text("/sys/class/tty/console/active").orElse("unknown").strip();
        String evidence =
                (consoles.isEmpty() ? "no console= argument" : String.join(" ", consoles)) + "; active: " + active;
        return active.contains("ttyS") || active.contains("ttyAMA")
                ? Finding.pass("kernel.console", evidence)
                : Finding.warn(
                        "kernel.console",
                        evidence,
                        "for the platform's serial console: goalstated serialconsole, then reboot");
    }

    private static Finding fips(Patient patient) throws IOException {
        boolean on = patient.text("/proc/sys/crypto/fips_enabled")
                .orElse("0")
                .strip()
                .equals("1");
        return patient.wants(SystemKeys.ENABLE_FIPS) && !on
                ? Finding.warn(
                        "kernel.fips",
                        "OS.EnableFIPS=y, but the kernel is not in FIPS mode",
                        "switch it on (fips-mode-setup --enable) and reboot, or set OS.EnableFIPS=n")
                : Finding.pass("kernel.fips", on ? "FIPS mode is on" : "FIPS mode is off");
    }

    private static Finding cgroups(Patient patient) {
        if (patient.has("/sys/fs/cgroup/cgroup.controllers")) {
            return Finding.pass("kernel.cgroups", "version 2");
        }
        return patient.has("/sys/fs/cgroup")
                ? Finding.warn(
                        "kernel.cgroups",
                        "version 1: limits of extensions are weaker",
                        "boot with systemd.unified_cgroup_hierarchy=1 where the distribution supports it")
                : Finding.skip("kernel.cgroups", "there is no /sys/fs/cgroup");
    }

    private static Finding udf(Patient patient) throws IOException {
        Optional<String> known = patient.text("/proc/filesystems");
        if (known.isEmpty()) {
            return Finding.skip("kernel.udf", "there is no /proc/filesystems");
        }
        return known.get().contains("\tudf")
                ? Finding.pass("kernel.udf", "the kernel reads UDF")
                : Finding.pass(
                        "kernel.udf", "the kernel has not loaded UDF; the agent reads a provisioning disc itself");
    }
}
