package io.goalstated.trust;

import io.goalstated.trust.SignatureFinding.Reason;
import io.goalstated.trust.Verdict.Check;

/** A signature as read: acceptable so far, or not. */
sealed interface SignatureReading permits SignedPackage, SignatureReading.Rejected {
    /** It fails one of the checks up to {@link Check#SIGNER}. */
    record Rejected(Check check, Reason reason, String detail) implements SignatureReading {}
}
