package io.goalstated.lab;

/** A request to the admin API that cannot be carried out. The message names the member and says what it should be. */
final class BadInput extends Exception {
    private static final long serialVersionUID = 1L;

    BadInput(String message) {
        super(message);
    }
}
