package io.goalstated.extension;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code <Handler>-<version>}, the name of a handler's directory (spec 02 §1). Both parts may contain dashes, but there is
 * one way only to take the name apart: the version begins behind the last dash that a digit follows, for after a dash of
 * its own comes a letter ({@code 1.2.0-rc1}).
 */
public record HandlerDirectory(HandlerName handler, VersionNumber version) {
    private static final Pattern FORM = Pattern.compile("(.+)-(\\d[^-]*(?:-[a-z][^-]*)?)");

    /** Empty when that is not the name of such a directory. */
    public static Optional<HandlerDirectory> parse(String name) {
        Matcher parts = FORM.matcher(name);
        return parts.matches()
                ? HandlerName.parse(parts.group(1))
                        .flatMap(handler -> VersionNumber.parse(parts.group(2))
                                .map(version -> new HandlerDirectory(handler, version)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return handler.value() + "-" + version.text();
    }
}
