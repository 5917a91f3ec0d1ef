package io.goalstated.lab;

/**
 * What stands in a goal state as {@code encodedSignature}.
 *
 * @param text ignored unless the kind is {@link Kind#GIVEN}
 */
public record PackageSignature(Kind kind, String text) {
    public enum Kind {
        /** Nothing. */
        NONE,
        /** The lab authority's signature of the offered package; nothing if none was offered. */
        OF_THE_OFFER,
        /** That text, right or wrong. */
        GIVEN
    }

    public static final PackageSignature NONE = new PackageSignature(Kind.NONE, "");
    public static final PackageSignature OF_THE_OFFER = new PackageSignature(Kind.OF_THE_OFFER, "");

    public static PackageSignature given(String text) {
        return new PackageSignature(Kind.GIVEN, text);
    }
}
