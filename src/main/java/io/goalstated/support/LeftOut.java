package io.goalstated.support;

/** A file that was found and is not in the archive, or not whole. */
public record LeftOut(String path, String why) {}
