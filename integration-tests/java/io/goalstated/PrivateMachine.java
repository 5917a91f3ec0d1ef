package io.goalstated;

import io.goalstated.machine.Apart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * This machine as a process sees it that may change users and configuration: {@code /etc}, {@code /var} and {@code /home}
 * are copied on write to memory, {@code /run} is empty, {@code /sys} read-only, and {@code service} only notes what it
 * was asked. Everything vanishes, with all that runs in it, with the process that was started in it. Needs root.
 */
final class PrivateMachine {
    /** What {@link #SETUP} makes of {@code service}. */
    static final String SERVICE_LOG = "/run/service.log";

    private static final String SETUP = """
            set -eu
            memory=$1
            shift
            mount -t tmpfs -o mode=755 tmpfs "$memory"
            for name in etc var home; do
                mkdir -p "$memory/$name" "$memory/.$name"
                mount -t overlay overlay -o "lowerdir=/$name,upperdir=$memory/$name,workdir=$memory/.$name" "/$name"
            done
            mount -t tmpfs -o mode=755 tmpfs /run
            mount -o remount,bind,ro /sys
            printf '#!/bin/sh\\necho "$*" >>%s\\n' /run/service.log >"$memory/service"
            chmod 755 "$memory/service"
            mount --bind "$memory/service" /usr/sbin/service
            # What a VM has and a container may lack.
            mkdir -p /etc/ssh /etc/sudoers.d
            printf 'PasswordAuthentication no\\n' >/etc/ssh/sshd_config
            "$@" || exit
            """;

    private PrivateMachine() {}

    /**
     * Runs a program on such a machine.
     *
     * @param memory an empty directory, to be covered there
     */
    static List<String> running(Path memory, String... program) {
        List<String> command = new ArrayList<>(List.of("--uts", "sh", "-c", SETUP, "sh", memory.toString()));
        command.addAll(List.of(program));
        return Apart.running(command);
    }

    /**
     * A file of that machine, seen from this one.
     *
     * @param inhabitant any process that runs there
     */
    static Path file(ProcessHandle inhabitant, String path) {
        return Path.of("/proc", Long.toString(inhabitant.pid()), "root", path);
    }
}
