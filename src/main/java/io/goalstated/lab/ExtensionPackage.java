package io.goalstated.lab;

import java.nio.charset.StandardCharsets;

/** A handler's zip as the platform stores it. The array is shared and not to be changed. */
@SuppressWarnings("ArrayRecordComponent") // identity is enough: nobody compares packages
public record ExtensionPackage(String name, String version, byte[] bytes) {
    /** In the first entry's time stamp: readers of the zip see the same files, but every digest differs. */
    private static final int HARMLESS = 10;

    /** The same package with one bit of one byte changed, as an attacker or a bad disk would. */
    public ExtensionPackage tampered(int offset) {
        byte[] changed = bytes.clone();
        changed[offset] ^= 1;
        return new ExtensionPackage(name, version, changed);
    }

    /** A changed package that unpacks like the original. */
    public ExtensionPackage tampered() {
        return tampered(HARMLESS);
    }

    /** Not a zip at all, under this package's name. */
    public ExtensionPackage ruined() {
        return new ExtensionPackage(name, version, "this is no zip file".getBytes(StandardCharsets.UTF_8));
    }

    String key() {
        return name + "__" + version;
    }
}
