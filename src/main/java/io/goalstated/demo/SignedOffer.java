package io.goalstated.demo;

import io.goalstated.lab.ExtensionPackage;
import io.goalstated.lab.PackageSignature;
import io.goalstated.lab.WantedHandler;

/**
 * A package as it is offered, and the publisher's signature of it as it was made.
 *
 * @param signature base64, as goal states carry it
 */
record SignedOffer(ExtensionPackage content, String signature) {
    /** Somebody changes the package after it was signed. */
    SignedOffer tampered() {
        return new SignedOffer(content.tampered(), signature);
    }

    WantedHandler wanted() {
        return WantedHandler.of(content.name(), content.version()).signature(PackageSignature.given(signature));
    }
}
