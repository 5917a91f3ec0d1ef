package io.goalstated.json;

import java.util.Objects;

/** A text is not the JSON that was expected. The message says where and why and never repeats the content. */
public final class MalformedJson extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedJson(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
