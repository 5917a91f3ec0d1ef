package io.goalstated.report;

import io.goalstated.extension.HandlerLayout;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.Heartbeat;
import io.goalstated.extension.StatusFile;
import io.goalstated.extension.VersionNumber;
import io.goalstated.platform.Disk;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Timers;
import io.goalstated.supervise.SupervisionView;
import io.goalstated.supervise.SupervisionView.ExtensionView;
import io.goalstated.supervise.SupervisionView.HandlerView;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Looks at the status files and heartbeats that belong to a {@link SupervisionView}: those of the current sequence
 * numbers, never others (spec 05 B26). Only regular files are opened, no links are followed, and what has not changed
 * since the last look is not read again. What the VM is called is asked at each look. Confined to the event loop; one look at a time.
 */
public final class StatusObserver {
    private final Disk disk;
    private final Offload offload;
    private final Timers timers;
    private final InstantSource clock;
    private final BiFunction<HandlerName, VersionNumber, HandlerLayout> layouts;
    private final Duration grace;
    private final Supplier<Guest> guest;
    private Map<Path, FileMemory.Entry<StatusFile>> statuses = Map.of();
    private Map<Path, FileMemory.Entry<Heartbeat>> heartbeats = Map.of();

    /**
     * @param grace how long a handler may be without its first heartbeat before that is held against it (spec 02 §7.7)
     * @param guest asked off the loop; may block
     */
    public StatusObserver(
            Disk disk,
            Offload offload,
            Timers timers,
            InstantSource clock,
            BiFunction<HandlerName, VersionNumber, HandlerLayout> layouts,
            Duration grace,
            Supplier<Guest> guest) {
        this.disk = disk;
        this.offload = offload;
        this.timers = timers;
        this.clock = clock;
        this.layouts = layouts;
        this.grace = grace;
        this.guest = guest;
    }

    /** What is there now. Trouble with one file concerns its extension only. */
    Future<Observation> observe(SupervisionView view) {
        Round round = new Round(view);
        return offload.run(round::look).onSuccess(seen -> {
            statuses = round.statusFiles.remembered();
            heartbeats = round.heartbeatFiles.remembered();
        });
    }

    private final class Round {
        private final SupervisionView view;
        private final Instant now = clock.instant();
        private final FileMemory<StatusFile> statusFiles;
        private final FileMemory<Heartbeat> heartbeatFiles;
        private boolean unsettled;

        Round(SupervisionView view) {
            this.view = view;
            this.statusFiles = new FileMemory<>(disk, StatusFormat.INSTANCE, statuses, now, timers.nanoTime());
            this.heartbeatFiles = new FileMemory<>(disk, HeartbeatFormat.INSTANCE, heartbeats, now, timers.nanoTime());
        }

        Observation look() {
            List<HandlerObservation> seen = new ArrayList<>();
            for (HandlerView handler : view.handlers()) {
                HandlerLayout layout = layouts.apply(handler.name(), handler.version());
                seen.add(new HandlerObservation(handler, heartbeat(handler, layout), extensions(handler, layout)));
            }
            return new Observation(guest.get(), view, seen, unsettled);
        }

        private List<HandlerObservation.Extension> extensions(HandlerView handler, HandlerLayout layout) {
            List<HandlerObservation.Extension> extensions = new ArrayList<>();
            for (ExtensionView extension : handler.extensions()) {
                Optional<String> name = handler.multiConfig() ? Optional.of(extension.name()) : Optional.empty();
                Path file = layout.statusFile(name, extension.sequenceNumber());
                FileMemory.Look<StatusFile> look = statusFiles.look(file);
                unsettled |= look.unsettled();
                extensions.add(
                        new HandlerObservation.Extension(extension, look.value(), file.toString(), look.modified()));
            }
            return extensions;
        }

        private Optional<Heartbeat> heartbeat(HandlerView handler, HandlerLayout layout) {
            if (!handler.reportsHeartbeat() || handler.state() == HandlerState.NOT_INSTALLED) {
                return Optional.empty();
            }
            FileMemory.Look<Heartbeat> look = heartbeatFiles.look(layout.heartbeat());
            if (look.value() instanceof Heartbeat.Missing) {
                return look.missingFor().compareTo(grace) < 0 ? Optional.empty() : Optional.of(look.value());
            }
            boolean silent = Duration.between(look.modified(), now).toSeconds() > Heartbeat.LONGEST_SILENCE.toSeconds();
            return Optional.of(silent ? new Heartbeat.Silent() : look.value());
        }
    }

    private enum StatusFormat implements FileMemory.Format<StatusFile> {
        INSTANCE;

        private static final StatusFile MISSING = new StatusFile.Missing();

        @Override
        public int maxBytes() {
            return StatusFile.MAX_BYTES;
        }

        @Override
        public StatusFile parse(byte[] content) {
            return StatusFile.parse(content);
        }

        @Override
        public StatusFile missing() {
            return MISSING;
        }

        @Override
        public StatusFile unreadable(String reason) {
            return new StatusFile.Unreadable(reason);
        }

        @Override
        public boolean isBroken(StatusFile value) {
            return value instanceof StatusFile.NotJson;
        }
    }

    private enum HeartbeatFormat implements FileMemory.Format<Heartbeat> {
        INSTANCE;

        @Override
        public int maxBytes() {
            return Heartbeat.MAX_BYTES;
        }

        @Override
        public Heartbeat parse(byte[] content) {
            return Heartbeat.parse(content);
        }

        @Override
        public Heartbeat missing() {
            return new Heartbeat.Missing();
        }

        @Override
        public Heartbeat unreadable(String reason) {
            return new Heartbeat.Malformed(reason);
        }

        @Override
        public boolean isBroken(Heartbeat value) {
            return value instanceof Heartbeat.Malformed;
        }
    }
}
