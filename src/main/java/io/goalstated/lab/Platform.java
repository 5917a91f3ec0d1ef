package io.goalstated.lab;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The state of the fake platform. Tests change it from their thread while servers read it on theirs: every group of
 * values that must agree is one immutable record in one reference.
 */
final class Platform {
    /** Goal states of both channels with the numbers under which they are seen. */
    record Goals(int incarnation, long etag, PublishedGoal fabric, PublishedGoal vmSettings) {
        Goals publish(PublishedGoal goal, boolean mirrored) {
            return goal.source() == PublishedGoal.Source.FAST_TRACK
                    ? new Goals(incarnation, etag + 1, fabric, goal)
                    : new Goals(incarnation + 1, mirrored ? etag + 1 : etag, goal, mirrored ? goal : vmSettings);
        }

        Goals withIncarnation(int number) {
            return new Goals(number, etag, fabric, vmSettings);
        }

        Goals withNewEtag() {
            return new Goals(incarnation, etag + 1, fabric, vmSettings);
        }
    }

    /** Bare decimal numbers, as seen on real hosts (spec 01 §6.5). */
    private static final long FIRST_ETAG = 7001;

    /** For who reads slowly while goals are published. */
    private static final int REMEMBERED = 8;

    private final Credentials credentials;
    private final PackageShelf packages;
    private final AtomicLong svdSequenceNumber = new AtomicLong();
    private final Cell<Goals> goals;
    /** By the incarnation with which they went out: who asks for the documents of an earlier one gets those. */
    private final Map<Integer, Goals> issued = new ConcurrentHashMap<>();

    private final Cell<VmIdentity> identity = new Cell<>(VmIdentity.create());
    private final Cell<Set<Switch>> on = new Cell<>(initialSwitches());
    private final Cell<String> statusBlobType = new Cell<>("BlockBlob");
    private final Cell<String> hostPluginVersion = new Cell<>("1.0.8.179");
    private final Cell<Duration> clockSkew = new Cell<>(Duration.ZERO);
    private final Cell<VmProfile> profile = new Cell<>(VmProfile.NONE);
    private final Cell<List<RemoteUser>> remoteUsers = new Cell<>(List.of());
    private final Map<Document, String> replacements = new ConcurrentHashMap<>();
    private final String vmId = UUID.randomUUID().toString();

    Platform(Credentials credentials, PackageShelf packages) {
        this.credentials = credentials;
        this.packages = packages;
        PublishedGoal nothing = new PublishedGoal(
                PublishedGoal.Source.FABRIC,
                Publication.ticks(Instant.now()),
                nextSvdSequenceNumber(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                List.of(),
                List.of());
        goals = new Cell<>(new Goals(1, FIRST_ETAG, nothing, nothing));
        issue(goals.get());
    }

    private Goals issue(Goals now) {
        issued.put(now.incarnation(), now);
        issued.remove(now.incarnation() - REMEMBERED);
        return now;
    }

    Goals goals() {
        return goals.get();
    }

    /** As they were under that incarnation; the latest when it is not one that was ever published. */
    Goals goalsOf(String incarnation) {
        return incarnation.matches("\\d{1,9}")
                ? issued.getOrDefault(Integer.valueOf(incarnation), goals.get())
                : goals.get();
    }

    Published publish(PublishedGoal goal) {
        boolean mirrored = is(Switch.FABRIC_IN_VM_SETTINGS);
        Goals now = issue(goals.update(before -> before.publish(goal, mirrored)));
        return new Published(now.incarnation(), Long.toString(now.etag()), Instant.now());
    }

    void setIncarnation(int number) {
        issue(goals.update(before -> before.withIncarnation(number)));
    }

    long nextSvdSequenceNumber() {
        return svdSequenceNumber.incrementAndGet();
    }

    PublishedGoal.Ciphertext encrypt(String settings) {
        var tenant = credentials.tenant();
        return new PublishedGoal.Ciphertext(
                tenant.encrypt(settings.getBytes(StandardCharsets.UTF_8)), tenant.thumbprint());
    }

    Optional<String> signature(WantedHandler handler) {
        return switch (handler.signature().kind()) {
            case NONE -> Optional.empty();
            case GIVEN -> Optional.of(handler.signature().text());
            case OF_THE_OFFER -> packages.sign(handler.name(), handler.version(), credentials.authority());
        };
    }

    VmIdentity identity() {
        return identity.get();
    }

    void move() {
        identity.update(VmIdentity::moved);
    }

    boolean is(Switch which) {
        return on.get().contains(which);
    }

    /** A change of the hold shows under a new ETag, or nobody who asks conditionally would notice. */
    void turn(Switch which, boolean value) {
        on.update(before -> {
            Set<Switch> after = EnumSet.copyOf(before);
            if (value) {
                after.add(which);
            } else {
                after.remove(which);
            }
            return after;
        });
        if (which == Switch.ON_HOLD) {
            goals.update(Goals::withNewEtag);
        }
    }

    String statusBlobType() {
        return statusBlobType.get();
    }

    void setStatusBlobType(String type) {
        statusBlobType.set(type);
    }

    String hostPluginVersion() {
        return hostPluginVersion.get();
    }

    void setHostPluginVersion(String version) {
        hostPluginVersion.set(version);
    }

    List<RemoteUser> remoteUsers() {
        return remoteUsers.get();
    }

    void setRemoteUsers(List<RemoteUser> users) {
        remoteUsers.set(List.copyOf(users));
    }

    VmProfile profile() {
        return profile.get();
    }

    void setProfile(VmProfile ordered) {
        profile.set(ordered);
    }

    Optional<String> replacement(Document document) {
        return Optional.ofNullable(replacements.get(document));
    }

    void replace(Document document, String text) {
        replacements.put(document, text);
    }

    void restore(Document document) {
        replacements.remove(document);
    }

    Duration clockSkew() {
        return clockSkew.get();
    }

    void setClockSkew(Duration skew) {
        clockSkew.set(skew);
    }

    /** The time by the platform's clock. */
    Instant now() {
        return Instant.now().plus(clockSkew.get());
    }

    String vmId() {
        return vmId;
    }

    private static Set<Switch> initialSwitches() {
        Set<Switch> initial = EnumSet.noneOf(Switch.class);
        for (Switch each : Switch.values()) {
            if (each.initially()) {
                initial.add(each);
            }
        }
        return initial;
    }
}
