package io.goalstated.doctor;

import io.goalstated.platform.DateProbe;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Whether this machine's clock and the platform's agree: certificates and signed addresses are judged by them (spec 04 OPS-62). */
final class ClockChecks implements Check {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration TOLERATED = Duration.ofMinutes(15);

    private final DateProbe probe;
    private final InstantSource clock;

    ClockChecks(DateProbe probe, InstantSource clock) {
        this.probe = probe;
        this.clock = clock;
    }

    @Override
    public List<Finding> examine(Patient patient) throws IOException {
        NetworkChecks.Place server = NetworkChecks.wireServer(patient);
        Optional<Instant> theirs = probe.date(server.host(), server.port(), LIMIT);
        return List.of(theirs.map(this::compare)
                .orElse(Finding.skip("clock.skew", "the platform does not say what time it is")));
    }

    private Finding compare(Instant theirs) {
        Duration behind = Duration.between(clock.instant(), theirs);
        String evidence = "this machine's clock is " + behind.abs().toSeconds() + " s "
                + (behind.isNegative() ? "ahead of" : "behind") + " the platform's";
        return behind.abs().compareTo(TOLERATED) <= 0
                ? Finding.pass("clock.skew", evidence)
                : Finding.fail(
                        "clock.skew",
                        evidence,
                        "set it: chronyc makestep, or: timedatectl set-ntp true; hwclock --systohc");
    }
}
