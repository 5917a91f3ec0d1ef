package io.goalstated.xml;

import java.util.Objects;

/** A text is not XML that may be read. The message says where and why and never repeats the content. */
public final class MalformedXml extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedXml(String reason, int line, int column) {
        super(reason + " (line " + line + ", column " + column + ")");
    }

    public MalformedXml(String reason) {
        super(reason);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
