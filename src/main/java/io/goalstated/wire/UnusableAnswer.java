package io.goalstated.wire;

/** A server answered with something that its protocol does not know. The message holds nothing of the content. */
public final class UnusableAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableAnswer(String message) {
        super(message);
    }
}
