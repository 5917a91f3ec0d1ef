package io.goalstated.trust;

import io.goalstated.platform.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@link TransportIdentity} of this run: made when it is first needed, whatever is on the disk, and the same from then
 * on. So no key counts for longer than a run, nor in two machines of which one is the copy of the other (spec 01 §5.1).
 */
public final class TransportKeys {
    private final Disk disk;
    private final Path library;
    private final Supplier<Instant> clock;
    private final AtomicReference<@Nullable TransportIdentity> made = new AtomicReference<>();

    /** @param library where its files are put */
    public TransportKeys(Disk disk, Path library, Supplier<Instant> clock) {
        this.disk = disk;
        this.library = library;
        this.clock = clock;
    }

    /** Makes it unless it is made; one call at a time. Blocking. */
    public TransportIdentity need() throws IOException {
        Optional<TransportIdentity> known = made();
        if (known.isPresent()) {
            return known.get();
        }
        TransportIdentity identity = TransportIdentity.make(disk, library, clock.get());
        made.set(identity);
        return identity;
    }

    /** Empty until it is made: then nothing can have been encrypted to it. From any thread. */
    public Optional<TransportIdentity> made() {
        return Optional.ofNullable(made.get());
    }
}
