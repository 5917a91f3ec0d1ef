package io.goalstated.support;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a link may lead that stands where a file is asked for: not out of the directory that the manifest names, unless it names the
 * other place too. In the library directory, where keys are, only what is asked for by its own name is read.
 */
record Borders(List<Glob> asked, String library) {
    /** Where distributions have what is a link in {@code /etc}. */
    private static final List<Glob> LINKED = List.of(
                    "/usr/lib/*-release",
                    "/usr/lib/os.release.d/*",
                    "/run/systemd/resolve/*.conf",
                    "/run/resolvconf/resolv.conf",
                    "/run/NetworkManager/*.conf")
            .stream()
            .map(Glob::of)
            .toList();

    Borders {
        asked = List.copyOf(asked);
    }

    /** All directories in which anything is that may be read. */
    List<String> directories() {
        List<String> bases = new ArrayList<>();
        asked.forEach(glob -> bases.add(glob.base()));
        LINKED.forEach(glob -> bases.add(glob.base()));
        return bases.stream().distinct().filter(base -> !base.equals("/")).toList();
    }

    /** Whether what the glob has found may be that, which it really is. */
    boolean allow(Glob by, String real) {
        boolean known = asked.stream().anyMatch(glob -> glob.matches(real));
        return known
                || LINKED.stream().anyMatch(glob -> glob.matches(real))
                || (real.startsWith(by.base() + "/") && !real.startsWith(library + "/"));
    }
}
