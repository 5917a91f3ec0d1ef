package io.goalstated.wire;

import java.util.function.Function;
import java.util.function.Supplier;

/** What the host plugin said when asked for vmSettings (spec 01 §6.5). */
public sealed interface VmSettingsAnswer {
    /** The document known by the ETag that was sent is still the latest. */
    record NotModified() implements VmSettingsAnswer {}

    /** @param etag exactly as received */
    record Fresh(String etag, String text) implements VmSettingsAnswer {}

    /** This host has no such API. */
    record Unsupported() implements VmSettingsAnswer {}

    /** @param reason for the log; holds no content */
    record Failed(Trouble trouble, String reason) implements VmSettingsAnswer {}

    /** Kinds of failure, as the platform counts them. */
    enum Trouble {
        CLIENT_ERROR("ClientError"),
        HTTP_ERROR("HttpError"),
        REQUEST_FAILED("RequestFailed"),
        SERVER_ERROR("ServerError"),
        TIMEOUT("Timeout");

        private final String text;

        Trouble(String text) {
            this.text = text;
        }

        /** As it is told. */
        public String text() {
            return text;
        }

        static Trouble of(int status) {
            return switch (status / 100) {
                case 4 -> CLIENT_ERROR;
                case 5 -> SERVER_ERROR;
                default -> HTTP_ERROR;
            };
        }

        static Trouble of(Throwable cause) {
            return cause instanceof HttpFailure failure && failure.kind() == HttpFailure.Kind.TIMEOUT
                    ? TIMEOUT
                    : REQUEST_FAILED;
        }
    }

    default <T> T match(
            Supplier<T> notModified, Function<Fresh, T> fresh, Supplier<T> unsupported, Function<Failed, T> failed) {
        if (this instanceof NotModified) {
            return notModified.get();
        }
        if (this instanceof Fresh answer) {
            return fresh.apply(answer);
        }
        return this instanceof Failed failure ? failed.apply(failure) : unsupported.get();
    }
}
