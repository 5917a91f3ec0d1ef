package io.goalstated.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.TreeMap;

/** What changes when a file, its owner or its mode does: a look at the directory entry, nothing is opened. Blocks. */
final class EntryStamp {
    private static final String ATTRIBUTES = "unix:ino,size,mode,uid,ctime,lastModifiedTime";

    private EntryStamp() {}

    /** What is not there, or cannot be looked at, has a stamp too. */
    static String of(Path file) {
        try {
            return new TreeMap<>(Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS)).toString();
        } catch (IOException e) {
            return e.getClass().getName();
        }
    }
}
