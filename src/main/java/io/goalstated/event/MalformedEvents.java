package io.goalstated.event;

/** A file holds no events that can be read. The message says where and why, never with the content. */
public final class MalformedEvents extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedEvents(String message) {
        super(message);
    }
}
