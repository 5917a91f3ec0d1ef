package io.goalstated.polling;

import io.goalstated.event.Events;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.goalstated.trust.TransportKeys;
import io.goalstated.wire.ArtifactChannels;
import io.goalstated.wire.HostPlugin;
import io.goalstated.wire.WireServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Puts the package's parts together.
 *
 * @param history where others keep their documents of a goal state too
 */
public record Polling(GoalStatePoller poller, History history) {
    /**
     * What polling works with.
     *
     * @param clock the time of day
     * @param events told of looks, profiles and certificates that fail
     * @param transport what certificates are encrypted to
     * @param oldFormats about certificates that a FIPS machine should not accept
     */
    public record Shell(
            Timers timers,
            Offload offload,
            Disk disk,
            Path library,
            Supplier<Instant> clock,
            Events events,
            TransportKeys transport,
            LibraryCertificates.OldFormatRule oldFormats) {
        Shell(Timers timers, Offload offload, Disk disk, Path library, Supplier<Instant> clock, Events events) {
            this(
                    timers,
                    offload,
                    disk,
                    library,
                    clock,
                    events,
                    new TransportKeys(disk, library, clock),
                    () -> OldFormats.ACCEPTED);
        }
    }

    public static Polling over(
            WireServer wireServer,
            HostPlugin hostPlugin,
            ArtifactChannels artifacts,
            Shell shell,
            Supplier<PollingSettings> settings,
            GoalStateListener listener) {
        CertificateDesk desk = new LibraryCertificates(
                wireServer,
                shell.offload(),
                shell.disk(),
                shell.library(),
                shell.transport()::need,
                shell.oldFormats(),
                shell.events());
        return over(wireServer, hostPlugin, artifacts, desk, shell, settings, listener);
    }

    static Polling over(
            WireServer wireServer,
            HostPlugin hostPlugin,
            ArtifactChannels artifacts,
            CertificateDesk desk,
            Shell shell,
            Supplier<PollingSettings> settings,
            GoalStateListener listener) {
        History history = new History(shell.disk(), shell.offload(), shell.timers(), shell.library(), shell.clock());
        FastTrackMemory memory = new FastTrackMemory(shell.disk(), shell.offload(), shell.library(), shell.clock());
        HoldProfile holds = new HoldProfile(artifacts, () -> settings.get().holdsHonoured(), shell.events());
        VmSettingsSource vmSettings = new VmSettingsSource(
                hostPlugin,
                memory,
                shell.timers(),
                history,
                new VmSettingsAccount(shell.timers(), shell.events()),
                settings.get().fastTrackEnabled());
        Channels channels = new Channels(wireServer, vmSettings, shell.timers());
        GoalStateUpdate update = new GoalStateUpdate(
                channels,
                new FabricFetch(wireServer, desk, holds, shell.offload(), shell.disk(), shell.library()),
                new HoldWatch(holds, shell.timers()),
                new CertificateSupply(desk, history, shell.timers()),
                new Succession(memory, settings),
                history,
                listener,
                shell.timers());
        return new Polling(
                new GoalStatePoller(update, channels, memory, shell.timers(), settings, shell.events(), listener),
                history);
    }
}
