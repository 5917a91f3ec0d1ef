package io.goalstated.config;

/**
 * Where a value was set.
 *
 * @param place a file, {@code environment}, {@code command line} or {@code default}
 * @param line counted from 1; 0 where lines mean nothing
 */
public record Origin(String place, int line) {
    public static final Origin DEFAULT = new Origin("default", 0);

    public boolean isDefault() {
        return place.equals(DEFAULT.place);
    }

    @Override
    public String toString() {
        return line == 0 ? place : place + ":" + line;
    }
}
