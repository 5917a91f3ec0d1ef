package io.goalstated.extension;

import java.util.Optional;

/**
 * The name of a package that lies in the library directory: {@code <Handler>__<version>.zip}, or {@code <Handler>-<version>.zip} as
 * WALinuxAgent keeps one beside the directory of that name (spec 02 §1, §12.6). A version has no underscore, so that there is one way
 * only to take the name apart.
 *
 * @param directory of the version that is in it
 * @param besideDirectory whether it is named like the directory
 */
public record PackageName(HandlerDirectory directory, boolean besideDirectory) {
    private static final String SEPARATOR = "__";
    private static final String SUFFIX = ".zip";

    /** Empty when that is not the name of a package. */
    public static Optional<PackageName> parse(String name) {
        if (!name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        String packed = name.substring(0, name.length() - SUFFIX.length());
        return apart(packed)
                .map(directory -> new PackageName(directory, false))
                .or(() -> HandlerDirectory.parse(packed).map(directory -> new PackageName(directory, true)));
    }

    private static Optional<HandlerDirectory> apart(String packed) {
        int end = packed.lastIndexOf(SEPARATOR);
        return end < 0
                ? Optional.empty()
                : HandlerName.parse(packed.substring(0, end))
                        .flatMap(handler -> VersionNumber.parse(packed.substring(end + SEPARATOR.length()))
                                .map(version -> new HandlerDirectory(handler, version)));
    }

    @Override
    public String toString() {
        return besideDirectory
                ? directory + SUFFIX
                : directory.handler().value() + SEPARATOR + directory.version().text() + SUFFIX;
    }
}
