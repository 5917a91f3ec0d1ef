package io.goalstated.supervise;

import io.goalstated.config.OwnLimits;
import io.goalstated.extension.CommandKind;
import io.goalstated.extension.HandlerName;
import io.goalstated.extension.HandlerSlice;
import io.goalstated.extension.ResourceLimits;
import io.goalstated.platform.GroupLimits;
import io.goalstated.platform.Offload;
import io.goalstated.platform.Scope;
import io.goalstated.platform.Units;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps handlers apart from the agent and within their limits (spec 02 §13): a slice for each handler, with the lower of
 * its manifest's limits and the owner's, and a scope below it for each command. No trouble here ever fails a command.
 * Confined to the event loop.
 */
public final class ResourceControl {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceControl.class);

    private static final long MEGABYTE = 1 << 20;

    private final Offload offload;
    private final Units units;
    private final Supplier<UUID> ids;
    private final Owner owner;
    private final Map<String, List<String>> inForce = new HashMap<>();
    private final Map<String, String> troubles = new TreeMap<>();
    private final Map<HandlerName, List<String>> services =
            new TreeMap<>((one, other) -> one.value().compareTo(other.value()));

    /**
     * What the owner has configured.
     *
     * @param heedsManifests whether the limits that handlers name themselves are in force
     * @param ceiling for every handler
     * @param own of single handlers, by their names in lower case, in place of everything else
     */
    public record Owner(boolean heedsManifests, ResourceLimits ceiling, Map<String, OwnLimits> own) {
        public static final Owner DEFAULT = new Owner(true, ResourceLimits.NONE, Map.of());

        public Owner {
            own = Map.copyOf(own);
        }

        ResourceLimits limits(HandlerName handler, ResourceLimits manifest) {
            ResourceLimits usual = (heedsManifests ? manifest : ResourceLimits.NONE).atMost(ceiling);
            OwnLimits mine = own.get(handler.value().toLowerCase(Locale.ROOT));
            return mine == null
                    ? usual
                    : new ResourceLimits(
                            mine.cpuPercent().map(Owner::percent).orElse(usual.cpuQuotaPercentage()),
                            mine.memoryMegabytes().map(Owner::megabytes).orElse(usual.memoryQuotaInMegabytes()),
                            usual.services());
        }

        private static Optional<Double> percent(OptionalInt limit) {
            return limit.isPresent() ? Optional.of((double) limit.getAsInt()) : Optional.empty();
        }

        private static Optional<Long> megabytes(OptionalInt limit) {
            return limit.isPresent() ? Optional.of((long) limit.getAsInt()) : Optional.empty();
        }
    }

    public ResourceControl(Offload offload, Units units, Supplier<UUID> ids, Owner owner) {
        this.offload = offload;
        this.units = units;
        this.ids = ids;
        this.owner = owner;
    }

    /** Where the processes of the handler's next such command belong. */
    Scope scope(HandlerName handler, CommandKind kind, ResourceLimits manifest) {
        String name = HandlerSlice.scope(kind, ids.get());
        return new Scope(new HandlerSlice(handler).unit(), name, group(owner.limits(handler, manifest)));
    }

    /** For a group that stands in for the slice. */
    private static GroupLimits group(ResourceLimits limits) {
        return new GroupLimits(
                limits.cpuQuotaPercentage()
                        .map(percent -> OptionalLong.of((long) Math.ceil(percent)))
                        .orElse(OptionalLong.empty()),
                bytes(limits));
    }

    private static OptionalLong bytes(ResourceLimits limits) {
        Optional<Long> megabytes = limits.memoryQuotaInMegabytes();
        return megabytes.isPresent()
                ? OptionalLong.of(megabytes.get() * ResourceLimits.KILLED_AT * MEGABYTE)
                : OptionalLong.empty();
    }

    /** Before a command: limits that are not in force yet come into force. Always succeeds. */
    Future<Boolean> limit(HandlerName handler, ResourceLimits manifest) {
        ResourceLimits limits = owner.limits(handler, manifest);
        String slice = new HandlerSlice(handler).unit();
        if (limits.isLimiting()) {
            return put(slice, limits.properties());
        }
        return lift(slice);
    }

    /** After an enable: the handler's services are there now, if ever. Always succeeds. */
    Future<Boolean> limitServices(HandlerName handler, ResourceLimits manifest) {
        Future<Boolean> done = Future.succeededFuture(true);
        List<ResourceLimits.Service> wanted = owner.limits(handler, manifest).services();
        services.put(handler, wanted.stream().map(ResourceLimits.Service::unit).toList());
        for (ResourceLimits.Service service : wanted) {
            done = done.compose(before -> put(service.unit(), service.properties()));
        }
        return done;
    }

    /** Nothing of the handler is left. Always succeeds. */
    Future<Boolean> lift(HandlerName handler) {
        services.remove(handler);
        return lift(new HandlerSlice(handler).unit());
    }

    /** Units of services that handlers name as theirs; whether they run is another question. */
    public List<String> services() {
        return services.values().stream().flatMap(List::stream).distinct().toList();
    }

    private Future<Boolean> lift(String slice) {
        if (inForce.getOrDefault(slice, List.of()).equals(ResourceLimits.UNLIMITED)) {
            return Future.succeededFuture(true);
        }
        // The usual handler has no limits, and never had: no program is started for it.
        return offload.run(() -> units.hasProperties(slice))
                .otherwise(false)
                .compose(limited -> limited
                        ? bring(slice, ResourceLimits.UNLIMITED)
                        : Future.succeededFuture(noted(slice, ResourceLimits.UNLIMITED)));
    }

    private Future<Boolean> put(String unit, List<String> properties) {
        return properties.equals(inForce.get(unit)) ? Future.succeededFuture(true) : bring(unit, properties);
    }

    /** False when there is no such unit, or trouble with it. */
    private Future<Boolean> bring(String unit, List<String> properties) {
        return offload.run(() -> isThere(unit))
                .compose(there -> there ? set(unit, properties) : Future.succeededFuture(false))
                .otherwise(e -> troubled(unit, String.valueOf(e.getMessage())));
    }

    private Future<Boolean> set(String unit, List<String> properties) {
        return offload.run(() -> units.set(unit, properties))
                .map(refused -> refused.map(why -> troubled(unit, why)).orElseGet(() -> noted(unit, properties)));
    }

    private boolean troubled(String unit, String problem) {
        if (!problem.equals(troubles.put(unit, problem))) {
            LOG.warn("its limits are not in force: unit={} reason={}", unit, problem);
        }
        return false;
    }

    /** Limits that are wanted and not in force, for people; empty when all is well. */
    public List<String> troubles() {
        List<String> texts = new ArrayList<>();
        troubles.forEach((unit, problem) -> texts.add("the limits of " + unit + " are not in force: " + problem));
        return texts;
    }

    private boolean noted(String unit, List<String> properties) {
        inForce.put(unit, properties);
        troubles.remove(unit);
        return true;
    }

    /** A slice need not be there yet; properties of a service that is not there would befall a later one of that name. */
    private boolean isThere(String unit) {
        return units.areThere() && (unit.endsWith(".slice") || units.isLoaded(unit));
    }
}
