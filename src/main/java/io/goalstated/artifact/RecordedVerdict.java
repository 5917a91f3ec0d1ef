package io.goalstated.artifact;

import io.goalstated.trust.Verdict;
import java.time.Instant;

/**
 * What was found out about the signature of an unpacked package.
 *
 * @param verifiedAt when the bytes were compared with the signature
 * @param grounds what else the verdict rests on, see {@link PackageVerifier#grounds}; empty: not known
 */
record RecordedVerdict(Verdict verdict, Instant verifiedAt, String grounds) {}
