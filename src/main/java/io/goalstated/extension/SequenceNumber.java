package io.goalstated.extension;

/** The number that Azure gives to one set of settings. Opaque: it is not guaranteed to grow (spec 02 §4.3). */
public record SequenceNumber(int value) {
    /** Stands in a handler's environment and file names when it has no settings. */
    public static final SequenceNumber NONE = new SequenceNumber(0);

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
