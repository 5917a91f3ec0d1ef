package io.goalstated.demo;

import io.goalstated.lab.Goal;
import io.goalstated.lab.PackageMaker;
import io.goalstated.lab.WantedHandler;
import io.goalstated.lab.issue.LabAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What happens in the demo: real sample handlers, signed by a publisher who exists for this run only. */
final class Script {
    private static final String HELLO = "Contoso.Samples.Hello";
    private static final String SECRET = "Contoso.Samples.ProtectedSecret";
    private static final String SLOW = "Contoso.Samples.SlowWorker";
    private static final String HEARTBEAT = "Contoso.Samples.HeartbeatService";

    private final Path samples;
    private final LabAuthority publisher;

    /** @param samples the directory that holds the sample handlers */
    Script(Path samples, LabAuthority publisher) {
        this.samples = samples;
        this.publisher = publisher;
    }

    /** Makes and signs the packages; blocks for some tenths of a second. */
    List<Act> acts() throws IOException {
        SignedOffer hello = offer("shell-hello", "1.0.0");
        SignedOffer newHello = offer("shell-hello", "1.1.0");
        SignedOffer secret = offer("protected-secret", "1.0.0");
        SignedOffer slow = offer("slow-worker", "1.0.0");
        SignedOffer swapped = offer("heartbeat-service", "1.0.0").tampered();

        WantedHandler safe = secret.wanted().protectedSettings("{\"secret\": \"correct horse battery staple\"}");
        WantedHandler worker = slow.wanted().publicSettings("{\"seconds\": 2}");
        WantedHandler first = greeting(hello, 0, "newcomer");
        WantedHandler second = greeting(hello, 1, "Azure");
        WantedHandler updated = greeting(newHello, 1, "Azure");

        return List.of(
                new Act(
                        "Azure asks for three extensions. Hello depends on ProtectedSecret, whose settings are encrypted.",
                        List.of(hello, secret, slow),
                        Goal.of(first, safe, worker),
                        List.of(
                                Expectation.success(SECRET, "1.0.0", 0),
                                Expectation.success(HELLO, "1.0.0", 0),
                                Expectation.success(SLOW, "1.0.0", 0))),
                new Act(
                        "Azure has new settings for Hello.",
                        List.of(),
                        Goal.of(second, safe, worker),
                        List.of(Expectation.success(HELLO, "1.0.0", 1))),
                new Act(
                        "The publisher brings out Hello 1.1.0: an update.",
                        List.of(newHello),
                        Goal.of(updated, safe, worker),
                        List.of(Expectation.success(HELLO, "1.1.0", 1))),
                new Act(
                        "Azure asks for HeartbeatService, but somebody has changed one bit of its package.",
                        List.of(swapped),
                        Goal.of(updated, safe, worker, swapped.wanted()),
                        List.of(Expectation.refused(HEARTBEAT))),
                new Act(
                        "Azure wants SlowWorker uninstalled.",
                        List.of(),
                        Goal.of(updated, safe, worker.uninstalled(), swapped.wanted()),
                        List.of(Expectation.gone(SLOW)),
                        // Each goal state is another try for what was refused.
                        List.of(Expectation.refused(HEARTBEAT))));
    }

    private static WantedHandler greeting(SignedOffer offer, int number, String name) {
        return offer.wanted()
                .sequence(number)
                .publicSettings("{\"name\": \"" + name + "\"}")
                .after(1, SECRET);
    }

    private SignedOffer offer(String sample, String version) throws IOException {
        var made = new PackageMaker().make(samples.resolve(sample), version);
        return new SignedOffer(made, publisher.sign(made.bytes(), Instant.now()));
    }
}
