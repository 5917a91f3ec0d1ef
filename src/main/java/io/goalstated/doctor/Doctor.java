package io.goalstated.doctor;

import io.goalstated.platform.DateProbe;
import io.goalstated.platform.TcpProbe;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Makes every check; one that cannot be made says so and stops no other. Blocks, for some seconds where nobody answers. */
public final class Doctor {
    private final List<Named> checks;

    private record Named(String id, Check check) {}

    public Doctor(TcpProbe probe, DateProbe dates, InstantSource clock) {
        this(probe, dates, clock, new TrustChecks());
    }

    Doctor(TcpProbe probe, DateProbe dates, InstantSource clock, TrustChecks trust) {
        this.checks = List.of(
                new Named("config", new ConfigurationChecks()),
                new Named("library", new DirectoryChecks()),
                new Named("network", new NetworkChecks(probe)),
                new Named("clock", new ClockChecks(dates, clock)),
                new Named("transport", new TransportChecks(clock)),
                new Named("firewall", new FirewallChecks()),
                new Named("kernel", new KernelChecks()),
                new Named("vm", new VmChecks()),
                new Named("group", new GroupChecks()),
                new Named("extensions", new ExtensionChecks()),
                new Named("extensions.certificates", new CertificateChecks()),
                new Named("work", new WorkChecks(clock)),
                new Named("extensions.space", new DiskUseChecks()),
                new Named("trust", trust),
                new Named("security.denials", new DenialChecks(clock)),
                new Named("unit.drift", new UnitChecks()),
                new Named("tool", new ToolChecks()));
    }

    public List<Finding> examine(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        for (Named named : checks) {
            try {
                findings.addAll(named.check().examine(patient));
            } catch (IOException e) {
                findings.add(Finding.skip(named.id(), "cannot be looked at: " + e.getMessage()));
            }
        }
        return findings;
    }

    /** Whether nothing fails. */
    public static boolean isHealthy(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.FAIL);
    }
}
