package io.goalstated.extension;

/** The codes of handler and extension status that the platform knows (spec 02 §7.8). */
public enum ErrorCode {
    UNKNOWN(-1, Fault.AGENT),
    SUCCESS(0, Fault.NOBODY),
    PROCESSING(1000, Fault.EXTENSION),
    MANIFEST_DOWNLOAD(1001, Fault.NETWORK),
    HANDLER_MANIFEST_NOT_FOUND(1002, Fault.EXTENSION),
    HANDLER_MANIFEST_MALFORMED(1003, Fault.EXTENSION),
    PACKAGE_DOWNLOAD(1004, Fault.NETWORK),
    PACKAGE_EXTRACTION(1005, Fault.EXTENSION),
    INSTALL(1007, Fault.EXTENSION),
    UPDATE(1008, Fault.EXTENSION),
    ENABLE(1009, Fault.EXTENSION),
    DISABLE(1010, Fault.EXTENSION),
    TIMEOUT(1011, Fault.EXTENSION),
    STATUS_INVALID(1012, Fault.EXTENSION),
    UNSUPPORTED_FEATURES(2001, Fault.SERVICE);

    /** Whose fault a failure is. */
    public enum Fault {
        NOBODY,
        SERVICE,
        EXTENSION,
        AGENT,
        NETWORK,
        DISK
    }

    private final int number;
    private final Fault fault;

    ErrorCode(int number, Fault fault) {
        this.number = number;
        this.fault = fault;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    public Fault fault() {
        return fault;
    }
}
