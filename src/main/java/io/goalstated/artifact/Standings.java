package io.goalstated.artifact;

import io.goalstated.artifact.PackageOutcome.Ready;
import io.goalstated.extension.HandlerLayout;
import io.goalstated.trust.SignatureDecision;
import io.goalstated.trust.SignatureDecision.Refuse;
import io.goalstated.trust.SignatureDecision.UseQuietly;
import io.goalstated.trust.SignatureMode;
import io.goalstated.trust.Verdict;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges what was unpacked earlier by the rules of today (OPS-144). The package is not read again: that its bytes are the
 * signed ones was found out then, and stays true; who signed it is looked at anew when anchors, revocations or the
 * signers that the owner allows have changed since. Blocks.
 */
final class Standings {
    private static final Logger LOG = LoggerFactory.getLogger(Standings.class);

    private final PackageVerifier verifier;
    private final PackageJudge judge;
    private final PackageMarks marks;

    Standings(PackageVerifier verifier, PackageJudge judge, PackageMarks marks) {
        this.verifier = verifier;
        this.judge = judge;
        this.marks = marks;
    }

    PackageStanding of(PackageRequest request, HandlerLayout layout) throws IOException {
        SignatureMode today = judge.modeFor(request);
        if (!today.verifies()) {
            return new PackageStanding.Good(new Ready("", false));
        }
        Optional<RecordedVerdict> recorded = marks.recorded(request);
        if (request.encodedSignature().isEmpty()) {
            Verdict unsigned = recorded.map(RecordedVerdict::verdict).orElseGet(Verdict::unsigned);
            return judged(judge.decide(request, verifier.reconsider(unsigned)));
        }
        String signature = request.encodedSignature().get();
        if (recorded.isPresent()) {
            Verdict verdict = ofToday(request, signature, recorded.get(), layout);
            return judged(judge.decide(request, verifier.reconsider(verdict)));
        }
        return today == SignatureMode.ENFORCE ? new PackageStanding.Unknown() : unrecorded(request, signature, layout);
    }

    private static PackageStanding judged(SignatureDecision decision) {
        return decision instanceof Refuse refuse
                ? new PackageStanding.Refused(PackageJudge.refused(refuse))
                : new PackageStanding.Good(PackageJudge.ready(decision));
    }

    private Verdict ofToday(PackageRequest request, String signature, RecordedVerdict known, HandlerLayout layout)
            throws IOException {
        String grounds = verifier.grounds(request.handler());
        if (grounds.equals(known.grounds())) {
            return known.verdict();
        }
        Verdict verdict = verifier.verifyAgain(request.handler(), known.verdict(), signature, known.verifiedAt());
        LOG.info("The signature's maker was judged anew; package={}", layout.base());
        try {
            marks.leave(layout, new RecordedVerdict(verdict, known.verifiedAt(), grounds));
        } catch (IOException e) {
            // It counts all the same, and is found again next time.
            LOG.warn("The verdict on {} cannot be recorded: {}", layout.base(), e.getMessage());
        }
        return verdict;
    }

    /**
     * Another agent unpacked it, or a version of this one that recorded nothing. The signature itself still tells its
     * maker; whether the bytes are its, nobody can tell without the package. The empty marker of WALinuxAgent says that
     * it found them to be.
     */
    private PackageStanding unrecorded(PackageRequest request, String signature, HandlerLayout layout)
            throws IOException {
        SignatureDecision maker = verifier.verifyMaker(request.handler(), signature)
                .map(verdict -> judge.decide(request, verdict))
                .orElse(new UseQuietly(""));
        return maker instanceof UseQuietly
                ? new PackageStanding.Good(
                        new Ready(marks.isMarkedByOther(layout) ? "verified by WALinuxAgent" : "not verified", false))
                : judged(maker);
    }
}
