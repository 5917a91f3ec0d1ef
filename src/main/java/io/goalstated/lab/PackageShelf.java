package io.goalstated.lab;

import io.goalstated.lab.issue.LabAuthority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The packages on offer. The manifest of a handler lists what is here at the moment of the request. */
final class PackageShelf {
    private final Map<String, Offer> offers = new ConcurrentSkipListMap<>();

    private record Offer(ExtensionPackage content, boolean listed) {}

    /** Adds or replaces. An unlisted package can be downloaded, but no manifest names it. */
    void put(ExtensionPackage offered, boolean listed) {
        offers.put(offered.key(), new Offer(offered, listed));
    }

    void remove(String name, String version) {
        offers.remove(name + "__" + version);
    }

    /** @param key {@code <name>__<version>}, as in the package's path */
    Optional<ExtensionPackage> find(String key) {
        return Optional.ofNullable(offers.get(key)).map(Offer::content);
    }

    /** The listed versions of a handler. */
    List<String> versions(String name) {
        return offers.values().stream()
                .filter(offer -> offer.listed() && offer.content().name().equals(name))
                .map(offer -> offer.content().version())
                .toList();
    }

    List<ExtensionPackage> all() {
        return offers.values().stream().map(Offer::content).toList();
    }

    Optional<String> sign(String name, String version, LabAuthority authority) {
        return find(name + "__" + version).map(found -> authority.sign(found.bytes(), Instant.now()));
    }
}
