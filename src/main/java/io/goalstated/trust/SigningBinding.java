package io.goalstated.trust;

import io.goalstated.extension.HandlerManifest.SigningInfo;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.VersionNumber;
import io.goalstated.trust.SignatureFinding.Reason;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a signed package is the one that was asked for: the {@code signingInfo} of its manifest must name the handler
 * and the version, in any case of letters (spec 04 OPS-138). Otherwise any package of the same signer would do.
 */
public final class SigningBinding {
    private SigningBinding() {}

    /**
     * @param version the one being installed, as the goal state or the manifest spells it
     * @param info of the unpacked {@code HandlerManifest.json}
     * @return what is wrong; empty when all three members agree
     */
    public static Optional<SignatureFinding> check(
            HandlerName handler, VersionNumber version, Optional<SigningInfo> info) {
        if (info.isEmpty()) {
            return unbound("signingInfo");
        }
        return differing("publisher", handler.publisher(), info.get().publisher())
                .or(() -> differing("type", handler.type(), info.get().type()))
                .or(() -> differing("version", version.text(), info.get().version()))
                .or(() -> missing("publisher", info.get().publisher()))
                .or(() -> missing("type", info.get().type()))
                .or(() -> missing("version", info.get().version()));
    }

    private static Optional<SignatureFinding> differing(String member, String expected, Optional<String> actual) {
        if (actual.isEmpty() || same(expected, actual.get())) {
            return Optional.empty();
        }
        return Optional.of(new SignatureFinding(
                Reason.BINDING,
                "the package is signed as " + member + " '" + actual.get() + "', asked for was '" + expected + "'"));
    }

    private static Optional<SignatureFinding> missing(String member, Optional<String> actual) {
        return actual.isPresent() ? Optional.empty() : unbound("signingInfo." + member);
    }

    private static Optional<SignatureFinding> unbound(String what) {
        return Optional.of(new SignatureFinding(
                Reason.UNBOUND,
                "HandlerManifest.json has no " + what + ", so the package does not say which extension it is"));
    }

    /** Not equalsIgnoreCase, which equates more than lower-casing in the root locale does. */
    private static boolean same(String expected, String actual) {
        return expected.toLowerCase(Locale.ROOT).equals(actual.toLowerCase(Locale.ROOT));
    }
}
