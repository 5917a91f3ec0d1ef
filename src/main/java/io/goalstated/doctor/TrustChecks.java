package io.goalstated.doctor;

import io.goalstated.config.ExtensionKeys;
import io.goalstated.trust.SelfTest;
import io.goalstated.trust.TrustAnchors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether signatures of packages can be judged: the roots are the recorded ones, and the judge judges (spec 04 OPS-62). */
final class TrustChecks implements Check {
    private static final String AGAIN = "install goalstated again";

    private final TrustAnchors shipped;
    private final Supplier<Optional<String>> selfTest;

    TrustChecks() {
        this(TrustAnchors.shipped(), SelfTest::problem);
    }

    /** @param selfTest what is wrong with judging signatures */
    TrustChecks(TrustAnchors shipped, Supplier<Optional<String>> selfTest) {
        this.shipped = shipped;
        this.selfTest = selfTest;
    }

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        return List.of(anchors(), own(patient), verification());
    }

    private Finding anchors() {
        return shipped.problems().isEmpty()
                ? Finding.pass("trust.anchors", "the shipped roots are the recorded ones")
                : Finding.fail("trust.anchors", String.join("; ", shipped.problems()), AGAIN);
    }

    private static Finding own(Patient patient) throws IOException {
        Optional<Path> directory = patient.wants(ExtensionKeys.TRUST_ANCHORS).map(patient.root()::resolve);
        if (directory.isEmpty()) {
            return Finding.skip("trust.own", "Extensions.TrustAnchors names no roots of the owner");
        }
        TrustAnchors own = TrustAnchors.NONE.plus(patient.disk(), directory.get());
        return own.problems().isEmpty()
                ? Finding.pass(
                        "trust.own",
                        own.codeSigning().size() + " roots of the owner for code, "
                                + own.timeStamping().size() + " for time stamps")
                : Finding.warn(
                        "trust.own",
                        String.join("; ", own.problems()),
                        "put certificates there, in files of root's that nobody else may write");
    }

    private Finding verification() {
        return selfTest.get()
                .map(problem -> Finding.fail("trust.self-test", problem, AGAIN))
                .orElse(Finding.pass("trust.self-test", "a good signature is accepted, a spoilt one refused"));
    }
}
