package io.goalstated.wire;

/** A request without a usable answer. The message names method, URL without its query, cause and attempts. */
public final class HttpFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it was; decisions go by this, never by the message. */
    public enum Kind {
        /** 410: the headers' container id is stale. */
        RESOURCE_GONE,
        /** 400 with {@code InvalidContainerConfiguration}. */
        INVALID_CONTAINER,
        /** No answer within the limit. */
        TIMEOUT,
        /** Refused, reset, cut short. */
        UNREACHABLE,
        /** Every attempt was answered with a status that asks for a retry. */
        EXHAUSTED,
        /** Answered, with a status that is no success and is not worth another attempt. */
        NOT_OK,
        /** The body exceeds the call's limit. */
        TOO_LARGE,
        /** What the server sent could not be kept: the disk is full, or read-only. */
        DISK,
        /** The request itself is unusable: bad URL, forbidden address. */
        REFUSED
    }

    private final Kind kind;
    private final int status;

    /** @param status the last answer's, 0 when there was none */
    public HttpFailure(Kind kind, int status, String message) {
        super(message);
        this.kind = kind;
        this.status = status;
    }

    public Kind kind() {
        return kind;
    }

    public int status() {
        return status;
    }
}
