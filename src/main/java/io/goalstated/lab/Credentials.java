package io.goalstated.lab;

import io.goalstated.lab.issue.LabAuthority;
import io.goalstated.lab.issue.TenantCertificate;
import java.time.Instant;

/** The keys of the fake platform, each made when first needed: the asking thread waits for some tenths of a second. */
final class Credentials {
    private final Cell<Lazily<TenantCertificate>> tenant = new Cell<>(newTenant(Instant.now()));
    private final Lazily<LabAuthority> authority = new Lazily<>(() -> LabAuthority.generate(Instant.now()));

    TenantCertificate tenant() {
        return tenant.get().get();
    }

    LabAuthority authority() {
        return authority.get();
    }

    /** A new tenant certificate from now on; goals that are out keep what was encrypted for the old one. */
    void rotate(Instant now) {
        tenant.set(newTenant(now));
    }

    private static Lazily<TenantCertificate> newTenant(Instant now) {
        return new Lazily<>(() -> TenantCertificate.generate(now));
    }
}
